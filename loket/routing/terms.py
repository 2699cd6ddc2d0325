"""The legal dates that come: for a decision, for what a citizen must supply, for the penalty after a notice of default, for an objection.

Each kind is a column of the part with an index of its own. A page takes the first rows of each kind and merges them, so that it costs the
same however many parts there are.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from loket.cases.deadlines import working_days_left
from loket.cases.models import Case, Referral
from loket.cases.states import ReferralState
from loket.routing.context import Context
from loket.routing.norms import near_until
from loket.routing.progress import today

S = ReferralState
PAGE = 50
CHUNK = 1000  #: dates that a file reads at once
MOST = 1000  #: counted of what is near; a count that has no end would read them all
DECIDABLE = (S.SENT, S.RECEIVED, S.ACCEPTED, S.NEEDS_INFORMATION, S.SUSPENDED)


class Kind(enum.StrEnum):
    """What ends on a day; the values are the words of the interface."""

    PENALTY = "dwangsom"  #: the first day that costs the organisation a penalty (Awb 4:17)
    DECISION = "besluit"  #: the last day for a decision, as extended and suspended (Awb 4:13 to 4:15)
    INFORMATION = "aanvulling"  #: the last day for the citizen to supply what was asked (Awb 4:5)
    OBJECTION = "bezwaar"  #: the last day for an objection (Awb 6:7)


def within(*states: ReferralState) -> ColumnElement[bool]:
    """States written into the statement itself: SQLite compares them with the condition of the index before it knows any value."""
    return Referral.state.in_(bindparam(None, states, expanding=True, literal_execute=True))


#: Kind → its column, and when a part has it. The conditions are those of the indexes in ``cases.models``.
KINDS: Mapping[Kind, tuple[InstrumentedAttribute[date | None], ColumnElement[bool] | None]] = {
    Kind.PENALTY: (Referral.penalty_from, within(*DECIDABLE)),
    Kind.DECISION: (Referral.due_on, within(*DECIDABLE)),
    Kind.INFORMATION: (Referral.information_due_on, Referral.state == bindparam(None, S.NEEDS_INFORMATION, literal_execute=True)),
    Kind.OBJECTION: (Referral.objection_until, None),
}
RANK = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a list goes on: the date last shown."""

    day: date
    kind: Kind
    id: UUID

    def __str__(self) -> str:
        return f"{self.day.isoformat()}_{self.kind}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """ValueError for what names no place in the list."""
        day, kind, part = text.split("_")
        return cls(date.fromisoformat(day), Kind(kind), UUID(part))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dates: from ``first`` to ``last`` (days in Amsterdam, both included), and of what. None: any."""

    first: date | None = None
    last: date | None = None
    kind: Kind | None = None
    organisation: str | None = None
    product: str | None = None
    counter: str | None = None
    urgent: bool = False
    without: frozenset[str] = frozenset()  # products that are left out
    running: bool = False  # not the terms for a decision that stand still
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class LegalDate:
    """One date of one part. ``working_days`` are left after today; 0 on the day itself, later, and when only free days lie before it."""

    day: date
    kind: Kind
    part: Referral
    working_days: int

    @property
    def runs(self) -> bool:
        """Whether time brings it nearer: a term for a decision that is suspended stands still (Awb 4:15)."""
        return self.kind is not Kind.DECISION or self.part.suspended_on is None

    @property
    def cursor(self) -> Cursor:
        """Where the list goes on after it."""
        return Cursor(self.day, self.kind, self.part.id)


def listed(context: Context, wanted: Wanted, size: int = PAGE) -> tuple[list[LegalDate], Cursor | None]:
    """One page, the first date on top, and where the next page begins. Two statements."""
    firsts = [_of(kind, wanted, size + 1) for kind in _kinds(wanted)]
    merged = union_all(*(select(one.subquery()) for one in firsts)).subquery()
    query = select(merged.c.day, merged.c.rank, merged.c.id).order_by(merged.c.day, merged.c.rank, merged.c.id)
    rows = context.session.execute(query.limit(size + 1)).all()
    shown = rows[:size]
    parts = _parts(context, {row.id for row in shown})
    calendar, now, kinds = context.catalogue.calendar, today(context), list(KINDS)
    found = [LegalDate(row.day, kinds[row.rank], parts[row.id], working_days_left(now, row.day, calendar)) for row in shown]
    return found, found[-1].cursor if len(rows) > size else None


