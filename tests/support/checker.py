"""Compares what a client was promised with what the database and the practice organisations hold. Shares no code with the product.

It reads the client's own list of accepted references, the database by plain SQL, and the practice log.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, create_engine, text

Row = dict[str, Any]

OPEN = {"pending", "sent", "received", "accepted", "needs_information", "suspended"}
DONE = {"decided", "delivered", "closed"}
#: What a line of the timeline does to its part: from which states (all others: nothing), to which.
MOVES: dict[str, tuple[set[str], str]] = {
    "deel-gemaakt": ({""}, "pending"),
    "deel-gepland": ({"", "pending"}, "planned"),
    "deel-vrijgegeven": ({"planned"}, "pending"),
    "verzonden": ({"pending"}, "sent"),
    "ontvangen": ({"pending", "sent"}, "received"),
    "in-behandeling-genomen": ({"pending", "sent", "received"}, "accepted"),
    "aanvulling-gevraagd": (OPEN, "needs_information"),
    "aanvulling-gegeven": ({"needs_information"}, "accepted"),
    "besloten": (OPEN, "decided"),
    "uitgevoerd": ({"decided"}, "delivered"),
    "herzien": (DONE, "decided"),
    "teruggegeven": (OPEN, "declined"),
    "doorgezonden": ({"declined", "undeliverable"}, "forwarded"),
    "terug-naar-afzender": ({"declined"}, "returned"),
    "onbestelbaar": ({"pending"}, "undeliverable"),
    "opnieuw-aangeboden": ({"undeliverable"}, "pending"),
}
ENDS = {"settled", "closed", "withdrawn"}
WITHOUT_EFFECT = {"ophalen", "herinnering", "pauzeverzoek"}


@dataclass(frozen=True)
class Evidence:
    """Where each party wrote down what it knows. ``accepted``: one zaaknummer a line, as the client got them with a 201."""

    accepted: Path
    database_url: str
    practice_log: Path


def faults(evidence: Evidence) -> list[str]:
    """Everything that breaks a promise, as readable lines; empty when all held. A missing or empty list of accepted requests is a fault."""
    numbers = evidence.accepted.read_text().split() if evidence.accepted.exists() else []
    if not numbers:
        return ["the client wrote down no accepted request"]
    engine = create_engine(evidence.database_url, isolation_level="SERIALIZABLE")  # all queries see the same moment
    try:
        with engine.connect() as connection:
            connection.execute(text('SELECT count(*) FROM "case"'))  # the moment; what arrived by then stands in the log that is read next
            log = [json.loads(line) for line in evidence.practice_log.read_bytes().split(b"\n")[:-1]]
            return [fault for number in numbers for fault in _case_faults(connection, number, log)]
    finally:
        engine.dispose()


def _case_faults(connection: Connection, number: str, log: list[Row]) -> Iterator[str]:
    found = _rows(connection, 'SELECT id, state, stuck_reason, events_count FROM "case" WHERE number = :value', number)
    if len(found) != 1:
        yield f"{number}: accepted, but {len(found)} times in the database"
        return
    case = found[0]
    if case["state"] not in ENDS and case["stuck_reason"] is None:
        yield f"{number}: {case['state']}, neither at its end nor on the list of what stands still"
    parts = _rows(connection, "SELECT id, number, organisation, state FROM referral WHERE case_id = :value", case["id"])
    if not parts:
        yield f"{number}: accepted without parts"
    events = _rows(connection, "SELECT sequence, referral_id, type FROM case_event WHERE case_id = :value ORDER BY sequence", case["id"])
    if [event["sequence"] for event in events] != list(range(1, case["events_count"] + 1)):
        yield f"{number}: events {[event['sequence'] for event in events]} of {case['events_count']}"
    for part in parts:
        yield from _part_faults(connection, part, events, [line for line in log if line.get("number") == part["number"]])


def _part_faults(connection: Connection, part: Row, events: list[Row], log: list[Row]) -> Iterator[str]:
    folded = _fold(event["type"] for event in events if event["referral_id"] == part["id"])
    if folded != part["state"]:
        yield f"{part['number']}: {part['state']}, but its timeline says {folded}"
    effects = Counter((line["kind"], line["effect"]) for line in log if "effect" in line and line["kind"] in ("aanvraag", "melding"))
    query = "SELECT id, kind, state, body_hash FROM delivery WHERE referral_id = :value"
    for delivery in _rows(connection, query, part["id"]):
        if delivery["kind"] not in WITHOUT_EFFECT and delivery["state"] == "done":
            yield from _delivery_faults(part, delivery, log)
            if delivery["kind"] in ("aanvraag", "melding") and effects != {(delivery["kind"], "aangemaakt"): 1}:
                yield f"{part['number']}: effects {dict(effects)} of one {delivery['kind']}"


def _delivery_faults(part: Row, delivery: Row, log: list[Row]) -> Iterator[str]:
    """ZGW knows no message ids: there the deelzaaknummer stands for the application, and its body is another than ours."""
    zgw = part["organisation"].startswith("gemeente-")
    wanted = part["number"] if zgw else str(UUID(str(delivery["id"])))
    arrivals = [line for line in log if "verdict" in line and line["delivery_id"].partition("/")[0] == wanted]
    arrivals = [line for line in arrivals if line["kind"] == delivery["kind"]]
    if not arrivals:
        yield f"{part['number']}: {delivery['kind']} counts as delivered but never arrived"
    hashes: dict[str, set[str]] = defaultdict(set)
    for line in arrivals:
        hashes[line["delivery_id"]].add(line["body_sha256"])
    if any(len(found) > 1 for found in hashes.values()):
        yield f"{part['number']}: {delivery['kind']} came with different bytes"
    if not zgw and hashes and hashes != {wanted: {delivery["body_hash"]}}:
        yield f"{part['number']}: {delivery['kind']} came with other bytes than were composed"
    done = [line for line in log if "effect" in line and line["kind"] == delivery["kind"]]
    if not zgw and len([line for line in done if line["delivery_id"] == wanted]) != 1:
        yield f"{part['number']}: {delivery['kind']} had {len(done)} effects"


def _fold(kinds: Iterator[str]) -> str:
    state = ""
    for kind in kinds:
        sources, target = MOVES.get(kind, (set(), ""))
        state = target if state in sources else state
    return state


def _rows(connection: Connection, query: str, value: object) -> list[Row]:
    return [dict(row) for row in connection.execute(text(query), {"value": value}).mappings()]
