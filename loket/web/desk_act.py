"""Acts on a case at the desk: promises, steps after a decision, corrections, the wrong person, talk with colleagues, closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases.deadlines import penalty_starts
from loket.cases.models import Case, Participant
from loket.errors import BadRequest, Conflict
from loket.routing import closing, contact, correction, legal_steps, thread, wrong_person
from loket.routing.compose import ADDRESS
from loket.routing.correction import CONTACT
from loket.routing.legal_steps import Step
from loket.web import changes, signal_form, texts_case
from loket.web.case_view import Shown, find
from loket.web.desk_case import case_page
from loket.web.desk_part import own_case, own_part
from loket.web.guard import account, acting, guarded, looking
from loket.web.parts import organisation_name, parts, today
from loket.web.privacy_correct import changes_of, field_of, known, questions_of
from loket.web.signals_desk import seen, shown
from loket.web.typed import by_field

desk_act = guarded("desk_act")

Page = str | Response | tuple[str, int]
Lines = Sequence[Shown]


@desk_act.post("/zaken/<number>/toezeggingen")
def keep_promise(number: str) -> Response:
    """A promise was kept: by whom and when is written down."""
    case = own_case(acting(), number)
    contact.keep_promise(acting(), case.number, request.form.get("contactmoment", ""), account().name)
    return _to_case(case, "contact")


@desk_act.post("/zaken/<number>/overleg")
def write(number: str) -> Page:
    """Write to the professionals of the organisations in this case."""
    case = find(acting(), number)
    form = request.form
    try:
        thread.write(acting(), case.number, looking(), form.get("bericht", ""), part=form.get("deel") or None, author=account().name)
    except BadRequest as refused:
        return case_page(number, by_field(refused, "bericht"), form, about="overleg")
    return _to_case(case, "overleg")


@desk_act.get("/deelzaken/<number>/indienen")
def step_form(number: str) -> Page:
    return _step_page(number, {})


@desk_act.post("/deelzaken/<number>/indienen")
def step(number: str) -> Page:
    """Take an objection, a notice of default or a complaint in and forward it today."""
    part, form = own_part(acting(), number), request.form
    if changed := changes.since_opened(part.case.number):
        return _step_page(number, {}, changed), changes.CONFLICT
    if form.get("bevestigd") != "ja":
        return _step_page(number, {"bevestigd": texts_case.CONFIRM_NEEDED})
    try:
        legal_steps.take(acting(), part.number, _step(), form.get("tekst", ""), provisional=form.get("voorlopig") == "ja")
    except (BadRequest, Conflict) as refused:
        acting().session.rollback()
        return _step_page(number, by_field(refused, "tekst"))
    parts().wake()
    flash(texts_case.STEP_TAKEN, "goed")
    return _to_case(own_part(acting(), number).case, "onderdelen")


@desk_act.get("/zaken/<number>/verbeteren")
def correct_form(number: str) -> Page:
    case = own_case(acting(), number)
    return _correct_page(case, known(case, questions_of(case)), {})


@desk_act.post("/zaken/<number>/verbeteren")
def correct(number: str) -> Page:
    """Put right what differs from what is known; who received the old value is told."""
    case = own_case(acting(), number)
    if changed := changes.since_opened(case.number):
        return _correct_page(own_case(acting(), number), request.form, {}, changed), changes.CONFLICT
    errors: dict[str, str] = {}
    answers, people = changes_of(own_case(acting(), number), errors, _fields)
    try:
        told = () if errors else correction.correct(acting(), case.number, answers=answers, people=people, reason=_typed("reden"))
    except BadRequest as refused:
        errors |= {field_of(fault.pointer): fault.detail for fault in refused.faults} or {"reden": refused.detail}
    if errors:
        acting().session.rollback()
        return _correct_page(own_case(acting(), number), request.form, errors)
    parts().wake()
    names = ", ".join(sorted({organisation_name(slug) for slug in told}))
    flash(f"{texts_case.CORRECTED} {f'{texts_case.ALSO_TOLD}: {names}.' if names else texts_case.NOBODY_HAD_IT}", "goed")
    return _to_case(own_case(acting(), number), "antwoorden")


@desk_act.get("/zaken/<number>/verkeerde-persoon")
def wrong_form(number: str) -> Page:
    return _page("zaak/verkeerde_persoon.html", own_case(acting(), number), {})


@desk_act.post("/zaken/<number>/verkeerde-persoon")
def report_wrong(number: str) -> Page:
    """Say that the case stands on the wrong person's name: what waits is stopped, the privacy officer does the rest."""
    case = own_case(acting(), number)
    try:
        wrong_person.report(acting(), case.number, _typed("reden"))
    except (BadRequest, Conflict) as refused:
        acting().session.rollback()
        return _page("zaak/verkeerde_persoon.html", own_case(acting(), number), by_field(refused, "reden"))
    flash(texts_case.WRONG_PERSON_TOLD, "goed")
    return _to_case(own_case(acting(), number))


