"""What went out about a part, as far as an act depends on it: the last reminder, and whether something can be offered again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, case, func, select

from loket.adapters.port import Kind
from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.routing.context import Context


@dataclass(frozen=True, slots=True)
class Outgoing:
    """``remind_from`` is the day (Amsterdam) from which another reminder may go; None when there was none."""

    remind_from: date | None = None
    again: bool = False  # a message failed for good, or waits for its next try


def outgoing(context: Context, parts: Iterable[Referral]) -> Mapping[UUID, Outgoing]:
    """By the id of each part. One statement."""
    by_id = {part.id: part for part in parts}
    reminded = func.max(case((Delivery.kind == Kind.REMINDER.value, Delivery.created_at)))
    waits = and_(Delivery.state.in_((DeliveryState.DEAD, DeliveryState.DUE)), Delivery.body.is_not(None))
    query = select(Delivery.referral_id, reminded, func.sum(case((waits, 1), else_=0))).group_by(Delivery.referral_id)
    found = dict.fromkeys(by_id, Outgoing())
    for part_id, last, count in context.session.execute(query.where(Delivery.referral_id.in_(by_id))).all():
        if part_id is not None:
            norms = context.catalogue.organisations[by_id[part_id].organisation].norms
            day = amsterdam_date(last) + timedelta(days=norms.reminder) if last else None
            found[part_id] = Outgoing(day, bool(count))
    return found
