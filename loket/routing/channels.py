"""The line to an organisation: when its breaker opens, when a probe may go out, how the backlog is released."""

from __future__ import annotations

from datetime import timedelta

import structlog

from loket.adapters.port import Result, Verdict
from loket.cases.outbox import Channel
from loket.routing.claims import release_backlog
from loket.routing.context import Context
from loket.routing.ends import limit_of

log = structlog.get_logger()
LONGEST_QUIET = 3600.0  #: seconds; a longer Retry-After is not obeyed, so that nobody is silenced by accident


def note(context: Context, channel: Channel, result: Result, milliseconds: int) -> None:
    """Note one result on a locked channel. Only silence and server errors count against the organisation, a refusal does not."""
    if result.verdict is Verdict.UNABLE:
        return  # nothing was called: this says nothing about the line
    channel.latency_ms = milliseconds if channel.latency_ms is None else (channel.latency_ms * 7 + milliseconds) // 8
    if result.verdict is Verdict.GONE:
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
    steps = context.pace.probes
    channel.probe_at = context.now + timedelta(seconds=steps[min(channel.probes, len(steps) - 1)])


def _answered(context: Context, channel: Channel) -> None:
    """It answers: the first success releases the backlog, at a rate that doubles until the limit is reached."""
    limit = limit_of(context.catalogue, channel.organisation) or 1
    if channel.open_since is not None:
        log.info("breaker_closed", organisation=channel.organisation, down_since=channel.open_since.isoformat())
        channel.open_since = channel.probe_at = None
        channel.allowance = 1
        release_backlog(context.session, channel.organisation, context.now)
    elif channel.allowance is not None:
        channel.allowance = None if channel.allowance * 2 >= limit else channel.allowance * 2
    channel.failures = channel.probes = 0
    channel.quiet_until = None
