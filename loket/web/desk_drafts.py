"""Going on with a request that was put away, or throwing it away."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from loket.routing import saved as drafts
from loket.web import steps, texts_new
from loket.web.desk_new import show
from loket.web.guard import acting, guarded
from loket.web.new_steps import Sheet
from loket.web.putting_away import form_of

desk_drafts = guarded("desk_drafts")


@desk_drafts.get("/concepten/<saved>")
def resume(saved: str) -> str:
    """The form where it was left; on the first step when that one can no longer be shown."""
    row = drafts.resume(acting(), saved)
    sheet = Sheet.of(form_of(row))
    return show(_reachable(row.step, sheet), sheet, {}, texts_new.RESUMED)


@desk_drafts.post("/concepten/<saved>/verwijderen")
def remove(saved: str) -> Response:
    drafts.remove(acting(), saved)
    flash(texts_new.REMOVED, "goed")
    return redirect(url_for("home.start"))


def _reachable(step: str, sheet: Sheet) -> str:
    """The step itself, or an earlier one where something is wrong by now."""
    from_there = steps.first_wrong(sheet.errors, sheet.form, step, sheet.homes)
    return from_there if from_there and from_there != step else step
