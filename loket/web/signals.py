"""The pages about signals: the list, one signal with its sample and answer, a journey. Policy makers read; supervisors also act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases import words
from loket.cases.deadlines import amsterdam_date
from loket.cases.signals import TELLS
from loket.errors import BadRequest, Conflict, Forbidden
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.signals import answering, journey, listing, sampling
from loket.routing.signals.answering import Answer
from loket.routing.signals.listing import Sight
from loket.web import signal_filters, signal_form, texts_signals
from loket.web.guard import acting, guarded
from loket.web.parts import organisation_name
from loket.web.typed import by_field

signals = guarded("signals")

Page = str | Response | tuple[str, int]
Values = Mapping[str, Any]


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
        news=answering.unread(context.session, context.actor.source, listing.PAGE) if sight.supervisor else (),
        filters=filters,
        options=signal_form.options(context),
        **words_of(context),
    )


@signals.get("/signalen/<uuid:signaal>")
def one(signaal: UUID) -> str:
    context = acting()
    journal.audit(context, "signaal-inzien", str(signaal))
    return _page(context, signaal, {}, {})


@signals.post("/signalen/<uuid:signaal>/antwoord")
def answer(signaal: UUID) -> Page:
    """How far it is, whom it is for, and the answer that the lokets read."""
    context, form = _acting_on(signaal), request.form
    revision = form.get("revisie", "")
    typed = Answer(
        form.get("status", ""), form.get("geadresseerde", ""), form.get("antwoord", ""), int(revision) if revision.isdecimal() else -1
    )
    try:
        answering.answer(context, signaal, typed)
    except (BadRequest, Conflict) as refused:
        return _again(context, signaal, refused, "status")
    flash(texts_signals.ANSWER_TOLD if typed.status in TELLS else texts_signals.ANSWER_SAVED, "goed")
    return redirect(url_for("signals.one", signaal=signaal))


@signals.post("/signalen/<uuid:signaal>/steekproef")
def judge(signaal: UUID) -> Page:
    """A second person judged the sample."""
    context = _acting_on(signaal)
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
    journal.record(context, "reis-inzien", str(signaal))
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


def _acting_on(signal: UUID) -> Context:
    """The context of a supervisor who may act on this signal; Forbidden for one of another organisation."""
    context = acting()
    if not Sight.of(context).whole(listing.one(context, signal)):
        raise Forbidden(texts_signals.NOT_YOURS)
    return context


def _again(context: Context, signal: UUID, refused: BadRequest | Conflict, about: str) -> tuple[str, int]:
    """The page once more with what was typed and what is wrong with it."""
    context.session.rollback()
    return _page(context, signal, request.form, by_field(refused, about)), refused.status if isinstance(refused, Conflict) else 200


def _page(context: Context, signal_id: UUID, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """A signal; who typed in one of its two forms finds the other as it was. Commits who read what of whom."""
    signal, sight = listing.one(context, signal_id), Sight.of(context)
    opens = sight.opens(signal)
    sample = sampling.sample(context, signal) if sight.whole(signal) else ()
    sampling.note_reading(context, signal, sample)
    examples = listing.examples(context, signal) if opens else ()
    stands = {"status": signal.status.value, "geadresseerde": signal.addressee or "", "antwoord": signal.answer or ""}
    text = render_template(
        "signalen/signaal.html",
        signal=signal,
        opens=opens,
        months=listing.trend(context, signal) if opens else (),
        pairs=listing.pairs(context, signal) if opens else (),
        examples=examples,
        travels=journey.among(context, examples),
        sample=sample,
        linked={cause.id for cause in sample if sampling.may_link(context, signal, cause)},
        told=sight.supervisor and answering.raised_by(context, signal_id, unread=True),
        form=stands | dict(typed),
        errors=errors,
        options=signal_form.options(context),
        **words_of(context),
    )
    context.session.commit()
    return text


def words_of(context: Context) -> Values:
    """What all these templates use."""
    sight = Sight.of(context)
    return {"t": texts_signals, "sight": sight, "name": lambda signal: signal_form.name(signal, sight), "month": _month}


def _month(moment: date) -> str:
    day = amsterdam_date(moment) if isinstance(moment, datetime) else moment
    return words.month(day)


def _is_verdict(name: str) -> bool:
    return name.startswith("oordeel-") and _is_id(name.removeprefix("oordeel-"))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
