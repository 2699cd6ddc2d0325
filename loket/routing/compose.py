"""Composes what goes to an organisation: exactly the fields and answers that the product's allow-list names, nothing else.

A message is composed once and kept; every try sends the same bytes (architecture §4.3).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from loket.cases.base import new_id
from loket.cases.models import Answer, Case, Participant, Referral
from loket.cases.outbox import DeliveryState
from loket.cases.queries import stamp
from loket.routing.catalogue import Catalogue
from loket.routing.context import Context
from loket.routing.entries import Product
from loket.routing.request import APPLICANT, PersonGiven, Request

BSN = "burgerservicenummer"
NOTE = "toelichting"  #: in a product's allow-list for the applicant: it gets the free text
SECRECY = "geheimhouding"  #: whose address may not be known (Wet BRP 2.59); goes along wherever the address does
TO_CONFIRM = "te-bevestigen"  #: source of an answer that was taken over from another case: nothing is done with it until it is given again
ADDRESS = ("postcode", "huisnummer")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case when a message is composed: people by role in API names, answers by question."""

    number: str
    knocked_at: datetime
    received_at: datetime
    channel: str
    urgent: bool
    note: str | None
    people: tuple[tuple[str, Mapping[str, Any]], ...]
    answers: Mapping[str, Any]


def facts_of_request(request: Request, number: str, knocked_at: datetime, received_at: datetime) -> CaseFacts:
    """The facts of a request that is being taken in."""
    people = given_people((request.applicant, *request.others))
    return CaseFacts(number, knocked_at, received_at, request.channel, request.urgent, request.note, people, request.answers)


def given_people(people: Iterable[PersonGiven]) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """People as given at the counter, by role in API names."""
    return tuple((person.role, person_fields(person)) for person in people)


def facts_of_case(case: Case) -> CaseFacts:
    """The facts of a case that stands in the database; of each question the newest answer counts."""
    people = tuple((person.role, stored_fields(person)) for person in case.participants)
    answers = newest(case.answers)
    return CaseFacts(case.number, case.knocked_at, case.received_at, case.channel, case.urgent, case.note, people, answers)


def newest(answers: Iterable[Answer]) -> dict[str, Any]:
    """The answer that counts for each question; what must still be confirmed does not count."""
    given = sorted((answer for answer in answers if answer.source != TO_CONFIRM), key=lambda answer: (answer.answered_at, answer.id))
    return {answer.question: answer.value for answer in given}


def to_confirm(answers: Iterable[Answer], product: Product) -> dict[str, Any]:
    """The answers to this product's questions that were taken over from another case and not given again yet."""
    rows = list(answers)
    known = newest(rows)
    return {row.question: row.value for row in rows if row.question in product.questions and row.question not in known}


def person_fields(person: PersonGiven) -> dict[str, Any]:
    """A person's fields by their API names; what is not known is absent."""
    return _known(
        {
            BSN: person.bsn,
            "kvkNummer": person.kvk_number,
            "voornamen": person.given_names,
            "voorvoegsel": person.prefix,
            "geslachtsnaam": person.surname,
            "geboortedatum": person.birth_date,
            "datumOverlijden": person.died_on.isoformat() if person.died_on else None,
            "gemeentecode": person.gemeente_code,
            "vertegenwoordiging": person.representation,
            SECRECY: person.secrecy or None,
            **contact_of(person),
        }
    )


def contact_of(person: PersonGiven) -> dict[str, Any]:
    """The contact data of a person by their API names, as they are kept encrypted."""
    return _known(
        {
            "postcode": person.postcode,
            "huisnummer": person.house_number,
            "telefoonnummer": person.telephone,
            "emailadres": person.email,
        }
    )


def stored_fields(person: Participant) -> dict[str, Any]:
    return _known(
        {
            BSN: person.person.bsn,
            "kvkNummer": person.kvk_number,
            "voornamen": person.given_names,
            "voorvoegsel": person.prefix,
            "geslachtsnaam": person.surname,
            "geboortedatum": person.birth_date,
            "datumOverlijden": person.died_on.isoformat() if person.died_on else None,
            "gemeentecode": person.gemeente_code,
            "vertegenwoordiging": person.representation,
            SECRECY: person.secrecy or None,
            **(person.contact or {}),
        }
    )


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def request_body(
    context: Context, facts: CaseFacts, product: Product, kind: str, number: str, for_role: str, ground: str
) -> dict[str, Any]:
    """The body of an ``aanvraag`` or ``melding``: one call with all that the product needs and nothing more."""
    body: dict[str, Any] = {
        "soort": kind,
        "deelzaaknummer": number,
        "zaaknummer": facts.number,
        "product": product.slug,
        "productnaam": product.name,
        "grondslag": ground,
        "doel": product.purpose,
        "aangekloptOp": stamp(facts.knocked_at),
        "ontvangenOp": stamp(facts.received_at),
        "rechtVanaf": product.right_from,
        "spoed": facts.urgent,
        "kanaal": facts.channel,
        "voor": for_role,
        "personen": list(allowed_people(facts, product)),
        "antwoorden": allowed_answers(context.catalogue, product, facts.answers),
        "terugmelden": f"{context.base_url}/api/v1/statusmeldingen",
    }
    note = facts.note if NOTE in product.fields.get(APPLICANT, ()) else _exercise(facts.note) if context.practice else None
    return body | ({"toelichting": note} if note else {})


