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
from loket.routing.figures.disclosure import FEWEST, Number, Told, beside
from loket.routing.progress import today
from loket.routing.roles import SUPERVISOR

PAGE, MONTHS, EXAMPLES, PAIRS = 25, 12, 5, 10


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may read of signals: a supervisor all, one of an organisation all about that; anybody else rounded numbers, none of
    fewer than FEWEST cases, and then no example either. A law article is read by others once a second person confirmed a cause."""

    supervisor: bool
    organisation: str | None = None

    @classmethod
    def of(cls, context: Context) -> Sight:
        """That of who acts."""
        return cls(SUPERVISOR in context.actor.roles, context.actor.organisation)

    @property
    def everywhere(self) -> bool:
        """Whether all of every signal may be read."""
        return self.supervisor and self.organisation is None

    def whole(self, signal: Signal) -> bool:
        """Whether all of this signal may be read, judged and answered."""
        return self.everywhere or (self.supervisor and self.organisation == signal.organisation)

    def opens(self, signal: Signal) -> bool:
        """Whether numbers and examples of this signal may be read."""
        return self.whole(signal) or signal.count >= FEWEST

    def number(self, signal: Signal, count: int) -> Number:
        """A number of this signal as it may be read; None: not."""
        return Told(exact=self.whole(signal)).number(count) if self.opens(signal) else None

    def article(self, signal: Signal) -> str:
        """The law article, where it may be read."""
        return signal.article if self.whole(signal) or signal.counted else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which signals; None: any."""

    product: str | None = None
    organisation: str | None = None
    code: CauseCode | None = None
    status: SignalStatus | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """How many causes came in a month, as it may be read; ``first`` is its first day."""

    first: date
    count: Number


def page(context: Context, choice: Choice, after: Signal | None = None, size: int = PAGE) -> tuple[Sequence[Signal], UUID | None]:
    """A page of signals, the most cases first, and the last one shown when there is more. One statement."""
    query = select(Signal).where(Signal.count > 0, *chosen(choice))
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
    """The last twelve months, the oldest first, also without a cause; none where they would give away what is hidden. One statement."""
    sight = Sight.of(context)
    if not sight.opens(signal):
        return []
    first = today(context).replace(day=1)
    months = [first]
    while len(months) < MONTHS:
        months.append(before(months[-1]))
    query = select(SignalMonth).where(SignalMonth.signal_id == signal.id, SignalMonth.month >= months[-1])
    counts: dict[date, int] = {row.month: row.count for row in context.session.scalars(query)}
    told, numbers = Told(exact=sight.whole(signal)), [counts.get(month, 0) for month in reversed(months)]
    if beside([(number, told) for number in numbers], signal.count, told) is None:
        return []
    return [Month(month, told.number(number)) for month, number in zip(reversed(months), numbers, strict=True)]


def before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), month.month - 1 or 12, 1)


def examples(context: Context, signal: Signal, size: int = EXAMPLES) -> Sequence[Cause]:
    """Causes that a second person confirmed, the newest first: only their words were read by two. One statement."""
    query = select(Cause).join(Case, Case.id == Cause.case_id).where(Cause.signal_id == signal.id, ~Case.hidden)
    return context.session.scalars(query.where(confirmed()).order_by(Cause.at.desc(), Cause.id).limit(size)).all()


def pairs(context: Context, signal: Signal) -> Sequence[str]:
    """The other law articles that confirmed causes named beside that of the signal. One statement."""
    query = select(Cause.second_article).where(Cause.signal_id == signal.id, Cause.second_article.is_not(None), confirmed())
    return [found for found in context.session.scalars(query.distinct().order_by(Cause.second_article).limit(PAIRS)) if found]


def confirmed() -> ColumnElement[bool]:
    """Causes that were looked at and found right; few, for a person did that. Written into the statement: it is that of the index."""
    return Cause.review == bindparam(None, Review.CONFIRMED, literal_execute=True)
