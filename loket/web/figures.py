"""The pages with figures: all of one choice, the same figures side by side, and both as files. They show counts, never a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response as Sent
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.errors import BadRequest
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.figures import reading
from loket.routing.figures.definitions import DEFINITIONS
from loket.routing.figures.frozen import filters_of
from loket.routing.figures.reading import FIELDS, SPLIT, SPLITS, Wanted
from loket.web import csv_lines, figures_choice, figures_view, texts_figures
from loket.web.addresses import with_query
from loket.web.guard import acting, guarded

figures = guarded("figures")


@figures.get("/cijfers")
def overview() -> str | Response:
    """Every figure of the chosen organisation, product, loket and life event, by week or month."""
    context = acting()
    try:
        wanted = figures_choice.wanted(request.args, context)
    except BadRequest as error:
        return _without_days(error, "figures.overview", lambda values: figures_choice.wanted(values, context))
    found = [figures_view.shown(one, wanted.grain) for one in reading.everything(context, wanted)]
    return render_template("cijfers.html", found=found, **_page(context, wanted))


@figures.get("/cijfers/naast-elkaar")
def side_by_side() -> str | Response:
    """A line for each organisation, product, loket or life event (``?naast=``), within what is chosen beside."""
    context = acting()
    try:
        wanted, by = _split(context, request.args)
    except BadRequest as error:
        return _without_days(error, "figures.side_by_side", lambda values: _split(context, values))
    table = _table(context, wanted, by)
    return render_template("cijfers_naast.html", by=by, splits=list(texts_figures.FIELDS.items()), **table, **_page(context, wanted))


@figures.get("/cijfers.csv")
def export() -> Sent:
    """Every figure as a file, with its definition in each line."""
    context = acting()
    wanted = figures_choice.wanted(request.args, context)
    found = reading.everything(context, wanted)
    _note(context, wanted)
    lines = figures_view.file_lines(
        found, wanted.grain, _rounding(context, wanted), figures_choice.sentence(context, filters_of(context, wanted))
    )
    return csv_lines.file("cijfers", texts_figures.HEADS, [lines])


@figures.get("/cijfers/naast-elkaar.csv")
def export_side_by_side() -> Sent:
    """The figures side by side as a file, with the definition in each line."""
    context = acting()
    wanted, by = _split(context, request.args)
    table = _table(context, wanted, by)
    _note(context, wanted)
    rows = [*table["rows"], {"name": texts_figures.WHOLE, "cells": table["whole"]}]
    about = _rounding(context, wanted), figures_choice.sentence(context, filters_of(context, wanted))
    chunks = [figures_view.side_lines(row["name"], row["cells"], *about) for row in rows]
    return csv_lines.file(f"cijfers-{by}", (texts_figures.FIELDS[by], *texts_figures.SIDE_HEADS), chunks)


@figures.get("/cijfers.json")
def document() -> dict[str, Any]:
    """Every figure as JSON, with its definition. A value that is null is not told, or there is nothing to reckon it from."""
    context = acting()
    wanted = figures_choice.wanted(request.args, context)
    found = [{"definitie": one.definition.words(), **one.document()} for one in reading.everything(context, wanted)]
    _note(context, wanted)
    about = {"keuze": filters_of(context, wanted), "moment": context.now.isoformat(), "toelichting": _rounding(context, wanted)}
    return about | {"cijfers": found}


def _without_days(error: BadRequest, endpoint: str, check: Callable[[Mapping[str, str]], object]) -> Response:
    """Back to the page with what is wrong: without the days that were typed, and without any choice when that is not all of it."""
    flash(error.detail, "fout")
    choices: dict[str, str | None] = {name: value for name, value in request.args.items() if name in (*FIELDS, "per", "naast")}
    try:
        check({name: value for name, value in choices.items() if value})
    except BadRequest:
        choices = {}
    return redirect(with_query(url_for(endpoint), choices))


def _rounding(context: Context, wanted: Wanted) -> str:
    """What was left out and rounded; nothing where the own organisation is told everything."""
    return "" if reading.told_of(context, wanted.organisation).exact else texts_figures.SMALL


def _note(context: Context, wanted: Wanted) -> None:
    journal.record(context, "cijfers-uitvoeren", "cijfers", filters=sorted(filters_of(context, wanted)))


def _split(context: Context, values: Mapping[str, str]) -> tuple[Wanted, str]:
    """What is chosen and what stands side by side: that is no choice itself. BadRequest."""
    by = values.get("naast", "organisatie")
    if by not in SPLITS:
        raise BadRequest(texts_figures.NOT_HERE.format(velden=texts_figures.SPLIT_BY.lower()))
    wanted = figures_choice.wanted({name: value for name, value in values.items() if name != by}, context)
    if not reading.splits(wanted, by):
        raise BadRequest(texts_figures.NOT_TOGETHER)
    return wanted, by


def _table(context: Context, wanted: Wanted, by: str) -> dict[str, Any]:
    """Heads (figure and its columns), a row for each name that has something, and all of them together."""
    names = reading.names_of(context, by)
    rows, whole = reading.split(context, wanted, by, names)
    ordered = sorted(rows.items(), key=lambda row: names[row[0]].casefold())
    return {
        "heads": figures_view.side_heads(),
        "labels": [f"{name}: {column.lower()}" for name, columns in figures_view.side_heads() for column in columns],
        "definitions": [DEFINITIONS[slug] for slug in SPLIT],
        "rows": [
            {"name": names[name], "cells": figures_view.side_cells(values), "link": _address("figures.overview", **{by: name})}
            for name, values in ordered
        ],
        "whole": figures_view.side_cells(whole, whole=True),
    }


def _page(context: Context, wanted: Wanted) -> dict[str, Any]:
    """What every page with figures has: what is chosen, what can be, and the words."""
    chosen = figures_choice.kept(request.args)
    return {
        "chosen": {"per": wanted.grain.value, **chosen},
        "told": figures_choice.words(context, chosen),
        "options": figures_choice.options(context),
        "address": _address,
        "exact": reading.told_of(context, wanted.organisation).exact,
        "t": texts_figures,
    }


def _address(endpoint: str, **changed: str | None) -> str:
    """A page with the same choices, but for what is ``changed``; None leaves a choice out."""
    return with_query(url_for(endpoint), {**figures_choice.kept(request.args), **changed})
