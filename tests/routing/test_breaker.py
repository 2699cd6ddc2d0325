"""The line to an organisation: when it counts as down, who may try, and how the backlog goes out afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loket.cases.models import Case
from loket.cases.outbox import DeliveryState
from loket.cases.states import CaseState, ReferralState
from loket.routing import completion, supervise, sweep
from loket.routing.context import MACHINE
from loket.settings import Pace
from tests.support.desk import SUPERVISOR, Desk, general, part_of
from tests.support.post import ABSENT, BROKEN, REFUSED, SILENT, TAKEN, UNABLE

PACE = Pace()  # the pace of production: probes at 5, 15 and 60 seconds


@pytest.fixture
def slow(desk: Desk) -> Desk:
    """A desk at the pace of production."""
    desk.change(pace=PACE)
    return desk


def fill(desk: Desk, cases: int, organisation: str = "uwv", **given: Any) -> list[Case]:
    """So many cases with one part at this organisation."""
    return [desk.open(*general(organisation), **given) for _ in range(cases)]


def break_down(desk: Desk, organisation: str = "uwv") -> list[Case]:
    """Let an organisation fail until its breaker opens."""
    desk.post[organisation].will(then=ABSENT)
    cases = fill(desk, PACE.breaker, organisation)
    desk.drain()
    desk.drain()
    assert desk.channel(organisation).open_since is not None
    desk.post[organisation].received.clear()
    return cases


def probe_times(desk: Desk, seconds: int) -> list[int]:
    """At which seconds something went out to UWV."""
    began, times = desk.clock.now(), []
    for second in range(seconds):
        desk.clock.set(began + timedelta(seconds=second))
        before = len(desk.post["uwv"].received)
        desk.drain()
        times += [second] * (len(desk.post["uwv"].received) - before)
    return times


def test_the_breaker_opens_after_five_failures_in_a_row(slow: Desk) -> None:
    failures = []
    for answer in (BROKEN, BROKEN, BROKEN, BROKEN, TAKEN, BROKEN, SILENT, ABSENT, BROKEN, BROKEN):
        slow.post["uwv"].will(answer)
        fill(slow, 1)
        slow.drain()
        failures.append((slow.channel("uwv").failures, slow.channel("uwv").open_since is not None))
    assert [number for number, _ in failures] == [1, 2, 3, 4, 0, 1, 2, 3, 4, 5]
    assert [opened for _, opened in failures] == [False] * 9 + [True]


def test_refusals_do_not_open_the_breaker(slow: Desk) -> None:
    slow.post["uwv"].will(then=REFUSED)
    fill(slow, 7)
    slow.drain()
    slow.drain()
    assert len(slow.post["uwv"].received) == 7
    assert slow.channel("uwv").open_since is None


def test_while_it_is_down_one_probe_at_a_time_goes_out_at_5_15_and_60_seconds_and_then_every_minute(slow: Desk) -> None:
    break_down(slow)
    assert probe_times(slow, 145) == [5, 20, 80, 140]


def test_several_drains_send_one_probe_together(slow: Desk) -> None:
    break_down(slow)
    slow.clock.advance(seconds=6)
    slow.drain()
    slow.drain()
    assert len(slow.post["uwv"].received) == 1


def test_a_probe_costs_the_delivery_no_try(slow: Desk) -> None:
    break_down(slow)
    slow.post["uwv"].will(then=BROKEN)
    slow.clock.advance(seconds=6)
    slow.drain()
    assert {row.tries for row in slow.deliveries()} == {0}


def test_what_an_adapter_cannot_do_does_not_close_the_breaker(slow: Desk) -> None:
    part = part_of(slow.open("ww"), "ww")
    slow.drain()
    break_down(slow)
    completion.supply(slow.context(), part.number, {}, "Een aanvulling")
    for row in slow.deliveries()[:-1]:
        row.next_attempt_at = slow.clock.now() + timedelta(days=1)  # so that the aanvulling is the probe
    slow.session.commit()
    slow.post["uwv"].will(UNABLE)
    slow.clock.advance(seconds=6)
    slow.drain()
    assert slow.post["uwv"].kinds_received == ["aanvulling"]
    assert slow.channel("uwv").open_since is not None


def test_the_first_success_releases_the_backlog_urgent_first(slow: Desk) -> None:
    break_down(slow)
    fill(slow, 3)
    numbers = {f"{case.number}-1" for case in fill(slow, 2, urgent=True)}
    slow.post["uwv"].will(then=TAKEN)
    slow.clock.advance(seconds=6)
    slow.drain()
    sent = [message.number for message in slow.post["uwv"].received]
    assert (set(sent[:2]), len(sent)) == (numbers, PACE.breaker + 5)


def test_after_recovery_the_backlog_goes_out_at_a_growing_rate(slow: Desk) -> None:
    break_down(slow)
    fill(slow, 10)
    slow.clock.advance(seconds=6)
    sizes = []
    for _ in range(5):
        claims = slow.claim()
        sizes.append(len(claims))
        for one in claims:
            slow.write(one, TAKEN)
    assert sizes == [1, 1, 2, 4, 4]


def test_a_case_that_waits_for_an_organisation_that_is_down_says_so_by_itself(slow: Desk) -> None:
    case = break_down(slow)[0]
    sweep.look_at_outages(slow.context(MACHINE))
    status = slow.status(slow.case(case.number))
    assert status["vastgelopen"]["reden"] == "organisatie-onbereikbaar"
    assert "uwv heeft een storing. Uw vraag is bewaard en gaat vanzelf." in status["statustekst"]
    assert slow.events(case)[-1] == "vastgelopen"


def test_the_sentence_about_the_outage_is_gone_after_recovery(slow: Desk) -> None:
    case = break_down(slow)[0]
    sweep.look_at_outages(slow.context(MACHINE))
    slow.post["uwv"].will(then=TAKEN)
    slow.clock.advance(seconds=6)
    slow.drain()
    sweep.look_at_outages(slow.context(MACHINE))
    status = slow.status(slow.case(case.number))
    assert (status["vastgelopen"], "storing" in status["statustekst"]) == (None, False)


def test_a_supervisor_lets_one_probe_through_at_once(slow: Desk) -> None:
    case = break_down(slow)[0]
    slow.post["uwv"].will(then=TAKEN)
    supervise.retry(slow.context(SUPERVISOR), slow.case(case.number).referrals[0].number, "zij zijn terug")
    slow.drain()
    assert {row.state for row in slow.deliveries()} == {DeliveryState.DONE}


def test_an_organisation_that_is_down_does_not_touch_another(slow: Desk) -> None:
    break_down(slow)
    part = part_of(slow.open("akw"), "akw")
    slow.drain()
    assert part.state is ReferralState.SENT


def test_an_outage_over_easter_ends_with_everything_delivered_within_minutes(slow: Desk) -> None:
    thursday = datetime(2026, 4, 2, 16, 0, tzinfo=UTC)  # 18:00 in Amsterdam; Good Friday follows, and Easter Monday after the weekend
    tuesday = datetime(2026, 4, 7, 6, 0, tzinfo=UTC)
    slow.clock.set(thursday)
    slow.post["uwv"].will(then=BROKEN)
    cases = fill(slow, 8)
    slow.drain_until(thursday + timedelta(hours=3), 300)
    cases += fill(slow, 2)
    slow.drain_until(tuesday, 3600)
    slow.post["uwv"].will(then=TAKEN)
    slow.drain_until(tuesday + timedelta(minutes=3), 20)
    states = {part.state for case in cases for part in slow.case(case.number).referrals}
    assert states == {ReferralState.SENT}
    assert {slow.case(case.number).state for case in cases} == {CaseState.IN_PROGRESS}
