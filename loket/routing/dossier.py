"""A case as one document in plain names: what an export shows, and what is kept of a case that is destroyed.

Whatever can be masked is an object with a ``plaats``, a name that stays the same from one export to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from loket.cases.access import CaseOpening
from loket.cases.audit import AuditLog
from loket.cases.desk import Handover
from loket.cases.models import Answer, Case, CaseEvent, CaseLine, ContactMoment, Participant, Referral
from loket.cases.queries import stamp
from loket.cases.states import CASE_WORDS, REFERRAL_WORDS
from loket.cases.words import event_sentence
from loket.routing.compose import stored_fields
from loket.routing.context import Context
from loket.routing.disclosure import Disclosure, disclosures, messages_sent
from loket.routing.dossier_desk import desk_document, promise, registered
from loket.routing.handover import of_case

Document = dict[str, Any]


def case_document(context: Context, case: Case) -> Document:
    """Everything that stands in the database about a case, by Dutch names; JSON values only. Reads, and changes nothing."""
    number = case.number
    return {
        "zaaknummer": number,
        "loket": name_of(context, case.counter),
        "kanaal": case.channel,
        "ontvangenOp": stamp(case.received_at),
        "inhoud": {
            "plaats": f"{number}/inhoud",
            "levensgebeurtenis": case.life_event,
            "status": CASE_WORDS[case.state],
            "spoed": case.urgent,
            "aangekloptOp": stamp(case.knocked_at),
            "afgehandeldOp": stamp(case.settled_at),
            "afgeslotenOp": stamp(case.closed_at),
            "hoeAfgesloten": case.closing,
            "gemeentecode": case.gemeente_code,
            "toelichting": case.note,
        },
        "personen": [_person(number, person) for person in case.participants],
        "antwoorden": [_answer(context, number, answer) for answer in case.answers],
        "onderdelen": [_part(context, number, part, disclosures(context, case, part)) for part in case.referrals],
        "regels": [_line(number, line) for line in case.lines],
        "contactmomenten": [_contact(context, number, contact) for contact in case.contacts],
        "overdrachten": [_handover(context, number, row) for row in of_case(context.session, case)],
        "berichten": [_message(number, place, one) for place, one in enumerate(messages_sent(context, case), 1)],
        **desk_document(context, case, partial(name_of, context)),
        "tijdlijn": [_event(context, case, event) for event in case.events],
        "ingezien": seen_by(context, case),
        "geopend": _openings(context, case),
    }


def _person(number: str, person: Participant) -> Document:
    return {
        "plaats": place_of_person(number, person.id),
        "rol": person.role,
        **stored_fields(person),
        **_beside(person),
        **registered(person),
    }


def _beside(person: Participant) -> Document:
    """What no organisation gets: how they were identified and want to be reached, and what a representative may do until when."""
    known = {
        "vreemdelingennummer": person.foreigner_number,
        "identiteitscontrole": person.identity_check,
        "tot": person.mandate_until.isoformat() if person.mandate_until else None,
    }
    return {name: value for name, value in known.items() if value} | (person.safe_contact or {}) | (person.mandate or {})


def place_of_person(number: str, participant: UUID) -> str:
    """The ``plaats`` of a person in a case."""
    return f"{number}/personen/{participant}"


def _answer(context: Context, number: str, answer: Answer) -> Document:
    question = context.catalogue.questions.get(answer.question)
    return {
        "plaats": f"{number}/antwoorden/{answer.id}",
        "vraag": answer.question,
        "label": question.label if question else answer.question,
        "waarde": answer.value,
        "bron": name_of(context, answer.source),
        "gegevenOp": stamp(answer.answered_at),
    }


def _part(context: Context, number: str, part: Referral, sent: Sequence[Disclosure]) -> Document:
    return {
        "deelzaaknummer": part.number,
        "organisatie": name_of(context, part.organisation),
        "inhoud": {
            "plaats": f"{number}/onderdelen/{part.ordinal}",
            "product": part.terms.get("naam", part.product),
            "voor": part.for_role,
            "waarom": part.reason,
            "status": REFERRAL_WORDS[part.state],
            "kenmerk": part.reference,
            "uitkomst": part.outcome,
            "toelichting": part.explanation,
            "gevraagd": part.asked or [],
            "ontvangenDoorOrganisatieOp": stamp(part.received_by_organisation_at),
            "uiterlijkeEinddatumAfdoening": part.due_on.isoformat() if part.due_on else None,
            "beslotenOp": part.decided_on.isoformat() if part.decided_on else None,
        },
        "verstrekkingen": [_disclosed(part, one) for one in sent],
    }


def _disclosed(part: Referral, one: Disclosure) -> Document:
    """Who received which fields, when, on which ground and for what (AVG art. 15 lid 1 onder c)."""
    return {
        "soort": one.kind,
        "moment": stamp(one.at),
        "aangekomen": "ja" if one.certain else "onbekend",
        "velden": list(one.fields),
        "grondslag": part.ground,
        "doel": one.purpose,
    }


def _message(number: str, place: int, one: Disclosure) -> Document:
    """A message to the applicant: when, and to what kind of address; its words told no more than that there was news."""
    return {
        "plaats": f"{number}/berichten/{place}",
        "moment": stamp(one.at),
        "aangekomen": "ja" if one.certain else "onbekend",
        "velden": list(one.fields),
        "doel": one.purpose,
    }


def _line(number: str, line: CaseLine) -> Document:
    return {
        "plaats": f"{number}/regels/{line.id}",
        "wijze": line.way,
        "tekst": line.words,
        "uiterlijk": line.until,
        "gedaanOp": stamp(line.done_at),
    }


def _contact(context: Context, number: str, contact: ContactMoment) -> Document:
    return {
        "plaats": f"{number}/contactmomenten/{contact.id}",
        "moment": stamp(contact.at),
        "loket": name_of(context, contact.counter),
        "kanaal": contact.channel,
        "vraag": contact.question,
        "beantwoord": contact.answered,
        "gezegd": contact.said,
        "toegezegd": contact.promise,
        "toegezegdVoor": contact.promised_by.isoformat() if contact.promised_by else None,
        **promise(contact, partial(name_of, context)),
    }


def _handover(context: Context, number: str, row: Handover) -> Document:
    """Between which lokets, why and what was said of the person; never the name of who took it up."""
    return {
        "plaats": f"{number}/overdrachten/{row.id}",
        "moment": stamp(row.offered_at),
        "van": name_of(context, row.from_counter),
        "naar": name_of(context, row.receiver),
        "reden": row.reason,
        "gezegd": row.summary,
        "bereiken": row.reach,
        "opgepaktOp": stamp(row.taken_up_at),
        "verteldOp": stamp(row.told_at),
        "geweigerdOp": stamp(row.refused_at),
        "redenVanWeigeren": row.refusal,
    }


def _event(context: Context, case: Case, event: CaseEvent) -> Document:
    part = next((part for part in case.referrals if part.id == event.referral_id), None)
    details = {**event.details, "naar": name_of(context, event.details.get("naar", ""))}
    return {
        "plaats": f"{case.number}/tijdlijn/{event.sequence}",
        "moment": stamp(event.at),
        "door": name_of(context, event.actor),
        "tekst": event_sentence(event.type, name_of(context, part.organisation if part else event.actor), details),
        "toelichting": event.details.get("toelichting"),
    }


def seen_by(context: Context, case: Case) -> list[Document]:
    """Who did what with the case, by loket or organisation and never by an employee's name, with the ground that was recorded."""
    wanted = [case.number, *(part.number for part in case.referrals)]
    query = select(AuditLog).where(AuditLog.object.in_(wanted)).order_by(AuditLog.at, AuditLog.id)
    return [
        {"moment": stamp(row.at), "handeling": row.action, "door": name_of(context, row.behalf or row.origin), "grond": row.ground}
        for row in context.session.scalars(query)
    ]


