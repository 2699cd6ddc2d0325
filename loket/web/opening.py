"""Opening a case that is not one's own work: one click when the citizen is there, else a typed reason (practice rule 20)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from loket.errors import BadRequest
from loket.routing import openings
from loket.web import stuck_filters
from loket.web.case_view import find
from loket.web.guard import account, acting, grounds, guarded

opening = guarded("opening")


@opening.post("/zaken/<number>/inzage")
def open_case(number: str) -> Response:
    """Open the case for this contact, on the ground that was chosen; a supervisor goes on with what can be done about it."""
    context, signed_in = acting(), account().session
    case = find(context, number)
    chosen = next((ground for ground in grounds() if ground.slug == request.form.get("grond")), None)
    if signed_in is not None:
        try:
            openings.open_case(context, case.number, signed_in, chosen, request.form.get("reden", "").strip())
        except BadRequest as refused:
            context.session.rollback()
            flash(refused.detail, "fout")
    if request.args.get("verder") == "bijsturen":
        filters: dict[str, Any] = {**stuck_filters.kept(request.args)}
        return redirect(url_for("supervise_case.page", number=case.number, **filters))
    return redirect(url_for("desk_case.page", number=case.number))
