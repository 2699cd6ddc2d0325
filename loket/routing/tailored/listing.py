"""The list of tables: those that must still decide by their last day, and those that ended, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from loket.cases.models import Case
from loket.cases.tailored import Harm, TailoredTable
from loket.routing import waiting
from loket.routing.context import Context
from loket.routing.progress import today

PAGE = 25
MOST = 1000  #: counted; a count that has no end would read them all


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a list goes on: after this table."""

    moment: datetime  # aware: the last day of an open table, the end of one that is over
    id: UUID

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """What was written; ValueError for what names no place in the list."""
        moment, _, key = text.partition("_")
        return cls(datetime.fromisoformat(moment).astimezone(UTC), UUID(key))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tables. None: any. ``coordinator``: of cases that this supervisor follows."""

    ended: bool = False
    harm: Harm | None = None
    organisation: str | None = None  # that decides
    counter: str | None = None
    coordinator: str | None = None
    after: Cursor | None = None


def listed(context: Context, wanted: Wanted, size: int = PAGE) -> tuple[list[tuple[TailoredTable, Case]], Cursor | None]:
    """One page of tables with their cases, and where the next page begins. One statement."""
    query = select(TailoredTable, Case).join(Case, Case.id == TailoredTable.case_id).where(*_chosen(wanted), *_behind(wanted))
    ended, due = (TailoredTable.ended_at.desc(), TailoredTable.id.desc()), (TailoredTable.due_on, TailoredTable.id)
    rows = context.session.execute(query.order_by(*(ended if wanted.ended else due)).limit(size + 1)).all()
    found = [(row[0], row[1]) for row in rows[:size]]
    return found, _cursor(found[-1][0]) if len(rows) > size else None


def overdue(context: Context) -> int:
    """How many open tables are past their last day; never more than MOST. One statement."""
    late = select(TailoredTable.id).join(Case, Case.id == TailoredTable.case_id).where(*_chosen(Wanted()))
    first = late.where(TailoredTable.due_on < today(context)).limit(MOST).subquery()
    return context.session.scalar(select(func.count()).select_from(first)) or 0


def _chosen(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield ~Case.hidden
    yield from (TailoredTable.ended_at.is_not(None),) if wanted.ended else waiting.UNDECIDED
    chosen: tuple[tuple[InstrumentedAttribute[Any], str | None], ...] = (
        (TailoredTable.harm, wanted.harm),
        (TailoredTable.decider_organisation, wanted.organisation),
        (Case.counter, wanted.counter),
        (Case.coordinator, wanted.coordinator),
    )
    yield from (column == value for column, value in chosen if value)


def _behind(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """What comes after the cursor, in the order of the list."""
    after = wanted.after
    if after is None:
        return
    if wanted.ended:
        yield tuple_(TailoredTable.ended_at, TailoredTable.id) < tuple_(after.moment, after.id)
    else:
        yield tuple_(TailoredTable.due_on, TailoredTable.id) > tuple_(after.moment.date(), after.id)


def _cursor(table: TailoredTable) -> Cursor:
    begin = datetime.combine(table.due_on, time(0), UTC)
    return Cursor(table.ended_at or begin, table.id)
