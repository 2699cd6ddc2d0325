"""Reading the shared status and the timeline, and searching."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from loket import session_of
from loket.cases.outbox import AuditLog, ProcessingLog
from loket.web.schema_answers import TijdlijnSchema, ZaakSchema, ZoekresultaatSchema
from tests.web.api.conftest import WIDOW, Api, codes

BSN = WIDOW["aanvrager"]["burgerservicenummer"]
CONTENT = {"product", "uitkomst", "kenmerk", "toelichting"}


def test_the_answers_keep_to_the_documented_form(api: Api) -> None:
    number = api.open()["zaaknummer"]
    assert ZaakSchema().validate(api.get(f"/zaken/{number}").json) == {}
    assert TijdlijnSchema().validate(api.get(f"/zaken/{number}/gebeurtenissen").json) == {}
    assert ZoekresultaatSchema().validate(api.post("/zaken/_zoek", {"kenmerk": number}).json) == {}


def test_every_loket_sees_the_same_fields_that_everybody_may_see(api: Api, other_counter: Api) -> None:
    number = api.open()["zaaknummer"]
    ours, theirs = api.get(f"/zaken/{number}").json, other_counter.get(f"/zaken/{number}").json
    assert theirs["beperkt"] is True
    assert {name: ours[name] for name in ("status", "statustekst", "aanZet", "versie", "ontvangenOp")}.items() <= theirs.items()
    assert not any(CONTENT & part.keys() for part in theirs["deelzaken"])
    assert "levensgebeurtenis" not in theirs


def test_an_organisation_knows_only_of_cases_that_it_has_a_part_of(api: Api, as_client: Callable[..., Api]) -> None:
    case = api.open()
    organisation = case["deelzaken"][0]["organisatie"]
    concerned, outsider = as_client("deelnemer", organisation=organisation), as_client("buitenstaander", organisation="gemeente-0014")
    assert concerned.get(f"/zaken/{case['zaaknummer']}").json["deelzaken"][0]["product"]
    assert outsider.get(f"/zaken/{case['zaaknummer']}").status_code == 404
    assert outsider.post("/zaken/_zoek", {"burgerservicenummer": BSN}).json == {"zaken": []}


def test_nothing_changed_is_304_and_every_view_has_its_own_etag(api: Api, other_counter: Api) -> None:
    path = f"/zaken/{api.open()['zaaknummer']}"
    tag = api.get(path).headers["ETag"]
    unchanged = api.get(path, If_None_Match=tag)
    assert (unchanged.status_code, unchanged.data, unchanged.headers["ETag"]) == (304, b"", tag)
    assert other_counter.get(path, If_None_Match=tag).status_code == 200


def test_a_change_of_the_case_changes_the_etag(api: Api) -> None:
    case = api.open()
    path = f"/zaken/{case['zaaknummer']}"
    tag = api.get(path).headers["ETag"]
    api.post(f"{path}/intrekkingen", {"reden": "Niet meer nodig."})
    assert api.get(path, If_None_Match=tag).status_code == 200


@pytest.mark.parametrize("number", ["L-0000000000Z", "999992740", "%00", "%FF", "L-" + "A" * 500, "_zoek", "🙂"])
def test_a_number_that_is_none_is_404(api: Api, number: str) -> None:
    for path in (f"/zaken/{number}", f"/zaken/{number}/gebeurtenissen"):
        assert api.get(path).status_code == 404


def test_a_number_may_be_written_as_people_write_it(api: Api) -> None:
    number = api.open()["zaaknummer"]
    assert api.get(f"/zaken/{number.lower().replace('l-', 'l ')}").json["zaaknummer"] == number


@pytest.mark.parametrize(
    "wanted",
    [
        {"burgerservicenummer": BSN},
        {"geslachtsnaam": "JAGER", "geboortedatum": "1947-01-01"},
        {"kenmerk": "zaaknummer"},
        {"kenmerk": "deelzaaknummer"},
    ],
)
def test_a_case_is_found_in_each_of_the_three_ways(api: Api, other_counter: Api, wanted: dict[str, str]) -> None:
    case = api.open()
    numbers = {"zaaknummer": case["zaaknummer"], "deelzaaknummer": case["deelzaken"][0]["deelzaaknummer"]}
    sent = {name: numbers.get(value, value) for name, value in wanted.items()}
    found = other_counter.post("/zaken/_zoek", sent).json["zaken"]
    assert [one["zaaknummer"] for one in found] == [case["zaaknummer"]]


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"geslachtsnaam": "Jager"},  # a name alone finds strangers
        {"burgerservicenummer": BSN, "kenmerk": "x"},
    ],
)
def test_a_search_goes_exactly_one_way(api: Api, wanted: dict[str, str]) -> None:
    assert codes(api.post("/zaken/_zoek", wanted)) == {"": "kies-een"}


def test_a_search_that_finds_nothing_is_an_empty_list(api: Api) -> None:
    assert api.post("/zaken/_zoek", {"kenmerk": "onbekend"}).json == {"zaken": []}


def test_each_look_at_a_case_is_accounted_for(api: Api, app: Flask) -> None:
    number = api.open()["zaaknummer"]
    api.get(f"/zaken/{number}")
    api.get(f"/zaken/{number}/gebeurtenissen")
    api.post("/zaken/_zoek", {"burgerservicenummer": BSN})
    with session_of(app) as session:
        audit = session.scalars(select(AuditLog).where(AuditLog.object == number)).all()
        names = session.scalars(select(ProcessingLog.name)).all()
    assert sorted(row.action for row in audit) == ["tijdlijn-inzien", "zaak-inzien", "zaak-openen", "zaak-zoeken"]
    assert {row.actor for row in audit} == {"client:Den Haag"}
    assert {"zaak-inzien", "tijdlijn-inzien", "zaak-zoeken"} <= set(names)
