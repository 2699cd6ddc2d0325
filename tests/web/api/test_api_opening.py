"""Opening a case over the API."""

from __future__ import annotations

import csv

from flask import Flask
from sqlalchemy import func, select

from loket import session_of
from loket.cases.models import Case
from loket.settings import ROOT
from tests.web.api.conftest import Api, codes, widow


def test_a_new_case_is_201_with_its_address_and_the_shared_status(api: Api) -> None:
    answer = api.post("/zaken", widow())
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/zaken/{answer.json['zaaknummer']}"
    assert api.get(f"/zaken/{answer.json['zaaknummer']}").json["deelzaken"] == answer.json["deelzaken"] != []


def test_the_same_person_and_life_event_joins_the_open_case_with_200(api: Api) -> None:
    first = api.open()
    again = api.post("/zaken", widow())
    assert (again.status_code, again.json["zaaknummer"]) == (200, first["zaaknummer"])
    assert len(again.json["deelzaken"]) == len(first["deelzaken"])


def test_a_reason_for_a_new_case_makes_one(api: Api) -> None:
    first = api.open()
    again = api.post("/zaken", widow(nieuweZaak={"reden": "Er zijn nieuwe feiten."}))
    assert again.status_code == 201
    assert again.json["zaaknummer"] != first["zaaknummer"]


def test_an_incomplete_request_is_taken_in_and_told_what_is_still_open(api: Api) -> None:
    answer = api.open()
    assert answer["openVragen"]
    assert all(question["vraag"] and question["producten"] for question in answer["openVragen"])


def test_a_product_may_be_just_its_name(api: Api) -> None:
    answer = api.open(levensgebeurtenis=None, betrokkenen=None, producten=["bijstand"])
    assert [part["product"] for part in answer["deelzaken"]] == ["bijstand"]


def test_a_gemeente_that_cannot_be_told_is_400_with_the_candidates(api: Api) -> None:
    person = {"geslachtsnaam": "Jansen", "geboortedatum": "1980-01-01"}
    answer = api.post("/zaken", widow(aanvrager=person, producten=["bijstand"], levensgebeurtenis=None, betrokkenen=None))
    assert (answer.status_code, answer.json["code"]) == (400, "gemeente-onduidelijk")


def test_a_client_opens_cases_for_its_own_loket_only(api: Api, other_counter: Api) -> None:
    answer = other_counter.post("/zaken", widow())
    assert (answer.status_code, answer.json["code"]) == (403, "ander-loket")


def test_nothing_is_written_for_a_request_with_a_fault(api: Api, app: Flask) -> None:
    assert codes(api.post("/zaken", widow(spoed="ja"))) == {"/spoed": "verkeerd-type"}
    with session_of(app) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_every_living_person_of_the_brp_sample_with_a_gemeente_can_be_taken_in(api: Api) -> None:
    with (ROOT / "tests" / "data" / "brp_testpersonen.csv").open(encoding="utf-8") as file:
        people = [row for row in csv.DictReader(file) if not row["datum_overlijden"] and row["gemeente_actueel"]]
    refused = [(row["pl_id"], answer.json) for row in people if (answer := api.post("/zaken", _request_of(row))).status_code != 201]
    assert len(people) == 273
    assert refused == []


def _request_of(row: dict[str, str]) -> dict[str, object]:
    columns = {
        "burgerservicenummer": "burgerservicenummer",
        "voornamen": "voornamen",
        "voorvoegsel": "voorvoegsel",
        "geslachtsnaam": "geslachtsnaam",
        "geboortedatum": "geboortedatum",
        "postcode": "postcode",
        "huisnummer": "huisnummer",
        "gemeentecode": "gemeente_inschrijving",
    }
    person = {field: row[column] for field, column in columns.items() if row[column]}
    return widow(aanvrager=person, betrokkenen=None, levensgebeurtenis=None, producten=["bijstand"])
