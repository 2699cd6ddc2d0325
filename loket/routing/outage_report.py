"""The short report of an outage (practice rule 24): counts only, reckoned while it lasts and frozen once all that could go has gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from loket.adapters.port import Kind
from loket.cases.base import first_id
from loket.cases.deadlines import amsterdam_date
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.watch import Outage, OutageCall
from loket.routing import terms
from loket.routing.context import Context
from loket.routing.terms import Wanted

LONGEST_WAIT = timedelta(days=14)  #: before an outage: what was made earlier than that had its last try long ago
WAITS = Delivery.state.in_([DeliveryState.DUE, DeliveryState.SENDING])


def counts(context: Context, outage: Outage) -> dict[str, Any]:
    """How many messages waited, went by themselves and did not; how many urgent parts there were and were called about; terms touched."""
    waited, went = _messages(context, outage)
    urgent, called = calls(context, outage)
    touched = sum(sum(kinds.values()) for kinds in terms.counted(context, touched_terms(context, outage)).values())
    return {"wachtten": waited, "vanzelf": went, "over": waited - went, "spoed": urgent, "gebeld": called, "termijnen": touched}


def backlog(context: Context, outage: Outage) -> int:
    """How many messages from before the end of an outage have not gone yet."""
    return context.session.scalar(select(func.count()).where(*_of(outage), WAITS)) or 0


def calls(context: Context, outage: Outage) -> tuple[int, int]:
    """How many urgent parts stand on its call list, and how many were called about."""
    query = select(func.count(), func.count(OutageCall.called_at)).where(OutageCall.outage_id == outage.id)
    urgent, called = context.session.execute(query).one()
    return urgent, called


def touched_terms(context: Context, outage: Outage) -> Wanted:
    """The legal dates of the organisation's open parts that fall in the outage; while it lasts also those that are near."""
    last: date = amsterdam_date(outage.until_at) if outage.until_at else terms.near(context)
    return Wanted(first=amsterdam_date(outage.since), last=last, organisation=outage.organisation)


def _messages(context: Context, outage: Outage) -> tuple[int, int]:
    """Messages that waited at its end, and those of them that have arrived since. What was called back meanwhile does not count."""
    end = outage.until_at or context.now
    waited = or_(Delivery.finished_at >= end, Delivery.finished_at.is_(None))
    went = func.sum(case((Delivery.delivered_at >= end, 1), else_=0))
    lately = Delivery.id >= first_id(outage.since - LONGEST_WAIT)
    count, gone = context.session.execute(select(func.count(), went).where(*_of(outage), waited, lately)).one()
    return count, gone or 0


def _of(outage: Outage) -> list[ColumnElement[bool]]:
    """The messages about parts from before its end."""
    found = [Delivery.organisation == outage.organisation, Delivery.kind != Kind.FETCH.value, Delivery.referral_id.is_not(None)]
    return [*found, Delivery.created_at <= outage.until_at] if outage.until_at else found
