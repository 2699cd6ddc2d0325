"""A new request at the desk: short steps that post along all that was typed, so that nothing is lost and no draft is stored."""

from __future__ import annotations

import json
import secrets

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases.crypto import keys
from loket.errors import Conflict
from loket.routing import intake
from loket.routing.context import Context
from loket.web import steps
from loket.web.forms import Form
from loket.web.guard import acting, guarded
from loket.web.idempotency import RUNNING, Given, first_answer
from loket.web.new_steps import Sheet, shown
from loket.web.parts import parts

desk_new = guarded("desk_new")


@desk_new.get("/nieuwe-vraag")
def begin() -> str:
    return _begin_with(MultiDict())


@desk_new.post("/nieuwe-vraag")
def step() -> str | Response:
    """Leave one step for another: checks what was typed when going on, not when going back."""
    form: Form = MultiDict(request.form)
    left, going = form.get("stap", ""), form.get("naar", "")
    if left not in steps.NAMES:
        return _begin_with(form)
    sheet = Sheet.of(form)
    if going in steps.NAMES[: steps.NAMES.index(left)]:
        return _show(going, sheet, {})
    errors = sheet.errors
    wrong = steps.first_wrong(errors, form, left, sheet.deciding)
    if wrong:
        return _show(wrong, sheet, errors)
    following = steps.following(left)
    return _send(sheet) if following == steps.SEND else _show(following, sheet, {})


def _show(name: str, sheet: Sheet, errors: dict[str, str]) -> str:
    return render_template(f"nieuw/{name}.html", **shown(name, sheet, errors))


def _begin_with(form: Form) -> str:
    """A fresh form, with what is known already, such as the number that was searched for."""
    known = [(field, value) for field, value in form.items() if field.startswith("aanvrager.")]
    fresh: Form = MultiDict([("communicatiekanaal", "balie"), ("sleutel", secrets.token_urlsafe(24)), *known])
    return _show(steps.FIRST, Sheet.of(fresh), {})


def _send(sheet: Sheet) -> Response:
    """Open the case; a second click on the button finds the first answer by the form's own key."""
    context = acting()
    sent = Given(context.actor.name, sheet.form.get("sleutel", "")[:64] or secrets.token_urlsafe(24), _hash(sheet))
    number = _opened_before(context, sent)
    if number is None:
        try:
            opened = intake.open_case(context, sheet.asked, sent.row)
        except Conflict as conflict:
            context.session.rollback()
            number = _opened_before(context, sent) if conflict.code == RUNNING else None
            if number is None:
                raise
        else:
            parts().wake()
            return redirect(url_for("desk_case.receipt", number=opened.number, bestaand=None if opened.created else 1))
    return redirect(url_for("desk_case.receipt", number=number))


def _opened_before(context: Context, sent: Given) -> str | None:
    first = first_answer(context.session, sent, context.now)
    return first.case_number if first else None


def _hash(sheet: Sheet) -> str:
    """Equal forms have equal hashes; keyed, so that nobody can try out a BSN on it."""
    return keys().blind(json.dumps(sheet.reading.data, sort_keys=True))
