"""Parts are read back every day and after an outage: a notification that got lost costs a day at most, never the news."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from loket.adapters.port import Kind, Outcome, Report, Result, Verb, Verdict
from loket.cases.audit import AuditLog
from loket.cases.models import Case, Referral
from loket.cases.outbox import Channel, Delivery, DeliveryState
from loket.cases.states import ReferralState
from loket.routing import callbacks, reading, sweep
from loket.routing.context import MACHINE
from tests.support.desk import Desk, general, part_of
from tests.support.post import ABSENT, TAKEN

GEMEENTE = "gemeente-0518"
GRANTED = Report(Verb.DECIDED, outcome=Outcome.GRANTED)
NOTHING_NEW = Result(Verdict.DELIVERED, status=200, reports=(Report(Verb.RECEIVED),))


def delivered(desk: Desk, product: str = "bijstand") -> Case:
    """A case whose part is at the gemeente and was read once."""
    desk.post[GEMEENTE].will(replace(TAKEN, reference="zaak-1", fetch=True), then=NOTHING_NEW)
    case = desk.open(product)
    desk.drain()
    desk.post[GEMEENTE].received.clear()
    return case


def plan(desk: Desk) -> int:
    return reading.look_at_readings(desk.context(MACHINE))


def waiting(desk: Desk) -> list[Delivery]:
    return [row for row in desk.deliveries() if row.kind == Kind.FETCH and row.state is DeliveryState.DUE]


def test_an_open_part_is_read_once_a_day_for_as_long_as_it_is_open(desk: Desk) -> None:
    delivered(desk)
    planned = []
    for _ in range(9):
        desk.clock.advance(hours=8)
        planned.append(plan(desk))
        desk.clock.advance(hours=1)  # the hour over which they are spread
        desk.drain()
    assert planned == [0, 0, 1, 0, 0, 1, 0, 0, 1]
    assert desk.post[GEMEENTE].kinds_received == ["ophalen"] * 3


def test_what_nobody_told_is_known_after_a_day(desk: Desk) -> None:
    case = delivered(desk)
    desk.post[GEMEENTE].will(replace(NOTHING_NEW, reports=(GRANTED,)))
    desk.clock.advance(days=1)
    plan(desk)
    desk.clock.advance(seconds=3600)
    desk.drain()
    assert part_of(desk.case(case.number), "bijstand").state is ReferralState.DECIDED


def test_a_reading_is_never_planned_twice_at_once(desk: Desk) -> None:
    case = delivered(desk)
    desk.clock.advance(days=1)
    assert [plan(desk) for _ in range(3)] == [1, 0, 0]
    desk.clock.advance(days=2)
    assert plan(desk) == 0  # the first one still waits
    callbacks.fetch(desk.context(), part_of(desk.case(case.number), "bijstand"))
    desk.session.commit()
    assert len(waiting(desk)) == 1


def test_readings_are_spread_over_an_hour(desk: Desk) -> None:
    for _ in range(4):
        delivered(desk)
    desk.clock.advance(days=1)
    before = desk.clock.now()
    assert plan(desk) == 4
    moments = [row.next_attempt_at for row in waiting(desk)]
    assert len(set(moments)) == 4
    assert all(before <= moment <= before + timedelta(hours=1, seconds=1) for moment in moments)


def test_who_reports_by_itself_is_not_read(desk: Desk) -> None:
    desk.open(*general("uwv"))
    desk.drain()
    desk.clock.advance(days=2)
    assert plan(desk) == 0


def test_what_is_over_or_not_there_yet_is_not_read(desk: Desk) -> None:
    delivered(desk)
    desk.clock.advance(days=2)
    for state in (ReferralState.DECIDED, ReferralState.WITHDRAWN, ReferralState.PENDING, ReferralState.PLANNED):
        put_in(desk, state, None)
        assert plan(desk) == 0
    put_in(desk, ReferralState.DECIDED, desk.clock.now() + timedelta(days=30))  # granted, and it must still begin
    assert plan(desk) == 1


def put_in(desk: Desk, state: ReferralState, norm_at: datetime | None) -> None:
    desk.session.rollback()
    desk.session.execute(update(Referral).values(state=state, norm_at=norm_at))
    desk.session.commit()


def test_after_an_outage_everything_that_is_open_there_is_read_once(desk: Desk) -> None:
    delivered(desk)
    desk.clock.advance(seconds=60)
    desk.post[GEMEENTE].will(*[ABSENT] * 6, then=NOTHING_NEW)
    for _ in range(desk.dispatcher.settings.pace.breaker):
        desk.open(*general(GEMEENTE))
    desk.drain()
    desk.drain()
    assert desk.channel(GEMEENTE).open_since is not None
    assert plan(desk) == 0  # not while it is down
    while desk.channel(GEMEENTE).open_since is not None:
        desk.clock.advance(seconds=60)
        desk.drain()
    assert desk.channel(GEMEENTE).down_until is not None
    assert [plan(desk), plan(desk)] == [1, 0]  # the others went out after it


def test_a_paused_line_is_read_when_it_is_open_again(desk: Desk) -> None:
    delivered(desk)
    desk.session.rollback()
    desk.session.execute(update(Channel).where(Channel.organisation == GEMEENTE).values(paused_at=desk.clock.now()))
    desk.session.commit()
    desk.clock.advance(days=2)
    assert plan(desk) == 0
    desk.session.rollback()
    desk.session.execute(update(Channel).values(paused_at=None))
    desk.session.commit()
    assert plan(desk) == 1


def test_readings_are_forgotten_thirty_days_after_they_were_done(desk: Desk) -> None:
    delivered(desk)
    assert "ophalen" in [row.kind for row in desk.deliveries()]
    desk.clock.advance(days=31)
    sweep.forget(desk.context(MACHINE))
    assert [row.kind for row in desk.deliveries()] == ["aanvraag"]


def test_a_word_that_loket_does_not_know_is_told_once_in_the_timeline_and_the_audit_log(desk: Desk) -> None:
    case = delivered(desk)
    words = "opties.statustypen: vertaling ontbreekt van: Bij de wethouder"
    desk.post[GEMEENTE].will(then=replace(NOTHING_NEW, reports=(Report(Verb.TAKEN_UP),), warnings=(words,)))
    for _ in range(2):
        desk.clock.advance(days=1)
        plan(desk)
        desk.clock.advance(seconds=3600)
        desk.drain()
    assert part_of(desk.case(case.number), "bijstand").state is ReferralState.ACCEPTED
    assert desk.events(case).count("inrichting-nakijken") == 1
    assert desk.session.scalar(select(func.count()).where(AuditLog.action == "inrichting-nakijken")) == 1
