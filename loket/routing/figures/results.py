"""From counts to what is told of a figure: columns, a line for each period or class, and the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.routing.closing import HELPED
from loket.routing.figures.cells import Counts, merged
from loket.routing.figures.definitions import Definition, Form
from loket.routing.figures.disclosure import Told, total

Value = int | float | None  # None: not told, or there is nothing to reckon from
Values = tuple[Value, ...]
Histogram = Mapping[str, int]

NUMBER, MEDIAN, NINETY, SHARE, MEAN = "aantal", "mediaan", "p90", "aandeel", "gemiddelde"
COLUMNS: Mapping[Form, tuple[str, ...]] = {
    Form.COUNT: (NUMBER,),
    Form.DAYS: (NUMBER, MEDIAN, NINETY),
    Form.SHARE: (NUMBER, SHARE),
    Form.MEAN: (NUMBER, MEAN),
    Form.AGES: (NUMBER,),
    Form.ANSWERS: (*HELPED, NUMBER),
}
#: Classes of age → the most days in it; None: no end.
AGES: Mapping[str, int | None] = {"0-7": 7, "8-30": 30, "31-90": 90, "91": None}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the first day of its period (ISO) or its class, and a value for each column."""

    key: str
    values: Values


@dataclass(frozen=True, slots=True)
class Result:
    """One figure as told. ``whole`` is reckoned from the lines that are told, or for what is open now from all of it."""

    definition: Definition
    lines: tuple[Line, ...]
    whole: Values

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the values."""
        return COLUMNS[self.definition.form]

    def document(self) -> dict[str, Any]:
        """The same as plain JSON."""
        lines = [[line.key, *line.values] for line in self.lines]
        return {"kolommen": list(self.columns), "regels": lines, "geheel": list(self.whole)}


def result(definition: Definition, counts: Mapping[date, Counts], now: Counts, told: Told, today: date) -> Result:
    """A figure from the counts of each period and of what is open ``now``."""
    if definition.form is Form.AGES:
        classes = ages(now.get(definition.measure, {}), today)
        lines = tuple(Line(key, (told.number(number),)) for key, number in classes.items())
        return Result(definition, lines, (total([(number, told) for number in classes.values()], told),))
    periods = {period: found.get(definition.measure, {}) for period, found in counts.items()}
    lines = tuple(Line(period.isoformat(), values(definition.form, histogram, told)) for period, histogram in periods.items())
    return Result(definition, lines, whole(definition.form, [(histogram, told) for histogram in periods.values()]))


def values(form: Form, histogram: Histogram, told: Told) -> Values:
    """What is told of one histogram."""
    number = sum(histogram.values())
    match form:
        case Form.DAYS:
            return told.number(number), *(_quantile(histogram, share, told) for share in (0.5, 0.9))
        case Form.SHARE:
            return told.number(number), _share(histogram, told)
        case Form.MEAN:
            return told.number(number), _mean(histogram, told)
        case Form.ANSWERS:
            answers = [histogram.get(str(place), 0) for place in range(len(HELPED))]
            return *(told.number(answer) for answer in answers), total([(answer, told) for answer in answers], told)
    return (told.number(number),)


def whole(form: Form, cells: Sequence[tuple[Histogram, Told]]) -> Values:
    """What is told of these cells together: reckoned from those that are told, and from nothing else.

    So whatever periods are chosen and laid side by side, one that is not told changes nothing that is.
    """
    told = [(histogram, values(form, histogram, how)) for histogram, how in cells]
    columns = [_sum(found[place] for _, found in told) for place in range(len(COLUMNS[form]))]
    if form not in (Form.DAYS, Form.SHARE, Form.MEAN):
        return tuple(columns)
    kept: Counts = {}
    for histogram, found in told:
        kept = merged(kept, {"": histogram} if found[-1] is not None else {})
    return columns[0], *values(form, kept.get("", {}), Told(exact=True))[1:]


def ages(opened: Histogram, today: date) -> dict[str, int]:
    """How many of these days of intake (ordinals) fall in each class of age."""
    found = dict.fromkeys(AGES, 0)
    for day, number in opened.items():
        age = today.toordinal() - int(day)
        found[next(key for key, most in AGES.items() if most is None or age <= most)] += number
    return found


def quantile(histogram: Histogram, share: float) -> int | None:
    """The least value that at least this share does not exceed; None of nothing."""
    needed, reached = share * sum(histogram.values()), 0
    for value in sorted(histogram, key=int):
        reached += histogram[value]
        if reached >= needed:
            return int(value)
    return None


def _sum(column: Iterable[Value]) -> Value:
    """The sum of what is told of a column; None when nothing is."""
    told = [value for value in column if value is not None]
    return sum(told) if told else None


def _quantile(histogram: Histogram, share: float, told: Told) -> Value:
    return quantile(histogram, share) if told.enough(sum(histogram.values())) else None


def _share(histogram: Histogram, told: Told) -> Value:
    """How many in a hundred have the value 1; not told when either side is too small to be told, for it would follow."""
    yes, no = histogram.get("1", 0), histogram.get("0", 0)
    sides = (yes, no) if not told.exact else (yes + no,)
    return round(100 * yes / (yes + no)) if all(told.enough(side) for side in sides) else None


def _mean(histogram: Histogram, told: Told) -> Value:
    number = sum(histogram.values())
    return round(sum(int(value) * seen for value, seen in histogram.items()) / number, 1) if told.enough(number) else None
