"""What each step of a new request shows, from the form as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from loket.routing.entries import Gemeente
from loket.web import new_begin, new_check, new_known, new_papers, new_products, new_view, steps, texts_new, texts_outages
from loket.web.forms import ELSE
from loket.web.parts import away, today
from loket.web.sheet import Sheet as Sheet

Shown = dict[str, Any]


def shown(name: str, sheet: Sheet, errors: Mapping[str, str]) -> Shown:
    """Everything that the template of this step needs; only the errors of its own fields."""
    return {
        "step": name,
        "number": steps.NAMES.index(name) + 1,
        "previous": steps.before(name, sheet.skipped()),
        "form": sheet.form,
        "errors": {field: words for field, words in errors.items() if sheet.step_of(field) == name},
        "carried": list(steps.carried(sheet.form, name, sheet.homes)),
        "catalogue": sheet.catalogue,
        "event": sheet.event,
        "free": sheet.form.get("levensgebeurtenis") == ELSE,
        "words": texts_new,
        "away": away() if name == steps.FIRST else [],
        "away_words": texts_outages,
        **_STEPS[name](sheet),
    }


def _events(sheet: Sheet) -> Shown:
    return {"life_events": new_view.matching(sheet.catalogue.life_events_on(today()), sheet.form.get("zoekwoord", ""))}


def _situation(sheet: Sheet) -> Shown:
    return {"roles": new_view.roles_of(sheet.event), **new_known.deciding(sheet), **_gemeente(sheet)}


def _gemeente(sheet: Sheet) -> Shown:
    gap = new_view.gemeente_gap(sheet.catalogue, sheet.reading.request, today()) if sheet.reading.request else None
    chosen = bool(sheet.form.get("aanvrager.gekozenGemeentecode"))
    return {"ask_gemeente": gap is not None or chosen, **new_begin.candidates(sheet), "gemeenten": _gemeenten(sheet)}


def _gemeenten(sheet: Sheet) -> list[Gemeente]:
    return new_begin.by_name(sheet)


def _products(sheet: Sheet) -> Shown:
    return {**new_products.shown(sheet), **_gemeente(sheet)}


_STEPS: Mapping[str, Callable[[Sheet], Shown]] = {
    "persoon": new_begin.person,
    "spoed": new_begin.urgency,
    "lopend": new_begin.running,
    "gebeurtenis": _events,
    "situatie": _situation,
    "producten": _products,
    "vragen": new_known.of_products,
    "papieren": new_papers.shown,
    "controle": new_check.check,
}
