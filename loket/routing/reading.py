"""Reading open parts back without being woken: once a day, and after an outage. Notifications get lost, so nothing may depend on them.

It is a plain reading each time; what it brings counts only where it is new (``reports.read_back``). The clock plans, a drain reads:
never two at once for one part, since a part's later message waits for its earlier one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from loket.adapters.port import Kind
from loket.adapters.registry import dialects
from loket.cases.models import Case, Referral
from loket.cases.outbox import Channel, Delivery, DeliveryState
from loket.cases.states import ReferralState
from loket.db import insert_all
from loket.routing.compose import follow_up
from loket.routing.context import Context
from loket.routing.progress import lock_case

BATCH = 200
EVERY = timedelta(hours=24)
SPREAD = timedelta(hours=1)  #: what is planned in one look goes out over this time, so that no organisation gets all of it at once
S = ReferralState
THEIRS = (S.SENT, S.RECEIVED, S.ACCEPTED, S.NEEDS_INFORMATION, S.SUSPENDED)  #: they have it and have not decided


def look_at_readings(context: Context) -> int:
    """Plan a reading of each open part that was not read for a day, or not since its organisation came back. Commits each.

    Nothing is planned while the line is down or paused: that reading is due when it is back. Returns how many parts were planned.
    """
    due = _due(context)
    planned = 0
    for case_id in context.session.scalars(select(Referral.case_id).where(due).distinct().limit(BATCH)).all():
        context.session.rollback()
        case = lock_case(context, case_id)
        for part in context.session.scalars(select(Referral).where(Referral.case_id == case_id, due).order_by(Referral.ordinal)).all():
            plan(context, case, part, context.now + _offset(part.id))
            planned += 1
        context.session.commit()
    context.session.rollback()
    return planned


def plan(context: Context, case: Case, part: Referral, at: datetime) -> None:
    """Plan to read a part back at that moment."""
    part.read_at = context.now
    insert_all(context.session, Delivery, [follow_up(context, case, part, Kind.FETCH.value) | {"next_attempt_at": at}])


def _due(context: Context) -> ColumnElement[bool]:
    readable = {name for name, dialect in dialects().items() if dialect.reads}
    slugs = [slug for slug, organisation in context.catalogue.organisations.items() if organisation.adapter in readable]
    read = func.coalesce(Referral.read_at, Referral.sent_at, Referral.state_since)
    up = and_(Channel.organisation == Referral.organisation, Channel.open_since.is_(None), Channel.paused_at.is_(None))
    day_old = select(Channel.organisation).where(up, read <= context.now - EVERY).exists()
    since_outage = select(Channel.organisation).where(up, read < Channel.down_until).exists()
    waiting = select(Delivery.id).where(
        Delivery.referral_id == Referral.id,
        Delivery.kind == Kind.FETCH.value,
        Delivery.state.in_([DeliveryState.DUE, DeliveryState.SENDING]),
    )
    carrying_out = and_(Referral.state == S.DECIDED, Referral.norm_at.is_not(None))
    theirs = or_(Referral.state.in_(THEIRS), carrying_out)
    return and_(Referral.organisation.in_(slugs), theirs, or_(day_old, since_outage), ~waiting.exists())


def _offset(part: UUID) -> timedelta:
    """A part's own place within ``SPREAD``."""
    return timedelta(seconds=part.int % int(SPREAD.total_seconds()))
