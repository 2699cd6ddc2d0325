"""The list of signals, most cases on top, and what the page of one shows. Who may read what of it is decided by :class:`Sight`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, tuple_

from loket.cases.models import Case
from loket.cases.signals import Cause, CauseCode, Review, Signal, SignalMonth, SignalStatus
from loket.errors import BadRequest, NotFound
from loket.routing.context import Context
from loket.routing.progress import today
from loket.routing.roles import SUPERVISOR

PAGE, MONTHS, EXAMPLES, PAIRS = 25, 12, 5, 10
FEWEST = 10  #: fewer cases than this may lead to somebody: outside supervision no number of them leaves (practice rule 25)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may read of signals: a supervisor all; anybody else no number below FEWEST and then no example either."""

    whole: bool

    @classmethod
    def of(cls, context: Context) -> Sight:
        """That of who acts."""
        return cls(SUPERVISOR in context.actor.roles)

    def opens(self, signal: Signal) -> bool:
        """Whether numbers and examples of this signal may be read."""
        return self.whole or signal.count >= FEWEST

    def reads(self, number: int) -> bool:
        """Whether this number of cases may be read: none, or not few."""
        return self.whole or number == 0 or number >= FEWEST


@dataclass(frozen=True, slots=True)
class Choice:
    """Which signals; None: any."""

    product: str | None = None
    organisation: str | None = None
    code: CauseCode | None = None
    status: SignalStatus | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """How many causes came in a month; ``first`` is its first day."""

    first: date
    count: int


def page(context: Context, choice: Choice, after: Signal | None = None, size: int = PAGE) -> tuple[Sequence[Signal], UUID | None]:
    """A page of signals, the most cases first, and the last one shown when there is more. One statement."""
    query = select(Signal).where(*chosen(choice))
    if after is not None:
        query = query.where(tuple_(Signal.count, Signal.id) < tuple_(after.count, after.id))
    found = context.session.scalars(query.order_by(Signal.count.desc(), Signal.id.desc()).limit(size + 1)).all()
    shown = found[:size]
    return shown, shown[-1].id if len(found) > size else None


def place(context: Context, text: str | None) -> Signal | None:
    """The signal after which a page begins, from an address; None for no text, BadRequest for what is no signal."""
    if not text:
        return None
    try:
        return one(context, UUID(text))
    except (ValueError, NotFound):
        raise BadRequest("Deze bladzijde bestaat niet. Begin bij het begin van de lijst.", code="onbekende-bladzijde") from None


def one(context: Context, signal_id: UUID) -> Signal:
    """The signal with this id; NotFound."""
    found = context.session.get(Signal, signal_id)
    if found is None:
        raise NotFound("Dit signaal is hier niet bekend.")
    return found


def chosen(choice: Choice) -> Iterator[ColumnElement[bool]]:
    """The conditions of a choice."""
    columns = {Signal.product: choice.product, Signal.organisation: choice.organisation, Signal.code: choice.code}
    columns[Signal.status] = choice.status
    return (column == value for column, value in columns.items() if value is not None)


def trend(context: Context, signal: Signal) -> list[Month]:
    """The last twelve months, the oldest first, also those without a cause. One statement."""
    first = today(context).replace(day=1)
    months = [first]
    while len(months) < MONTHS:
        months.append(before(months[-1]))
    query = select(SignalMonth).where(SignalMonth.signal_id == signal.id, SignalMonth.month >= months[-1])
    counts: dict[date, int] = {row.month: row.count for row in context.session.scalars(query)}
    return [Month(month, counts.get(month, 0)) for month in reversed(months)]


def before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), month.month - 1 or 12, 1)


def examples(context: Context, signal: Signal, size: int = EXAMPLES) -> Sequence[Cause]:
    """Causes that a second person confirmed, the newest first: only their words were read by two. One statement."""
    query = select(Cause).join(Case, Case.id == Cause.case_id).where(Cause.signal_id == signal.id, ~Case.hidden)
    return context.session.scalars(query.where(confirmed()).order_by(Cause.id.desc()).limit(size)).all()


def pairs(context: Context, signal: Signal) -> Sequence[str]:
    """The other law articles that confirmed causes named beside that of the signal. One statement."""
    query = select(Cause.second_article).where(Cause.signal_id == signal.id, Cause.second_article.is_not(None), confirmed())
    return [found for found in context.session.scalars(query.distinct().order_by(Cause.second_article).limit(PAIRS)) if found]


def confirmed() -> ColumnElement[bool]:
    """Causes that were looked at and found right; few, for a person did that. Written into the statement: it is that of the index."""
    return Cause.review == bindparam(None, Review.CONFIRMED, literal_execute=True)