@desk_act.get("/zaken/<number>/sluiten")
def close_form(number: str) -> Page:
    return _close_page(number, {})


@desk_act.post("/zaken/<number>/sluiten")
def close(number: str) -> Page:
    """Close a settled case with how it ended, and the citizen's answers to the two questions."""
    case, form = own_case(acting(), number), request.form
    if changed := changes.since_opened(case.number):
        return _close_page(number, {}, changed), changes.CONFLICT
    ease, helped = form.get("gemak", ""), form.get("geholpen") or "onbekend"
    told: dict[str, Any] = {
        "helped": helped,
        "ease": int(ease) if ease.isdecimal() else None,
        "cause": signal_form.raised_if_any(form, seen(case)),
    }
    try:
        closing.close(acting(), case.number, form.get("hoe", ""), **told)
    except (BadRequest, Conflict) as refused:
        acting().session.rollback()
        return _close_page(number, by_field(refused, "hoe"))
    flash(texts_case.CLOSED, "goed")
    return _to_case(own_case(acting(), number))


def _close_page(number: str, errors: Mapping[str, str], changed: Lines = ()) -> str:
    case = own_case(acting(), number)
    return _page("zaak/sluiten.html", case, errors, changed, **shown(case))


def _endings() -> list[tuple[str, str]]:
    return [(value, words[:1].upper() + words[1:]) for value, words in closing.ENDINGS.items()]


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()


def _step() -> Step:
    typed = request.form.get("soort") or request.args.get("soort", "")
    return Step(typed) if typed in list(Step) else Step.OBJECTION


def _fields(person: Participant) -> Sequence[str]:
    """What a desk may put right about a person: how to reach them. A secret address is the privacy officer's."""
    return [name for name in CONTACT if not (person.secrecy and name in ADDRESS)]


def _to_case(case: Case, anchor: str | None = None) -> Response:
    return redirect(url_for("desk_case.page", number=case.number, _anchor=anchor))


def _step_page(number: str, errors: Mapping[str, str], changed: Lines = ()) -> str:
    context = acting()
    part, wanted = own_part(context, number), _step()
    room = legal_steps.room_for(context.catalogue, part, today())
    more = {"part": part, "step": wanted, "room": room, "warnings": room.of(wanted), "penalty_from": penalty_starts(today())}
    return _page("zaak/indienen.html", part.case, errors, changed, **more)


def _correct_page(case: Case, form: Mapping[str, str], errors: Mapping[str, str], changed: Lines = ()) -> str:
    questions = questions_of(case)
    stands = _stands(case, form) if changed else {}
    return _page("zaak/verbeteren.html", case, errors, changed, form=form, questions=questions, fields_of=_fields, stands=stands)


def _stands(case: Case, form: Mapping[str, str]) -> dict[str, str]:
    """What stands in the case now where the form has something else: who sends it again must have seen it."""
    now = known(case, questions_of(case))
    return {name: f"{texts_case.STANDS_NOW} {', '.join(now.getlist(name))}" for name in now if now.get(name) != form.get(name, "")}


def _page(template: str, case: Case, errors: Mapping[str, str], changed: Lines = (), **more: object) -> str:
    shown: dict[str, object] = {"case": case, "errors": errors, "changed": changed, "form": request.form, "endings": _endings()}
    return render_template(template, t=texts_case, versie=changes.state_of(case), today=today(), **(shown | more))