def whole(context: Context, wanted: Wanted, size: int = CHUNK) -> Iterator[Sequence[LegalDate]]:
    """The whole choice in chunks. Each ends its transaction, so that nobody waits for a slow reader."""
    following = None
    while True:
        found, following = listed(context, replace(wanted, after=following), size)
        yield found
        context.session.expunge_all()
        context.session.rollback()
        if following is None:
            return


def counted(context: Context, wanted: Wanted) -> dict[date, dict[Kind, int]]:
    """How many dates of each kind fall on each day of a period, which must have a last day. One statement."""
    counts = []
    for kind in _kinds(wanted):
        query = _of(kind, replace(wanted, after=None), None).subquery()
        counts.append(select(query.c.day, query.c.rank, func.count()).group_by(query.c.day, query.c.rank))
    found: dict[date, dict[Kind, int]] = {}
    kinds = list(KINDS)
    for day, rank, count in context.session.execute(union_all(*counts)):
        found.setdefault(day, {})[kinds[rank]] = count
    return found


def soon(context: Context, wanted: Wanted) -> dict[Kind, int]:
    """How many running dates of each kind come until the last near day, today included; more than MOST are not counted. One statement."""
    wanted = replace(wanted, first=today(context), last=near(context), running=True, after=None)
    firsts = [_of(kind, wanted, MOST + 1).subquery() for kind in _kinds(wanted)]
    counts = [select(one.c.rank, func.count()).group_by(one.c.rank) for one in firsts]
    kinds = list(KINDS)
    return {kinds[rank]: count for rank, count in context.session.execute(union_all(*counts))}


def dates(kind: Kind, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """The dates of one kind as a statement, in no order: ``day``, ``rank`` and ``id`` of the part."""
    return _of(kind, wanted, None)


def near(context: Context) -> date:
    """The last day that is near, by the norm ``termijn_nadert``."""
    return near_until(context.catalogue.desk_norms, context.catalogue.calendar, today(context))


def _kinds(wanted: Wanted) -> Sequence[Kind]:
    return (wanted.kind,) if wanted.kind else tuple(KINDS)


def _of(kind: Kind, wanted: Wanted, most: int | None) -> Select[*tuple[Any, ...]]:
    """The first dates of one kind, in the order of its index."""
    column, holds = KINDS[kind]
    rank: ColumnElement[int] = literal(RANK[kind], literal_execute=True).label("rank")
    query: Select[*tuple[Any, ...]] = select(column.label("day"), rank, Referral.id.label("id"))
    if wanted.counter or wanted.urgent:
        query = query.join(Case, Case.id == Referral.case_id)
    if wanted.urgent:
        query = query.where(Case.urgent)
    wrong = aliased(Case)  # few cases are of the wrong person: to leave those out costs less than to read every case
    hidden = exists().where(wrong.id == Referral.case_id, wrong.hidden)
    query = query.where(column.is_not(None), ~hidden, *_filters(wanted, column))
    if wanted.running and kind is Kind.DECISION:
        query = query.where(Referral.suspended_on.is_(None))
    if holds is not None:
        query = query.where(holds)
    if wanted.after is not None:
        query = query.where(_behind(kind, column, wanted.after))
    return query.order_by(column, Referral.id).limit(most) if most else query


def _filters(wanted: Wanted, column: InstrumentedAttribute[date | None]) -> list[ColumnElement[bool]]:
    day_limits = [*([column >= wanted.first] if wanted.first else []), *([column <= wanted.last] if wanted.last else [])]
    named = ((Referral.organisation, wanted.organisation), (Referral.product, wanted.product), (Case.counter, wanted.counter))
    chosen = [attribute == value for attribute, value in named if value]
    return [*day_limits, *chosen, *([Referral.product.not_in(wanted.without)] if wanted.without else [])]


def _behind(kind: Kind, column: InstrumentedAttribute[date | None], after: Cursor) -> ColumnElement[bool]:
    """What comes after the cursor: on its own day also the kinds that stand later."""
    if kind is after.kind:
        return and_(column >= after.day, tuple_(column, Referral.id) > tuple_(after.day, after.id))
    return column >= after.day if RANK[kind] > RANK[after.kind] else column > after.day


def _parts(context: Context, ids: set[UUID]) -> dict[UUID, Referral]:
    query = select(Referral).where(Referral.id.in_(ids)).options(joinedload(Referral.case))
    return {part.id: part for part in context.session.scalars(query)}
