"""A crisis: which there are, and the figures of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from flask import render_template

from loket.cases.words import day
from loket.errors import NotFound
from loket.routing import crisis_figures, journal
from loket.routing.crisis_figures import Cell
from loket.routing.entries import LifeEvent
from loket.web import texts_crisis
from loket.web.guard import acting, guarded
from loket.web.parts import organisation_name, parts, today

crisis = guarded("crisis")

Table = tuple[str, str, list[Cell]]  # title, what a row is, rows


@crisis.get("/crisis")
def overview() -> str:
    """Every life event of a crisis: those that last first, then those that come, then those that are over."""
    on = today()
    found = sorted(
        ((event, _now(event, on)) for event in parts().catalogue.crises()), key=lambda pair: list(texts_crisis.NOW).index(pair[1])
    )
    return render_template("crisis/overzicht.html", events=found, t=texts_crisis)


@crisis.get("/crisis/<gebeurtenis>")
def one(gebeurtenis: str) -> str:
    """The figures of one, for who looks."""
    context = acting()
    event = parts().catalogue.life_events.get(gebeurtenis)
    if event is None or event.crisis is None:
        raise NotFound("Deze crisis is hier niet bekend.")
    found = crisis_figures.figures(context, event)
    journal.record(context, "crisiscijfers-inzien", event.slug)
    tables = [
        _table(texts_crisis.HOW_FAR, texts_crisis.STATE, found.standing, lambda key: texts_crisis.STANDING[key]),
        _table(texts_crisis.BY_DAY, texts_crisis.DAY, found.days, day),
        _table(texts_crisis.BY_COUNTER, texts_crisis.COUNTER, found.counters, organisation_name),
        _table(texts_crisis.BY_GEMEENTE, texts_crisis.GEMEENTE, found.gemeenten, _gemeente),
    ]
    exact = crisis_figures.told_to(context).exact
    return render_template("crisis/cijfers.html", event=event, figures=found, tables=tables, exact=exact, t=texts_crisis)


def _table(title: str, what: str, cells: Sequence[Cell], name: Callable[[str], str]) -> Table:
    return title, what, [(name(key), count) for key, count in cells]


def _gemeente(code: str) -> str:
    found = parts().catalogue.gemeenten.get(code)
    return found.name if found else code


def _now(event: LifeEvent, on: date) -> str:
    if event.holds_on(on):
        return "loopt"
    return "komt" if event.valid_from and event.valid_from > on else "voorbij"
