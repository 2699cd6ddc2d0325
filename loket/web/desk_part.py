"""Acts on the parts of a case at the desk: delivering what was asked, and withdrawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases import queries
from loket.cases.lifecycle import FINAL
from loket.cases.models import Case, Referral
from loket.errors import BadRequest, Forbidden
from loket.routing import completion, journal, withdrawal
from loket.routing.compose import newest, to_confirm
from loket.routing.context import Context
from loket.routing.entries import Question
from loket.web import changes, texts_case
from loket.web.case_view import Shown, find
from loket.web.forms import as_typed, typed_answer
from loket.web.guard import acting, guarded, looking
from loket.web.parts import parts

desk_part = guarded("desk_part")


@desk_part.get("/deelzaken/<number>/aanvulling")
def supply_form(number: str) -> str:
    return _supply_page(number, {})


@desk_part.post("/deelzaken/<number>/aanvulling")
def supply(number: str) -> str | Response | tuple[str, int]:
    """Pass on what the person brought; answers in the type of their question, the rest as words."""
    context = acting()
    part = own_part(context, number)
    if changed := changes.since_opened(part.case.number):
        return _supply_page(number, {}, changed), changes.CONFLICT
    answers, errors = _answers(_questions(context, part))
    note = request.form.get("toelichting", "").strip() or None
    if not errors:
        try:
            completion.supply(context, part.number, answers, note)
        except BadRequest as refused:
            context.session.rollback()
            errors = {".".join(fault.pointer.strip("/").split("/")): fault.detail for fault in refused.faults} or {
                "toelichting": refused.detail
            }
    if errors:
        return _supply_page(number, errors)
    parts().wake()
    return redirect(url_for("desk_case.page", number=part.case.number))


@desk_part.get("/zaken/<number>/intrekken")
def withdraw_form(number: str) -> str:
    return _withdraw_page(own_case(acting(), number), {})


@desk_part.post("/zaken/<number>/intrekken")
def withdraw(number: str) -> str | Response | tuple[str, int]:
    """Withdraw the ticked parts at the person's word, after a confirmation on the form."""
    context = acting()
    case = own_case(context, number)
    if changed := changes.since_opened(case.number):
        return _withdraw_page(own_case(context, number), {}, changed), changes.CONFLICT
    chosen, reason = request.form.getlist("delen"), request.form.get("reden", "").strip()
    errors = {
        field: words
        for field, wrong, words in (
            ("delen", not chosen, "Kies minstens één deel."),
            ("reden", not reason, "Vul in waarom de inwoner dit niet meer wil."),
            ("bevestigd", request.form.get("bevestigd") != "ja", "Bevestig dat de inwoner dit wil."),
        )
        if wrong
    }
    if errors:
        context.session.rollback()
        return _withdraw_page(own_case(context, number), errors)
    withdrawal.withdraw(context, case.number, chosen, reason)
    parts().wake()
    return redirect(url_for("desk_case.page", number=case.number))


def own_part(context: Context, number: str) -> Referral:
    """The part in an address; Forbidden when its content is not for who asks. Opening its page is accounted for, which commits."""
    part = queries.find_referral(context.session, number)
    if not looking().sees_content(part.case, part):
        raise Forbidden("Dit onderdeel is van een ander loket.")
    _account_for(context, part.case)
    return part


def own_case(context: Context, number: str) -> Case:
    """The case in an address; Forbidden when its content is not for who asks. Opening its page is accounted for, which commits."""
    case = find(context, number)
    if not looking().sees_case(case):
        raise Forbidden("Deze zaak is van een ander loket.")
    _account_for(context, case)
    return case


def _account_for(context: Context, case: Case) -> None:
    if request.method == "GET":  # a form that is sent leaves the trace of what it does
        journal.record_read(context, case)


def _questions(context: Context, part: Referral) -> list[Question]:
    """What was asked by key; for a part that could not start, what it cannot do without; and what must still be confirmed."""
    catalogue = context.catalogue
    known = newest(part.case.answers)
    keys = part.asked or [key for key in catalogue.products[part.product].required if key not in known]
    unconfirmed = to_confirm(part.case.answers, catalogue.products[part.product])
    return [catalogue.questions[key] for key in dict.fromkeys([*keys, *unconfirmed]) if key in catalogue.questions]


def _answers(questions: list[Question]) -> tuple[dict[str, Any], dict[str, str]]:
    answers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for question in questions:
        field = f"antwoorden.{question.key}"
        values = [value.strip() for value in request.form.getlist(field) if value.strip()]
        try:
            if values:
                answers[question.key] = typed_answer(question, values)
        except ValueError as error:
            errors[field] = str(error)
    return answers, errors


def _supply_page(number: str, errors: Mapping[str, str], changed: Sequence[Shown] = ()) -> str:
    context = acting()
    part = own_part(context, number)
    sentences = [text for text in part.asked or () if text not in context.catalogue.questions]
    questions = _questions(context, part)
    form = request.form if request.method == "POST" else _taken_over(context, part)
    return render_template(
        "zaak/aanvulling.html",
        t=texts_case,
        part=part,
        case=part.case,
        questions=questions,
        sentences=sentences,
        errors=errors,
        form=form,
        changed=changed,
        versie=changes.state_of(part.case),
    )


def _taken_over(context: Context, part: Referral) -> MultiDict[str, str]:
    """What stood in the case of before, to be confirmed."""
    known = to_confirm(part.case.answers, context.catalogue.products[part.product])
    return MultiDict((f"antwoorden.{key}", one) for key, value in known.items() for one in as_typed(value))


def _withdraw_page(case: Case, errors: Mapping[str, str], changed: Sequence[Shown] = ()) -> str:
    return render_template(
        "zaak/intrekken.html",
        t=texts_case,
        case=case,
        open_parts=[part for part in case.referrals if part.state not in FINAL],
        errors=errors,
        form=request.form,
        changed=changed,
        versie=changes.state_of(case),
    )
