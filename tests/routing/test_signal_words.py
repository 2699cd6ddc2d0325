"""Words that others will read lead to nobody, and a law article is one: what is refused, and what may stand."""

from __future__ import annotations

import pytest

from loket.cases.models import Participant
from loket.routing.catalogue import Catalogue
from loket.routing.signals.anonymous import personal_in
from loket.routing.signals.articles import article_key, is_article

PEOPLE = (Participant(surname="van der Meulen-Özgür", given_names="Anne-José"), Participant(surname="Bo", given_names=None))


@pytest.mark.parametrize(
    "piece",
    [
        *("Meulen", "özgür", "ozgur", "Jose", "annes", "999993653", "06 12 34 56 78", "a@b.nl", "2514AA", "2514 ab", "2514 AB"),
        *("NL20INGB0001234567", "3 maart", "3 nov", "1e mei", "03-03-2026", "2026-03-03", "L-7K3M9-P2XQ4-8", "l7k3m9p2xq48"),
        *("Kerkstraat 12", "kerkstraat 12a", "Oudeweg 3", "Dijk 3"),
    ],
)
def test_what_leads_to_one_person_is_found(piece: str) -> None:
    assert piece in personal_in(f"Volgens {piece} klopt het niet.", PEOPLE)


@pytest.mark.parametrize(
    "words",
    [
        "Lichamelijke klachten in 2024 WW en in 2025 de ZW, langdurige zorg en loonkosten.",
        "Het was onderweg 3 weken, duurde 12 weken en kostte 1.250 euro bij van der Bo.",
        "Artikel 31 lid 2 van 2015 past niet. In 2026 ging het van de gemeente weg. 1500 km verder.",
        "In 2024 uw aanvraag, in 2025 zo'n brief, 2025 tm 2026.",
    ],
)
def test_laws_amounts_terms_and_years_lead_to_nobody(words: str) -> None:
    assert personal_in(words, PEOPLE) == []


def test_articles_are_compared_without_capitals_and_points() -> None:
    assert article_key(" Artikel 31,  lid 2, P-wet ") == article_key("art. 31 lid 2 p-wet")


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("Wet financiering sociale verzekeringen art. 38b", True),
        ("Wmo 2015 art. 2.1.4 en 2.1.4b; Awb artikel 4:13, lid 2 onder a.", True),
        ("art. 31 Participatiewet", False),
        ("ß" * 100 + " art. 1", False),
        ("Participatiewet art. 31 en haar zoon", False),
    ],
)
def test_a_law_article_has_one_form(catalogue: Catalogue, written: str, fits: bool) -> None:
    assert is_article(written, catalogue) is fits


def test_every_law_of_the_catalogue_fits(catalogue: Catalogue) -> None:
    assert [product.law for product in catalogue.products.values() if not is_article(product.law, catalogue)] == []
