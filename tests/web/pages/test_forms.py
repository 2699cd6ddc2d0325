"""The posted form becomes exactly the intake body of the API, and faults find their way back to their fields."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from loket.routing.catalogue import Catalogue
from loket.routing.entries import Question
from loket.web.forms import Reading, gemeente_code, iso_date, read, typed_answer
from tests.web.pages.browsing import WILLEM

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def catalogue(app: Flask) -> Catalogue:
    found: Catalogue = app.extensions["loket"].catalogue
    return found


def reading(catalogue: Catalogue, *extra: tuple[str, str], **person: str) -> Reading:
    fields = {**WILLEM, **{f"aanvrager.{name}": value for name, value in person.items()}}
    form = MultiDict([*fields.items(), ("communicatiekanaal", "balie"), ("levensgebeurtenis", "ontslag"), *extra])
    return read(form, catalogue, "gemeente-0518", NOW)


def test_a_filled_in_form_is_the_intake_body_of_the_api(catalogue: Catalogue) -> None:
    found = reading(catalogue, ("antwoorden.heeft-schulden", "ja"), ("toelichting", " Ik weet het niet. "))
    assert found.data == {
        "aanvrager": {
            "burgerservicenummer": "999992508",
            "voornamen": "Willem",
            "geslachtsnaam": "Kierkegaard",
            "geboortedatum": "27-04-1981",
            "gemeentecode": "0518",
        },
        "antwoorden": {"heeft-schulden": True},
        "communicatiekanaal": "balie",
        "loket": "gemeente-0518",
        "levensgebeurtenis": "ontslag",
        "toelichting": "Ik weet het niet.",
    }
    assert found.request is not None
    assert found.request.applicant.birth_date == "1981-04-27"


def test_spaces_and_dots_in_a_bsn_are_taken_out(catalogue: Catalogue) -> None:
    assert reading(catalogue, burgerservicenummer="9999.92 508").data["aanvrager"]["burgerservicenummer"] == "999992508"


def test_eight_digits_are_refused_with_a_hint_and_never_padded(catalogue: Catalogue) -> None:
    found = reading(catalogue, burgerservicenummer="12345678")
    assert found.request is None
    assert "acht cijfers" in found.errors["aanvrager.burgerservicenummer"]


def test_every_fault_stands_at_its_own_field(catalogue: Catalogue) -> None:
    found = reading(catalogue, ("antwoorden.eerste-werkloze-dag", "morgen"), geboortedatum="31-02-1981", geslachtsnaam="", postcode="12")
    assert set(found.errors) == {
        "aanvrager.geboortedatum",
        "aanvrager.geslachtsnaam",
        "aanvrager.postcode",
        "antwoorden.eerste-werkloze-dag",
    }
    assert found.errors["aanvrager.geslachtsnaam"] == "Vul in: achternaam."


def test_a_fault_of_a_betrokkene_stands_at_the_field_of_its_role(catalogue: Catalogue) -> None:
    found = reading(catalogue, ("betrokkenen.partner.geslachtsnaam", "Jansen"), ("betrokkenen.kind.voornamen", "Bo"))
    assert set(found.errors) == {"betrokkenen.kind.geslachtsnaam"}


def test_a_role_that_was_left_empty_is_not_in_the_request(catalogue: Catalogue) -> None:
    found = reading(catalogue, ("betrokkenen.partner.geslachtsnaam", " "), ("gemachtigde.soort", "ouder"))
    assert "betrokkenen" not in found.data
    assert "gemachtigde" not in found.data


def test_a_partial_birth_date_is_kept_as_it_is_known(catalogue: Catalogue) -> None:
    request = reading(catalogue, geboortedatum="00-00-1968").request
    assert request is not None
    assert request.applicant.birth_date == "1968-00-00"


def test_a_product_is_left_out_with_the_reason_that_was_chosen(catalogue: Catalogue) -> None:
    found = reading(catalogue, ("keuze.ww", "loopt-al"), ("keuze.bijstand", ""))
    assert found.data["weggelaten"] == [{"product": "ww", "reden": "dit is al aangevraagd of loopt al"}]


def test_adding_a_product_needs_a_reason(catalogue: Catalogue) -> None:
    assert set(reading(catalogue, ("extra", "briefadres")).errors) == {"extra_reden"}
    added = reading(catalogue, ("extra", "briefadres"), ("extra_reden", "Heeft geen adres"))
    assert added.data["producten"] == [{"product": "briefadres", "reden": "Heeft geen adres"}]


def test_a_general_request_names_its_organisation(catalogue: Catalogue) -> None:
    found = reading(catalogue, ("extra", "algemeen-verzoek~svb"), ("extra_reden", "Een vraag"))
    assert found.data["producten"] == [{"product": "algemeen-verzoek", "reden": "Een vraag", "organisatie": "svb"}]


def test_urgency_keeps_its_kind(catalogue: Catalogue) -> None:
    request = reading(catalogue, ("spoed", "ja"), ("spoedsoort", "ontruiming")).request
    assert request is not None
    assert (request.urgent, request.urgency) == (True, "ontruiming")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Den Haag", "0518"),
        ("0344", "0344"),
        ("utrecht", "0344"),
        ("0530", "0530"),  # Hellevoetsluis was abolished: the rules lead to its successor
    ],
)
def test_a_gemeente_is_known_by_name_or_code(catalogue: Catalogue, typed: str, code: str) -> None:
    assert gemeente_code(catalogue, typed) == code


def test_an_unknown_gemeente_is_pointed_out(catalogue: Catalogue) -> None:
    assert "niet gevonden" in reading(catalogue, gemeentecode="Luilekkerland").errors["aanvrager.gemeentecode"]


@pytest.mark.parametrize(("typed", "iso"), [("5-3-2026", "2026-03-05"), ("05/03/2026", "2026-03-05"), ("2026-03-05", "2026-03-05")])
def test_a_date_is_typed_as_people_write_it(typed: str, iso: str) -> None:
    assert iso_date(typed) == iso


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("bedrag", "1.250,50", 1250.5),
        ("bedrag", "€ 1.250", 1250.0),  # a dot before three digits separates thousands
        ("bedrag", "12.50", 12.5),
        ("getal", "36", 36),
        ("ja-nee", "nee", False),
        ("tekst", "Bakkerij Brood", "Bakkerij Brood"),
    ],
)
def test_an_answer_gets_the_type_of_its_question(kind: str, typed: str, value: object) -> None:
    assert typed_answer(Question("vraag", kind, "Vraag"), [typed]) == value


@pytest.mark.parametrize("typed", ["veel", "1e400x", "12,5,0"])
def test_a_number_that_is_none_is_pointed_out(typed: str) -> None:
    with pytest.raises(ValueError, match="cijfers"):
        typed_answer(Question("vraag", "bedrag", "Vraag"), [typed])
