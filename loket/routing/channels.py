"""The line to an organisation: when its breaker opens, when a probe may go out, how the backlog is released."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select

from loket.adapters.port import Result, Verdict
from loket.cases.outbox import Channel, Delivery, DeliveryState
from loket.routing import journal
from loket.routing.claims import release_backlog
from loket.routing.context import Context
from loket.routing.ends import limit_of

log = structlog.get_logger()
DARK = timedelta(days=5)  #: so long without an answer is one cause on the supervisor's list; everything is kept, the probe goes on
LONGEST_QUIET = 3600.0  #: seconds; a longer Retry-After is not obeyed, so that nobody is silenced by accident


def note(context: Context, channel: Channel, result: Result, milliseconds: int) -> None:
    """Note one result on a locked channel. Only silence and server errors count against the organisation, a refusal does not."""
    if result.verdict is Verdict.UNABLE:
        return  # nothing was called: this says nothing about the line
    channel.latency_ms = milliseconds if channel.latency_ms is None else (channel.latency_ms * 7 + milliseconds) // 8
    if result.verdict is Verdict.GONE:
        if channel.paused_at is not None:
            return  # who stopped it meanwhile starts it again
        channel.paused_at, channel.pause_reason = context.now, "de organisatie antwoordde 410: hier niets meer bezorgen"
    elif result.verdict is Verdict.RETRY:
        _failed(context, channel, result)
    else:
        _answered(context, channel)


def _failed(context: Context, channel: Channel, result: Result) -> None:
    channel.failures += 1
    if result.retry_after:
        channel.quiet_until = context.now + timedelta(seconds=min(result.retry_after, LONGEST_QUIET))
    if channel.open_since is None and channel.failures < context.pace.breaker:
        return
    if channel.open_since is None:
        channel.open_since, channel.probes = context.now, 0
        log.warning("breaker_opened", organisation=channel.organisation, failures=channel.failures)
    else:
        channel.probes += 1
        _look_how_long(context, channel, channel.open_since)
    steps = context.pace.probes
    channel.probe_at = context.now + timedelta(seconds=steps[min(channel.probes, len(steps) - 1)])


def _look_how_long(context: Context, channel: Channel, since: datetime) -> None:
    """Tell the supervisor once of an organisation that has been dark for days. Its probe goes on: it comes back by itself."""
    if channel.dark_at is None and context.now - since >= DARK:
        channel.dark_at = context.now
        journal.audit(context, "organisatie-donker", channel.organisation, sinds=since.isoformat())
        log.error("organisation_dark", organisation=channel.organisation, down_since=since.isoformat())


def _answered(context: Context, channel: Channel) -> None:
    """It answers: the first success releases the backlog, at a rate that doubles until the limit is reached."""
    limit = limit_of(context.catalogue, channel.organisation) or 1
    if channel.open_since is not None:
        _recovered(context, channel, channel.open_since)
    elif channel.allowance is not None:
        channel.allowance = None if channel.allowance * 2 >= limit else channel.allowance * 2
    channel.failures = channel.probes = 0
    channel.quiet_until = None


def _recovered(context: Context, channel: Channel, since: datetime) -> None:
    """The line is back: that is kept with how long it was away and how much waited, so that nobody has to ask."""
    slug, waits = channel.organisation, Delivery.state.in_([DeliveryState.DUE, DeliveryState.SENDING])
    waiting = context.session.scalar(select(func.count()).where(Delivery.organisation == slug, waits)) or 0
    seconds = int((context.now - since).total_seconds())
    channel.down_from, channel.down_until, channel.down_waiting = since, context.now, waiting
    channel.open_since = channel.probe_at = channel.dark_at = None
    channel.allowance = 1
    journal.audit(context, "organisatie-hersteld", slug, sinds=since.isoformat(), seconden=seconds, wachtend=waiting)
    log.info("breaker_closed", organisation=slug, down_since=since.isoformat(), seconds=seconds, waiting=waiting)
    release_backlog(context.session, slug, context.now)
