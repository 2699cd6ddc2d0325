"""Opening a case that is not one's own work (practice rule 20)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.access import CaseOpening
from loket.cases.audit import AuditLog
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


def test_a_supervisor_sees_more_only_with_a_reason(desk: Desk, number: str) -> None:
    supervisor = signed_in(desk, "toezichthouder")
    assert not sees(supervisor, number)
    supervisor.post(f"/zaken/{number}/inzage", data={"grond": "toezicht", "reden": "Deze zaak staat al weken stil."})
    assert sees(supervisor, number)
