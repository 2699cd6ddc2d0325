"""What only those whose case it is see below the status: people, answers, papers, contact and the talk."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from loket.cases.desk import Paper
from loket.cases.identity import mask_bsn
from loket.cases.models import Case, Participant
from loket.cases.queries import Viewer
from loket.routing import thread, wrong_person
from loket.routing.compose import TO_CONFIRM
from loket.routing.context import Context
from loket.web import texts, texts_case
from loket.web.new_brp import since
from loket.web.new_view import dutch_date
from loket.web.parts import organisation_name

Shown = dict[str, Any]
SAFE = ("wijze", "wanneer", "nooit", "taal")
NOTHING: Shown = {"people": [], "safe": [], "answers": [], "papers": [], "contacts": [], "reported": False}


def sections(context: Context, case: Case, viewer: Viewer, today: date) -> Shown:
    """The sections of the case page; all empty for who sees only the shared status."""
    talk: Shown = {
        "thread": thread.messages(context, case, viewer),
        "may_write": thread.may_read(case, viewer),
        "about": [(part.number, part) for part in thread.own_parts(case, viewer)],
    }
    if not viewer.sees_case(case):
        return NOTHING | talk
    return talk | {
        "people": [_person(one, today) for one in case.participants],
        "safe": [(_name(one), _safe(one)) for one in case.participants if _safe(one)],
        "answers": _answers(context, case),
        "papers": _papers(context, case),
        "contacts": list(case.contacts),
        "reported": wrong_person.reported_breach(context, case) is not None,
    }


def _name(one: Participant) -> str:
    return " ".join(filter(None, (one.given_names, one.prefix, one.surname)))


def _person(one: Participant, today: date) -> Shown:
    """One person, by label. A secret address is not shown, here neither: who needs it, has it."""
    contact = {} if one.secrecy else one.contact or {}
    place = " ".join(filter(None, (contact.get("postcode"), contact.get("huisnummer"))))
    reach = {name: (one.contact or {}).get(name) for name in ("telefoonnummer", "emailadres")}
    rows = [
        (texts.PERSON_FIELDS["geboortedatum"], dutch_date(one.birth_date) if one.birth_date else None),
        ("BSN", mask_bsn(one.person.bsn) if one.person.bsn else None),
        ("V-nummer", f"eindigt op {one.foreigner_number[-3:]}" if one.foreigner_number else None),
        ("Adres", place or None),
        *((texts.PERSON_FIELDS[name], value) for name, value in reach.items()),
        (texts.PERSON_FIELDS["kvkNummer"], one.kvk_number),
        ("Wie dit is", texts_case.IDENTITY.get(one.identity_check or "")),
        ("Namens de inwoner", dict(texts.REPRESENTATIONS).get(one.representation or "", one.representation)),
        ("Waarvoor", (one.mandate or {}).get("omvang")),
        ("Tot en met", one.mandate_until),
        ("Bron", since(one.registered)),
        (texts_case.REGISTER_DIFFERS, ", ".join(_differences(one)) or None),
    ]
    return {
        "name": _name(one),
        "role": texts.ROLES.get(one.role, one.role),
        "rows": [(label, value) for label, value in rows if value],
        "secret": one.secrecy,
        "ended": one.mandate_until is not None and one.mandate_until < today,
    }


def _differences(one: Participant) -> list[str]:
    """The labels of what the person said different from the BRP."""
    noted = (one.registered or {}).get("afwijkend") or {}
    return [texts.PERSON_FIELDS.get(name, name) for name in noted]


def _safe(one: Participant) -> list[tuple[str, str]]:
    """How and when to reach somebody, and what never to do, in their own words."""
    noted = one.safe_contact or {}
    return [(texts.PERSON_FIELDS.get(name, name), str(noted[name])) for name in SAFE if noted.get(name)]


def _answers(context: Context, case: Case) -> list[Shown]:
    """The answer that counts for each question, with who asked it and when; an unconfirmed one says so."""
    found: dict[str, Any] = {}
    for answer in sorted(case.answers, key=lambda one: (one.source != TO_CONFIRM, one.answered_at, one.id)):
        found[answer.question] = answer
    questions = context.catalogue.questions
    return [
        {
            "label": questions[key].label if key in questions else key,
            "key": key,
            "value": answer.value,
            "source": texts_case.TO_CONFIRM if answer.source == TO_CONFIRM else organisation_name(answer.source),
            "at": answer.answered_at,
        }
        for key, answer in found.items()
    ]


def _papers(context: Context, case: Case) -> list[Shown]:
    kinds = context.catalogue.knowledge.papers
    rows = context.session.scalars(select(Paper).where(Paper.case_id == case.id).order_by(Paper.noted_at, Paper.id))
    return [
        {
            "name": kinds[row.kind].name if row.kind in kinds else row.kind,
            "whose": texts.ROLES.get(row.whose, row.whose),
            "state": texts_case.PAPER_STATES[row.state.value],
            "dated": row.dated,
            "at": row.noted_at,
            "counter": row.counter,
        }
        for row in rows
    ]
