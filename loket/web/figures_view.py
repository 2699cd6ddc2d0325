"""How figures are shown: the words of a value and of a line, the chart beside a table, and the lines of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.cases.words import month
from loket.routing.figures.definitions import DEFINITIONS, Form
from loket.routing.figures.measures import Grain
from loket.routing.figures.reading import SPLIT
from loket.routing.figures.results import COLUMNS, MEAN, MEDIAN, NINETY, NUMBER, SHARE, Line, Result, Value, Values
from loket.web import charts, texts_figures
from loket.web.charts import Chart

DERIVED = frozenset({MEDIAN, NINETY, SHARE, MEAN})


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure on a page: its words, its chart, and its table as text."""

    slug: str
    name: str
    means: str
    context: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    whole: tuple[str, ...]
    chart: Chart
    top: str
    twofold: bool


def shown(result: Result, grain: Grain) -> Shown:
    """A figure as it stands now."""
    return of_document(result.definition.words(), result.document(), grain.value)


def of_document(definition: Mapping[str, str], document: Mapping[str, Any], grain: str) -> Shown:
    """A figure from the words of its definition and its plain form: as it stands now, or as it was frozen."""
    columns, form = tuple(document["kolommen"]), Form(definition["form"])
    lines = [Line(key, tuple(values)) for key, *values in document["regels"]]
    chart = charts.grouped([drawn(columns, line.values) for line in lines])
    return Shown(
        slug=definition["slug"],
        name=definition["name"],
        means=definition["means"],
        context=definition["context"],
        head=texts_figures.CLASS if form is Form.AGES else texts_figures.PERIOD,
        columns=tuple(texts_figures.COLUMNS[name] for name in columns),
        rows=tuple((key_words(line.key, grain), cells(columns, line.values)) for line in lines),
        whole=cells(columns, document["geheel"], whole=True),
        chart=chart,
        top=number(chart.top),
        twofold=form is Form.DAYS,
    )


def cells(columns: Sequence[str], values: Sequence[Value], *, whole: bool = False) -> tuple[str, ...]:
    """Each value as text: numbers as Dutch has them, and why there is none."""
    return tuple(_text(name, value, whole=whole) for name, value in zip(columns, values, strict=True))


def side_heads() -> list[tuple[str, list[str]]]:
    """The figures that stand side by side, each with its columns: of how many it is does not fit beside each."""
    return [(DEFINITIONS[slug].name, [texts_figures.COLUMNS[name] for name in _side(slug)]) for slug in SPLIT]


def side_cells(values: Sequence[Values], *, whole: bool = False) -> list[str]:
    """The values of those columns as text, from what ``reading.split`` tells of one name."""
    found: list[str] = []
    for slug, told in zip(SPLIT, values, strict=True):
        by_name = dict(zip(COLUMNS[DEFINITIONS[slug].form], told, strict=True))
        found += cells(_side(slug), [by_name[name] for name in _side(slug)], whole=whole)
    return found


def _side(slug: str) -> list[str]:
    columns = COLUMNS[DEFINITIONS[slug].form]
    return [name for name in columns if name in DERIVED] or list(columns)


def drawn(columns: Sequence[str], values: Sequence[Value]) -> list[Value]:
    """The values of a line that its chart draws: the days, the share or the mean where there is one, else the numbers."""
    found = dict(zip(columns, values, strict=True))
    return [value for name, value in found.items() if name in DERIVED] or [value for name, value in found.items() if name == NUMBER]


def key_words(key: str, grain: str) -> str:
    """The period or the class of a line in words."""
    if key in texts_figures.AGE_CLASSES:
        return texts_figures.AGE_CLASSES[key]
    first = date.fromisoformat(key)
    if grain == Grain.YEAR.value:
        return str(first.year)
    if grain == Grain.WEEK.value:
        year, week, _ = first.isocalendar()
        return texts_figures.WEEK.format(week=week, jaar=year)
    return month(first)


def file_lines(results: Iterable[Result], grain: Grain, note: str, chosen: str) -> Iterator[list[object]]:
    """Every figure as lines of a file: one for each value, with what it means, how to read it and what was chosen."""
    for result in results:
        told = shown(result, grain)
        for line, values in (*told.rows, (texts_figures.WHOLE, told.whole)):
            for column, value in zip(told.columns, values, strict=True):
                yield [told.name, told.means, f"{told.context} {note}".strip(), line, column, value, chosen]


def side_lines(name: str, values: Iterable[str], note: str, chosen: str) -> Iterator[list[object]]:
    """The values of one name side by side as lines of a file: one for each, with the same words."""
    columns = [(DEFINITIONS[slug], texts_figures.COLUMNS[column]) for slug in SPLIT for column in _side(slug)]
    for (one, column), value in zip(columns, values, strict=True):
        yield [name, one.name, one.means, f"{one.context} {note}".strip(), column, value, chosen]


def _text(name: str, value: Value, *, whole: bool) -> str:
    if value is None:
        return texts_figures.TOO_FEW if name in DERIVED else texts_figures.LEFT_OUT if whole else texts_figures.FEW
    return number(value)


def number(value: float) -> str:
    """A number as Dutch has it: 1.234,5."""
    return f"{value:,}".replace(",", "_").replace(".", ",").replace("_", ".")
