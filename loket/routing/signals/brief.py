"""The knelpuntenbrief: what a supervisor sends to who can change it. It counts only what a second person confirmed (practice rule 26)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select, tuple_

from loket.cases.models import Case
from loket.cases.signals import Cause, Signal, SignalMonth
from loket.routing.context import Context
from loket.routing.figures.disclosure import FEWEST, Number, Told, beside
from loket.routing.progress import today
from loket.routing.signals.listing import Choice, before, chosen, confirmed

MOST, EXAMPLES, CHUNK = 30, 2, 500
TOLD = Told()  #: a brief goes outside: for everybody the same


@dataclass(frozen=True, slots=True)
class Line:
    """One signal of a brief. Numbers are rounded; below FEWEST they are None, and such a signal has no examples either."""

    signal: Signal
    count: Number
    days: Number
    knocks: Number
    hand_backs: Number
    lately: Number = None  # causes noted in the last three months, and in the three before
    earlier: Number = None
    pairs: tuple[str, ...] = ()
    examples: tuple[Cause, ...] = ()

    @property
    def answer(self) -> str | None:
        """What was answered; words of an answer that is not given yet stay inside."""
        return self.signal.given


def lines(context: Context, choice: Choice) -> list[Line]:
    """At most MOST signals of this choice that count, the most cases first, with examples and trend. Four statements."""
    found = [_line(signal) for signal in _page(context, choice, None, MOST)]
    open_ = [line.signal for line in found if line.count is not None]
    ids = [signal.id for signal in open_]
    trends, laws, words = _trends(context, open_), _pairs(context, ids), _examples(context, ids)
    whole = []
    for line in found:
        lately, earlier = trends.get(line.signal.id, (None, None))
        known = line.signal.id
        whole.append(replace(line, lately=lately, earlier=earlier, pairs=tuple(laws.get(known, ())), examples=tuple(words.get(known, ()))))
    return whole


def table(context: Context, choice: Choice) -> Iterator[Sequence[Line]]:
    """Every signal of this choice that counts, without words, in chunks; each ends its transaction."""
    after = None
    while True:
        found = _page(context, choice, after, CHUNK)
        context.session.expunge_all()
        context.session.rollback()
        yield [_line(signal) for signal in found]
        if len(found) < CHUNK:
            return
        after = (found[-1].counted, found[-1].id)


def _page(context: Context, choice: Choice, after: tuple[int, UUID] | None, size: int) -> Sequence[Signal]:
    query = select(Signal).where(Signal.counted > 0, *chosen(choice))
    if after is not None:
        query = query.where(tuple_(Signal.counted, Signal.id) < tuple_(*after))
    return context.session.scalars(query.order_by(Signal.counted.desc(), Signal.id.desc()).limit(size)).all()


def _line(signal: Signal) -> Line:
    if signal.counted < FEWEST:
        return Line(signal, None, None, None, None)
    harm = signal.counted_days, signal.counted_knocks, signal.counted_hand_backs
    days, knocks, hand_backs = (TOLD.number(number) for number in harm)
    return Line(signal, TOLD.number(signal.counted), days, knocks, hand_backs)


def _trends(context: Context, signals: Sequence[Signal]) -> dict[UUID, tuple[Number, Number]]:
    """By signal what counts of the last three months, this one included, and of the three before, where it gives nothing away."""
    months = [today(context).replace(day=1)]
    while len(months) < 6:
        months.append(before(months[-1]))
    late = SignalMonth.month >= months[2]
    sums = func.sum(SignalMonth.counted).filter(late), func.sum(SignalMonth.counted).filter(~late)
    query = select(SignalMonth.signal_id, *sums).where(
        SignalMonth.signal_id.in_([one.id for one in signals]), SignalMonth.month >= months[-1]
    )
    counted = {signal.id: signal.counted for signal in signals}
    found: dict[UUID, tuple[Number, Number]] = {}
    for signal, *sums_ in context.session.execute(query.group_by(SignalMonth.signal_id)):
        lately, earlier = (number or 0 for number in sums_)
        if beside([(lately, TOLD), (earlier, TOLD)], counted[signal], TOLD) is not None:
            found[signal] = TOLD.number(lately), TOLD.number(earlier)
    return found


def _pairs(context: Context, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    query = select(Cause.signal_id, Cause.second_article).where(Cause.signal_id.in_(ids), Cause.second_article.is_not(None))
    found: dict[UUID, list[str]] = {}
    for signal, article in context.session.execute(query.where(confirmed()).distinct().order_by(Cause.second_article)):
        found.setdefault(signal, []).append(article or "")
    return found


def _examples(context: Context, ids: Sequence[UUID]) -> dict[UUID, list[Cause]]:
    """The newest confirmed causes of each signal."""
    place = func.row_number().over(partition_by=Cause.signal_id, order_by=(Cause.at.desc(), Cause.id)).label("place")
    ranked = select(Cause.id, place).join(Case, Case.id == Cause.case_id).where(Cause.signal_id.in_(ids), ~Case.hidden)
    newest = ranked.where(confirmed()).subquery()
    query = select(Cause).join(newest, newest.c.id == Cause.id).where(newest.c.place <= EXAMPLES).order_by(Cause.at.desc(), Cause.id)
    found: dict[UUID, list[Cause]] = {}
    for cause in context.session.scalars(query):
        found.setdefault(cause.signal_id, []).append(cause)
    return found
