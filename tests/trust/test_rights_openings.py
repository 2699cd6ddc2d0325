"""Who opened the case of a person, and on which ground, stands in that person's own export (practice rule 20)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from loket.cases.access import CaseOpening, ReviewOutcome
from loket.cases.privacy import RequestKind
from loket.routing import avg_requests, opening_review, rights
from loket.routing.masking import MASKED
from tests.support.desk import BSN, PARTNER_BSN, Desk, person
from tests.support.privacy import officer
from tests.trust.test_openings import signed_in

REASON = "De huisarts belt over deze vraag."
GROUND = "De inwoner is er niet. U typt waarom u de zaak opent."


@pytest.fixture
def number(desk: Desk) -> str:
    """A case of Den Haag that somebody at UWV opened for a reason."""
    partner = person("partner", surname="Jager", bsn=PARTNER_BSN, birth_date="1984-02-03")
    found = desk.open("aow", others=(partner,)).number
    desk.session.rollback()
    signed_in(desk, "balie-uwv").post(f"/zaken/{found}/inzage", data={"grond": "met-reden", "reden": REASON})
    return found


def openings(desk: Desk, bsn: str = BSN) -> list[dict[str, Any]]:
    (case,) = rights.export_person(officer(desk), bsn)["zaken"]
    found: list[dict[str, Any]] = case["geopend"]
    return found


def page_and_file(desk: Desk, bsn: str = BSN) -> tuple[FlaskClient, str]:
    request = avg_requests.receive(officer(desk), RequestKind.ACCESS, bsn=bsn)
    desk.session.rollback()
    return signed_in(desk, "privacy-officer"), f"?id={request}"


def test_the_export_tells_when_where_as_what_on_which_ground_and_why(desk: Desk, number: str) -> None:
    (found,) = openings(desk)
    assert (found["door"], found["functie"], found["grond"], found["reden"]) == ("UWV Den Haag", "balie", GROUND, REASON)
    assert found["moment"].startswith("2026-03-02T09:00")


def test_it_names_no_employee(desk: Desk, number: str) -> None:
    assert "balie-uwv" not in json.dumps(rights.export_person(officer(desk), BSN))


def test_it_tells_what_the_review_found(desk: Desk, number: str) -> None:
    row = desk.session.scalars(select(CaseOpening.id)).one()
    opening_review.review(officer(desk), row, ReviewOutcome.WRONG, "Zij keek bij een buurvrouw.")
    (found,) = openings(desk)
    assert (found["oordeel"], found["beoordeeldOp"][:10]) == ("niet-in-orde", "2026-03-02")
    assert "Zij keek" not in json.dumps(found)


def test_the_page_to_print_tells_it_in_words(desk: Desk, number: str) -> None:
    client, query = page_and_file(desk)
    shown = client.get(f"/privacyregister/uitvoer{query}").get_data(as_text=True)
    for words in ("Geopend op een grond", "UWV Den Haag", GROUND, REASON, "2 maart 2026, 10:00"):
        assert words in shown


def test_the_file_tells_it_too(desk: Desk, number: str) -> None:
    client, query = page_and_file(desk)
    document = client.get(f"/privacyregister/uitvoer/json{query}").get_json()
    assert [one["reden"] for one in document["zaken"][0]["geopend"]] == [REASON]


def test_in_a_case_of_another_the_opening_is_masked(desk: Desk, number: str) -> None:
    (found,) = openings(desk, PARTNER_BSN)
    assert set(found) == {"plaats", MASKED}
    assert REASON not in json.dumps(rights.export_person(officer(desk), PARTNER_BSN))
