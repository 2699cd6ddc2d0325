"""The kit for an organisation that fetches: offers it parts over a list of its own, and looks at what it fetches and reports."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from loket.adapters.port import Report
from loket.conformance import callbacks
from loket.conformance.callbacks import Heard
from loket.conformance.findings import PULL, Finding, Scenario, Verdict, good, untested, wrong
from loket.conformance.line import adapter_of
from loket.conformance.listener import Call
from loket.conformance.messages import Composed, Composer
from loket.conformance.play import QUIET
from loket.conformance.pull_server import PullServer
from loket.conformance.words import NO_REPORTS, NOTHING_WITHOUT_FETCHING
from loket.errors import BadRequest, Fault
from loket.routing.entries import Organisation
from loket.web.api_guard import parse

S = Scenario


class Fetched(Heard):
    """What came in about the parts that were fetched; a report is ``soort`` with its fields, and its key is its number."""

    def report(self, call: Call) -> Report:
        """What a call tells, read as Loket reads it; BadRequest with every fault."""
        told = parse(call.raw)
        return self._adapter.understand(str(told.get("soort", "")), told)

    def faults(self, call: Call) -> Iterator[str]:
        """What keeps Loket from reading a call."""
        if call.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            yield "Content-Type is niet application/json"
        if not call.id:
            yield "Idempotency-Key ontbreekt"
        try:
            self.report(call)
        except BadRequest as error:
            yield from (f"{fault.pointer}: {fault.detail}" for fault in error.faults or [Fault("/", error.code, error.detail)])


def _offered(composer: Composer, now: datetime) -> list[Composed]:
    """A part for each thing to look at, in the order of the list: plain, one that meets an outage, what is not known, and a last one."""
    return [
        composer.request(now),
        composer.request(now),
        composer.request(now, nieuwVeld={"sinds": "een latere versie"}),
        composer.request(now, soort="nog-onbekende-soort"),
        composer.request(now, product="nog-onbekend-product"),
        composer.request(now),
    ]


def play_pull(composer: Composer, organisation: Organisation, server: PullServer, wait: float, quiet: float = QUIET) -> list[Finding]:
    """Offer parts until the organisation has been through the list twice, at the latest ``wait`` seconds. ``server`` runs."""
    server.messages = _offered(composer, datetime.now(UTC))
    plain, away, *_, last = (message.number for message in server.messages)
    server.away.add(away)
    heard = Fetched(server, organisation, adapter_of(organisation), plain, last, away)
    _wait(heard, server, wait, quiet)
    key = wrong(S.KEY, f"{server.strangers} aanroepen zonder") if server.strangers else good(S.KEY, "alle aanroepen")
    if not server.fetched:
        first = untested(S.KEY, NO_REPORTS) if not server.strangers else key
        why = wrong(S.FETCHED, "er werd niets opgehaald") if not server.strangers else untested(S.FETCHED, NOTHING_WITHOUT_FETCHING)
        return [first, why, *(untested(scenario, NOTHING_WITHOUT_FETCHING) for scenario in PULL[2:])]
    told = [finding for finding in callbacks.judge(heard) if finding.scenario in PULL]
    return [key, good(S.FETCHED, f"{len(set(server.fetched))} delen"), *_unknown(server), _place(server), _again(heard, server), *told]


def _unknown(server: PullServer) -> Iterator[Finding]:
    """Whether it went on after each part with something unknown in it."""
    numbers = [message.number for message in server.messages]
    for scenario, place in ((S.FIELD, 2), (S.KIND, 3), (S.PRODUCT, 4)):
        if numbers[place] not in server.fetched:
            yield untested(scenario, NOTHING_WITHOUT_FETCHING)
        elif numbers[place + 1] not in server.fetched:
            yield wrong(scenario, "na dit bericht werd niets meer opgehaald")
        else:
            yield good(scenario, "daarna ging het verder")


def _place(server: PullServer) -> Finding:
    if server.expired_at is None:
        return untested(S.PLACE, "het eind van de lijst werd niet bereikt")
    return good(S.PLACE, "van voren af aan") if server.again else wrong(S.PLACE, "na 410 werd de lijst niet opnieuw gelezen")


def _again(heard: Fetched, server: PullServer) -> Finding:
    if not server.again:
        return untested(S.AGAIN, "de lijst werd niet opnieuw gelezen")
    return callbacks.twice_in_effect(heard, Finding(S.AGAIN, Verdict.GOOD, "geen melding met een ander nummer"))


def _wait(heard: Fetched, server: PullServer, seconds: float, quiet: float) -> None:
    last = time.monotonic() + seconds
    while not server.again and time.monotonic() < last:
        time.sleep(0.05)
    heard.wait(max(0.0, last - time.monotonic()), quiet)
