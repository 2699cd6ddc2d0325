"""Tells subscribers what was committed: a small step of the clock turns lines of the timeline into events, one delivery for each.

A subscription's numbers are given here, under the lock of its row and with the delivery in one transaction: what is rolled back takes
no number, and no number is missing. Each delivery then goes the way of all others: tries, breaker, dead letters and logs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.exc import NoResultFound

from loket.adapters.port import Kind
from loket.cases.base import new_id
from loket.cases.feed import Subscription
from loket.cases.models import Case, CaseEvent, Referral
from loket.cases.outbox import Delivery
from loket.db import insert_all, locked
from loket.routing import events
from loket.routing.compose import message_row
from loket.routing.context import Context
from loket.routing.figures import folding
from loket.routing.progress import lock_case

BATCH, BATCHES = 200, 10  #: lines at once, and how often in one tick of the clock
STEP = timedelta(milliseconds=1)  # between the ids of one run: the line sends by them, so in the order of the numbers
PREFIX = "abonnement."  #: the line of a subscription stands where an organisation's slug does


def line_of(subscription_id: UUID) -> str:
    """The line to a subscription."""
    return f"{PREFIX}{subscription_id}"


def announce(context: Context, batches: int = BATCHES, size: int = BATCH) -> int:
    """Announce what was committed since, the oldest first; returns how many lines. Commits each line of a case with a subscriber.

    At most so many batches: the clock that calls this has more to do, and goes on with the rest at its next tick.
    """
    total = 0
    for _ in range(batches):
        if not (found := _fresh(context, size)):
            break
        subscribed = _subscribers(context)
        concerned = _cases_of(context, {row.case_id for row in found}, subscribed)
        silent = [row.id for row in found if row.case_id not in concerned]
        folding.mark(context, {row.case_id for row in found})  # before their lines are done with: a mark too many does no harm
        context.session.execute(update(CaseEvent).where(CaseEvent.id.in_(silent)).values(announced=True))
        context.session.commit()
        for place, row in enumerate(found, total):
            if row.case_id in concerned:
                _announce(context, row.case_id, row.id, subscribed, context.now + place * STEP)
        total += len(found)
    return total


def _fresh(context: Context, size: int) -> Sequence[Row[UUID, UUID]]:
    query = select(CaseEvent.id, CaseEvent.case_id).where(~CaseEvent.announced)
    query = query.order_by(CaseEvent.at, CaseEvent.case_id, CaseEvent.sequence).limit(size)
    found = context.session.execute(query).all()
    context.session.rollback()
    return found


def _subscribers(context: Context) -> set[str]:
    return set(context.session.scalars(select(Subscription.organisation).where(Subscription.ended_at.is_(None)).distinct()))


def _cases_of(context: Context, cases: set[UUID], organisations: set[str]) -> set[UUID]:
    query = select(Referral.case_id).where(Referral.case_id.in_(cases), Referral.organisation.in_(organisations))
    return set(context.session.scalars(query.distinct())) if organisations else set()


def _announce(context: Context, case_id: UUID, event_id: UUID, subscribed: set[str], moment: datetime) -> None:
    """One line: the case is locked first, as everywhere, then the subscriptions in order. Another clock may have been quicker."""
    try:
        case = lock_case(context, case_id)
    except NoResultFound:  # destroyed meanwhile, with its lines
        return
    line = context.session.get_one(CaseEvent, event_id, populate_existing=True)
    if not line.announced:
        line.announced = True
        for slug in sorted({part.organisation for part in case.referrals} & subscribed):
            told = events.about(case, line, slug)
            if told is not None:
                _plan(context, case, line, slug, *told, moment)
    context.session.commit()


def _plan(context: Context, case: Case, line: CaseEvent, slug: str, kind: str, subject: str, moment: datetime) -> None:
    query = select(Subscription).where(Subscription.organisation == slug, Subscription.ended_at.is_(None)).order_by(Subscription.id)
    for one in context.session.scalars(locked(context.session, query).execution_options(populate_existing=True)):
        if kind in one.types:
            one.sequence += 1
            delivery_id = new_id(moment)
            text = events.status_event(context, delivery_id, kind, subject, line, one.sequence)
            row = message_row(context, delivery_id, case.id, None, line_of(one.id), Kind.EVENT.value, text, ())
            insert_all(context.session, Delivery, [row])
