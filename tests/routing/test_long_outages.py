"""Outages of 300 seconds, 24 hours and 6 days of one organisation: nothing fails for good, and the others never wait."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from loket.adapters.port import Message, Result
from loket.cases.audit import AuditLog
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.states import CaseState, ReferralState
from loket.errors import NotFound
from loket.routing import completion, line_pause, outages, sweep
from loket.routing.context import MACHINE
from loket.routing.outages import How
from loket.settings import Pace
from tests.support.desk import SUPERVISOR, Desk, general
from tests.support.post import ABSENT, BROKEN, GONE, SILENT, TAKEN

S = ReferralState
HOUR = 3600.0
LENGTHS = [(300.0, 30.0), (24 * HOUR, 4 * HOUR), (6 * 24 * HOUR, 12 * HOUR)]


@pytest.fixture
def slow(desk: Desk) -> Desk:
    """A desk at the pace of production."""
    desk.change(pace=Pace())
    return desk


def go_down(desk: Desk) -> None:
    """UWV does not answer any more, in three ways by turns."""
    answers = itertools.cycle((ABSENT, BROKEN, SILENT))

    def fail(_message: Message) -> Result:
        return next(answers)

    desk.post["uwv"].will(then=fail)


def break_down(desk: Desk) -> list[str]:
    """Let UWV fail until its breaker opens; the numbers of the cases that wait."""
    desk.post["uwv"].will(then=ABSENT)
    numbers = [desk.open(*general("uwv")).number for _ in range(Pace().breaker)]
    desk.drain()
    desk.drain()
    assert desk.channel("uwv").open_since is not None
    return numbers


def come_back(desk: Desk) -> None:
    """UWV answers again, and three minutes pass."""
    desk.post["uwv"].will(then=TAKEN)
    desk.drain_until(desk.clock.now() + timedelta(minutes=3), 20)


def states(desk: Desk, number: str) -> list[ReferralState]:
    return [part.state for part in desk.case(number).referrals]


@pytest.mark.parametrize(("seconds", "step"), LENGTHS, ids=["300 s", "24 h", "6 d"])
def test_all_arrives_once_and_in_order_and_the_others_never_waited(slow: Desk, seconds: float, step: float) -> None:
    desk, old = slow, slow.open(*general("uwv", "svb")).number
    desk.drain()
    go_down(desk)
    ends, numbers = desk.clock.now() + timedelta(seconds=seconds), []
    while desk.clock.now() < ends:
        numbers.append(desk.open(*general("uwv", "svb")).number)
        desk.drain()
        assert states(desk, numbers[-1]) == [S.PENDING, S.SENT]
        if len(numbers) in (2, 3, 4):
            completion.supply(desk.context(), f"{old}-1", {}, f"Stuk {len(numbers)}")
        desk.clock.advance(seconds=step)
    failed = len(desk.post["uwv"].received)
    come_back(desk)
    arrived = desk.post["uwv"].received[failed:]
    assert len(arrived) == len({message.delivery_id for message in arrived}) == len(numbers) + 3
    told = [json.loads(message.body)["toelichting"] for message in arrived if message.number == f"{old}-1"]
    assert told == ["Stuk 2", "Stuk 3", "Stuk 4"]
    assert {row.state for row in desk.deliveries()} == {DeliveryState.DONE}
    assert {(desk.case(number).state, *states(desk, number)) for number in numbers} == {(CaseState.IN_PROGRESS, S.SENT, S.SENT)}
    assert all(desk.events(desk.case(number)).count("verzonden") == 2 for number in numbers)


def test_after_five_days_the_supervisor_is_told_once_and_everything_is_kept(slow: Desk) -> None:
    numbers = break_down(slow)
    began = slow.channel("uwv").open_since
    told = select(func.count()).select_from(AuditLog).where(AuditLog.action == "organisatie-donker")
    seen = []
    for days in (4, 1, 1):
        slow.clock.advance(days=days)
        slow.drain()
        found = outages.outages(slow.context(SUPERVISOR))[0]
        seen.append((found.how, found.waiting, slow.session.scalar(told)))
    assert seen == [(How.DOWN, 5, 0), (How.DARK, 5, 1), (How.DARK, 5, 1)]
    assert (found.since, {tuple(states(slow, number)) for number in numbers}) == (began, {(S.PENDING,)})


def test_an_organisation_that_was_dark_comes_back_by_itself_and_nobody_has_to_ask(slow: Desk) -> None:
    numbers = break_down(slow)
    began = slow.channel("uwv").open_since
    sweep.look_at_outages(slow.context(MACHINE))
    slow.clock.advance(days=6)
    slow.drain()
    slow.clock.advance(minutes=1)
    come_back(slow)
    sweep.look_at_outages(slow.context(MACHINE))
    found = outages.outages(slow.context(SUPERVISOR))[0]
    assert (found.how, found.since, found.waiting, slow.channel("uwv").dark_at) == (How.BACK, began, 4, None)
    row = slow.session.scalars(select(AuditLog).where(AuditLog.action == "organisatie-hersteld")).one()
    assert row.details is not None
    assert (row.object, row.details["wachtend"], row.details["seconden"] // 86_400) == ("uwv", 4, 6)
    assert {tuple(states(slow, number)) for number in numbers} == {(S.SENT,)}
    slow.clock.advance(days=8)
    assert outages.outages(slow.context(SUPERVISOR)) == []


def test_a_supervisor_starts_a_line_that_is_paused_or_down_and_no_other(slow: Desk) -> None:
    break_down(slow)
    with pytest.raises(NotFound):
        line_pause.resume(slow.context(SUPERVISOR), "svb", "Zij zijn terug.")
    line_pause.resume(slow.context(SUPERVISOR), "uwv", "Zij zijn terug.")
    slow.post["uwv"].will(GONE, then=TAKEN)
    slow.drain()
    assert outages.outages(slow.context(SUPERVISOR))[0].how is How.PAUSED
    assert {row.state for row in slow.deliveries()} == {DeliveryState.DEAD, DeliveryState.DUE}
    line_pause.resume(slow.context(SUPERVISOR), "uwv", "Het nieuwe adres staat er.")
    come_back(slow)
    assert sorted(row.state.value for row in slow.deliveries()) == ["dead", "done", "done", "done", "done"]


def test_an_outage_is_one_cause_on_the_list_and_its_cases_stand_behind_it(slow: Desk) -> None:
    numbers = break_down(slow)
    sweep.look_at_outages(slow.context(MACHINE))
    assert slow.stuck() == []
    assert set(slow.stuck(reason="organisatie-onbereikbaar")) == set(numbers)
    assert slow.session.scalar(select(func.count()).select_from(Delivery).where(Delivery.tries > 0)) == 0
