"""Signals at a loket: noting a cause at a case, taking it or the person's own words back, and reading the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases.models import Case, Referral
from loket.cases.signals import Cause
from loket.errors import BadRequest, NotFound
from loket.routing.context import Context
from loket.routing.roles import SUPERVISOR
from loket.routing.signals import answering, listing, recording
from loket.web import changes, signal_form, texts_case, texts_signals
from loket.web.case_view import find
from loket.web.guard import account, acting, guarded, looking
from loket.web.typed import by_field

signals_desk = guarded("signals_desk")

EMPTY: MultiDict[str, str] = MultiDict()


@signals_desk.get("/zaken/<number>/oorzaak")
def note_form(number: str) -> str:
    return _page(find(acting(), number), EMPTY, {})


@signals_desk.post("/zaken/<number>/oorzaak")
def note(number: str) -> str | Response:
    """Note what went wrong, in words of nobody in particular."""
    case = find(acting(), number)
    try:
        recording.record(acting(), case.number, signal_form.raised(request.form, seen(case)))
    except BadRequest as refused:
        acting().session.rollback()
        errors = by_field(refused)
        return _page(find(acting(), number), request.form, errors)
    flash(texts_signals.NOTED, "goed")
    return redirect(url_for("signals_desk.note_form", number=case.number))


@signals_desk.post("/zaken/<number>/oorzaak/<uuid:oorzaak>/wissen")
def forget(number: str, oorzaak: UUID) -> Response:
    """The person no longer agrees that others read their words."""
    case = find(acting(), number)
    if _stands(case, oorzaak):
        recording.forget_own_words(acting(), case.number, oorzaak)
        flash(texts_signals.FORGOTTEN, "goed")
    return redirect(url_for("signals_desk.note_form", number=case.number))


@signals_desk.post("/zaken/<number>/oorzaak/<uuid:oorzaak>/weghalen")
def remove(number: str, oorzaak: UUID) -> Response:
    """It was noted by mistake."""
    case = find(acting(), number)
    if _stands(case, oorzaak):
        recording.remove(acting(), case.number, oorzaak)
        flash(texts_signals.REMOVED, "goed")
    return redirect(url_for("signals_desk.note_form", number=case.number))


@signals_desk.get("/signalen/<uuid:signaal>/nieuws")
def news(signaal: UUID) -> str:
    """The answer to a signal that this loket raised; nothing of a case."""
    context = acting()
    if not answering.raised_by(context, signaal):
        raise NotFound("Dit antwoord is hier niet bekend.")
    signal = listing.one(context, signaal)
    return render_template("signalen/antwoord.html", signal=signal, t=texts_signals, name=signal_form.name)


@signals_desk.post("/signalen/<uuid:signaal>/nieuws/gelezen")
def read(signaal: UUID) -> Response:
    """It was read: it leaves today's work."""
    answering.read(acting(), signaal)
    if account().role == SUPERVISOR:
        return redirect(url_for("signals.one", signaal=signaal))
    return redirect(url_for("home.start"))


def shown(case: Case) -> Mapping[str, object]:
    """What the fields of a cause need, also on the page on which a case is closed."""
    about, laws = signal_form.choices(seen(case)), signal_form.articles(case)
    return {"w": texts_signals, "codes": signal_form.CODES, "about": about, "laws": laws, "typed": signal_form.TYPED}


def seen(case: Case) -> list[Referral]:
    """The parts that who is signed in may name."""
    viewer = looking()
    return [part for part in case.referrals if viewer.sees_content(case, part)]


def _page(case: Case, form: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "signalen/oorzaak.html",
        case=case,
        form=form,
        errors=errors,
        causes=_causes(acting(), case),
        name=signal_form.name,
        versie=changes.state_of(case),
        t=texts_case,
        **shown(case),
    )


def _stands(case: Case, cause_id: UUID) -> bool:
    """Whether it stands on the page of who is signed in; when not, they are told so."""
    found = any(cause.id == cause_id for cause in _causes(acting(), case))
    if not found:
        flash(texts_signals.NOT_ON_PAGE, "fout")
    return found


def _causes(context: Context, case: Case) -> Sequence[Cause]:
    """What was noted at this case, for who may see all of it; for anybody else what they noted themselves."""
    query = select(Cause).where(Cause.case_id == case.id).options(joinedload(Cause.signal)).order_by(Cause.at, Cause.id)
    found = context.session.scalars(query).all()
    return found if looking().sees_case(case) else [cause for cause in found if cause.by == context.actor.name]
