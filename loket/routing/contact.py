"""A knock at a counter: what was asked, whether it was answered, what was said, and what was promised by when and by whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from loket.cases.models import CaseLine
from loket.cases.queries import find_case
from loket.errors import BadRequest, Faults, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.progress import lock_case, settle, today
from loket.routing.request import CHANNELS


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
    promise_owner: str | None = None,
) -> None:
    """Record one contact moment on a case. Commits.

    ``promise_owner`` is the loket or organisation that keeps the promise; without one it is who records it. BadRequest when a promise
    has no date, a date in the past, or an owner that nobody knows. What was said or answered counts as news (practice rule 15).
    """
    _check(context, question, channel, promise, promised_by, promise_owner)
    case = lock_case(context, find_case(context.session, number).id)
    owner = (promise_owner or context.actor.source) if promise else None
    promised = {"promise": promise, "promised_by": promised_by, "promise_owner": owner}
    journal.note_contact(context, case, question, channel, answered=answered, said=said, **promised)
    if answered or said:
        case.told_at = context.now
    journal.tell(context, case, "contactmoment", toelichting=question)
    journal.audit(context, "contactmoment", case.number)
    journal.log_processing(context, "contact-vastleggen", [case.person.pseudonym])
    settle(context, case)
    context.session.commit()


def _check(context: Context, question: str, channel: str, promise: str | None, promised_by: date | None, owner: str | None) -> None:
    faults = Faults()
    if not question.strip():
        faults.add("/vraag", "verplicht", "Vul in wat de inwoner wilde weten.")
    if channel not in CHANNELS:
        faults.add("/communicatiekanaal", "onbekend", "Kies hoe de inwoner contact had.")
    if promise and promised_by is None:
        faults.add("/toegezegdVoor", "verplicht", "Een toezegging heeft een datum nodig.")
    if promised_by is not None and promised_by < today(context):
        faults.add("/toegezegdVoor", "in-verleden", "Deze datum ligt in het verleden.")
    if owner and owner not in context.catalogue.counters and owner not in context.catalogue.organisations:
        faults.add("/toegezegdDoor", "onbekend", "Kies wie de toezegging nakomt.")
    faults.raise_if_any()


def keep_promise(context: Context, number: str, contact_id: str, by: str = "") -> None:
    """Record that a promise was kept, with the name of who says so (``by``) and the time; a second time changes nothing. Commits.

    BadRequest when the case has no promise with this id.
    """
    case = lock_case(context, find_case(context.session, number).id)
    kept = next((knock for knock in case.contacts if str(knock.id) == contact_id and knock.promise), None)
    if kept is None:
        raise BadRequest("Deze toezegging hoort niet bij deze zaak.")
    if kept.promise_kept_at is None:
        kept.promise_kept_at, kept.promise_kept_by = context.now, by[:80] or context.actor.name
        journal.tell(context, case, "toezegging-nagekomen", toelichting=kept.promise)
        journal.audit(context, "toezegging-nagekomen", case.number)
        journal.log_processing(context, "contact-vastleggen", [case.person.pseudonym])
        settle(context, case)
    context.session.commit()


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
