"""Putting a request away and going on with it; and nothing is lost when a session ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loket.cases.base import Base
from loket.cases.desk import SavedRequest
from loket.cases.models import Case
from tests.support.clock import Clock
from tests.web.pages.browsing import STEP, WILLEM, Visitor

SignIn = Callable[[str], Visitor]
CHECK = "Controleren en versturen"


def only(session: Session) -> SavedRequest:
    """The one draft there is; the transaction ends, for on SQLite a read holds the only write lock."""
    found = session.scalars(select(SavedRequest)).one()
    session.expunge(found)
    session.rollback()
    return found


def count(session: Session, table: type[Base]) -> int:
    found = session.scalar(select(func.count()).select_from(table)) or 0
    session.rollback()
    return found


def put_away(desk: Visitor) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag").submit(STEP, naar="later")


def test_a_request_can_be_put_away_at_the_first_step_even_with_faults(desk: Visitor, session: Session) -> None:
    desk.open(STEP).submit(STEP, aanvrager__geboortedatum="onzin", naar="later")
    assert (desk.path, only(session).step, only(session).label) == ("/", "persoon", "Zonder naam")
    assert "Bewaard" in desk.page


def test_what_was_put_away_comes_back_where_it_was_left(desk: Visitor, session: Session) -> None:
    put_away(desk)
    assert only(session).label == "Kierkegaard: Ontslag"
    desk.open(f"/concepten/{only(session).id}")
    assert desk.title == "De situatie"
    assert desk.form(STEP).fields["aanvrager.burgerservicenummer"] == "999992508"


def test_sending_deletes_the_draft_and_keeps_the_day_of_the_first_knock(desk: Visitor, session: Session, clock: Clock) -> None:
    put_away(desk)
    knocked = clock.now()
    clock.advance(days=2)
    desk.open("/inloggen").submit("/inloggen", account="balie-den-haag").open(f"/concepten/{only(session).id}").finish()
    case = session.scalars(select(Case)).one()
    assert (case.knocked_at, case.received_at) == (knocked, clock.now())
    assert session.scalar(select(func.count()).select_from(SavedRequest)) == 0


def test_another_loket_does_not_find_it(desk: Visitor, signed_in: SignIn, session: Session) -> None:
    put_away(desk)
    assert signed_in("balie-uwv").open(f"/concepten/{only(session).id}").answer.status_code == 404


def test_it_can_be_thrown_away(desk: Visitor, session: Session) -> None:
    put_away(desk)
    token = desk.open(STEP).form(STEP).fields["csrf_token"]
    desk.client.post(f"/concepten/{only(session).id}/verwijderen", data={"csrf_token": token})
    assert count(session, SavedRequest) == 0


def test_two_employees_with_one_draft_get_a_choice_and_nothing_is_overwritten(desk: Visitor, signed_in: SignIn, session: Session) -> None:
    put_away(desk)
    address = f"/concepten/{only(session).id}"
    desk.open(address)
    other = signed_in("balie-den-haag")
    other.open(address).send(STEP, {"antwoorden.heeft-schulden": "ja", "naar": "later"})
    desk.submit(STEP, naar="later")
    assert desk.title == "Een collega heeft dit concept intussen veranderd"
    assert f'href="{address}"' in desk.page
    assert ["antwoorden.heeft-schulden", "ja"] in only(session).fields


def test_the_own_version_goes_on_as_a_new_draft(desk: Visitor, signed_in: SignIn, session: Session) -> None:
    put_away(desk)
    address = f"/concepten/{only(session).id}"
    desk.open(address)
    signed_in("balie-den-haag").open(address).send(STEP, {"antwoorden.heeft-schulden": "ja", "naar": "later"})
    desk.submit(STEP, naar="later").submit(STEP, naar="situatie").submit(STEP, naar="later")
    assert count(session, SavedRequest) == 2


def test_sending_what_a_colleague_threw_away_asks_first(desk: Visitor, session: Session) -> None:
    put_away(desk)
    address = f"/concepten/{only(session).id}"
    token = desk.open(address).go_to(CHECK).form(STEP).fields["csrf_token"]
    desk.client.post(f"{address}/verwijderen", data={"csrf_token": token})
    desk.submit(STEP)
    assert desk.title == "Dit concept is er niet meer"
    assert count(session, Case) == 0
    desk.submit(STEP, naar="controle").finish()
    assert count(session, Case) == 1


def test_sending_a_draft_twice_makes_one_case(desk: Visitor, signed_in: SignIn, session: Session) -> None:
    put_away(desk)
    address = f"/concepten/{only(session).id}"
    desk.open(address).go_to(CHECK)
    assert signed_in("balie-den-haag").open(address).finish() == desk.finish()
    assert count(session, Case) == 1


def test_nothing_is_lost_when_the_session_ran_out(desk: Visitor, clock: Clock) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag")
    clock.advance(minutes=31)
    desk.send(STEP, {"antwoorden.heeft-schulden": "ja"})
    assert desk.path == "/inloggen"
    desk.submit("/inloggen", account="balie-den-haag")
    assert desk.title == "De situatie"
    assert desk.form(STEP).fields["antwoorden.heeft-schulden"] == "ja"


def test_what_was_typed_in_an_ended_session_is_never_in_an_address(desk: Visitor, clock: Clock, session: Session) -> None:
    desk.meet()
    clock.advance(minutes=31)
    fields = desk.form(STEP).fields
    answer = desk.client.post(STEP, data=fields)
    assert answer.location == f"/inloggen?terug=/concepten/{only(session).id}"


@pytest.mark.parametrize("hours", [13, 48])
def test_long_after_the_session_nothing_is_kept(desk: Visitor, clock: Clock, session: Session, hours: int) -> None:
    fields = desk.meet().form(STEP).fields
    clock.advance(hours=hours)
    assert desk.client.post(STEP, data=fields).location == "/inloggen"
    assert count(session, SavedRequest) == 0


def test_a_form_from_another_site_keeps_nothing_after_the_session(desk: Visitor, clock: Clock, session: Session) -> None:
    desk.open(STEP)
    clock.advance(minutes=31)
    assert desk.client.post(STEP, data={**WILLEM, "stap": "persoon"}).status_code == 400
    assert count(session, SavedRequest) == 0


def test_a_form_from_before_signing_in_again_is_shown_again_with_what_was_typed(desk: Visitor) -> None:
    fields = desk.open(STEP).form(STEP).fields
    answer = desk.client.post(STEP, data={**fields, **WILLEM, "csrf_token": "oud"})
    assert answer.status_code == 400
    assert 'value="Kierkegaard"' in answer.get_data(as_text=True)
    assert "Wat u hebt ingevuld, staat er nog" in answer.get_data(as_text=True)


def test_what_another_site_sent_is_not_shown_as_a_form(desk: Visitor) -> None:
    answer = desk.client.post(STEP, data={**WILLEM, "stap": "persoon"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Kierkegaard" not in answer.get_data(as_text=True)
