"""What is asked of the figures: a choice and a period, read as one row for each period however many cases there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from loket.cases.figures import FigureCount
from loket.routing.context import Context
from loket.routing.figures import results
from loket.routing.figures.cells import TIMELESS, Counts, Names, merged, offered, period_of
from loket.routing.figures.definitions import DEFINITIONS
from loket.routing.figures.disclosure import Told
from loket.routing.figures.measures import NO_EVENT, Grain
from loket.routing.figures.results import Histogram, Result, Values
from loket.routing.progress import today

MOST = 60  #: periods in one choice
Column = list[tuple[Histogram, Told]]  # what one figure has of each period
#: What figures can be chosen and split by → its field here, and in the rows of counts.
FIELDS = {"organisatie": "organisation", "product": "product", "loket": "counter", "gebeurtenis": "life_event"}
SPLITS: Mapping[str, InstrumentedAttribute[str]] = {by: getattr(FigureCount, field) for by, field in FIELDS.items()}
#: The figures that are told of each when they are split.
SPLIT = ("onderdelen", "ontvangst", "oppakken", "besluit", "op-tijd", "teruggegeven")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice ("" is all) and the periods from the one with ``first`` to the one with ``last``, both included (Amsterdam dates)."""

    first: date
    last: date
    grain: Grain = Grain.MONTH
    organisation: str = ""
    product: str = ""
    counter: str = ""
    life_event: str = ""

    @property
    def names(self) -> Names:
        """The choice as counts are kept by it."""
        return self.organisation, self.product, self.counter, self.life_event

    @property
    def periods(self) -> list[date]:
        """The first day of each period, in order."""
        found, day = [], period_of(self.grain, self.first)
        while day <= self.last:
            found.append(day)
            day = following(self.grain, day)
        return found

    @property
    def offered(self) -> bool:
        """Whether counts are kept for what is chosen together."""
        return offered(self.names)


def following(grain: Grain, day: date) -> date:
    """The first day of the period after the one that begins on this day."""
    if grain is Grain.YEAR:
        return day.replace(year=day.year + 1)
    return day + timedelta(days=7) if grain is Grain.WEEK else (day + timedelta(days=31)).replace(day=1)


def told_of(context: Context, organisation: str) -> Told:
    """How the counts of this organisation are told to who asks: exact to itself."""
    return Told(exact=bool(organisation) and organisation == context.actor.organisation)


def everything(context: Context, wanted: Wanted, told: Told | None = None) -> list[Result]:
    """Every figure of this choice; ``told`` in place of how it is told to who asks. Two statements."""
    counts, now = _counts(context, wanted), _now(context, wanted)
    told = told or told_of(context, wanted.organisation)
    return [results.result(one, counts, now, told, today(context)) for one in DEFINITIONS.values()]


def split(context: Context, wanted: Wanted, by: str, names: Collection[str]) -> tuple[dict[str, list[Values]], list[Values]]:
    """The figures of ``SPLIT`` for each of these names of which something is told, and for all of them together. One statement.

    ``names`` are of the kind that ``by`` says, a key of ``SPLITS`` that is not chosen itself. That a name has something, but too little to
    be told, is not told either: then it has no row.
    """
    column = SPLITS[by]
    query = select(column, FigureCount.period, FigureCount.counts)
    query = query.where(column.in_(names), *_of(wanted, leave=by), *_in_periods(wanted))
    found: dict[str, dict[date, Counts]] = {}
    for name, day, counts in context.session.execute(query):
        _put(found.setdefault(name, {}), period_of(wanted.grain, day), counts)
    shown = [DEFINITIONS[slug] for slug in SPLIT]
    rows, every = dict[str, list[Values]](), list[list[Column]]()
    for name, periods in sorted(found.items()):
        told = told_of(context, name if by == "organisatie" else wanted.organisation)
        cells: list[Column] = [[(counts.get(one.measure, {}), told) for counts in periods.values()] for one in shown]
        values = [results.whole(one.form, of) for one, of in zip(shown, cells, strict=True)]
        if any(value is not None for one in values for value in one):
            rows[name] = values
            every.append(cells)
    return rows, [results.whole(one.form, [cell for cells in every for cell in cells[place]]) for place, one in enumerate(shown)]


def splits(wanted: Wanted, by: str) -> bool:
    """Whether counts are kept for this choice split like this."""
    organisation, product, counter, life_event = (by if by == field else name for field, name in zip(SPLITS, wanted.names, strict=True))
    return offered((organisation, product, counter, life_event))


def names_of(context: Context, by: str) -> Mapping[str, str]:
    """What figures can be split into or chosen by: slug and name."""
    catalogue = context.catalogue
    return {
        "organisatie": {slug: found.short_name for slug, found in catalogue.organisations.items()},
        "product": {slug: found.name for slug, found in catalogue.products.items()},
        "loket": {slug: found.name for slug, found in catalogue.counters.items()},
        "gebeurtenis": {slug: found.name for slug, found in catalogue.life_events.items()} | {NO_EVENT: "Zonder levensgebeurtenis"},
    }[by]


def _counts(context: Context, wanted: Wanted) -> dict[date, Counts]:
    """The counts of each period, in order; empty for one in which nothing happened."""
    query = select(FigureCount.period, FigureCount.counts).where(*_of(wanted), *_in_periods(wanted))
    found = dict.fromkeys(wanted.periods, Counts())
    for day, counts in context.session.execute(query):
        _put(found, period_of(wanted.grain, day), counts)
    return found


def _put(periods: dict[date, Counts], period: date, counts: Counts) -> None:
    """Add what was counted of this period: a year has a row for each month."""
    known = periods.get(period)
    periods[period] = merged(known, counts) if known else counts


def _now(context: Context, wanted: Wanted) -> Counts:
    query = select(FigureCount.counts).where(*_of(wanted), FigureCount.grain == Grain.NOW.value, FigureCount.period == TIMELESS)
    return context.session.scalar(query) or {}


def _of(wanted: Wanted, leave: str | None = None) -> list[ColumnElement[bool]]:
    chosen = zip(SPLITS.items(), wanted.names, strict=True)
    return [column == name for (by, column), name in chosen if by != leave]


def _in_periods(wanted: Wanted) -> list[ColumnElement[bool]]:
    kept = Grain.MONTH if wanted.grain is Grain.YEAR else wanted.grain
    periods = wanted.periods
    last = following(wanted.grain, periods[-1]) - timedelta(days=1)
    return [FigureCount.grain == kept.value, FigureCount.period.between(periods[0], last)]