def allowed_people(facts: CaseFacts, product: Product) -> Iterable[dict[str, Any]]:
    """Each person whose role the product names, with the fields it names; a BSN only where the product may have one.

    The address of somebody with secrecy goes only where the product says why it needs it (``geheim_adres``), and then says so.
    """
    for role, fields in facts.people:
        secret = SECRECY in fields
        names = [name for name in product.fields.get(role, ()) if name in fields and may_have(product, role, name, secret=secret)]
        if secret and any(name in ADDRESS for name in names):
            names.append(SECRECY)
        if names:
            yield {"rol": role} | {name: fields[name] for name in names}


def may_have(product: Product, role: str, name: str, *, secret: bool) -> bool:
    """Whether a product gets this field of a person in this role; ``secret``: their address is."""
    listed = name in product.fields.get(role, ()) and (name != BSN or product.bsn)
    return listed and not (secret and name in ADDRESS and product.secret_address is None)


def allowed_answers(catalogue: Catalogue, product: Product, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers to the product's own questions, in its order."""
    return [{"vraag": key, "label": catalogue.questions[key].label, "waarde": answers[key]} for key in product.questions if key in answers]


def fields_of(body: Mapping[str, Any]) -> list[str]:
    """The names of the personal fields in a message, never values: ``aanvrager.geslachtsnaam``, ``antwoorden.<vraag>``, ``toelichting``."""
    people = [f"{person['rol']}.{name}" for person in body.get("personen", ()) for name in person if name != "rol"]
    answers = [f"antwoorden.{answer['vraag']}" for answer in body.get("antwoorden", ())]
    return list(dict.fromkeys([*people, *answers, *(name for name in (NOTE, "reden") if body.get(name))]))


def _exercise(note: str | None) -> str:
    return " ".join(word for word in (note or "").split() if word.startswith("oefen:"))


def delivery_row(
    context: Context, case_id: UUID, referral_id: UUID, organisation: str, body: Mapping[str, Any], urgent: bool
) -> dict[str, Any]:
    """An outbox row for this message; its id is the ``berichtId``, the webhook id and the idempotency key."""
    delivery_id = new_id(context.now)
    text = json.dumps({"berichtId": str(delivery_id), **body}, ensure_ascii=False, separators=(",", ":"))
    _, trace_id, _, flags = context.traceparent.split("-")
    return {
        "id": delivery_id,
        "case_id": case_id,
        "referral_id": referral_id,
        "organisation": organisation,
        "kind": body["soort"],
        "body": text,
        "body_hash": hashlib.sha256(text.encode()).hexdigest(),
        "fields": fields_of(body),
        "traceparent": f"00-{trace_id}-{os.urandom(8).hex()}-{flags}",
        "urgent": urgent,
        "state": DeliveryState.DUE,
        "created_at": context.now,
        "next_attempt_at": context.now,
        "attempts": 0,
        "tries": 0,
        "lost_leases": 0,
    }


def request_delivery(context: Context, case: Case, part: Referral) -> dict[str, Any]:
    """The outbox row for a part of a case that stands in the database; a forwarded one says from whom and what was asked."""
    product = context.catalogue.products[part.product]
    kind = "melding" if part.way == "melden" else "aanvraag"
    body = request_body(context, facts_of_case(case), product, kind, part.number, part.for_role, part.ground)
    before = next((other for other in case.referrals if other.id == part.predecessor_id), None)
    if before is not None:
        body["doorgezonden"] = {"van": before.organisation, "deelzaaknummer": before.number, "productnaam": before.terms.get("naam")}
    return delivery_row(context, case.id, part.id, part.organisation, body, case.urgent)


def follow_up(context: Context, case: Case, part: Referral, kind: str, **content: Any) -> dict[str, Any]:
    """The outbox row for a later message about a part: aanvulling, intrekking, ophalen, …"""
    head = {"soort": kind, "deelzaaknummer": part.number, "zaaknummer": case.number, "kenmerk": part.reference}
    return delivery_row(context, case.id, part.id, part.organisation, _known(head | content), case.urgent)
