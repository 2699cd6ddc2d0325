"""What a try brought, written down: the attempt, the delivery, what it means at the other end (``ends``), the state of the line."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from sqlalchemy import select

from loket.adapters.port import Result, Verdict
from loket.cases.base import new_id
from loket.cases.models import Case
from loket.cases.outbox import Channel, Delivery, DeliveryAttempt, DeliveryState
from loket.db import locked
from loket.routing import channels, line_hours, subscriptions
from loket.routing.announcing import PREFIX
from loket.routing.claims import MOST_LOST_LEASES, Claim
from loket.routing.context import Context
from loket.routing.ends import End, end_of
from loket.routing.progress import lock_case, settle

log = structlog.get_logger()
JITTER = 0.1
_CHANCE = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim and what came of it."""

    claimed: Claim
    result: Result
    milliseconds: int


def write(context: Context, outcomes: Sequence[Outcome]) -> None:
    """Write a batch of results. Cases are locked in the order of their ids, then the subscriptions that end, then channels: no deadlock.

    The caller commits.
    """
    in_order = sorted(outcomes, key=lambda outcome: outcome.claimed.delivery.case_id)
    counted = [outcome for outcome in in_order if _write_one(context, outcome)]
    ended = {outcome.claimed.delivery.organisation for outcome in counted if _ends(outcome)}
    for line in sorted(ended):
        subscriptions.gone(context, line)
    for slug in sorted({outcome.claimed.delivery.organisation for outcome in counted} - ended):
        query = select(Channel).where(Channel.organisation == slug)
        channel = context.session.scalars(locked(context.session, query)).one()
        for outcome in counted:
            if outcome.claimed.delivery.organisation == slug:
                channels.note(context, channel, outcome.result, outcome.milliseconds)
    calls = ((outcome.claimed.delivery.organisation, outcome.result.verdict, outcome.milliseconds) for outcome in counted)
    line_hours.count(context, (call for call in calls if not call[0].startswith(PREFIX)))


def _ends(outcome: Outcome) -> bool:
    """Whether a subscriber wants nothing more. Nothing is noted on its line then: there is nobody to open it."""
    return outcome.result.verdict is Verdict.GONE and outcome.claimed.delivery.organisation.startswith(PREFIX)


def _write_one(context: Context, outcome: Outcome) -> bool:
    """Returns False for a late result of an older claim, which changes nothing (the fence)."""
    case = lock_case(context, outcome.claimed.delivery.case_id)
    row = context.session.get_one(Delivery, outcome.claimed.delivery.id)
    if row.attempts != outcome.claimed.attempt or row.state is not DeliveryState.SENDING:
        log.info("late_result", delivery=str(row.id), attempt=outcome.claimed.attempt)
        return False
    end = end_of(context.session, row)
    context.session.add(_attempt(context, row, outcome))
    _VERDICTS[outcome.result.verdict](replace(context, actor=end.actor), case, end, row, outcome)
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
        detail=(outcome.result.detail or "; ".join(outcome.result.warnings))[:300],
    )


def _delivered(context: Context, case: Case, end: End, row: Delivery, outcome: Outcome) -> None:
    row.state, row.finished_at, row.lease_until, row.last_error = DeliveryState.DONE, context.now, None, None
    if row.delivered_at is None:
        row.delivered_at = context.now
        end.delivered(context, outcome.result)
    else:
        end.delivered_again(context)
    settle(context, case)


def _retry(context: Context, case: Case, end: End, row: Delivery, outcome: Outcome) -> None:
    """Later again. Only an answered or timed-out call while the line was open is a try."""
    steps = context.catalogue.retry_steps
    if outcome.result.answered and not outcome.claimed.probe:
        row.tries += 1
    if row.tries >= len(steps) or row.lost_leases >= MOST_LOST_LEASES:
        _give_up(context, case, end, row, outcome)
        return
    seconds = outcome.result.retry_after or steps[min(max(row.tries, 1), len(steps) - 1)] * _CHANCE.uniform(1 - JITTER, 1 + JITTER)
    row.state, row.lease_until = DeliveryState.DUE, None
    row.next_attempt_at = context.now + timedelta(seconds=seconds)
    row.last_error = _why(outcome)
    settle(context, case)


def _give_up(context: Context, case: Case, end: End, row: Delivery, outcome: Outcome) -> None:
    if not _finish(context, row, DeliveryState.DEAD, _why(outcome)):
        end.given_up(context, outcome.result.verdict)
    settle(context, case)


def _unable(context: Context, case: Case, end: End, row: Delivery, outcome: Outcome) -> None:
    if not _finish(context, row, DeliveryState.TASK, outcome.result.detail[:300]):
        end.unable(context)
    settle(context, case)


def _finish(context: Context, row: Delivery, state: DeliveryState, why: str) -> bool:
    """End a delivery in vain. Returns True for a replay of what they had already: that stays delivered and changes nothing else."""
    had = row.delivered_at is not None
    row.state, row.finished_at, row.lease_until, row.last_error = DeliveryState.DONE if had else state, context.now, None, why
    return had


def _why(outcome: Outcome) -> str:
    """For the supervisor: the adapter's own words, led by the status where they do not name it."""
    status, detail = outcome.result.status, outcome.result.detail
    return (f"{status} {detail}" if status and str(status) not in detail else detail)[:300]


_VERDICTS: dict[Verdict, Callable[[Context, Case, End, Delivery, Outcome], None]] = {
    Verdict.DELIVERED: _delivered,
    Verdict.RETRY: _retry,
    Verdict.REFUSED: _give_up,
    Verdict.GONE: _give_up,
    Verdict.UNABLE: _unable,
}
