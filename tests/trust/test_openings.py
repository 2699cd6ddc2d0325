"""Opening a case that is not one's own work (practice rule 20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.access import CaseOpening
from loket.cases.audit import AuditLog
from loket.routing.grounds import Ground
from tests.support.desk import Desk, part_of

EXPLANATION = "Te veel spaargeld."


@pytest.fixture
def number(desk: Desk) -> str:
    """A case of another loket in which the gemeente decided."""
    case = desk.open("aow", "bijstand")
    found = case.number
    desk.drain()
    desk.tell(part_of(desk.case(found), "bijstand"), Verb.DECIDED, outcome=Outcome.REFUSED, explanation=EXPLANATION)
    desk.session.rollback()
    return found


@pytest.fixture
def uwv(desk: Desk, number: str) -> FlaskClient:
    """Somebody at another counter."""
    return signed_in(desk, "balie-uwv")


def signed_in(desk: Desk, account: str) -> FlaskClient:
    desk.app.config["WTF_CSRF_METHODS"] = set()
    client = desk.app.test_client()
    client.post("/inloggen", data={"account": account})
    return client


def sees(client: FlaskClient, number: str) -> bool:
    return EXPLANATION in client.get(f"/zaken/{number}").get_data(as_text=True)


def test_one_click_opens_the_case_while_the_citizen_is_there(uwv: FlaskClient, desk: Desk, number: str) -> None:
    assert not sees(uwv, number)
    uwv.post(f"/zaken/{number}/inzage", data={"grond": "inwoner-aanwezig"})
    assert sees(uwv, number)
    desk.clock.advance(seconds=29 * 60)
    assert sees(uwv, number)
    desk.clock.advance(seconds=2 * 60)
    assert not sees(uwv, number)


def test_an_opening_is_for_this_session_only(uwv: FlaskClient, desk: Desk, number: str) -> None:
    uwv.post(f"/zaken/{number}/inzage", data={"grond": "inwoner-aanwezig"})
    assert not sees(signed_in(desk, "balie-uwv"), number)


def test_a_typed_reason_opens_for_looking_and_is_marked_for_the_sample(uwv: FlaskClient, desk: Desk, number: str) -> None:
    uwv.post(f"/zaken/{number}/inzage", data={"grond": "met-reden", "reden": "De huisarts belt over deze vraag."})
    assert sees(uwv, number)
    assert uwv.get(f"/zaken/{number}/intrekken").status_code == 403
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "zaak-openen-op-grond")).one()
    assert (row.actor, row.ground, row.details) == ("balie-uwv", "met-reden", {"steekproef": True})
    assert desk.session.scalars(select(CaseOpening.reason)).all() == ["De huisarts belt over deze vraag."]


@pytest.mark.parametrize("form", [{"grond": "met-reden", "reden": "kort"}, {"grond": "toezicht", "reden": "Ik wil dit zien."}, {}])
def test_without_a_ground_of_ones_own_or_a_real_reason_nothing_opens(
    uwv: FlaskClient, desk: Desk, number: str, form: dict[str, str]
) -> None:
    uwv.post(f"/zaken/{number}/inzage", data=form)
    assert not sees(uwv, number)
    assert desk.session.scalars(select(CaseOpening)).all() == []


GROUND_FOR_SVB = Ground(
    *("samen-behandelen", "U behandelt samen.", ("behandelaar",), ("svb",), ("bijstand",)),
    *("Samen behandelen", "Participatiewet art. 64", True, False, date(2026, 1, 1), None),
)


def add_ground(desk: Desk, ground: Ground) -> None:
    """Let the running application know one more ground."""
    parts = desk.app.extensions["loket"]
    desk.app.extensions["loket"] = replace(parts, catalogue=replace(parts.catalogue, grounds=(*parts.catalogue.grounds, ground)))


@pytest.mark.parametrize("slug", ["inwoner-aanwezig", "met-reden", "toezicht", "samen-behandelen"])
def test_a_handler_has_no_ground_of_the_proposal_and_sees_only_the_own_part(desk: Desk, number: str, slug: str) -> None:
    handler = signed_in(desk, "behandelaar-svb")
    handler.post(f"/zaken/{number}/inzage", data={"grond": slug, "reden": "Ik wil weten wat de gemeente besloot."})
    assert handler.get(f"/zaken/{number}").status_code == 200  # svb has a part of this case
    assert not sees(handler, number)
    assert desk.session.scalars(select(CaseOpening)).all() == []


def test_a_ground_that_names_handlers_opens_its_products_for_its_organisation(desk: Desk, number: str) -> None:
    add_ground(desk, GROUND_FOR_SVB)
    handler = signed_in(desk, "behandelaar-svb")
    handler.post(f"/zaken/{number}/inzage", data={"grond": "samen-behandelen", "reden": "Wij behandelen deze vraag samen."})
    assert sees(handler, number)


def test_with_such_a_ground_another_product_stays_closed(desk: Desk, number: str) -> None:
    add_ground(desk, replace(GROUND_FOR_SVB, products=("schuldhulp",)))
    handler = signed_in(desk, "behandelaar-svb")
    handler.post(f"/zaken/{number}/inzage", data={"grond": "samen-behandelen", "reden": "Wij behandelen deze vraag samen."})
    assert not sees(handler, number)


def test_a_handler_of_an_organisation_without_a_part_gets_nothing_with_any_ground(desk: Desk, number: str) -> None:
    add_ground(desk, replace(GROUND_FOR_SVB, organisations=("*",)))
    handler = signed_in(desk, "behandelaar-cjib")
    answer = handler.post(f"/zaken/{number}/inzage", data={"grond": "samen-behandelen", "reden": "Wij behandelen deze vraag samen."})
    assert (answer.status_code, handler.get(f"/zaken/{number}").status_code) == (404, 404)


def test_a_supervisor_sees_more_only_with_a_reason(desk: Desk, number: str) -> None:
    supervisor = signed_in(desk, "toezichthouder")
    assert not sees(supervisor, number)
    supervisor.post(f"/zaken/{number}/inzage", data={"grond": "toezicht", "reden": "Deze zaak staat al weken stil."})
    assert sees(supervisor, number)
