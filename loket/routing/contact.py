"""A knock at a counter: what was asked, whether it was answered, what was said and what was promised by when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from loket.cases.base import new_id
from loket.cases.models import CaseLine, ContactMoment
from loket.cases.queries import find_case
from loket.errors import Faults, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.progress import lock_case, settle, today


def record(
    context: Context,
    number: str,
    *,
    question: str,
    channel: str,
    answered: bool = False,
    said: str | None = None,
    promise: str | None = None,
    promised_by: date | None = None,
) -> None:
    """Record one contact moment on a case. Commits. BadRequest when a promise has no date, or a date in the past."""
    _check(context, question, promise, promised_by)
    case = lock_case(context, find_case(context.session, number).id)
    context.session.add(
        ContactMoment(
            id=new_id(context.now),
            case_id=case.id,
            at=context.now,
            counter=context.actor.source,
            employee=context.actor.name,
            channel=channel,
            question=question,
            answered=answered,
            said=said,
            promise=promise,
            promised_by=promised_by,
        )
    )
    journal.tell(context, case, "contactmoment", toelichting=question)
    journal.audit(context, "contactmoment", case.number)
    journal.log_processing(context, "contact-vastleggen", [case.person.pseudonym])
    settle(context, case)
    context.session.commit()


def _check(context: Context, question: str, promise: str | None, promised_by: date | None) -> None:
    faults = Faults()
    if not question.strip():
        faults.add("/vraag", "verplicht", "Vul in wat de inwoner wilde weten.")
    if promise and promised_by is None:
        faults.add("/toegezegdVoor", "verplicht", "Een toezegging heeft een datum nodig.")
    if promised_by is not None and promised_by < today(context):
        faults.add("/toegezegdVoor", "in-verleden", "Deze datum ligt in het verleden.")
    faults.raise_if_any()


def tick_line(context: Context, number: str, line_id: UUID) -> None:
    """Tick off something that the person had to do themselves. Commits; NotFound when the case has no such line."""
    case = lock_case(context, find_case(context.session, number).id)
    line = context.session.get(CaseLine, line_id)
    if line is None or line.case_id != case.id:
        raise NotFound("Deze regel is hier niet bekend.")
    if line.done_at is None:
        line.done_at, line.done_by = context.now, context.actor.name
        journal.tell(context, case, "regel-gedaan", woorden=line.words)
    context.session.commit()
