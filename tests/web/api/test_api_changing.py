"""Contact moments, withdrawing, supplying and forwarding over the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from loket.cases.deadlines import amsterdam_date
from tests.support.clock import Clock
from tests.web.api.conftest import Api, codes


def statuses(case: dict[str, Any]) -> set[str]:
    """The states of all parts."""
    return {part["status"] for part in case["deelzaken"]}


def test_a_knock_is_recorded_by_any_loket(api: Api, other_counter: Api, clock: Clock) -> None:
    number = api.open()["zaaknummer"]
    promised = (amsterdam_date(clock.now()) + timedelta(days=3)).isoformat()
    knock = {"vraag": "Hoe staat het ermee?", "communicatiekanaal": "balie", "toezegging": "Wij bellen.", "toegezegdOp": promised}
    answer = other_counter.post(f"/zaken/{number}/contactmomenten", knock)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/zaken/{number}")
    lines = api.get(f"/zaken/{number}/gebeurtenissen").json["gebeurtenissen"]
    assert [line["door"] for line in lines if line["soort"] == "contactmoment"] == ["gemeente-0344"]


def test_a_promise_names_somebody_who_is_known(api: Api, clock: Clock) -> None:
    number = api.open()["zaaknummer"]
    promised = (amsterdam_date(clock.now()) + timedelta(days=3)).isoformat()
    knock = {"vraag": "Hoe staat het?", "communicatiekanaal": "balie", "toezegging": "Wij bellen.", "toegezegdOp": promised}
    assert api.post(f"/zaken/{number}/contactmomenten", knock | {"toegezegdDoor": "uwv"}).status_code == 201
    refused = api.post(f"/zaken/{number}/contactmomenten", knock | {"toegezegdDoor": "niemand"})
    assert (refused.status_code, refused.json["errors"][0]["location"]["pointer"]) == (400, "/toegezegdDoor")


def test_an_organisation_records_no_contact_moment(api: Api, as_client: Callable[..., Api]) -> None:
    case = api.open()
    organisation = as_client("deelnemer", organisation=case["deelzaken"][0]["organisatie"])
    answer = organisation.post(f"/zaken/{case['zaaknummer']}/contactmomenten", {"vraag": "?", "communicatiekanaal": "balie"})
    assert answer.status_code == 403


def test_a_whole_case_is_withdrawn(api: Api) -> None:
    number = api.open()["zaaknummer"]
    answer = api.post(f"/zaken/{number}/intrekkingen", {"reden": "Niet meer nodig."})
    assert answer.status_code == 201
    assert (answer.json["status"], statuses(answer.json)) == ("ingetrokken", {"ingetrokken"})


def test_one_part_is_withdrawn_and_the_others_go_on(api: Api) -> None:
    case = api.open()
    chosen = case["deelzaken"][0]["deelzaaknummer"]
    answer = api.post(f"/zaken/{case['zaaknummer']}/intrekkingen", {"deelzaken": [chosen], "reden": "Dit deel niet."})
    withdrawn = [part["deelzaaknummer"] for part in answer.json["deelzaken"] if part["status"] == "ingetrokken"]
    assert withdrawn == [chosen]


def test_a_part_of_another_case_is_not_withdrawn(api: Api) -> None:
    case, other = api.open(), api.open(nieuweZaak={"reden": "Nieuwe feiten."})
    sent = {"deelzaken": [other["deelzaken"][0]["deelzaaknummer"]], "reden": "Vergissing."}
    assert api.post(f"/zaken/{case['zaaknummer']}/intrekkingen", sent).status_code == 400
    assert "ingetrokken" not in statuses(api.get(f"/zaken/{other['zaaknummer']}").json)


def test_what_the_applicant_adds_goes_to_the_part(api: Api) -> None:
    part = api.open()["deelzaken"][0]["deelzaaknummer"]
    answer = api.post(f"/deelzaken/{part}/aanvullingen", {"toelichting": "Hier is het bewijs."})
    assert answer.status_code == 201


def test_supplying_nothing_is_refused(api: Api) -> None:
    part = api.open()["deelzaken"][0]["deelzaaknummer"]
    assert codes(api.post(f"/deelzaken/{part}/aanvullingen", {})) == {"": "verplicht"}


def test_a_part_that_was_not_handed_back_is_not_forwarded(api: Api) -> None:
    part = api.open()["deelzaken"][0]["deelzaaknummer"]
    answer = api.post(f"/deelzaken/{part}/doorzendingen", {"organisatie": "cak", "reden": "Hoort daar."})
    assert answer.status_code == 409


@pytest.mark.parametrize("number", ["L-0000000000Z-1", "1", "-1", "%00-1", "L-0000000000Z-999999999999"])
def test_a_part_that_does_not_exist_is_404(api: Api, number: str) -> None:
    assert api.post(f"/deelzaken/{number}/aanvullingen", {"toelichting": "x"}).status_code == 404
    assert api.post(f"/deelzaken/{number}/doorzendingen", {"organisatie": "cak", "reden": "x"}).status_code == 404
