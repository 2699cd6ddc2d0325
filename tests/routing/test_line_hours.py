"""How the lines do, hour by hour: what is counted with each result is what a recount of all tries gives."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from loket.adapters.port import Verdict
from loket.cases.outbox import Delivery, DeliveryAttempt
from loket.cases.watch import LineHour
from loket.routing import line_hours
from loket.routing.context import MACHINE
from loket.routing.line_hours import COLUMNS, STEPS, Figures, hour_of
from tests.support.desk import Desk, general, person
from tests.support.post import BROKEN, REFUSED, SILENT, UNABLE


def kept(desk: Desk) -> dict[tuple[str, str], Counter[str]]:
    desk.session.rollback()
    rows = desk.session.scalars(select(LineHour)).all()
    return {(row.organisation, row.hour.isoformat()): Counter({name: getattr(row, name) for name in COLUMNS}) for row in rows}


def recounted(desk: Desk) -> dict[tuple[str, str], Counter[str]]:
    """The same from the tries themselves."""
    found: dict[tuple[str, str], Counter[str]] = {}
    query = select(DeliveryAttempt, Delivery.organisation).join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
    for attempt, organisation in desk.session.execute(query.where(DeliveryAttempt.verdict != Verdict.UNABLE.value)):
        written = attempt.started_at + timedelta(milliseconds=attempt.milliseconds)
        row = found.setdefault((organisation, hour_of(written).isoformat()), Counter(dict.fromkeys(COLUMNS, 0)))
        row["calls"] += 1
        row["delivered"] += attempt.verdict == Verdict.DELIVERED.value
        row.update([f"within_{step}" for step in STEPS if attempt.milliseconds <= step][:1])
    return found


def test_what_is_counted_with_each_result_equals_a_recount_of_all_tries(desk: Desk) -> None:
    desk.post["uwv"].will(SILENT, BROKEN, REFUSED)
    desk.post["svb"].will(UNABLE)
    for _ in range(4):
        desk.open(*general("uwv", "svb"), applicant=person(bsn=None))
        desk.drain()
        desk.clock.advance(minutes=25)
        desk.drain()
    assert kept(desk) == recounted(desk)
    assert sum(row["calls"] for row in kept(desk).values()) > 8
    assert len({hour for _, hour in kept(desk)}) == 2


def test_a_late_result_that_changes_nothing_is_not_counted(desk: Desk) -> None:
    desk.open(*general("uwv"), applicant=person(bsn=None))
    (first,) = desk.claim()
    desk.clock.advance(hours=1)
    desk.drain()
    desk.write(first, BROKEN)
    assert kept(desk) == recounted(desk)


def test_the_figures_of_a_day_and_of_a_week_are_by_whole_hours(desk: Desk) -> None:
    for hours in (7 * 24, 3 * 24, 1):
        desk.open(*general("uwv"), applicant=person(bsn=None))
        desk.drain()
        desk.clock.advance(hours=hours)
    day, week = line_hours.figures(desk.context(MACHINE))["uwv"]
    assert (day.calls, week.calls) == (1, 2)
    assert line_hours.figures(desk.context(MACHINE), ["svb"]) == {}


def test_the_median_is_the_step_within_which_half_was_answered() -> None:
    figures = Figures(calls=10, delivered=9, within=(4, 2, 2, 0, 1, 0, 0))
    assert (figures.share, figures.at_most(0.5), figures.at_most(0.9), figures.at_most(1)) == (0.9, 250, 2000, None)
    assert (Figures().share, Figures().at_most(0.5)) == (None, None)


def test_hours_are_kept_for_ninety_days(desk: Desk) -> None:
    desk.open(*general("uwv"), applicant=person(bsn=None))
    desk.drain()
    for days, left in ((89, 1), (2, 0)):
        desk.clock.advance(days=days)
        line_hours.forget(desk.context(MACHINE))
        assert len(kept(desk)) == left
