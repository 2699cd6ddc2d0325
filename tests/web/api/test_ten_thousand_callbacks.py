"""Ten thousand callbacks, most of them wrong: none breaks anything, and every part stands where its own timeline leads.

Reproduced by the seed. On PostgreSQL fewer: what differs there is how a row is locked, not what a message means.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select

from loket import session_of
from loket.cases.lifecycle import OPEN, Trigger, case_trigger, fire, turn_of
from loket.cases.models import Case, CaseEvent, Referral
from loket.cases.outbox import InboundMessage
from loket.cases.states import CaseState, ReferralState, Turn
from loket.routing.parts import Parts
from loket.routing.reports import TABLE
from tests.support.clock import Clock
from tests.web.api.conftest import Api
from tests.web.api.storm import Call, Sender, Storm

SEED = 20261128
HOW_MANY = {"sqlite": (9_000, 10), "postgresql": (1_000, 3)}  # messages, cases
#: What a line of the timeline does to its part, beside the reports of the organisation.
LINES = {
    "deel-vrijgegeven": Trigger.READY,
    "doorgezonden": Trigger.FORWARD,
    "terug-naar-afzender": Trigger.RETURN,
    "niet-nodig": Trigger.WITHDRAW,
} | {verb.value: trigger for verb, (trigger, _) in TABLE.items()}
BEGINS = {"deel-gemaakt": ReferralState.PENDING, "deel-gepland": ReferralState.PLANNED}


@dataclass
class Folded:
    """A part as its timeline tells it."""

    state: ReferralState
    state_since: datetime
    turn: Turn = Turn.NONE


def test_ten_thousand_callbacks_break_nothing_and_leave_every_part_where_its_timeline_leads(api: Api, app: Flask, clock: Clock) -> None:
    many, cases = HOW_MANY[app.extensions["loket"].settings.database_url.partition(":")[0].partition("+")[0]]
    senders = senders_of(api, app, cases)
    documented = {int(status) for status in api.get("/openapi.json").json["paths"]["/statusmeldingen"]["post"]["responses"]}
    answered: Counter[tuple[str, int]] = Counter()
    moved = 0
    for number, call in enumerate(Storm(SEED, senders, clock.now()).calls(many)):
        status, told = send(api, call)
        assert status in call.right & documented, f"call {number} of seed {SEED} ({call.kind}): {status} {told}, expected {set(call.right)}"
        assert (status in (200, 202)) == ("verwerkt" in told)
        assert told.get("verwerkt", True) or told["reden"]
        moved += told.get("verwerkt", False)
        answered[call.kind, status] += 1
    check(app, moved)
    assert {status for _, status in answered} == {200, 202, 400, 401, 404, 409, 413, 415}, answered


def send(api: Api, call: Call) -> tuple[int, dict[str, object]]:
    """One call through the real route; the status and what the answer says."""
    answer = api.client.post("/api/v1/statusmeldingen", data=call.raw, headers=call.headers, content_type=call.media or None)
    assert answer.mimetype in ("application/json", "application/problem+json")
    return answer.status_code, answer.json


def senders_of(api: Api, app: Flask, cases: int) -> list[Sender]:
    """The organisations of so many cases, each with its parts."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for _ in range(cases):
        for part in api.open(nieuweZaak={"reden": "Nieuwe feiten."})["deelzaken"]:
            numbers[part["organisatie"]].append(part["deelzaaknummer"])
    parts: Parts = app.extensions["loket"]
    found = []
    for slug, own in sorted(numbers.items()):
        organisation = parts.catalogue.organisations[slug]
        others = tuple(numbers[next(other for other in numbers if other != slug)][:5])
        found.append(Sender(organisation.event_source, parts.settings.environment[organisation.secrets[0]], tuple(own), others))
    return found


def check(app: Flask, moved: int) -> None:
    """Every part stands where its timeline leads, every case where its parts lead, and each message counted once."""
    with session_of(app) as session:
        lines: dict[object, list[tuple[str, datetime]]] = defaultdict(list)
        for part_id, kind, at in session.execute(
            select(CaseEvent.referral_id, CaseEvent.type, CaseEvent.at).order_by(CaseEvent.case_id, CaseEvent.sequence)
        ):
            lines[part_id].append((kind, at))
        states: dict[object, list[ReferralState]] = defaultdict(list)
        for part in session.scalars(select(Referral)):
            assert folded(lines[part.id]) is part.state, (part.number, part.state, lines[part.id])
            assert part.turn is turn_of(part.state) or part.state in OPEN
            states[part.case_id].append(part.state)
        for case in session.scalars(select(Case)):
            assert case.state is expected(states[case.id]), (case.number, case.state, states[case.id])
        processed = select(func.count()).select_from(InboundMessage).where(InboundMessage.processed)
        assert session.scalar(processed) == moved


def folded(lines: Sequence[tuple[str, datetime]]) -> ReferralState:
    """The state to which these lines of the timeline lead by the table; Conflict when one of them could not have happened."""
    part: Folded | None = None
    for kind, at in lines:
        if kind in BEGINS:
            part = Folded(BEGINS[kind], at)
        elif kind in LINES and part is not None:
            fire(part, LINES[kind], at)
    assert part is not None
    return part.state


def expected(states: Sequence[ReferralState]) -> CaseState:
    """The state of a case with parts in these states."""
    trigger = case_trigger(states)
    words = {"settle": CaseState.SETTLED, "withdraw": CaseState.WITHDRAWN, "wait": CaseState.WAITING_FOR_CITIZEN, None: CaseState.RECEIVED}
    return words.get(trigger.value if trigger else None, CaseState.IN_PROGRESS)
