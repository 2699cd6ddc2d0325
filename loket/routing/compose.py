"""Composes what goes to an organisation: exactly the fields and answers that the product's allow-list names, nothing else.

A message is composed once and kept; every try sends the same bytes (architecture §4.3).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from loket.cases.base import new_id
from loket.cases.deadlines import amsterdam_date
from loket.cases.feed import changed
from loket.cases.models import Case, Referral
from loket.cases.outbox import DeliveryState
from loket.cases.queries import stamp
from loket.routing.catalogue import Catalogue
from loket.routing.context import Context
from loket.routing.entries import Product
from loket.routing.facts import BSN as BSN
from loket.routing.facts import SECRECY as SECRECY
from loket.routing.facts import TO_CONFIRM as TO_CONFIRM
from loket.routing.facts import CaseFacts as CaseFacts
from loket.routing.facts import contact_of as contact_of
from loket.routing.facts import facts_of_case as facts_of_case
from loket.routing.facts import facts_of_request as facts_of_request
from loket.routing.facts import given_people as given_people
from loket.routing.facts import kind_of as kind_of
from loket.routing.facts import known_only as known_only
from loket.routing.facts import newest as newest
from loket.routing.facts import person_fields as person_fields
from loket.routing.facts import stored_fields as stored_fields
from loket.routing.facts import to_confirm as to_confirm
from loket.routing.norms import fetch_norm
from loket.routing.request import APPLICANT

NOTE = "toelichting"  #: in a product's allow-list for the applicant: it gets the free text
ADDRESS = ("postcode", "huisnummer")


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
    if facts.statement:
        body["verklaring"] = facts.statement
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
    context: Context, case_id: UUID, referral_id: UUID | None, organisation: str, body: Mapping[str, Any], urgent: bool
) -> dict[str, Any]:
    """An outbox row for this message; its id is the ``berichtId``, the webhook id and the idempotency key. No part: for the citizen."""
    delivery_id = new_id(context.now)
    text = json.dumps({"berichtId": str(delivery_id), **body}, ensure_ascii=False, separators=(",", ":"))
    return message_row(context, delivery_id, case_id, referral_id, organisation, body["soort"], text, fields_of(body)) | {"urgent": urgent}


def message_row(
    context: Context,
    delivery_id: UUID,
    case_id: UUID,
    referral_id: UUID | None,
    line: str,
    kind: str,
    text: str,
    fields: Sequence[str],
) -> dict[str, Any]:
    """An outbox row for these very words; ``fields`` names the personal ones in it."""
    _, trace_id, _, flags = context.traceparent.split("-")
    fetch_by = fetch_by_of(context, line)
    return {
        "id": delivery_id,
        "case_id": case_id,
        "referral_id": referral_id,
        "organisation": line,
        "kind": kind,
        "body": text,
        "body_hash": hashlib.sha256(text.encode()).hexdigest(),
        "fields": list(fields),
        "traceparent": f"00-{trace_id}-{os.urandom(8).hex()}-{flags}",
        "urgent": False,
        "state": DeliveryState.READY if fetch_by else DeliveryState.DUE,
        "created_at": context.now,
        "next_attempt_at": fetch_by or context.now,
        "attempts": 0,
        "tries": 0,
        "lost_leases": 0,
    }


def fetch_by_of(context: Context, slug: str) -> datetime | None:
    """When an organisation that fetches its messages itself must have fetched one that is ready now; None for all others."""
    if not context.catalogue.pulls(slug):
        return None
    return fetch_norm(context.catalogue.organisations[slug].norms, context.catalogue.calendar, context.now)


def request_delivery(context: Context, case: Case, part: Referral) -> dict[str, Any]:
    """The outbox row for a part of a case that stands in the database; a forwarded one says from whom and what was asked."""
    product = context.catalogue.products[part.product]
    facts = facts_of_case(case, amsterdam_date(context.now))
    body = request_body(context, facts, product, kind_of(part.way, facts), part.number, part.for_role, part.ground)
    before = next((other for other in case.referrals if other.id == part.predecessor_id), None)
    if before is not None:
        body["doorgezonden"] = {"van": before.organisation, "deelzaaknummer": before.number, "productnaam": before.terms.get("naam")}
    return delivery_row(context, case.id, part.id, part.organisation, body, case.urgent)


def follow_up(context: Context, case: Case, part: Referral, kind: str, **content: Any) -> dict[str, Any]:
    """The outbox row for a later message about a part: aanvulling, intrekking, ophalen, …"""
    changed(part)
    head = {"soort": kind, "deelzaaknummer": part.number, "zaaknummer": case.number, "kenmerk": part.reference}
    return delivery_row(context, case.id, part.id, part.organisation, known_only(head | content), case.urgent)
