"""Figures that were frozen: freezing one, the list, and one by its number."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.errors import BadRequest
from loket.routing.figures import frozen
from loket.web import figures_choice, figures_view, texts_figures
from loket.web.guard import acting, guarded

figures_frozen = guarded("figures_frozen")


@figures_frozen.post("/cijfers/vastleggen")
def freeze() -> Response:
    """Freeze one figure of the chosen ones."""
    context = acting()
    try:
        number = frozen.freeze(context, request.form.get("cijfer", ""), figures_choice.wanted(request.form, context))
    except BadRequest as error:
        flash(error.detail, "fout")
        return redirect(url_for("figures.overview"))
    flash(texts_figures.FROZEN_DONE.format(nummer=number), "goed")
    return redirect(url_for("figures_frozen.one", nummer=number))


@figures_frozen.get("/cijfers/vastgelegd")
def overview() -> str:
    """The frozen figures, the newest first."""
    context = acting()
    before = request.args.get("na", "")
    found, following = frozen.listed(context, int(before) if before.isdecimal() and len(before) < 10 else None)
    rows = [(one, figures_choice.sentence(context, one.filters)) for one in found]
    return render_template("cijfers_vastgelegd.html", rows=rows, following=following, later=bool(before), t=texts_figures)


@figures_frozen.get("/cijfers/vastgelegd/<int:nummer>")
def one(nummer: int) -> str:
    """One frozen figure, as it was."""
    context = acting()
    found = frozen.get(context, nummer)
    return render_template(
        "cijfers_vastgelegd_een.html",
        row=found,
        one=figures_view.of_document(found.definition, found.result, found.filters["per"]),
        told=figures_choice.sentence(context, found.filters),
        t=texts_figures,
    )
