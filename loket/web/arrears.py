"""The list of a gemeente of people who are behind at several organisations: looked at, taken up, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.errors import BadRequest, LoketError, NotFound
from loket.routing.arrears import handling
from loket.routing.context import Context
from loket.web import texts_arrears
from loket.web.addresses import place
from loket.web.guard import acting, guarded
from loket.web.typed import by_field

arrears = guarded("arrears")

Page = str | Response


@arrears.get("/schuldsignalen")
def overview() -> str:
    """Open signals, the oldest first; one line for a person, without who it is."""
    found, following = handling.listed(acting(), place(request.args.get("na"), UUID))
    return render_template("schuldsignalen.html", found=found, following=following, later=bool(request.args.get("na")), t=texts_arrears)


@arrears.get("/schuldsignalen/<uuid:schuldsignaal>")
def one(schuldsignaal: UUID) -> Page:
    """One signal with its person; every look is accounted for."""
    return _page(schuldsignaal, {})


@arrears.post("/schuldsignalen/<uuid:schuldsignaal>/oppakken")
def take_up(schuldsignaal: UUID) -> Page:
    """Make it one's own work."""
    return _act(schuldsignaal, texts_arrears.TAKEN_UP, lambda context: handling.take_up(context, schuldsignaal))


@arrears.post("/schuldsignalen/<uuid:schuldsignaal>/sluiten")
def close(schuldsignaal: UUID) -> Page:
    """Close it with what came of it."""
    return _act(
        schuldsignaal, texts_arrears.CLOSED, lambda context: handling.close(context, schuldsignaal, request.form.get("uitkomst", ""))
    )


def has_list(organisation: str | None) -> bool:
    """Whether this organisation gets signals."""
    return any(handling.gemeenten_of(acting(), organisation).values())


def _act(schuldsignaal: UUID, done: str, act: Callable[[Context], None]) -> Page:
    context = acting()
    try:
        act(context)
    except BadRequest as refused:
        context.session.rollback()
        return _page(schuldsignaal, by_field(refused))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
        return redirect(url_for("arrears.overview"))
    flash(done, "goed")
    return redirect(url_for("arrears.one", schuldsignaal=schuldsignaal))


def _page(schuldsignaal: UUID, errors: Mapping[str, str]) -> Page:
    try:
        found = handling.look(acting(), schuldsignaal)
    except NotFound as error:
        flash(error.detail, "fout")
        return redirect(url_for("arrears.overview"))
    return render_template("schuldsignaal.html", found=found, form=request.form, errors=errors, t=texts_arrears)
