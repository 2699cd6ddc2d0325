"""Where a count belongs: it is kept for every choice that a page offers, by week and by month, so that nothing is added up later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import Any

from loket.routing.figures.measures import Grain, Measure

Names = tuple[str, str, str, str]  # organisation, product, counter, life event; "" is all of them
Key = tuple[str, str, str, str, str, date]  # the names, grain, first day of the period
Counts = dict[str, dict[str, int]]  # measure → value → how many
Cells = dict[Key, Counts]

TIMELESS = date(1, 1, 1)  #: the period of what has none
NOW = ((Grain.NOW.value, TIMELESS),)
#: What can be chosen together: any two, or organisation, product and loket. All four would keep nearly a row for each case.
SHAPES = tuple(shape for shape in product((False, True), repeat=4) if sum(shape) <= 2 or shape == (True, True, True, False))


def offered(names: Names) -> bool:
    """Whether counts are kept for this choice."""
    return tuple(bool(name) for name in names) in SHAPES


def period_of(grain: Grain, day: date) -> date:
    """The first day of the period in which this day falls."""
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grain is Grain.MONTH else TIMELESS


def spread(adds: Mapping[str, Any], sign: int, into: Cells) -> None:
    """Add what a case adds (see ``contribution``) to ``into``, or take it off with ``sign`` -1.

    A part counts once for each choice that it falls under; so does a case, however many of its parts fall under it.
    """
    if not adds:
        return
    place = (adds["loket"], adds["gebeurtenis"])
    parts = [(set(_choices((organisation, slug, *place))), counted) for organisation, slug, counted in adds["delen"]]
    whole = set(_choices(("", "", *place))).union(*(choices for choices, _ in parts))
    for choices, counted in ((whole, adds["zaak"]), *parts):
        periods = _by_period(counted, sign)
        for choice in choices:
            for period, found in periods.items():
                counts = into.setdefault((*choice, *period), {})
                for measure, value, number in found:
                    values = counts.setdefault(measure, {})
                    values[value] = values.get(value, 0) + number


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> Counts:
    """Both together, without what came to nothing; neither is changed."""
    found: Counts = {}
    for counts in (one, other):
        for measure, values in counts.items():
            into = found.setdefault(measure, {})
            for value, number in values.items():
                into[value] = into.get(value, 0) + number
    kept = ((measure, {value: number for value, number in values.items() if number}) for measure, values in found.items())
    return {measure: values for measure, values in kept if values}


def _choices(names: Names) -> Iterator[Names]:
    for organisation, slug, counter, life_event in SHAPES:
        yield (names[0] * organisation, names[1] * slug, names[2] * counter, names[3] * life_event)


def _by_period(counted: Iterable[Sequence[Any]], sign: int) -> dict[tuple[str, date], list[tuple[str, str, int]]]:
    found: dict[tuple[str, date], list[tuple[str, str, int]]] = {}
    for measure, day, value, number in counted:
        for period in NOW if measure == Measure.OPEN else _periods(day):
            found.setdefault(period, []).append((measure, str(value), sign * number))
    return found


@lru_cache(maxsize=4096)
def _periods(day: str) -> tuple[tuple[str, date], ...]:
    found = date.fromisoformat(day)
    return tuple((grain.value, period_of(grain, found)) for grain in (Grain.WEEK, Grain.MONTH))
