"""What is wrong with an intake body is told at once, by JSON pointer and code."""

from __future__ import annotations

from typing import Any

import pytest

from loket.cases.deadlines import amsterdam_date
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.web.api.conftest import WIDOW, Api, codes, widow


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database will do: what is asked here is decided before anything is stored."""
    empty(sqlite_url)
    return sqlite_url


def person(**changes: Any) -> dict[str, Any]:
    """The applicant, with these fields changed; None takes one out."""
    return {name: value for name, value in {**WIDOW["aanvrager"], **changes}.items() if value is not None}


def test_an_empty_body_names_all_that_is_missing(api: Api) -> None:
    found = codes(api.post("/zaken", {}))
    assert found == {
        "/aanvrager": "verplicht",
        "/communicatiekanaal": "verplicht",
        "/loket": "verplicht",
        "/levensgebeurtenis": "verplicht",
    }


def test_faults_of_form_and_of_content_come_in_one_answer(api: Api) -> None:
    body = widow(
        levensgebeurtenis="ontslg", aanvrager=person(geslachtsnaam=None, burgerservicenummer="123456789"), antwoorden={"kleur": "rood"}
    )
    assert codes(api.post("/zaken", body)).items() >= {
        ("/aanvrager/geslachtsnaam", "verplicht"),
        ("/aanvrager/burgerservicenummer", "ongeldig-bsn"),
        ("/levensgebeurtenis", "onbekende-levensgebeurtenis"),
    }
    assert "/antwoorden/kleur" in codes(api.post("/zaken", body))


def test_an_unknown_life_event_is_told_what_exists_near_it(api: Api) -> None:
    answer = api.post("/zaken", widow(levensgebeurtenis="ontslg"))
    assert "ontslag" in answer.json["errors"][0]["detail"]


def test_an_unknown_field_is_refused_by_name_with_a_guess(api: Api) -> None:
    answer = api.post("/zaken", widow(toelichtng="x"))
    assert codes(answer) == {"/toelichtng": "onbekend-veld"}
    assert "toelichting" in answer.json["errors"][0]["detail"]


CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a flag in words": ({"spoed": "ja"}, "/spoed", "verkeerd-type"),
    "one is not true": ({"spoed": 1}, "/spoed", "verkeerd-type"),
    "nothing but spaces": ({"toelichting": "  "}, "/toelichting", "leeg"),
    "null in an object": ({"nieuweZaak": {"reden": None}}, "/nieuweZaak/reden", "leeg"),
    "a naive time": ({"aangekloptOp": "2026-10-01T10:00:00"}, "/aangekloptOp", "zonder-tijdzone"),
    "no time at all": ({"aangekloptOp": "gisteren"}, "/aangekloptOp", "ongeldig-tijdstip"),
    "an hour that is none": ({"aangekloptOp": "2026-10-01T25:00:00Z"}, "/aangekloptOp", "ongeldig-tijdstip"),
    "a time to come": ({"aangekloptOp": "2126-10-01T10:00:00Z"}, "/aangekloptOp", "in-de-toekomst"),
    "an unknown channel": ({"communicatiekanaal": "fax"}, "/communicatiekanaal", "onbekende-waarde"),
    "an unknown loket": ({"loket": "gemeente-9999"}, "/loket", "onbekend-loket"),
    "an unknown product": ({"producten": ["bijstant"]}, "/producten/0/product", "onbekend-product"),
    "whom the general product is for": ({"producten": ["algemeen-verzoek"]}, "/producten/0/organisatie", "verplicht"),
    "an organisation that does not do it": (
        {"producten": [{"product": "bijstand", "organisatie": "svb"}]},
        "/producten/0/organisatie",
        "past-niet",
    ),
    "left out without a reason": ({"weggelaten": [{"product": "anw"}]}, "/weggelaten/0/reden", "verplicht"),
    "a list that is none": ({"betrokkenen": {}}, "/betrokkenen", "verkeerd-type"),
    "an object that is none": ({"aanvrager": "Jansen"}, "/aanvrager", "verkeerd-type"),
    "a role that is none": ({"betrokkenen": [{"rol": "buurman", "geslachtsnaam": "Vos"}]}, "/betrokkenen/0/rol", "onbekende-waarde"),
    "a representative without a kind": ({"gemachtigde": {"geslachtsnaam": "Vos"}}, "/gemachtigde/soort", "verplicht"),
    "a partial date of death": (
        {"betrokkenen": [{"rol": "overledene", "geslachtsnaam": "Vos", "datumOverlijden": "2026-00-00"}]},
        "/betrokkenen/0/datumOverlijden",
        "ongeldige-datum",
    ),
    "a BSN as a number": ({"aanvrager": person(burgerservicenummer=999992740)}, "/aanvrager/burgerservicenummer", "verkeerd-type"),
    "eight digits": ({"aanvrager": person(burgerservicenummer="99999274")}, "/aanvrager/burgerservicenummer", "ongeldig-bsn"),
    "a day that does not exist": ({"aanvrager": person(geboortedatum="1980-02-30")}, "/aanvrager/geboortedatum", "ongeldige-geboortedatum"),
    "born tomorrow": ({"aanvrager": person(geboortedatum="2126-01-01")}, "/aanvrager/geboortedatum", "in-de-toekomst"),
    "a postcode that is none": ({"aanvrager": person(postcode="0123AB")}, "/aanvrager/postcode", "ongeldige-postcode"),
    "an unknown gemeente": ({"aanvrager": person(gemeentecode="9999")}, "/aanvrager/gemeentecode", "onbekende-gemeente"),
    "an unreadable name": ({"aanvrager": person(geslachtsnaam="x" * 201)}, "/aanvrager/geslachtsnaam", "te-lang"),
    "a house number of nothing": ({"aanvrager": person(huisnummer=0)}, "/aanvrager/huisnummer", "ongeldig-huisnummer"),
    "two e-mail addresses": ({"aanvrager": person(emailadres="buur,jansen@voorbeeld.nl")}, "/aanvrager/emailadres", "ongeldig-emailadres"),
    "no e-mail address": ({"aanvrager": person(emailadres="jansen@")}, "/aanvrager/emailadres", "ongeldig-emailadres"),
    "no KVK number": ({"aanvrager": person(kvkNummer="1234")}, "/aanvrager/kvkNummer", "ongeldig-kvk-nummer"),
}


@pytest.mark.parametrize("case", CASES)
def test_each_fault_has_its_place_and_its_code(api: Api, case: str) -> None:
    changes, pointer, code = CASES[case]
    assert codes(api.post("/zaken", widow(**changes)))[pointer] == code


@pytest.mark.parametrize("birth", ["1968-00-00", "1968-03-00", "0000-00-00"])
def test_a_birth_date_may_be_partly_unknown(api: Api, birth: str) -> None:
    assert api.open(aanvrager=person(geboortedatum=birth))["zaaknummer"]


def test_a_time_may_have_any_offset(api: Api, clock: Clock) -> None:
    assert api.open(aangekloptOp=f"{amsterdam_date(clock.now()).isoformat()}T00:00:00+02:00")["zaaknummer"]


def test_a_bsn_never_comes_back_in_an_error(api: Api) -> None:
    answer = api.post("/zaken", widow(aanvrager=person(burgerservicenummer="123456789")))
    assert "123456789" not in answer.text
