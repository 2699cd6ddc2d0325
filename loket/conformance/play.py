"""One run of the kit: sends everything, waits for what is reported, and gives a finding per scenario in the order of the table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from loket.conformance import callbacks, deliveries
from loket.conformance.callbacks import Heard
from loket.conformance.deliveries import Sender
from loket.conformance.findings import PUSH, Finding, Scenario, Verdict, untested
from loket.conformance.line import Line
from loket.conformance.listener import Listener
from loket.conformance.messages import Composer
from loket.conformance.words import NOTHING_WITHOUT_DELIVERY

#: What is sent and judged by its answer alone. The speed is that of all of them, so it comes last.
SCENARIOS: tuple[Callable[[Sender], Finding], ...] = (
    deliveries.forged,
    deliveries.stale,
    deliveries.rotation,
    deliveries.several,
    deliveries.field,
    deliveries.kind,
    deliveries.product,
    deliveries.follow_ups,
    deliveries.big,
)
#: Seconds without a report after the last one, before a run is over.
QUIET = 1.0


def play(composer: Composer, line: Line, listener: Listener, wait: float, quiet: float = QUIET) -> list[Finding]:
    """Play everything against the organisation behind ``line``; ``wait``: seconds in which its reports must come. ``listener`` runs."""
    sender = Sender(composer, line)
    plain, twice, away = sender.fresh(), sender.fresh(), sender.fresh()
    listener.away.add(away.number)
    first = _timed(partial(deliveries.delivery, sender, plain))
    if first.verdict is not Verdict.GOOD:
        others = [scenario for scenario in PUSH if scenario is not Scenario.DELIVERY]
        return [first, *(untested(scenario, NOTHING_WITHOUT_DELIVERY) for scenario in others)]
    again = _timed(partial(deliveries.again, sender, twice))
    line.send(away)
    found = [_timed(partial(scenario, sender)) for scenario in SCENARIOS]
    heard = Heard(listener, line.organisation, line.adapter, plain.number, twice.number, away.number)
    heard.wait(wait, quiet)
    return [first, callbacks.twice_in_effect(heard, again), *found, deliveries.speed(sender), *callbacks.judge(heard)]


def _timed(scenario: Callable[[], Finding]) -> Finding:
    began = time.monotonic()
    finding = scenario()
    return replace(finding, seconds=time.monotonic() - began)


def failed(findings: list[Finding]) -> Iterator[Finding]:
    """The findings that are wrong."""
    return (finding for finding in findings if finding.verdict is Verdict.WRONG)
