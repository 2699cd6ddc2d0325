"""What the clock does: sees what time changed. Each function takes a small batch and commits; the next tick takes the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from loket.adapters.port import Kind
from loket.cases.desk import Handover
from loket.cases.lifecycle import FINAL, CaseTrigger, follow
from loket.cases.models import Case, ContactMoment, Referral
from loket.cases.outbox import OPEN, Channel, ClockLease, Delivery, DeliveryState, Downtime, IdempotencyKey
from loket.cases.states import CASE_OVER, CaseState, ReferralState
from loket.cases.stuck_reasons import CONTRADICTION, DOWN, MAINTENANCE, NEAR, STUCK_SENTENCES
from loket.cases.tailored import TailoredTable
from loket.db import insert_missing, locked
from loket.routing import journal, lines, paper_copies, saved, standstill, stuck, subscriptions, waiting
from loket.routing.context import Context
from loket.routing.figures import folding
from loket.routing.norms import near_until, norm_at, norms_of
from loket.routing.progress import lock_case, settle, today
from loket.routing.signals import harm
from loket.routing.tailored import tables

BATCH = 200
KEEP_KEYS = timedelta(days=7)
KEEP_BODIES = timedelta(days=30)
CLOSE_AFTER = timedelta(weeks=6)


def hold_lease(session: Session, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Take or renew the right to tick until ``now`` + ``seconds`` (the database's time); False when another holds it. Commits."""
    insert_missing(session, ClockLease, [{"name": name, "holder": holder, "until": now}], "name")
    lease = session.scalars(
        locked(session, select(ClockLease).where(ClockLease.name == name)).execution_options(populate_existing=True)
    ).one()
    mine = lease.holder == holder or lease.until <= now
    if mine:
        lease.holder, lease.until = holder, now + timedelta(seconds=seconds)
    session.commit()
    return mine


def look_at_norms(context: Context) -> int:
    """Parts that were silent past their norm become nobody's (or the loket's) turn, and their case stands still. Commits each."""
    overdue = select(Referral.case_id).where(Referral.norm_at <= context.now, ~Referral.overdue).distinct().limit(BATCH)
    cases = context.session.scalars(overdue).all()
    context.session.rollback()
    for case_id in cases:
        _pass_norm(context, case_id)
    return len(cases)


def _pass_norm(context: Context, case_id: UUID) -> None:
    case = lock_case(context, case_id)
    before = case.stuck_reason
    away = lines.look(context.session, {part.organisation for part in case.referrals}, context.now).announced
    for part in case.referrals:
        if part.norm_at is None or part.norm_at > context.now or part.overdue:
            continue
        if part.state is ReferralState.PENDING and part.organisation in away:  # the norm begins when they can be reached again
            part.norm_at = norm_at(part.state, norms_of(context.catalogue, part.organisation, part.product), away[part.organisation])
        else:
            part.overdue = True
            part.turn = part.turn if part.state in FINAL else stuck.overdue_turn(part.state)
    settle(context, case)
    _tell_if_new(context, case, before)
    context.session.commit()


def _tell_if_new(context: Context, case: Case, before: str | None) -> None:
    was, now = (None if reason == NEAR else reason for reason in (before, case.stuck_reason))
    if now and now != was:
        journal.tell(context, case, "vastgelopen", reden=STUCK_SENTENCES[now])
    elif was and not now:
        journal.tell(context, case, "weer-in-beweging")


def look_at_terms(context: Context) -> int:
    """Cases with a legal date that is near or has passed are listed until the organisation decides or names a new date. Commits each."""
    catalogue = context.catalogue
    near = near_until(catalogue.desk_norms, catalogue.calendar, today(context))
    passed = (
        select(Case.id)
        .join(Referral)
        .where(Referral.due_on <= near, Referral.state.in_(list(stuck.TERM_RUNS)), Case.stuck_reason.is_(None))
        .distinct()
        .limit(BATCH)
    )
    return _restate(context, passed)


def look_again(context: Context) -> int:
    """Cases whose moment has come: a legal date or a promise may have passed, and they stand still for a worse reason. Commits each."""
    due = select(Case.id).where(Case.stuck_next <= context.now)
    return _restate(context, due.order_by(Case.stuck_next).limit(BATCH))


def look_at_handovers(context: Context) -> int:
    """Handovers that nobody took up in time get a reminder, once, and their case stands still. Commits each."""
    late = select(Handover.id, Handover.case_id).join(Case, Case.id == Handover.case_id).where(~Case.hidden, *waiting.WAITS)
    due = late.where(Handover.norm_at <= context.now, Handover.reminded_at.is_(None))
    found = context.session.execute(due.order_by(Handover.norm_at).limit(BATCH)).all()
    context.session.rollback()
    for row in found:
        case = lock_case(context, row.case_id)
        before = case.stuck_reason
        handover = context.session.get_one(Handover, row.id)
        if handover.waits and handover.reminded_at is None:
            handover.reminded_at = context.now
            journal.tell(context, case, "overdracht-herinnering")
        settle(context, case)
        _tell_if_new(context, case, before)
        context.session.commit()
    return len(found)


