"""A handover that nobody takes up: the norm in working days, one reminder, and a case that stands still until somebody does."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from loket.adapters.port import Verb
from loket.cases.desk import Handover
from loket.cases.models import Case
from loket.routing import handover, sweep
from loket.routing.context import MACHINE, Actor
from loket.routing.handover import Offer
from tests.support.desk import MONDAY, Desk, part_of

RECEIVER = Actor(name="balie-uwv", label="uwv-den-haag", counter="uwv-den-haag", organisation="uwv", origin="web")
GIVEN = Offer("uwv-den-haag", None, "Verhuisd", "De WW-aanvraag loopt.", "Bellen na zes uur", agreed=True)


def offered(desk: Desk, given: Offer = GIVEN, **request: object) -> tuple[Case, UUID]:
    """A case that is offered to another loket."""
    case = desk.open("ww", **request)
    return case, handover.offer(desk.context(), case.number, given)


def row(desk: Desk, handover_id: UUID) -> Handover:
    desk.session.expire_all()
    return desk.session.get_one(Handover, handover_id)


@pytest.mark.parametrize(
    ("urgent", "on", "norm"),
    [
        (False, MONDAY, datetime(2026, 3, 4, 23, tzinfo=UTC)),  # the end of Wednesday in Amsterdam
        (True, MONDAY, datetime(2026, 3, 3, 23, tzinfo=UTC)),
        (False, datetime(2026, 4, 2, 9, tzinfo=UTC), datetime(2026, 4, 8, 22, tzinfo=UTC)),  # Good Friday and Easter do not count
    ],
    ids=["two-days", "urgent", "easter"],
)
def test_the_norm_counts_working_days_and_is_shorter_when_urgent(desk: Desk, urgent: bool, on: datetime, norm: datetime) -> None:
    desk.clock.set(on)
    _, made = offered(desk, urgent=urgent)
    assert row(desk, made).norm_at == norm


def test_not_taken_up_in_time_it_gets_one_reminder_and_the_case_stands_still(desk: Desk) -> None:
    case, made = offered(desk)
    desk.clock.advance(days=2)
    assert sweep.look_at_handovers(desk.context(MACHINE)) == 0
    desk.clock.advance(days=1)
    for _ in range(3):
        sweep.look_at_handovers(desk.context(MACHINE))
    assert desk.events(case).count("overdracht-herinnering") == 1
    assert row(desk, made).reminded_at is not None
    assert desk.case(case.number).stuck_reason == "overdracht-niet-opgepakt"
    assert desk.stuck(reason="overdracht-niet-opgepakt") == [case.number]


def test_taken_up_late_the_case_moves_again(desk: Desk) -> None:
    case, made = offered(desk)
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.TAKEN_UP)
    desk.clock.advance(days=3)
    sweep.look_at_handovers(desk.context(MACHINE))
    assert desk.case(case.number).stuck_reason == "overdracht-niet-opgepakt"
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit")
    assert desk.case(case.number).stuck_reason is None


def test_what_was_taken_up_in_time_gets_no_reminder(desk: Desk) -> None:
    case, made = offered(desk)
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.TAKEN_UP)
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit")
    desk.clock.advance(days=9)
    assert sweep.look_at_handovers(desk.context(MACHINE)) == 0
    assert desk.case(case.number).stuck_reason is None
