"""What the desk kept beside a case, for the person's own export: papers, talk, steps against a decision, promises, the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from loket.cases.acts import CaseLink
from loket.cases.desk import CaseMessage, Feedback, LegalStep, PaperCopy
from loket.cases.models import Case, ContactMoment, Participant
from loket.cases.queries import stamp
from loket.cases.signals import Cause
from loket.routing.context import Context
from loket.routing.papers import papers_of
from loket.routing.sourced_notes import of_case
from loket.routing.tailored.dossier import tailored_document

Document = dict[str, Any]
Names = Callable[[str], str]


def desk_document(context: Context, case: Case, names: Names) -> Document:
    """The rows of a case that only a desk writes, by Dutch names; ``names`` gives a loket or organisation its name."""
    return {
        "verklaring": _statement(case),
        "papieren": papers_of(context, case),
        "kopieen": _copies(context, case, names),
        "overleg": _talk(context, case, names),
        "rechtsmiddelen": _steps(context, case, names),
        "terugkoppeling": _feedback(context, case, names),
        "mededelingen": _notes(context, case, names),
        "verwijzingen": _links(context, case),
        "oorzaken": _causes(context, case),
        **tailored_document(context, case, names),
    }


def promise(contact: ContactMoment, names: Names) -> Document:
    """Who keeps a promise, and when it was kept; never the employee's name."""
    return {
        "toegezegdDoor": names(contact.promise_owner) if contact.promise_owner else None,
        "nagekomenOp": stamp(contact.promise_kept_at),
    }


def registered(person: Participant) -> Document:
    """What the BRP told about a person, from where and when, and what they said themselves that differs."""
    seen = person.registered or {}
    found = {
        "brpBron": seen.get("bron"),
        "brpOp": seen.get("moment"),
        "brpGegevens": _lines(seen.get("gegevens")),
        "brpAfwijkend": _lines(seen.get("afwijkend")),
    }
    return {name: value for name, value in found.items() if value}


def _statement(case: Case) -> Document | None:
    if case.stated_at is None:
        return None
    return {"plaats": f"{case.number}/verklaring", "door": case.stated_by, "wijze": case.stated_how, "moment": stamp(case.stated_at)}


def _copies(context: Context, case: Case, names: Names) -> list[Document]:
    """That a copy was kept, for whom and until when; the copy itself is the person's own paper."""
    parts = {part.id: part for part in case.referrals}
    query = select(PaperCopy).where(PaperCopy.case_id == case.id).order_by(PaperCopy.stored_at, PaperCopy.id)
    return [
        {
            "plaats": f"{case.number}/kopieen/{row.id}",
            "voor": names(parts[row.referral_id].organisation) if row.referral_id in parts else None,
            "bestand": row.media_type,
            "grootte": row.size,
            "bewaardOp": stamp(row.stored_at),
            "opgehaaldOp": stamp(row.fetched_at),
            "gewistOp": row.erase_on.isoformat() if row.erase_on else None,
        }
        for row in context.session.scalars(query)
    ]


def _talk(context: Context, case: Case, names: Names) -> list[Document]:
    """What professionals wrote to each other: by loket or organisation, never by an employee's name."""
    numbers = {part.id: part.number for part in case.referrals}
    query = select(CaseMessage).where(CaseMessage.case_id == case.id).order_by(CaseMessage.at, CaseMessage.id)
    return [
        {
            "plaats": f"{case.number}/overleg/{row.id}",
            "moment": stamp(row.at),
            "door": names(row.source),
            "over": numbers.get(row.referral_id) if row.referral_id else None,
            "bericht": row.text,
        }
        for row in context.session.scalars(query)
    ]


def _steps(context: Context, case: Case, names: Names) -> list[Document]:
    numbers = {part.id: part.number for part in case.referrals}
    query = select(LegalStep).where(LegalStep.case_id == case.id).order_by(LegalStep.at, LegalStep.id)
    return [
        {
            "plaats": f"{case.number}/rechtsmiddelen/{row.id}",
            "soort": row.kind,
            "over": numbers.get(row.referral_id),
            "voorlopig": row.provisional,
            "ingediendOp": row.received_on.isoformat(),
            "laatsteDag": row.last_day.isoformat() if row.last_day else None,
            "loket": names(row.counter),
            "tekst": row.text,
        }
        for row in context.session.scalars(query)
    ]


def _feedback(context: Context, case: Case, names: Names) -> list[Document]:
    query = select(Feedback).where(Feedback.case_id == case.id).order_by(Feedback.at, Feedback.id)
    return [
        {
            "plaats": f"{case.number}/terugkoppeling/{row.id}",
            "moment": stamp(row.at),
            "loket": names(row.counter),
            "geholpen": row.helped,
            "gemak": row.ease,
        }
        for row in context.session.scalars(query)
    ]


def _notes(context: Context, case: Case, names: Names) -> list[Document]:
    """What somebody said, with its source; who wrote it down is not told."""
    numbers = {part.id: part.number for part in case.referrals}
    return [
        {
            "plaats": f"{case.number}/mededelingen/{row.id}",
            "bron": names(row.source),
            "door": row.said_by,
            "over": numbers.get(row.referral_id) if row.referral_id else None,
            "gezegdOp": row.said_on.isoformat(),
            "wijze": row.channel,
            "tekst": row.text,
        }
        for row in of_case(context, case)
    ]


def _links(context: Context, case: Case) -> list[Document]:
    """The other cases of this person that this one points to."""
    query = select(CaseLink).where(CaseLink.case_id == case.id).order_by(CaseLink.at, CaseLink.id)
    return [
        {"plaats": f"{case.number}/verwijzingen/{row.id}", "soort": row.kind.value, "zaak": row.other_number, "moment": stamp(row.at)}
        for row in context.session.scalars(query)
    ]


def _causes(context: Context, case: Case) -> list[Document]:
    """What was written down as gone wrong, and the person's own words; who wrote it is not told."""
    query = select(Cause).where(Cause.case_id == case.id).options(joinedload(Cause.signal)).order_by(Cause.at, Cause.id)
    return [
        {
            "plaats": f"{case.number}/oorzaken/{row.id}",
            "moment": stamp(row.at),
            "oorzaak": row.signal.code.value,
            "product": row.signal.product or None,
            "organisatie": row.signal.organisation or None,
            "wetsartikel": row.signal.article or None,
            "tweedeArtikel": row.second_article,
            "tekst": row.words,
            "eigenWoorden": row.own_words,
        }
        for row in context.session.scalars(query)
    ]


def _lines(fields: Mapping[str, Any] | None) -> list[str]:
    return [f"{name}: {value}" for name, value in (fields or {}).items() if value not in (None, "")]
