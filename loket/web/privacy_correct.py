"""Putting right what was wrong in a case (AVG art. 16): one form with what is known, of which only what changed counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from loket.cases import queries
from loket.cases.models import Case, Participant
from loket.errors import BadRequest, LoketError
from loket.routing import journal, rights
from loket.routing.compose import newest, stored_fields
from loket.routing.correction import COLUMNS, CONTACT
from loket.routing.entries import Question
from loket.web.forms import as_typed, typed_answer
from loket.web.guard import acting, guarded
from loket.web.parts import organisation_name, parts
from loket.web.privacy import typed, typed_number

privacy_correct = guarded("privacy_correct")

FIELDS = (*COLUMNS, *CONTACT)


@privacy_correct.get("/privacyregister/verbeteren")
def form() -> str | AnyResponse:
    """The form for one case, with what is known now."""
    context = acting()
    try:
        case = queries.find_case(context.session, typed_number(request.args.get("zaak", "")))
    except LoketError as error:
        flash(error.detail, "fout")
        return redirect(url_for("privacy.register"))
    journal.record_read(context, case)
    return _page(case, known(case, questions_of(case)), {})


@privacy_correct.post("/privacyregister/verbeteren")
def correct() -> str | AnyResponse:
    """Put right what differs from what is known; say who is told."""
    context = acting()
    case: Case | None = None
    errors: dict[str, str] = {}
    try:
        case = queries.find_case(context.session, typed_number(typed("zaak")))
        answers, people = changes_of(case, errors)
        if not errors:
            told = rights.correct(context, case.number, answers=answers, people=people, reason=typed("reden"))
    except BadRequest as refused:
        errors |= {field_of(fault.pointer): fault.detail for fault in refused.faults} or {"reden": refused.detail}
    except LoketError as error:
        flash(error.detail, "fout")
        return redirect(url_for("privacy.register"))
    if errors and case is not None:
        context.session.rollback()
        return _page(queries.find_case(context.session, case.number), request.form, errors)
    if errors:
        flash(" ".join(errors.values()), "fout")
        return redirect(url_for("privacy.register"))
    parts().wake()
    names = ", ".join(sorted({organisation_name(slug) for slug in told}))
    flash(f"Verbeterd. {f'Dit horen ook: {names}.' if names else 'Niemand had dit gekregen.'}", "goed")
    return redirect(url_for("privacy.register"))


def known(case: Case, questions: Iterable[Question]) -> MultiDict[str, str]:
    """What stands in the case now, as the form posts it."""
    found: MultiDict[str, str] = MultiDict()
    for person in case.participants:
        for name, value in stored_fields(person).items():
            if name in FIELDS:
                found[f"{person.id}.{name}"] = str(value)
    answers = newest(case.answers)
    for question in questions:
        found.setlist(f"antwoorden.{question.key}", as_typed(answers[question.key]))
    return found


def questions_of(case: Case) -> list[Question]:
    """The questions of a case that have an answer."""
    catalogue = parts().catalogue
    return [catalogue.questions[key] for key in newest(case.answers) if key in catalogue.questions]


def changes_of(
    case: Case, errors: dict[str, str], fields: Callable[[Participant], Sequence[str]] = lambda _: FIELDS
) -> tuple[dict[str, Any], dict[UUID, dict[str, str | None]]]:
    """What the posted form says that is not known yet; what cannot be read is an error at its field.

    ``fields`` are those of each person that may change.
    """
    before = known(case, questions_of(case))
    answers: dict[str, Any] = {}
    for question in questions_of(case):
        name = f"antwoorden.{question.key}"
        values = [value.strip() for value in request.form.getlist(name) if value.strip()]
        if not values or values == before.getlist(name):
            continue
        try:
            answers[question.key] = typed_answer(question, values)
        except ValueError as error:
            errors[name] = str(error)
    changed = {person.id: _person_changes(person, before, fields(person)) for person in case.participants}
    return answers, {person: fields for person, fields in changed.items() if fields}


def _person_changes(person: Participant, before: Mapping[str, str], fields: Sequence[str]) -> dict[str, str | None]:
    posted = {name: typed(f"{person.id}.{name}") for name in fields if f"{person.id}.{name}" in request.form}
    return {name: value or None for name, value in posted.items() if value != before.get(f"{person.id}.{name}", "")}


def field_of(pointer: str) -> str:
    """The form field at a JSON pointer of the use case."""
    return ".".join(pointer.strip("/").split("/")).removeprefix("personen.")


def _page(case: Case, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template("privacy/verbeteren.html", case=case, questions=questions_of(case), fields=FIELDS, form=values, errors=errors)