def look_at_promises(context: Context) -> int:
    """Cases with a promise whose day has passed stand still until somebody keeps it. Commits each."""
    late = (
        select(Case.id)
        .join(ContactMoment)
        .where(ContactMoment.promised_by < today(context), *waiting.PROMISED, Case.stuck_reason.is_(None))
        .where(Case.state.not_in(CASE_OVER))
        .distinct()
        .limit(BATCH)
    )
    return _restate(context, late)


def look_at_tables(context: Context) -> int:
    """Cases whose table for tailored help did not decide in time stand still until it does, or agrees on another day. Commits each."""
    late = select(Case.id).join(TailoredTable, TailoredTable.case_id == Case.id)
    late = late.where(TailoredTable.due_on < today(context), *waiting.UNDECIDED, Case.stuck_reason.is_(None), ~Case.hidden)
    return _restate(context, late.where(Case.state.not_in(CASE_OVER)).limit(BATCH))


def look_at_fetches(context: Context) -> int:
    """Cases with a message that its organisation did not fetch in time (practice rule 28) stand still. Commits each."""
    late = select(Case.id).join(Delivery, Delivery.case_id == Case.id)
    late = late.where(Delivery.state == DeliveryState.READY, Delivery.next_attempt_at <= context.now, Case.stuck_reason.is_(None))
    return _restate(context, late.where(Case.state.not_in(CASE_OVER)).distinct().limit(BATCH))


def look_at_outages(context: Context) -> int:
    """Cases that wait for an organisation that is down or away say so by themselves; afterwards they stop saying it. Commits each."""
    away = select(Downtime.organisation).where(lines.in_force(context.now))
    paused = Channel.paused_at.is_not(None)
    down = select(Channel.organisation).where(paused | (Channel.open_since.is_not(None) & Channel.organisation.not_in(away)))
    waits = select(Case.id).join(Referral).where(Referral.state == ReferralState.PENDING)
    wait_down, wait_away = (waits.where(Referral.organisation.in_(which)) for which in (down, away))
    held = Case.stuck_reason
    moves = held.is_(None) | (held == NEAR)  # a term that is near is a warning: an outage is worse
    fresh = or_(moves & (Case.id.in_(wait_down) | Case.id.in_(wait_away)), (held == MAINTENANCE) & Case.id.in_(wait_down))
    prolonged = Case.id.not_in(wait_away) | (Case.stuck_until <= context.now)
    over = or_((held == DOWN) & Case.id.not_in(wait_down), (held == MAINTENANCE) & prolonged)
    return _restate(context, select(Case.id).where(fresh).limit(BATCH)) + _restate(context, select(Case.id).where(over).limit(BATCH))


def _restate(context: Context, query: Select[UUID]) -> int:
    found = context.session.scalars(query).all()
    context.session.rollback()
    for case_id in found:
        case = lock_case(context, case_id)
        before = case.stuck_reason
        standstill.weigh(context, case)  # a case from before its need was kept has none yet
        settle(context, case)
        _tell_if_new(context, case, before)
        context.session.commit()
    return len(found)


def close_old(context: Context) -> int:
    """Six weeks after everything was decided the case closes by itself, outcome unknown. Commits each.

    Not while two organisations refused and point at each other: somebody must bring them together first. Not while a table
    looks at it, or ended and the citizen was not told.
    """
    query = select(Case.id).where(Case.state == CaseState.SETTLED, Case.settled_at <= context.now - CLOSE_AFTER)
    query = query.where(~exists().where(TailoredTable.case_id == Case.id, *waiting.UNFINISHED))
    query = query.where(Case.stuck_reason.is_distinct_from(CONTRADICTION)).limit(BATCH)
    found = context.session.scalars(query).all()
    context.session.rollback()
    for case_id in found:
        case = lock_case(context, case_id)
        free = case.stuck_reason != CONTRADICTION and tables.unfinished(context.session, case) is None
        if case.state is CaseState.SETTLED and free:
            follow(case, CaseTrigger.CLOSE)
            case.closed_at, case.closing = context.now, "onbekend"
            harm.recount(context, case)
            standstill.write(context, case)
            folding.mark(context, [case.id])  # no line of the timeline tells it
        context.session.commit()
    return len(found)


def forget(context: Context) -> None:
    """Erase what need not be kept: idempotency keys after 7 days, messages 30 days after their part became final. Commits.

    Readings back go 30 days after they were done: every open part has one a day.

    A message to the citizen has no part: it goes 30 days after it was sent or given up.
    """
    context.session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < context.now - KEEP_KEYS))
    read = delete(Delivery).where(Delivery.kind == Kind.FETCH.value, Delivery.finished_at < context.now - KEEP_BODIES)
    context.session.execute(read.execution_options(synchronize_session=False))
    old = select(Referral.id).where(Referral.state.in_(list(FINAL)), Referral.state_since < context.now - KEEP_BODIES)
    done = Delivery.state.not_in(OPEN)
    erase = update(Delivery).where(Delivery.referral_id.in_(old), done, Delivery.body.is_not(None))
    context.session.execute(erase.values(body=None).execution_options(synchronize_session=False))
    saved.expire(context)
    told = Delivery.referral_id.is_(None) & (Delivery.finished_at < context.now - KEEP_BODIES)
    erase = update(Delivery).where(told, Delivery.body.is_not(None))
    context.session.execute(erase.values(body=None).execution_options(synchronize_session=False))
    context.session.commit()
    paper_copies.erase_copies(context)
    subscriptions.forget(context)
