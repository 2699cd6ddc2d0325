"""Finishing later: the form of a new request is put away for the loket, found again, and never overwritten silently."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases import identity
from loket.cases.desk import SavedRequest
from loket.errors import Conflict
from loket.routing import saved
from loket.routing.saved import Mark, Unfinished
from loket.web import steps, texts_new
from loket.web.accounts import Account
from loket.web.forms import Form
from loket.web.guard import acting, keeps
from loket.web.parts import context, parts

DRAFT, VERSION = "concept", "versie"
MOST = 1000  # fields: more than any form has
UNKEPT = steps.MACHINERY | {DRAFT, VERSION}


def mark_of(form: Form) -> Mark | None:
    """Which draft this form came from, if any."""
    try:
        return Mark(UUID(form.get(DRAFT, "")), int(form.get(VERSION, "")))
    except ValueError:
        return None


def put_away(form: Form, step: str) -> str | Response:
    """Keep the form as it stands, unchecked, and go to the start page; a choice when a colleague was first."""
    try:
        row = saved.save(acting(), unfinished(form, step), mark_of(form))
    except Conflict as conflict:
        acting().session.rollback()
        return choice(form, step, conflict)
    flash(texts_new.saved_until(row.expires_at), "goed")
    return redirect(url_for("home.start"))


@keeps("desk_new.step")
def keep(whose: Account) -> str | None:
    """Keep the form of an employee whose session just ended; returns the address where they find it back."""
    if not whose.at_counter or whose.counter is None:
        return None
    acts, form = context(whose.actor), MultiDict(request.form)
    asked = unfinished(form, form.get("stap", ""))
    try:
        row = saved.save(acts, asked, mark_of(form))
    except Conflict:
        acts.session.rollback()
        row = saved.save(acts, asked)  # a colleague's version stays; this one stands beside it
    return url_for("desk_drafts.resume", saved=str(row.id))


def unfinished(form: Form, step: str) -> Unfinished:
    """The form as it is kept, with a label for the list: the surname and the life event."""
    kept = [(field, value) for field, value in form.items(multi=True) if field not in UNKEPT and value.strip()]
    return Unfinished(
        step=step if step in steps.NAMES else steps.FIRST,
        label=_label(form),
        fields=tuple(kept[:MOST]),
        bsn=_bsn(form),
        case_number=form.get("snel", "")[:16] or None,
    )


def form_of(row: SavedRequest) -> Form:
    """The form as it was put away, knowing where it came from."""
    pairs: Iterable[tuple[str, str]] = ((field, value) for field, value in row.fields)
    return MultiDict([*pairs, (DRAFT, str(row.id)), (VERSION, str(row.version)), ("stap", row.step)])


def choice(form: Form, step: str, conflict: Conflict) -> str:
    """The page on which somebody chooses: their own version as a new draft, or that of the colleague who was first."""
    stale = conflict.code == saved.STALE
    return render_template(
        "nieuw/concept.html",
        title=texts_new.STALE_TITLE if stale else texts_new.GONE_TITLE,
        advice=texts_new.STALE if stale else texts_new.GONE,
        theirs=form.get(DRAFT) if stale else None,
        step=step,
        carried=[(field, value) for field, value in form.items(multi=True) if field not in UNKEPT],
        words=texts_new,
    )


def _label(form: Form) -> str:
    name = " ".join(filter(None, (form.get(f"aanvrager.{part}", "").strip() for part in ("voorvoegsel", "geslachtsnaam"))))
    event = parts().catalogue.life_events.get(form.get("levensgebeurtenis", ""))
    return ": ".join(filter(None, [name[:200] or texts_new.NO_NAME, event.name if event else ""]))


def _bsn(form: Form) -> str | None:
    try:
        return identity.bsn_typed(form.get("aanvrager.burgerservicenummer", ""))
    except ValueError:
        return None
