"""Where a count belongs: it is kept for every choice that a page offers, by week and by month, so that nothing is added up later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import Any

from loket.routing.figures.measures import Grain, Measure

Names = tuple[str, str, str, str]  # organisation, product, counter, life event; "" is all of them
Key = tuple[str, str, str, str, str, date]  # the names, grain, first day of the period
Period = tuple[str, date]  # grain and first day
Place = tuple[str, str, tuple[tuple[str, str], ...]]  # counter, life event, and organisation and product of each part
FlatKey = tuple[str, str, tuple[tuple[str, str], ...], str, str, int]  # a place, measure, day (ISO) and value
Flat = dict[FlatKey, int]
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
    if grain is Grain.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if grain is Grain.MONTH else TIMELESS


def flatten(adds: Mapping[str, Any], sign: int, into: Flat) -> None:
    """Add what a case adds (see ``contribution``) to ``into``, or take it off with ``sign`` -1: what stayed the same comes to 0."""
    if not adds:
        return
    place = (adds["loket"], adds["gebeurtenis"])
    pairs = tuple(sorted({(organisation, slug) for organisation, slug, _ in adds["delen"]}))
    for whose, counted in ((pairs, adds["zaak"]), *((((organisation, slug),), found) for organisation, slug, found in adds["delen"])):
        for measure, day, value, number in counted:
            key = (*place, whose, measure, day, value)
            into[key] = into.get(key, 0) + sign * number


def expand(flat: Mapping[FlatKey, int], into: Cells) -> None:
    """Add this to every count where it belongs.

    A part counts once for each choice that it falls under; so does a case, however many of its parts fall under it.
    """
    by_place: dict[Place, dict[Period, list[tuple[str, str, int]]]] = {}
    for (counter, life_event, whose, measure, day, value), number in flat.items():
        if number:
            periods = by_place.setdefault((counter, life_event, whose), {})
            for period in NOW if measure == Measure.OPEN else _periods(day):
                periods.setdefault(period, []).append((measure, str(value), number))
    for place, periods in by_place.items():
        for choice in _choices(place):
            for period, found in periods.items():
                counts = into.setdefault((*choice, *period), {})
                for of, seen, times in found:
                    values = counts.setdefault(of, {})
                    values[seen] = values.get(seen, 0) + times


def spread(every: Iterable[Mapping[str, Any]], into: Cells, times: int = 1) -> None:
    """Add what these cases add, so many times, to every count where it belongs."""
    flat: Flat = {}
    for adds in every:
        flatten(adds, times, flat)
    expand(flat, into)


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


def _choices(place: Place) -> set[Names]:
    counter, life_event, whose = place
    return {
        (organisation * shape[0], slug * shape[1], counter * shape[2], life_event * shape[3])
        for organisation, slug in whose or (("", ""),)
        for shape in SHAPES
    }


@lru_cache(maxsize=4096)
def _periods(day: str) -> tuple[Period, ...]:
    found = date.fromisoformat(day)
    return tuple((grain.value, period_of(grain, found)) for grain in (Grain.WEEK, Grain.MONTH))
