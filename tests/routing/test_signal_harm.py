"""The harm of a signal beside its count: counted when a cause is noted, when its case closes and when it was a duplicate."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import select

from loket.adapters.port import DeclineReason, Verb
from loket.cases.signals import Signal
from loket.routing import closing, contact, merging
from loket.routing.context import Context
from loket.routing.signals import recording
from loket.routing.signals.recording import Raised
from loket.routing.sweep import close_old
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.meeting import meeting
from tests.support.signalling import LAW, one_case, the_signal


def test_the_harm_is_days_knocks_and_hand_backs(desk: Desk) -> None:
    case = one_case(desk, "bijstand", "ww")
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.DECLINED, reason=DeclineReason.NOT_COMPETENT)
    desk.clock.advance(days=20)
    contact.record(desk.context(), case.number, question="Hoe staat het?", channel="balie")
    recording.record(desk.context(), case.number, LAW)
    signal = the_signal(desk)
    assert (signal.days, signal.knocks, signal.hand_backs) == (20, 2, 1)


def test_the_harm_is_counted_again_when_the_case_is_closed(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, LAW)
    desk.drain()
    desk.clock.advance(days=30)
    desk.decide(part_of(desk.case(case.number), "bijstand"))
    contact.record(desk.context(), case.number, question="Wat is besloten?", channel="balie")
    assert the_signal(desk).days == 0
    closing.close(desk.context(), case.number, "geholpen")
    signal = the_signal(desk)
    assert (signal.count, signal.days, signal.knocks) == (1, 30, 2)


def test_the_harm_is_counted_again_when_a_case_closes_by_itself(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, LAW)
    desk.drain()
    desk.decide(part_of(desk.case(case.number), "bijstand"))
    desk.clock.advance(days=50)
    close_old(desk.context())
    assert the_signal(desk).days == 50


def test_the_harm_of_a_duplicate_is_counted_again_in_both_cases(desk: Desk) -> None:
    first, second = desk.open("bijstand"), desk.open("bijstand", counter="uwv-den-haag")
    recording.record(desk.context(), second.number, LAW)
    desk.clock.advance(days=9)
    merging.merge(desk.context(SUPERVISOR), first.number, second.number, "Dubbel gevraagd")
    assert the_signal(desk).days == 9


def test_cases_that_close_with_each_others_cause_do_not_wait_in_a_circle(desk: Desk) -> None:
    other = replace(LAW, code="ict")
    closed: list[tuple[Context, str, Raised]] = []
    for stands, comes in ((LAW, other), (other, LAW)):
        case = one_case(desk)
        recording.record(desk.context(), case.number, stands)
        desk.drain()
        desk.decide(part_of(desk.case(case.number), "bijstand"))
        closed.append((desk.context(), case.number, comes))
    desk.session.rollback()

    def close(told: tuple[Context, str, Raised]) -> None:
        context, number, cause = told
        with desk.dispatcher.sessions() as session:
            closing.close(replace(context, session=session), number, "geholpen", cause=cause)

    with meeting(desk.session.get_bind(), "FROM signal"), ThreadPoolExecutor(2) as pool:
        assert list(pool.map(close, closed)) == [None, None]
    assert desk.session.execute(select(Signal.count, Signal.knocks)).all() == [(2, 2), (2, 2)]
