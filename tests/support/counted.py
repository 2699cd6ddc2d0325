"""The figures of a desk in a test: what was counted, and what the whole counted over would be."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from loket.cases.figures import FigureCount, FigureDue
from loket.cases.models import Case
from loket.routing import announcing
from loket.routing.context import MACHINE
from loket.routing.figures import contribution, folding
from loket.routing.figures.cells import Cells, Counts, merged, period_of, spread
from loket.routing.figures.measures import Grain
from tests.support.desk import Desk


def count(desk: Desk, size: int = 3) -> int:
    """Let the clock see what was told and count it, a few cases at a time; returns how many marks it took."""
    announcing.announce(desk.context(MACHINE), 100)
    total = 0
    while done := folding.fold(desk.context(MACHINE), 1, size):
        total += done
    desk.session.rollback()
    return total


def counted(desk: Desk) -> Cells:
    """All counts that there are, without empty ones."""
    desk.session.expire_all()
    rows = desk.session.scalars(select(FigureCount)).all()
    found: Cells = {}
    for row in rows:
        if row.counts:
            found[row.organisation, row.product, row.counter, row.life_event, row.grain, row.period] = row.counts
    desk.session.rollback()
    return found


def over_again(desk: Desk) -> Cells:
    """What the cases that there are add up to now, reckoned one by one."""
    found: Cells = {}
    for case in desk.session.scalars(select(Case.id)).all():
        spread(contribution.of_cases(desk.session, [case]).values(), found)
    desk.session.rollback()
    return {key: counts for key, values in found.items() if (counts := merged(values, {}))}


def of(desk: Desk, day: date, *, organisation: str = "", product: str = "", counter: str = "", life_event: str = "") -> Counts:
    """What was counted in the month of this day, for this choice."""
    return counted(desk).get((organisation, product, counter, life_event, Grain.MONTH.value, period_of(Grain.MONTH, day)), {})


def marks(desk: Desk) -> int:
    """How many marks wait to be counted."""
    found = len(desk.session.scalars(select(FigureDue.id)).all())
    desk.session.rollback()
    return found
