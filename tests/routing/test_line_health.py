"""How an organisation does, put together from what is kept: its line, its calls, what waits longest, what it planned."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from loket.adapters.port import Verb
from loket.cases.states import ReferralState
from loket.routing import downtime, line_health, line_pause
from loket.routing.outages import How
from tests.support.crowd import crowd, plans, scans
from tests.support.desk import MONDAY, SUPERVISOR, Desk, general, person

HOUR = timedelta(hours=1)


def health(desk: Desk, *slugs: str) -> list[line_health.Health]:
    return line_health.of(desk.context(SUPERVISOR), slugs)


def test_what_waits_longest_is_the_oldest_part_that_nobody_took_up(desk: Desk) -> None:
    for _ in range(2):
        case = desk.open(*general("uwv"), applicant=person(bsn=None))
        desk.drain()
        desk.clock.advance(hours=1)
    (found,) = health(desk, "uwv")
    assert found.oldest is not None
    assert abs(found.oldest - MONDAY) < HOUR / 2
    desk.tell(case.referrals[0], Verb.TAKEN_UP)
    assert health(desk, "uwv")[0].oldest == found.oldest
    assert health(desk, "svb")[0].oldest is None


def test_each_stands_in_the_order_that_was_asked_with_its_line_and_what_is_planned(desk: Desk) -> None:
    line_pause.pause(desk.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    now = desk.clock.now()
    for days in (3, 1):
        begins = now + timedelta(days=days)
        downtime.announce(desk.context(SUPERVISOR), "svb", begins, begins + HOUR, "Nieuwe versie")
    uwv, svb, cak = health(desk, "uwv", "svb", "cak")
    assert [one.organisation for one in (uwv, svb, cak)] == ["uwv", "svb", "cak"]
    assert uwv.outage is not None
    assert uwv.outage.how is How.STOPPED
    assert svb.planned is not None
    assert svb.planned.from_at == now + timedelta(days=1)
    assert (cak.outage, cak.planned, cak.day.calls) == (None, None, 0)


def test_what_waits_longest_is_found_by_reading_only_what_waits(desk: Desk) -> None:
    def of_part(number: int) -> dict[str, Any]:
        state = ReferralState.SENT if number % 10 == 0 else ReferralState.DECIDED
        return {"state": state, "organisation": "uwv" if number % 4 else f"gemeente-{number % 300:04d}"}

    crowd(desk, 3000, of_part=of_part)
    (found,) = [plan for plan in plans(desk, lambda: health(desk, "uwv", "svb")) if "min(referral.state_since)" in plan]
    assert scans([found], "referral") == []
    assert re.search(r"ix_referral_(unanswered|organisation \(organisation=\? AND state=\?\))", found)


def test_a_page_of_organisations_goes_on_after_the_last_one(desk: Desk) -> None:
    first, after = line_health.listed(desk.context(), size=3)
    second, _ = line_health.listed(desk.context(), after or "", size=3)
    whole, end = line_health.listed(desk.context(), size=10_000)
    assert (first + second, end) == (whole[:6], None)
