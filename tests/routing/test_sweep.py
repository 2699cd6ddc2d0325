"""What the clock does besides norms: one clock at a time, closing what is old, forgetting what need not be kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loket import session_of
from loket.adapters.port import Outcome, Verb
from loket.cases.models import Case
from loket.cases.outbox import IdempotencyKey
from loket.cases.states import CaseState
from loket.cases.stuck_reasons import DOWN, NEAR
from loket.routing import intake, sweep
from loket.routing.context import MACHINE
from tests.routing.standing_acts import refused_by_both
from tests.support.desk import MONDAY, Desk, part_of, request
from tests.support.post import ABSENT


def settled(desk: Desk) -> Case:
    """A case on which everything was decided."""
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(case, "ww"), Outcome.REFUSED)
    return case


def hold(session: Session, holder: str, seconds: int = 0) -> bool:
    """Ask for the lease of the clock, so many seconds later."""
    return sweep.hold_lease(session, "klok", holder, MONDAY + timedelta(seconds=seconds), 10)


def test_one_clock_ticks_and_another_waits(session: Session) -> None:
    assert hold(session, "eerste")
    assert not hold(session, "tweede")


def test_who_holds_the_lease_renews_it(session: Session) -> None:
    hold(session, "eerste")
    assert hold(session, "eerste", 5)
    assert not hold(session, "tweede", 12)


def test_a_lease_that_ran_out_goes_to_who_asks_first(session: Session) -> None:
    hold(session, "eerste")
    assert hold(session, "tweede", 10)
    assert not hold(session, "eerste", 11)


def test_of_several_clocks_that_start_at_once_one_ticks(app: Flask) -> None:
    def ask(holder: str) -> bool:
        with session_of(app) as session:
            return hold(session, holder)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(ask, "abcd")) == [False, False, False, True]


def test_six_weeks_after_the_last_decision_a_case_closes_by_itself(desk: Desk) -> None:
    case = settled(desk)
    desk.clock.advance(days=42)
    assert sweep.close_old(desk.context(MACHINE)) == 1
    case = desk.case(case.number)
    assert (case.state, case.closing, case.closed_at) == (CaseState.CLOSED, "onbekend", desk.clock.now())


def test_a_day_earlier_it_stays_open(desk: Desk) -> None:
    case = settled(desk)
    desk.clock.advance(days=41)
    assert sweep.close_old(desk.context(MACHINE)) == 0
    assert desk.case(case.number).state is CaseState.SETTLED


def test_a_case_that_closes_by_itself_stands_still_no_longer(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(case, "ww"), Outcome.GRANTED)
    desk.clock.advance(days=42)
    sweep.look_at_norms(desk.context(MACHINE))
    assert desk.case(case.number).stuck_reason == "niet-geleverd"
    sweep.close_old(desk.context(MACHINE))
    case = desk.case(case.number)
    assert (case.state, case.stuck_reason, case.stuck_rank, case.stuck_since) == (CaseState.CLOSED, None, None, None)


def test_a_case_with_refusals_that_point_at_each_other_waits_for_a_person(desk: Desk) -> None:
    case = refused_by_both(desk)
    assert case.stuck_reason == "tegenstrijdige-besluiten"
    desk.clock.advance(days=50)
    assert (sweep.close_old(desk.context(MACHINE)), desk.case(case.number).state) == (0, CaseState.SETTLED)


def test_a_case_from_before_its_need_was_kept_is_weighed_when_its_moment_comes(desk: Desk) -> None:
    case = desk.open("ww", urgent=True, urgency="ontruiming")
    need = case.need
    case.need, case.stuck_next = 0, case.knocked_at  # as the migration leaves it
    desk.session.commit()
    assert sweep.look_again(desk.context(MACHINE)) == 1
    case = desk.case(case.number)
    assert (case.need, case.stuck_next) == (need, None)
    assert need > 0


def test_an_outage_shows_on_a_case_that_only_had_a_term_that_is_near(desk: Desk) -> None:
    number = desk.open("ww", "akw").number
    desk.post["uwv"].will(then=ABSENT)
    desk.drain()
    case = desk.case(number)
    case.stuck_reason, case.stuck_since, case.stuck_rank = NEAR, desk.clock.now(), 0  # a term is near, and the line goes away
    desk.channel("uwv").open_since = desk.clock.now()
    desk.session.commit()
    assert sweep.look_at_outages(desk.context(MACHINE)) == 1
    assert desk.case(number).stuck_reason == DOWN


def test_a_revision_starts_the_six_weeks_anew_only_when_the_case_opened_again(desk: Desk) -> None:
    case = settled(desk)
    at = case.settled_at
    desk.clock.advance(days=10)
    desk.tell(part_of(case, "ww"), Verb.REVISED, outcome=Outcome.GRANTED)
    assert (case.state, case.settled_at) == (CaseState.SETTLED, at)


def test_a_message_is_erased_30_days_after_its_part_became_final(desk: Desk) -> None:
    case = settled(desk)
    part = part_of(case, "ww")
    desk.clock.advance(days=29)
    sweep.forget(desk.context(MACHINE))
    assert desk.deliveries(part)[0].body is not None
    desk.clock.advance(days=2)
    sweep.forget(desk.context(MACHINE))
    row = desk.deliveries(part)[0]
    assert (row.body, len(row.body_hash)) == (None, 64)


def test_a_message_of_an_open_part_is_kept(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.clock.advance(days=300)
    sweep.forget(desk.context(MACHINE))
    assert desk.deliveries(part_of(case, "ww"))[0].body is not None


def test_a_message_that_has_not_left_is_never_erased(desk: Desk) -> None:
    case = desk.open("ww")
    desk.decide(part_of(case, "ww"))  # they decided before we knew that it arrived
    desk.clock.advance(days=31)
    sweep.forget(desk.context(MACHINE))
    assert desk.deliveries(part_of(case, "ww"))[0].body is not None


def test_an_idempotency_key_is_forgotten_after_seven_days(desk: Desk) -> None:
    intake.open_case(desk.context(), request("ww"), ("kassa", "sleutel", "0" * 64))
    kept = select(func.count()).select_from(IdempotencyKey)
    desk.clock.advance(days=6)
    sweep.forget(desk.context(MACHINE))
    assert desk.session.scalar(kept) == 1
    desk.clock.advance(days=1)
    sweep.forget(desk.context(MACHINE))
    assert desk.session.scalar(kept) == 0
