"""Who received what: the deliveries of a part that left the house, with the names of the fields in each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from loket.adapters.port import Kind
from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case, Referral
from loket.cases.outbox import WAITING, Delivery, DeliveryState
from loket.routing.compose import allowed_answers, allowed_people, facts_of_case, fields_of
from loket.routing.context import Context

FIRST_KINDS = (Kind.REQUEST.value, Kind.NOTICE.value)
MESSAGE_PURPOSE = "vertellen dat er nieuws is, omdat de inwoner daarom vroeg"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One message that left, or may have left: ``certain`` is False when it was tried and no answer told that it arrived."""

    organisation: str
    kind: str
    at: datetime
    certain: bool
    fields: tuple[str, ...]  # see compose.fields_of
    purpose: str


def disclosures(context: Context, case: Case, part: Referral, *, waiting: bool = False) -> list[Disclosure]:
    """What the part's organisation was sent, the oldest first; with ``waiting`` also what must still go out.

    What was never tried and never will be is not in it, nor what only asked for a state.
    """
    tried = (Delivery.state == DeliveryState.DONE) | (Delivery.attempts > 0)
    wanted = tried | Delivery.state.in_(WAITING) if waiting else tried
    query = select(Delivery).where(Delivery.referral_id == part.id, Delivery.kind != Kind.FETCH.value, wanted).order_by(Delivery.id)
    return [
        Disclosure(
            organisation=row.organisation,
            kind=row.kind,
            at=row.delivered_at or row.created_at,
            certain=row.delivered_at is not None,
            fields=tuple(fields_sent(context, case, part, row)),
            purpose=purpose_of(context, part),
        )
        for row in context.session.scalars(query)
    ]


def messages_sent(context: Context, case: Case) -> list[Disclosure]:
    """What the applicant was sent themselves, the oldest first, over whoever carries it (a processor, AVG 28)."""
    query = (
        select(Delivery)
        .where(Delivery.case_id == case.id, Delivery.kind == Kind.CITIZEN.value, Delivery.attempts > 0)
        .order_by(Delivery.id)
    )
    return [
        Disclosure(
            organisation=row.organisation,
            kind=row.kind,
            at=row.delivered_at or row.created_at,
            certain=row.delivered_at is not None,
            fields=tuple(row.fields or ()),
            purpose=MESSAGE_PURPOSE,
        )
        for row in context.session.scalars(query)
    ]


def fields_sent(context: Context, case: Case, part: Referral, row: Delivery) -> Sequence[str]:
    """The names of the fields in a delivery: as noted when it was composed; for older rows from its body while that is kept, and
    else what the product's allow-list lets through of what is known."""
    if row.fields is not None:
        return row.fields
    if row.body is not None:
        return fields_of(json.loads(row.body))
    product = context.catalogue.products.get(part.product)
    if product is None or row.kind not in FIRST_KINDS:
        return []
    facts = facts_of_case(case, amsterdam_date(row.created_at))
    body: Mapping[str, Any] = {
        "personen": list(allowed_people(facts, product)),
        "antwoorden": allowed_answers(context.catalogue, product, facts.answers),
    }
    return fields_of(body)


def purpose_of(context: Context, part: Referral) -> str:
    """For what the part was sent: as applied then, else as the catalogue has it now."""
    product = context.catalogue.products.get(part.product)
    return str(part.terms.get("doel") or (product.purpose if product else ""))
