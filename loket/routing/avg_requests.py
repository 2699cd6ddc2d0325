"""The register of requests under the AVG: who asks what, by when it is answered, and how it ended (practice rule 22).

An answer is due one month after receipt; once two months more, with a reason told within the first month (AVG art. 12 lid 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from loket.cases.base import new_id
from loket.cases.crypto import keys
from loket.cases.deadlines import Term, Unit, end_of_term
from loket.cases.models import Case, Person
from loket.cases.privacy import Mask, PrivacyRequest, RequestKind, RequestOutcome
from loket.cases.queries import find_case
from loket.db import locked
from loket.errors import BadRequest, Conflict, Faults, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.masking import find_open
from loket.routing.progress import today

MONTH = Term(1, Unit.MONTHS)
TWO_MONTHS = Term(2, Unit.MONTHS)


def receive(
    context: Context,
    kind: RequestKind,
    *,
    bsn: str | None = None,
    case_number: str | None = None,
    received_on: date | None = None,
    note: str | None = None,
) -> UUID:
    """Note a request; returns its id. Commits.

    The person is found by BSN or by the case; nobody known here gets a row too, for that is an answer as well. An objection (art. 21)
    to the processing in a case is told on its timeline. BadRequest with all faults: a date in the future, an objection without words.
    NotFound for an unknown case.
    """
    received_on = received_on or today(context)
    _check(context, kind, received_on, note)
    case = find_case(context.session, case_number, hidden=True) if case_number else None
    subject = _subject(context, bsn, case)
    row = PrivacyRequest(
        id=new_id(context.now),
        kind=kind,
        subject=subject,
        case_number=case.number if case else None,
        received_on=received_on,
        due_on=end_of_term(received_on, MONTH, context.catalogue.calendar).on,
        note=note,
    )
    context.session.add(row)
    if kind is RequestKind.OBJECTION and case is not None:
        journal.tell(context, case, "bezwaar-tegen-verwerking")
    action = "bezwaar-noteren" if kind is RequestKind.OBJECTION else "avg-verzoek-vastleggen"
    journal.audit(context, action, str(row.id), soort=kind.value)
    journal.log_processing(context, action, [subject])
    context.session.commit()
    return row.id


def _check(context: Context, kind: RequestKind, received_on: date, note: str | None) -> None:
    faults = Faults()
    if received_on > today(context):
        faults.add("/ontvangenOp", "in-de-toekomst", "Deze datum ligt in de toekomst.")
    if kind is RequestKind.OBJECTION and not (note or "").strip():
        faults.add("/vraag", "verplicht", "Schrijf op waartegen de inwoner bezwaar heeft.")
    faults.raise_if_any()


def _subject(context: Context, bsn: str | None, case: Case | None) -> UUID | None:
    if bsn is None:
        return case.person.pseudonym if case else None
    return context.session.scalar(select(Person.pseudonym).where(Person.bsn_blind.in_(keys().blinds(bsn))))


def extend(context: Context, request_id: UUID, reason: str) -> None:
    """Two months more, once, while the first month lasts. Commits. NotFound; BadRequest without a reason; Conflict otherwise."""
    row = _find(context, request_id)
    if not reason.strip():
        raise BadRequest("Noem de reden: hoe ingewikkeld is het, of hoeveel verzoeken zijn er?")
    if row.extended_at is not None:
        raise Conflict("Dit verzoek is al een keer verlengd.", code="al-verlengd")
    if today(context) > row.due_on:
        raise Conflict("Verlengen kan alleen binnen de eerste maand.", code="te-laat")
    row.due_on = end_of_term(row.received_on, Term(MONTH.count + TWO_MONTHS.count, Unit.MONTHS), context.catalogue.calendar).on
    row.extended_at, row.extension_reason = context.now, reason.strip()[:300]
    journal.audit(context, "avg-verzoek-verlengen", str(row.id))
    context.session.commit()


def review(context: Context, request_id: UUID) -> None:
    """The privacy officer looked at all that is masked or shown: what the rule proposed becomes their decision too. Commits.

    Until then there is only a draft of the export. NotFound; Conflict when it was reviewed or closed already.
    """
    row = find_open(context, request_id)
    row.reviewed_at, row.reviewed_by = context.now, context.actor.name
    undecided = update(Mask).where(Mask.request_id == row.id, Mask.decided_by.is_(None))
    context.session.execute(undecided.values(decided_by=context.actor.name, decided_at=context.now))
    journal.audit(context, "avg-verzoek-beoordelen", str(row.id), stukken=len(row.masks))
    context.session.commit()


def close(context: Context, request_id: UUID, outcome: RequestOutcome, answer: str) -> None:
    """Record what the person was told. Commits.

    NotFound; BadRequest without words; Conflict when it was closed, or when data are handed over that nobody reviewed.
    """
    row = _find(context, request_id)
    if not answer.strip():
        raise BadRequest("Vul in wat u de inwoner hebt geantwoord.")
    hands_over = row.kind in (RequestKind.ACCESS, RequestKind.PORTABILITY) and outcome in (RequestOutcome.GRANTED, RequestOutcome.PARTLY)
    if hands_over and row.reviewed_at is None:
        raise Conflict("Beoordeel eerst wat u afschermt.", code="niet-beoordeeld")
    row.closed_at, row.closed_by, row.outcome, row.answer = context.now, context.actor.name, outcome, answer.strip()
    journal.audit(context, "avg-verzoek-afsluiten", str(row.id), uitkomst=outcome.value)
    context.session.commit()


def open_requests(context: Context, limit: int = 100) -> Sequence[PrivacyRequest]:
    """Requests that are not closed, the first due on top."""
    query = select(PrivacyRequest).where(PrivacyRequest.closed_at.is_(None)).order_by(PrivacyRequest.due_on, PrivacyRequest.id)
    return context.session.scalars(query.limit(limit)).all()


def find(context: Context, request_id: UUID) -> PrivacyRequest:
    """One request; NotFound otherwise."""
    row = context.session.get(PrivacyRequest, request_id)
    if row is None:
        raise NotFound("Dit verzoek is hier niet bekend.")
    return row


def _find(context: Context, request_id: UUID) -> PrivacyRequest:
    """A request that is not closed, locked."""
    query = select(PrivacyRequest).where(PrivacyRequest.id == request_id)
    row = context.session.scalars(locked(context.session, query)).one_or_none()
    if row is None:
        raise NotFound("Dit verzoek is hier niet bekend.")
    if row.closed_at is not None:
        raise Conflict("Dit verzoek is al afgesloten.", code="al-afgesloten")
    return row