def _openings(context: Context, case: Case) -> list[Document]:
    """On which grounds the case was opened by who had no part in it: place and role, never a name; the reason; what a review found."""
    names = {ground.slug: ground.name for ground in context.catalogue.grounds}
    query = select(CaseOpening).where(CaseOpening.case_id == case.id).order_by(CaseOpening.at, CaseOpening.id)
    return [
        {
            "plaats": f"{case.number}/geopend/{row.id}",
            "moment": stamp(row.at),
            "door": name_of(context, row.counter or row.organisation or "") or None,
            "functie": row.role,
            "grond": names.get(row.ground, row.ground),
            "reden": row.reason,
            "beoordeeldOp": stamp(row.reviewed_at),
            "oordeel": row.outcome.value if row.outcome else None,
        }
        for row in context.session.scalars(query)
    ]


def name_of(context: Context, slug: str) -> str:
    """A loket or organisation as a person says it; the slug when the catalogue no longer knows it."""
    catalogue = context.catalogue
    if slug in catalogue.counters:
        return catalogue.counters[slug].name
    return catalogue.organisations[slug].short_name if slug in catalogue.organisations else slug


def pieces(document: Any) -> Iterable[Document]:
    """Every object in a document that has a ``plaats``."""
    if isinstance(document, dict):
        if "plaats" in document:
            yield document
        for value in document.values():
            yield from pieces(value)
    elif isinstance(document, list):
        for value in document:
            yield from pieces(value)
