"""The rights of a person over their own data (AVG art. 15 to 21): here the export; correction and the wrong person have their own files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from loket.cases import identity
from loket.cases.audit import EPOCH, ProcessingLog
from loket.cases.crypto import keys
from loket.cases.desk import SavedRequest
from loket.cases.models import Case, Participant, Person
from loket.cases.privacy import Breach, BreachSubject, PrivacyRequest
from loket.cases.queries import stamp, with_parts
from loket.errors import BadRequest, Fault, NotFound
from loket.routing import journal, masking, saved
from loket.routing.arrears import handling
from loket.routing.context import Context
from loket.routing.correction import correct as correct
from loket.routing.dossier import Document, name_of
from loket.routing.wrong_person import wrong_person as wrong_person

#: Fields of a draft that are not of the applicant, or only of the form: what the BRP said is sealed there, also of others.
OF_OTHERS = ("betrokkenen", "gemachtigde", "sleutel", "brp")


def find_person(context: Context, bsn: str) -> Person:
    """The person with this BSN, also as typed; BadRequest when it is none, NotFound when nothing is known of them here."""
    try:
        number = identity.bsn_typed(bsn)
    except ValueError as error:
        raise BadRequest(str(error), faults=(Fault("/burgerservicenummer", "ongeldig-bsn", str(error)),)) from None
    found = context.session.scalars(select(Person).where(Person.bsn_blind.in_(keys().blinds(number)))).first()
    if found is None:
        raise NotFound("Van deze persoon is hier niets bekend.")
    return found


def export_person(context: Context, bsn: str) -> Document:
    """All data of the person with this BSN, for that person, with everything of others masked. Commits; errors as above.

    JSON values by Dutch names: ``persoon``, ``zaken`` (each with people, answers with source and date, parts with who received
    which fields, contact, timeline, who looked), ``schuldsignalen``, ``concepten``, ``verwerkingen``, ``avgVerzoeken``, ``inbreuken``.
    """
    return _export(context, find_person(context, bsn), None)


def export_for(context: Context, request: PrivacyRequest) -> Document:
    """The same for the person of a request, masked as the privacy officer decided; what is new since is masked. Commits."""
    person = context.session.scalars(select(Person).where(Person.pseudonym == request.subject)).one_or_none()
    if person is None:
        raise NotFound("Van deze persoon is hier niets bekend.")
    return _export(context, person, request)


def _export(context: Context, person: Person, request: PrivacyRequest | None) -> Document:
    decided = {mask.place: mask for mask in request.masks} if request else {}
    documents: list[Document] = []
    for case in cases_of(context, person):
        document = masking.document_for(context, case, person)
        others = masking.of_others(case, person, document)
        if request and not request.reviewed_at:
            masking.propose(context, request, case, others)
        grounds = dict.fromkeys(others, masking.OTHERS) | {place: row.ground for place, row in decided.items() if row.masked}
        shown = {place for place, row in decided.items() if not row.masked}
        documents.append(masking.mask(document, {place: ground for place, ground in grounds.items() if place not in shown}))
    whole = {
        "opgemaaktOp": stamp(context.now),
        "persoon": {"burgerservicenummer": person.bsn, "pseudoniem": str(person.pseudonym)},
        "zaken": documents,
        "schuldsignalen": handling.document(context, person),
        "concepten": [_draft(context, row) for row in saved.of_person(context.session, person.bsn)],
        "verwerkingen": _processing(context, person.pseudonym),
        "avgVerzoeken": [_request(row) for row in _requests(context, person.pseudonym)],
        "inbreuken": _breaches(context, person.pseudonym),
    }
    journal.audit(context, "gegevens-uitvoeren", str(person.pseudonym), zaken=len(documents))
    journal.log_processing(context, "gegevens-uitvoeren", [person.pseudonym])
    context.session.commit()
    return whole


def cases_of(context: Context, person: Person) -> Sequence[Case]:
    """The cases in which this person stands, the oldest first. A case that was opened for the wrong person is in nobody's."""
    part = select(Participant.case_id).where(Participant.person_id == person.id)
    return context.session.scalars(with_parts().where(Case.id.in_(part)).order_by(Case.received_at, Case.id)).all()


def _draft(context: Context, row: SavedRequest) -> Document:
    """A request that was put away: only what is about the applicant, with what was asked for; by field all values."""
    kept: dict[str, list[str]] = {}
    for field, value in row.fields:
        if field.partition(".")[0] not in OF_OTHERS:
            kept.setdefault(field, []).append(value)
    return {
        "loket": name_of(context, row.counter),
        "bewaardOp": stamp(row.saved_at),
        "aangekloptOp": stamp(row.knocked_at),
        "verlooptOp": stamp(row.expires_at),
        "gegevens": kept,
    }


def _processing(context: Context, subject: UUID) -> list[Document]:
    query = select(ProcessingLog).where(ProcessingLog.subject == subject).order_by(ProcessingLog.started_ms, ProcessingLog.id)
    return [
        {
            "moment": stamp(EPOCH + timedelta(milliseconds=row.started_ms)),
            "handeling": row.name,
            "verwerking": row.activity,
            "ontvanger": name_of(context, row.foreign) if row.foreign else None,
        }
        for row in context.session.scalars(query)
    ]


def _requests(context: Context, subject: UUID) -> Sequence[PrivacyRequest]:
    query = select(PrivacyRequest).where(PrivacyRequest.subject == subject).order_by(PrivacyRequest.received_on, PrivacyRequest.id)
    return context.session.scalars(query).all()


def _request(row: PrivacyRequest) -> Document:
    return {
        "soort": row.kind.value,
        "ontvangenOp": row.received_on.isoformat(),
        "uiterlijk": row.due_on.isoformat(),
        "vraag": row.note,
        "afgehandeldOp": stamp(row.closed_at),
        "uitkomst": row.outcome.value if row.outcome else None,
        "antwoord": row.answer,
    }


def _breaches(context: Context, subject: UUID) -> list[dict[str, Any]]:
    """What went wrong with this person's data, and who received which of it."""
    mine = select(BreachSubject.breach_id).where(BreachSubject.subject == subject)
    rows = context.session.scalars(select(Breach).where(Breach.id.in_(mine)).order_by(Breach.known_at)).all()
    return [
        {
            "soort": row.kind,
            "bekendSinds": stamp(row.known_at),
            "ontvangers": [
                {
                    "organisatie": name_of(context, one.organisation),
                    "moment": stamp(one.sent_at),
                    "velden": one.fields,
                    "aangekomen": "ja" if one.certain else "onbekend",
                }
                for one in row.receipts
            ],
        }
        for row in rows
    ]
