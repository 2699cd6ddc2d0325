"""Two life events from the form to the last decision: every organisation that is proposed answers, and gets what it may have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket import create_app, session_of
from loket.cases.models import Case
from loket.cases.outbox import Delivery
from loket.db import db
from loket.settings import Settings
from tests.processes.running import COUNTER, Running

pytestmark = pytest.mark.processes

WIDOW, HUSBAND = "999994736", "999994748"
WIDOWED = {
    "levensgebeurtenis": "overlijden-partner",
    "aanvrager": {
        "burgerservicenummer": WIDOW,
        "voornamen": "Wilhelmina",
        "geslachtsnaam": "Vermeer",
        "geboortedatum": "1947-03-02",
        "postcode": "2511BT",
        "huisnummer": 12,
        "gemeentecode": "0518",
    },
    "betrokkenen": [
        {
            "rol": "overledene",
            "burgerservicenummer": HUSBAND,
            "geslachtsnaam": "Vermeer",
            "geboortedatum": "1944-10-21",
            "datumOverlijden": "2026-11-12",
        }
    ],
    "antwoorden": {
        "relatie-overledene": "gehuwd",
        "weinig-inkomen": True,
        "uitkering-overledene": "wia",
        "overledene-betaalde-bijdrage": True,
        "uitvaart-niet-te-betalen": True,
        "woonsituatie": "huurwoning",
        "voertuig-overledene": False,
    },
    "communicatiekanaal": "balie",
    "loket": COUNTER,
}
#: Product → organisation, and whether it needs the BSN of the deceased to do its part.
AFTER_A_DEATH = {
    "aio": ("svb", False),
    "overlijdensuitkering": ("uwv", True),
    "wlz-bijdrage": ("cak", True),
    "bijzondere-bijstand": ("gemeente-0518", False),
    "toeslag-voorschot": ("toeslagen", False),
    "voorlopige-aanslag": ("belastingdienst", True),
    "kwijtschelding-waterschap": ("waterschap", False),
}
DISMISSED = {
    "levensgebeurtenis": "ontslag",
    "aanvrager": {
        "burgerservicenummer": "999992508",
        "geslachtsnaam": "Kierkegaard",
        "geboortedatum": "1981-04-27",
        "gemeentecode": "0518",
    },
    "antwoorden": {
        "eerste-werkloze-dag": "2026-12-01",
        "ww-verwacht": "te-weinig",
        "heeft-schulden": True,
        "voorlopige-aanslag-nu": True,
        "heeft-studieschuld": True,
    },
    "communicatiekanaal": "balie",
    "loket": COUNTER,
}
AFTER_A_DISMISSAL = {
    "ww": "uwv",
    "bijstand": "gemeente-0518",
    "shv-gesprek": "gemeente-0518",
    "toeslag-voorschot": "toeslagen",
    "voorlopige-aanslag": "belastingdienst",
    "studieschuld-draagkracht": "duo",
}


@pytest.fixture(scope="module")
def widowed(running: Running) -> str:
    """The case of a widow of 79, decided without a hand: its zaaknummer."""
    status, case = running.call("POST", "/zaken", WIDOWED)
    assert status == 201, case
    running.ended(case["zaaknummer"])
    return str(case["zaaknummer"])


def test_after_a_death_every_organisation_that_is_proposed_decides(running: Running, widowed: str) -> None:
    case = running.case(widowed)
    assert {part["product"]: part["organisatie"] for part in case["deelzaken"]} == {slug: at for slug, (at, _) in AFTER_A_DEATH.items()}
    assert {part["uitkomst"] for part in case["deelzaken"]} == {"toegekend"}
    assert (case["status"], case["aanZet"], case["vastgelopen"]) == ("besloten", "geen", None)


def test_the_timeline_of_a_death_tells_that_each_part_arrived_and_was_decided(running: Running, widowed: str) -> None:
    for place in range(1, len(AFTER_A_DEATH) + 1):
        told = running.timeline(widowed, place)
        assert told[0] == "deel-gemaakt"
        assert {"verzonden", "ontvangen", "besloten"} <= set(told)


def test_the_bsn_of_the_deceased_goes_where_it_is_needed_and_nowhere_else(running: Running, widowed: str) -> None:
    with session(running) as opened:
        sent = dict(_first_bodies(opened, widowed))
    assert {product for product, body in sent.items() if HUSBAND in body} == {slug for slug, (_, needs) in AFTER_A_DEATH.items() if needs}
    for product, body in sent.items():
        deceased = [person for person in json.loads(body)["personen"] if person["rol"] == "overledene"]
        assert all("burgerservicenummer" not in person for person in deceased) or AFTER_A_DEATH[product][1]


def test_after_a_dismissal_every_organisation_that_is_proposed_decides(running: Running) -> None:
    status, opened = running.call("POST", "/zaken", DISMISSED)
    assert status == 201, opened
    running.ended(opened["zaaknummer"])
    case = running.case(opened["zaaknummer"])
    assert {part["product"]: part["organisatie"] for part in case["deelzaken"]} == AFTER_A_DISMISSAL
    assert {part["uitkomst"] for part in case["deelzaken"]} == {"toegekend"}


@contextmanager
def session(running: Running) -> Iterator[Session]:
    """A session with the keys of this run: what is encrypted can be read."""
    app = create_app(Settings.load(running.stack.environment))
    with app.app_context():
        try:
            with session_of(app) as opened:
                yield opened
        finally:
            db.engine.dispose()


def _first_bodies(opened: Session, number: str) -> Iterator[tuple[str, str]]:
    """Product and body of the first message about each part."""
    case = opened.scalars(select(Case).where(Case.number == number)).one()
    for part in case.referrals:
        query = select(Delivery).where(Delivery.referral_id == part.id, Delivery.kind.in_(["aanvraag", "melding"]))
        yield part.product, opened.scalars(query).one().body or ""
