"""What is known from earlier requests, on the form of a new one: shown to confirm or correct, and never asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from loket.cases.deadlines import amsterdam_date
from loket.routing import known as ledger
from loket.routing import rules
from loket.routing.catalogue import Catalogue
from loket.routing.conditions import questions_in
from loket.routing.entries import Condition, Question
from loket.routing.known import KnownAnswer
from loket.routing.request import Request
from loket.web import new_view
from loket.web.forms import Form, as_typed, typed_answer
from loket.web.guard import acting
from loket.web.new_view import Asked
from loket.web.parts import organisation_name, parts, today
from loket.web.texts_taking import told_before

if TYPE_CHECKING:
    from loket.web.sheet import Sheet

ANSWERS = "antwoorden."


def known_to(request: Request | None) -> dict[str, KnownAnswer]:
    """The earlier answers of the applicant that may be shown at this loket; none while the request has faults."""
    return ledger.known_answers(acting(), request.applicant.bsn, request.applicant.identity_check) if request else {}


def read_confirmed(form: Form, known: Mapping[str, KnownAnswer]) -> Mapping[str, UUID]:
    """Question → the earlier answer that was shown and stood, for each answer on the form that is as it was."""
    questions = parts().catalogue.questions
    answers: dict[str, Any] = {}
    for key in known:
        values = [value.strip() for value in form.getlist(ANSWERS + key) if value.strip()]
        if values and (typed := _typed(questions[key], values)) is not None:
            answers[key] = typed
    return ledger.confirmed_by(known, answers)


def earlier(sheet: Sheet) -> dict[str, KnownAnswer]:
    """The earlier answers for the form as it stands, also on the first steps, when it is no whole request yet."""
    person = sheet.reading.data["aanvrager"]
    return ledger.known_answers(acting(), person.get("burgerservicenummer"), person.get("identiteitscontrole"))


def filled_in(sheet: Sheet, asked: Sequence[Asked], known: Mapping[str, KnownAnswer]) -> tuple[Form, list[Asked]]:
    """The form with earlier answers filled in where nothing was typed yet, and the questions with where each answer came from.

    What was typed here is never overwritten: a corrected answer stays corrected when the step is shown again. Showing earlier answers
    is a look at the person's data and written down as such, which commits.
    """
    filled: Form = MultiDict(sheet.form)
    marked = []
    for one in asked:
        found = known.get(one.question.key)
        field = ANSWERS + one.question.key
        if found is not None and field not in sheet.form:
            filled.setlist(field, as_typed(found.value))
        marked.append(one if found is None else replace(one, told=_told(found)))
    ledger.account_for(
        acting(), sheet.reading.data["aanvrager"].get("burgerservicenummer"), [one.question.key for one in marked if one.told]
    )
    return filled, marked


def hidden_in(catalogue: Catalogue, request: Request, known: Mapping[str, KnownAnswer], today: date) -> frozenset[str]:
    """The questions that need no answer, given what was typed and what is known: neither asked nor shown."""
    merged = {**{key: found.value for key, found in known.items()}, **request.answers}
    return rules.facts_of(catalogue, replace(request, answers=merged), today).hidden


def account_for_conditions(sheet: Sheet, conditions: Iterable[Condition], known: Mapping[str, KnownAnswer]) -> None:
    """A reason that rests on earlier answers shows them as well: write down which. Commits."""
    used = {key for condition in conditions for key in questions_in(condition) if key in known and ANSWERS + key not in sheet.form}
    ledger.account_for(acting(), sheet.reading.data["aanvrager"].get("burgerservicenummer"), used)


def deciding(sheet: Sheet) -> dict[str, Any]:
    """The questions of the step on the situation, with what is known filled in."""
    known, request = earlier(sheet), sheet.reading.request
    hidden = hidden_in(sheet.catalogue, request, known, today()) if request else ()
    asked = new_view.deciding_questions(sheet.catalogue, sheet.event, hidden)
    form, marked = filled_in(sheet, [one for one in asked if not sheet.asked_before(one.question.key)], known)
    return {"questions": marked, "form": form}


def of_products(sheet: Sheet) -> dict[str, Any]:
    """The questions of the chosen products, each once: those that more organisations share, and the others; with what is known."""
    known, request = earlier(sheet), sheet.sound
    hidden = hidden_in(sheet.catalogue, request, known, today())
    proposal = new_view.proposal_of(sheet.catalogue, request, today())
    asked = new_view.product_questions(sheet.catalogue, proposal, sheet.event, hidden)
    form, marked = filled_in(sheet, [one for one in asked if not sheet.asked_before(one.question.key)], known)
    return {
        "shared": [one for one in marked if len(one.users) > 1],
        "single": [one for one in marked if len(one.users) <= 1],
        "known": sum(bool(one.told) for one in marked),
        "form": form,
    }


def _told(found: KnownAnswer) -> str:
    return told_before(amsterdam_date(found.at), organisation_name(found.source))


def _typed(question: Question, values: list[str]) -> Any:
    """The answer as its question has it; None when what was typed is wrong, which its own step tells."""
    try:
        return typed_answer(question, values)
    except ValueError:
        return None
