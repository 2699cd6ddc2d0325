"""The scenarios of what the organisation reports: read by Loket's own schema, and played through its state table."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from loket.adapters.port import Adapter, Report, Verb
from loket.cases.lifecycle import fire
from loket.cases.states import ReferralState, Turn
from loket.conformance.findings import Finding, Scenario, Verdict, good, untested, wrong
from loket.conformance.listener import AWAY, BIGGEST, TOO_LARGE, Call
from loket.conformance.words import NO_REPORTS
from loket.errors import BadRequest, Conflict, Fault
from loket.routing.entries import Organisation
from loket.routing.reports import TABLE
from loket.web import schema_actions, schemas
from loket.web.api_guard import parse

S = Scenario
MEDIA = "application/cloudevents+json"
ENDS = frozenset({Verb.DECIDED, Verb.DECLINED, Verb.CLOSED})


@dataclass
class Part:
    """A part as the state table sees it, delivered just now."""

    state_since: datetime
    state: ReferralState = ReferralState.SENT
    turn: Turn = Turn.ORGANISATION


class Reported(Protocol):
    """Where reports come in."""

    def about(self, number: str) -> list[Call]:
        """The reports about one part, in the order in which they came."""


class Heard:
    """What came in about the parts that the run watches: ``plain`` was sent once, ``twice`` twice, ``away`` met an outage."""

    def __init__(self, listener: Reported, organisation: Organisation, adapter: Adapter, plain: str, twice: str, away: str) -> None:
        self._listener, self._organisation, self._adapter = listener, organisation, adapter
        self.plain, self.twice, self.away = plain, twice, away

    def wait(self, seconds: float, quiet: float) -> None:
        """Return when every part came to its end and nothing was heard for ``quiet`` seconds, at the latest after ``seconds``."""
        last = time.monotonic() + seconds
        while time.monotonic() < last:
            newest = max((call.at for call in self.all()), default=0.0)
            if time.monotonic() - newest > quiet and all(map(self._ended, (self.plain, self.twice, self.away))):
                return
            time.sleep(0.05)

    def all(self) -> list[Call]:
        """Every report about the watched parts."""
        return [call for number in (self.plain, self.twice, self.away) for call in self.about(number)]

    def about(self, number: str) -> list[Call]:
        """The reports about one part."""
        return self._listener.about(number)

    def strangers(self) -> list[Call]:
        """Calls that name no part: no JSON, without a subject, or with the number of the case instead."""
        cases = [number.rpartition("-")[0] for number in (self.plain, self.twice, self.away)]
        return [call for number in ("", *cases) for call in self.about(number)]

    def report(self, call: Call) -> Report:
        """What a call tells, read as Loket reads it; BadRequest with every fault."""
        event = schemas.read(schema_actions.EVENT, parse(call.raw))
        return self._adapter.understand(event["type"].removeprefix(schema_actions.EVENT_TYPE), event["data"])

    def reports(self, number: str) -> list[Report]:
        """The readable reports about one part, each id once, in the order in which they came."""
        first = {call.id: call for call in reversed(self.about(number)) if call.status != AWAY}
        return [report for call in sorted(first.values(), key=lambda call: call.at) if (report := self._readable(call))]

    def faults(self, call: Call) -> Iterator[str]:
        """What keeps Loket from reading a call."""
        if call.headers.get("content-type", "").partition(";")[0].strip() != MEDIA:
            yield f"Content-Type is niet {MEDIA}"
        if call.status == TOO_LARGE:
            yield f"groter dan {BIGGEST // 1024} KiB"
            return
        try:
            self.report(call)
        except BadRequest as error:
            yield from (f"{fault.pointer}: {fault.detail}" for fault in error.faults or [Fault("/", error.code, error.detail)])
        if call.number and call in self.strangers():
            yield "/subject: moet het deelzaaknummer zijn"
        if call.event.get("source", self._organisation.event_source) != self._organisation.event_source:
            yield f"/source: moet {self._organisation.event_source} zijn"

    def _readable(self, call: Call) -> Report | None:
        try:
            return self.report(call)
        except BadRequest:
            return None

    def _ended(self, number: str) -> bool:
        return any(report.verb in ENDS for report in self.reports(number))


def judge(heard: Heard) -> Iterable[Finding]:
    """Each scenario of the reports, in the order of the table."""
    calls = [*heard.all(), *heard.strangers()]
    if not calls:
        yield wrong(S.REPORTS, "er kwam niets binnen")
        yield from (untested(scenario, NO_REPORTS) for scenario in (S.SIGNED, S.FORM, S.FRESH, S.ORDER, S.RETRIED))
        return
    yield good(S.REPORTS, f"{len(calls)} meldingen")
    yield signed(calls)
    yield form(heard, calls)
    yield fresh(calls)
    yield order(heard.reports(heard.plain))
    yield retried(heard.about(heard.away))


def signed(calls: Sequence[Call]) -> Finding:
    """Every call carries a good signature."""
    bad = sum(not call.signed for call in calls)
    return wrong(S.SIGNED, f"{bad} van de {len(calls)} niet") if bad else good(S.SIGNED, f"alle {len(calls)}")


def form(heard: Heard, calls: Sequence[Call]) -> Finding:
    """Every call is an event of ours, from this organisation, with data that make sense."""
    faults = dict.fromkeys(f"{call.verb or 'een melding'}: {fault}" for call in calls for fault in heard.faults(call))
    return wrong(S.FORM, "; ".join(faults)) if faults else good(S.FORM, ", ".join(dict.fromkeys(call.verb for call in calls)))


def fresh(calls: Sequence[Call]) -> Finding:
    """One id is one report: the same part and verb each time, and the same as in the header."""
    told: dict[str, set[tuple[str, str]]] = {}
    readable = [call for call in calls if call.id]
    for call in readable:
        told.setdefault(call.id, set()).add((call.number, call.verb))
    shared = [message_id for message_id, reports in told.items() if len(reports) > 1]
    other = [call.id for call in readable if call.headers.get("webhook-id", call.id) != call.id]
    if shared:
        return wrong(S.FRESH, f"één id voor meer meldingen: {', '.join(shared)}")
    return wrong(S.FRESH, "webhook-id is anders dan id") if other else good(S.FRESH, f"{len(told)} nummers")


def order(reports: Sequence[Report]) -> Finding:
    """The state table takes each report; one that comes too late to change anything is told, and allowed."""
    if not reports:
        return untested(S.ORDER, NO_REPORTS)
    now, late = datetime.now(UTC), []
    part = Part(now)
    for report in reports:
        try:
            moved = fire(part, TABLE[report.verb][0], now).moved
        except Conflict as error:
            return wrong(S.ORDER, f"{report.verb.value}: {error.detail}")
        late += [] if moved else [report.verb.value]
    seen = " → ".join(report.verb.value for report in reports)
    return good(S.ORDER, seen + (f" ({', '.join(late)} te laat: verandert niets)" if late else ""))


def retried(calls: Sequence[Call]) -> Finding:
    """The report that met a 503 came again under the same id."""
    missed = next((call for call in calls if call.status == AWAY), None)
    if missed is None:
        return untested(S.RETRIED, NO_REPORTS)
    came = next((call for call in calls if call.id == missed.id and call.status != AWAY), None)
    if came is None:
        return wrong(S.RETRIED, f"‘{missed.verb}’ kreeg 503 en kwam niet terug")
    return good(S.RETRIED, f"na {came.at - missed.at:.0f} s")


def twice_in_effect(heard: Heard, finding: Finding) -> Finding:
    """What ``again`` found, unless the reports show that the second message had an effect of its own."""
    verbs = [report.verb for report in heard.reports(heard.twice)]
    double = [verb.value for verb in dict.fromkeys(verbs) if verbs.count(verb) > 1]
    if finding.verdict is not Verdict.GOOD or not double:
        return finding
    return wrong(S.AGAIN, f"twee keer gemeld, elk met een eigen nummer: {', '.join(double)}")
