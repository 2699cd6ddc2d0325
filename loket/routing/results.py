"""What a try brought, written down: the attempt, the delivery, its part, and the state of the line to the organisation."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select

from loket.adapters.port import Kind, Result, Verdict
from loket.cases.base import new_id
from loket.cases.lifecycle import Trigger, fire
from loket.cases.models import Case, Referral
from loket.cases.outbox import Channel, Delivery, DeliveryAttempt, DeliveryState
from loket.cases.words import UNDELIVERABLE_WORDS
from loket.db import locked
from loket.errors import LoketError
from loket.routing import callbacks, channels, journal, reports
from loket.routing.claims import MOST_LOST_LEASES, Claim
from loket.routing.context import Actor, Context
from loket.routing.progress import heard, lock_case, reckon_term, release, settle

log = structlog.get_logger()
FIRST_KINDS = frozenset({Kind.REQUEST.value, Kind.NOTICE.value})
JITTER = 0.1
_CHANCE = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim and what came of it."""

    claimed: Claim
    result: Result
    milliseconds: int


def write(context: Context, outcomes: Sequence[Outcome]) -> None:
    """Write a batch of results. Cases are locked in the order of their ids, channels after them: no deadlock. The caller commits."""
    in_order = sorted(outcomes, key=lambda outcome: outcome.claimed.delivery.case_id)
    counted = [outcome for outcome in in_order if _write_one(context, outcome)]
    for slug in sorted({outcome.claimed.delivery.organisation for outcome in counted}):
        query = select(Channel).where(Channel.organisation == slug)
        channel = context.session.scalars(locked(context.session, query)).one()
        for outcome in counted:
            if outcome.claimed.delivery.organisation == slug:
                channels.note(context, channel, outcome.result, outcome.milliseconds)


def _write_one(context: Context, outcome: Outcome) -> bool:
    """Returns False for a late result of an older claim, which changes nothing (the fence)."""
    case = lock_case(context, outcome.claimed.delivery.case_id)
    row = context.session.get_one(Delivery, outcome.claimed.delivery.id)
    if row.attempts != outcome.claimed.attempt or row.state is not DeliveryState.SENDING:
        log.info("late_result", delivery=str(row.id), attempt=outcome.claimed.attempt)
        return False
    part = context.session.get_one(Referral, row.referral_id)
    context.session.add(_attempt(context, row, outcome))
    actor = Actor(name="loket", label=part.organisation, organisation=part.organisation, origin="bezorging")
    _VERDICTS[outcome.result.verdict](replace(context, actor=actor), case, part, row, outcome)
    return True


def _attempt(context: Context, row: Delivery, outcome: Outcome) -> DeliveryAttempt:
    return DeliveryAttempt(
        id=new_id(context.now),
        case_id=row.case_id,
        delivery_id=row.id,
        number=outcome.claimed.attempt,
        started_at=context.now - timedelta(milliseconds=outcome.milliseconds),
        milliseconds=outcome.milliseconds,
        verdict=outcome.result.verdict.value,
        status=outcome.result.status,
        detail=outcome.result.detail[:300],
    )


def _delivered(context: Context, case: Case, part: Referral, row: Delivery, outcome: Outcome) -> None:
    row.state, row.finished_at, row.lease_until, row.last_error = DeliveryState.DONE, context.now, None, None
    if outcome.result.reference:
        part.reference = outcome.result.reference[:120]
    if row.kind in FIRST_KINDS:
        _arrived(context, case, part, row)
        if outcome.result.fetch:
            callbacks.fetch(context, part)
    elif row.kind != Kind.FETCH.value:
        kind = "aanvulling-bezorgd" if row.kind == Kind.COMPLETION.value else "bericht-bezorgd"
        journal.tell(context, case, kind, part, soort=row.kind)
    for report in outcome.result.reports:
        try:
            reports.read_back(context, case, part, report)
        except LoketError as error:
            log.warning("report_refused", part=part.number, verb=report.verb.value, code=error.code)
    settle(context, case)


def _disclosed(context: Context, case: Case, part: Referral) -> list[UUID]:
    """Whose data went out: the people whose role the product's allow-list names."""
    fields = context.catalogue.products[part.product].fields
    return [person.person.pseudonym for person in case.participants if fields.get(person.role)]


def _arrived(context: Context, case: Case, part: Referral, row: Delivery) -> None:
    """Their 2xx: the decision term starts. Their callback may have been quicker."""
    part.sent_at = part.sent_at or context.now
    if part.received_by_organisation_at is None:
        part.received_by_organisation_at = context.now
        reckon_term(context, part)
    if fire(part, Trigger.SEND, context.now).moved:
        heard(context, part)
    journal.tell(context, case, "verzonden", part)
    journal.log_processing(context, "verstrekken", _disclosed(context, case, part), foreign=part.organisation, sent=row.traceparent)


def _retry(context: Context, case: Case, part: Referral, row: Delivery, outcome: Outcome) -> None:
    """Later again. Only an answered or timed-out call while the line was open is a try."""
    steps = context.catalogue.retry_steps
    if outcome.result.answered and not outcome.claimed.probe:
        row.tries += 1
    if row.tries >= len(steps) or row.lost_leases >= MOST_LOST_LEASES:
        _give_up(context, case, part, row, outcome)
        return
    seconds = outcome.result.retry_after or steps[min(max(row.tries, 1), len(steps) - 1)] * _CHANCE.uniform(1 - JITTER, 1 + JITTER)
    row.state, row.lease_until = DeliveryState.DUE, None
    row.next_attempt_at = context.now + timedelta(seconds=seconds)
    row.last_error = _why(outcome)
    settle(context, case)


def _give_up(context: Context, case: Case, part: Referral, row: Delivery, outcome: Outcome) -> None:
    row.state, row.finished_at, row.lease_until, row.last_error = DeliveryState.DEAD, context.now, None, _why(outcome)
    if row.kind == Kind.FETCH.value:
        settle(context, case)
        return
    if row.kind in FIRST_KINDS and fire(part, Trigger.GIVE_UP, context.now).moved:
        heard(context, part)
        release(context, case, part)
    journal.tell(context, case, "onbestelbaar", part, toelichting=UNDELIVERABLE_WORDS[outcome.result.verdict], soort=row.kind)
    settle(context, case)


def _unable(context: Context, case: Case, part: Referral, row: Delivery, outcome: Outcome) -> None:
    """The adapter cannot do this kind: never silence, but a task for a person."""
    row.state, row.finished_at, row.lease_until, row.last_error = DeliveryState.TASK, context.now, None, outcome.result.detail[:300]
    journal.tell(context, case, "taak", part, soort=row.kind)
    settle(context, case)


def _why(outcome: Outcome) -> str:
    """For the supervisor: the adapter's own words, led by the status where they do not name it."""
    status, detail = outcome.result.status, outcome.result.detail
    return (f"{status} {detail}" if status and str(status) not in detail else detail)[:300]


_VERDICTS: dict[Verdict, Callable[[Context, Case, Referral, Delivery, Outcome], None]] = {
    Verdict.DELIVERED: _delivered,
    Verdict.RETRY: _retry,
    Verdict.REFUSED: _give_up,
    Verdict.GONE: _give_up,
    Verdict.UNABLE: _unable,
}
