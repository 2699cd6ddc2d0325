"""The pages about signals: the list, one signal with its sample and answer, a journey. Policy makers read; supervisors also act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases.signals import Signal
from loket.cases.words import MONTHS
from loket.errors import BadRequest, Conflict, Fault
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.signals import answering, journey, listing, sampling
from loket.routing.signals.answering import Answer
from loket.routing.signals.listing import Sight
from loket.web import signal_filters, signal_form, texts_signals
from loket.web.guard import acting, guarded
from loket.web.parts import organisation_name

signals = guarded("signals")

Page = str | Response | tuple[str, int]
Values = Mapping[str, Any]
EMPTY: MultiDict[str, str] = MultiDict()


@signals.get("/signalen")
def overview() -> str:
    """A page of signals, the most cases on top, and the answers to what a supervisor raised."""
    context, filters = acting(), signal_filters.kept(request.args)
    choice = signal_filters.choice(filters, context)
    found, last = listing.page(context, choice, listing.place(context, request.args.get("na")))
    sight = Sight.of(context)
    return render_template(
        "signalen/overzicht.html",
        found=found,
        following=signal_filters.address("signals.overview", filters, na=str(last)) if last else None,
        later=bool(request.args.get("na")),
        news=answering.unread(context.session, context.actor.name, listing.PAGE) if sight.whole else (),
        filters=filters,
        options=signal_form.options(context),
        **words_of(context),
    )


@signals.get("/signalen/<uuid:signaal>")
def one(signaal: UUID) -> str:
    context = acting()
    text = _page(context, signaal, EMPTY, {})
    journal.audit(context, "signaal-inzien", str(signaal))
    context.session.commit()
    return text


@signals.post("/signalen/<uuid:signaal>/antwoord")
def answer(signaal: UUID) -> Page:
    """How far it is, whom it is for, and the answer that the lokets read."""
    context, form = acting(), request.form
    revision = form.get("revisie", "")
    typed = Answer(
        form.get("status", ""), form.get("geadresseerde", ""), form.get("antwoord", ""), int(revision) if revision.isdecimal() else -1
    )
    try:
        answering.answer(context, signaal, typed)
    except (BadRequest, Conflict) as refused:
        return _again(context, signaal, refused, "status")
    flash(texts_signals.ANSWER_TOLD if typed.status in answering.TELLS else texts_signals.ANSWER_SAVED, "goed")
    return redirect(url_for("signals.one", signaal=signaal))


@signals.post("/signalen/<uuid:signaal>/steekproef")
def judge(signaal: UUID) -> Page:
    """A second person judged the sample."""
    context = acting()
    verdicts = {UUID(name.removeprefix("oordeel-")): value for name, value in request.form.items() if _is_verdict(name)}
    drawn = [UUID(text) for text in request.form.getlist("voorbeeld") if _is_id(text)]
    try:
        counts = sampling.judge(context, signaal, {cause: verdicts.get(cause, "") for cause in drawn})
    except (BadRequest, Conflict) as refused:
        return _again(context, signaal, refused, "steekproef")
    flash(texts_signals.SAMPLE_DONE.format(aantal=counts), "goed")
    return redirect(url_for("signals.one", signaal=signaal))


@signals.get("/signalen/<uuid:signaal>/reizen/<uuid:voorbeeld>")
def travelled(signaal: UUID, voorbeeld: UUID) -> str:
    """The anonymised journey of one example."""
    context = acting()
    found = journey.of(context, signaal, voorbeeld)
    journal.audit(context, "reis-inzien", str(signaal))
    context.session.commit()
    return render_template(
        "signalen/reis.html", journey=found, rows=[_step(found, step, place) for place, step in enumerate(found.steps)], **words_of(context)
    )


def _step(found: journey.Journey, step: journey.Step, place: int) -> tuple[str, str, str]:
    """What happened, on which day, and how long after the step before."""
    own = (
        organisation_name(found.signal.organisation)
        if step.named
        else texts_signals.ANOTHER
        if found.signal.organisation
        else texts_signals.SOME
    )
    told = texts_signals.STEPS[step.kind].format(wie=own, Wie=own[:1].upper() + own[1:])
    later = texts_signals.DAYS_LATER.get(step.waited, texts_signals.MANY_DAYS_LATER.format(dagen=step.waited))
    waited = later if step.waited else texts_signals.SAME_DAY if place else texts_signals.BEGIN
    return told, texts_signals.DAY.format(dag=step.day), waited


def _again(context: Context, signal: UUID, refused: BadRequest | Conflict, about: str) -> tuple[str, int]:
    """The page once more with what was typed and what is wrong with it."""
    context.session.rollback()
    faults = refused.faults or (Fault(f"/{about}", refused.code, refused.detail),)
    errors = {fault.pointer.strip("/"): fault.detail for fault in faults}
    return _page(context, signal, request.form, errors), refused.status if isinstance(refused, Conflict) else 200


def _page(context: Context, signal_id: UUID, form: MultiDict[str, str], errors: Mapping[str, str]) -> str:
    signal, sight = listing.one(context, signal_id), Sight.of(context)
    opens = sight.opens(signal)
    return render_template(
        "signalen/signaal.html",
        signal=signal,
        opens=opens,
        months=listing.trend(context, signal) if opens else (),
        pairs=listing.pairs(context, signal) if opens else (),
        examples=listing.examples(context, signal) if opens else (),
        sample=sampling.sample(context, signal) if sight.whole else (),
        linked=_may_link(context, signal),
        told=sight.whole and answering.raised_by(context, signal_id),
        form=form or MultiDict({"status": signal.status.value, "geadresseerde": signal.addressee or "", "antwoord": signal.answer or ""}),
        errors=errors,
        options=signal_form.options(context),
        **words_of(context),
    )


def _may_link(context: Context, signal: Signal) -> bool:
    """Whether the zaaknummers of a sample may be shown: not where the signal would tell who has something sensitive (practice rule 20)."""
    return signal.product not in context.catalogue.sensitive if signal.product else not signal.organisation


def words_of(context: Context) -> Values:
    """What all these templates use."""
    return {"t": texts_signals, "sight": Sight.of(context), "name": signal_form.name, "month": _month}


def _month(day: Any) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _is_verdict(name: str) -> bool:
    return name.startswith("oordeel-") and _is_id(name.removeprefix("oordeel-"))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
