"""Adding a product to a case that stands: choose, answer only what is not known yet, and it goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases.lifecycle import FINAL
from loket.cases.models import Case
from loket.errors import BadRequest, Conflict, LoketError
from loket.routing import additions
from loket.routing.entries import EVERYONE, Question
from loket.routing.request import APPLICANT, ProductChoice, Statement
from loket.web import changes, texts_case
from loket.web.case_view import Shown
from loket.web.desk_part import own_case
from loket.web.forms import typed_answer
from loket.web.guard import acting, guarded
from loket.web.new_view import Choice, free_choices
from loket.web.parts import parts, today

desk_add = guarded("desk_add")


@desk_add.get("/zaken/<number>/toevoegen")
def form(number: str) -> str:
    return _page(own_case(acting(), number), {})


@desk_add.post("/zaken/<number>/toevoegen")
def add(number: str) -> str | Response | tuple[str, int]:
    """First the choice, then the questions that are open, then it is added. All that was typed goes along from step to step."""
    context, case = acting(), own_case(acting(), number)
    if changed := changes.since_opened(case.number):
        return _page(own_case(context, number), {}, changed), changes.CONFLICT
    choices = _choices()
    errors = _faults(choices)
    if errors or request.form.get("stap") != "vragen":
        return _page(case, errors, asked=None if errors else additions.questions(context, case, choices))
    asked = additions.questions(context, case, choices)
    answers = _answers(asked, errors)
    how = request.form.get("hoe", "")
    if how not in dict(texts_case.HOW):
        errors["hoe"] = texts_case.CHOOSE_HOW
    try:
        if not errors:
            additions.add(context, case.number, choices, answers, Statement(APPLICANT, how, context.now))
    except (BadRequest, Conflict) as refused:
        errors = _errors(refused)
    if errors:
        context.session.rollback()
        return _page(own_case(context, number), errors, asked=asked)
    parts().wake()
    flash(texts_case.ADDED, "goed")
    return redirect(url_for("desk_case.page", number=case.number, _anchor="onderdelen"))


def _choices() -> list[ProductChoice]:
    """The ticked products: ``product`` or ``product~organisation``."""
    reason = request.form.get("reden", "").strip()
    products = acting().catalogue.products
    found = [value.partition("~") for value in request.form.getlist("product")]
    return [
        ProductChoice(slug, (organisation or None) if products[slug].executor == EVERYONE else None, reason=reason)
        for slug, _, organisation in found
        if slug in products
    ]


def _faults(choices: Sequence[ProductChoice]) -> dict[str, str]:
    errors = {} if choices else {"product": texts_case.CHOOSE_PRODUCT}
    return errors if request.form.get("reden", "").strip() else errors | {"reden": texts_case.WHY_ADDED}


def _answers(asked: Sequence[Question], errors: dict[str, str]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in asked:
        field = f"antwoorden.{question.key}"
        values = [value.strip() for value in request.form.getlist(field) if value.strip()]
        try:
            if values:
                answers[question.key] = typed_answer(question, values)
        except ValueError as error:
            errors[field] = str(error)
    return answers


def _errors(refused: LoketError) -> dict[str, str]:
    found = {".".join(fault.pointer.strip("/").split("/")): fault.detail for fault in refused.faults}
    return {name if name.startswith("antwoorden.") else "product": words for name, words in found.items()} or {"product": refused.detail}


def _page(case: Case, errors: Mapping[str, str], changed: Sequence[Shown] = (), asked: Sequence[Question] | None = None) -> str:
    context = acting()
    running = {part.product for part in case.referrals if part.state not in FINAL}
    own = [part.organisation for part in case.referrals]
    return render_template(
        "zaak/toevoegen.html",
        t=texts_case,
        case=case,
        choices=_grouped(free_choices(context.catalogue, own, running, today()), case),
        picked=request.form.getlist("product"),
        asked=asked,
        errors=errors,
        form=request.form,
        changed=changed,
        versie=changes.state_of(case),
    )


def _grouped(choices: Mapping[str, Sequence[Choice]], case: Case) -> dict[str, Sequence[Choice]]:
    """The organisations that have a part already first: what is added is mostly theirs."""
    own = {part.organisation for part in case.referrals}
    return {slug: choices[slug] for slug in sorted(choices, key=lambda slug: slug not in own)}
