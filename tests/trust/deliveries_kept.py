"""A delivery and an announced downtime of whoever tries a door: their own, or the door stays shut for everybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.models import Referral
from loket.cases.outbox import Delivery, DeliveryState, Downtime

DELIVERY = UUID(int=21)
DOWNTIME = UUID(int=22)
ARGUMENTS = {"bezorgingId": str(DELIVERY), "delivery": str(DELIVERY), "onderbrekingId": str(DOWNTIME)}


def keep(session: Session, part: str, organisation: str | None, now: datetime) -> None:
    """One delivery about this part that arrived at this organisation, and one downtime; those of whoever tried before become its own."""
    found = session.scalars(select(Referral).where(Referral.number == part)).one()
    row = {"id": DELIVERY, "case_id": found.case_id, "referral_id": found.id, "organisation": organisation or "niemand"}
    sent = {"kind": "aanvulling", "body": "{}", "body_hash": "0" * 64, "traceparent": "00-" + "1" * 32 + "-" + "2" * 16 + "-01"}
    moments = dict.fromkeys(("created_at", "next_attempt_at", "finished_at", "delivered_at"), now)
    session.merge(Delivery(**row, **sent, **moments, state=DeliveryState.DONE))
    ahead = {"from_at": now + timedelta(days=1), "until_at": now + timedelta(days=2), "created_at": now, "cancelled_at": None}
    session.merge(Downtime(id=DOWNTIME, organisation=organisation or "niemand", reason="Onderhoud", announced_by="beheer", **ahead))
    session.commit()
