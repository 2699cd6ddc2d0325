"""A table for tailored help, a planned conversation and a signal of arrears of a case, each free text marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from loket.cases.arrears import ArrearsSignal
from loket.cases.models import Case
from loket.cases.tailored import BridgingMeasure, Harm, PlannedTalk, Precedent, TableSeat, TailoredTable
from tests.support.desk import COUNTER

#: The argument of a route → the id of what it names.
IDS = {"tafel": str(UUID(int=21)), "gesprek": str(UUID(int=24)), "schuldsignaal": str(UUID(int=25)), "besluit": str(UUID(int=26))}
COLUMNS = ("hurts", "intent", "legal", "social", "economic", "personal", "decision", "ground", "summary")
OTHERS = ("text", "place", "people", "outcome", "not_held", "precedent", "name")
MARKS = tuple(f"MERK-TAFEL-{name}" for name in (*COLUMNS, *OTHERS))


def mark(name: str) -> str:
    """What stands in this column."""
    return f"MERK-TAFEL-{name}"


def keep(session: Session, case: Case, now: datetime) -> None:
    """A table that decided, with a seat and a measure; a conversation; what a table taught; a signal for the gemeente."""
    table, by = UUID(IDS["tafel"]), {"at": now, "by": "toezichthouder"}
    written: dict[str, Any] = {name: mark(name) for name in COLUMNS}
    asked = {"harm": Harm.HEALTH, "products": ["aow"], "shared": [], "opened_by": "balie", "source": COUNTER, "opened_at": now}
    ended = {"decider": mark("name"), "decider_organisation": "gemeente-0518", "outcome": "maatwerk", "ended_at": now}
    session.add(TailoredTable(id=table, case_id=case.id, due_on=now.date(), **asked, **written, **ended))
    session.flush()
    held = {"place": mark("place"), "people": mark("people"), "outcome": mark("outcome"), "not_held": mark("not_held")}
    taught = {"harm": Harm.HEALTH, "outcome": "maatwerk", "decided_by": "gemeente", "month": now.date().replace(day=1)}
    signalled = {"list_slug": "vroegsignalering", "gemeente_code": "0518", "organisations": ["cak", "svb"], "grounds": ["Wgs art. 3"]}
    talk = {"kind": "kennismaking", "name": "Kennismaking", "counter": COUNTER, "due_on": now.date()}
    session.add_all(
        [
            TableSeat(id=UUID(int=22), case_id=case.id, table_id=table, organisation="gemeente-0518", name=mark("name"), **by),
            BridgingMeasure(id=UUID(int=23), case_id=case.id, table_id=table, text=mark("text"), until=now.date(), **by),
            PlannedTalk(id=UUID(IDS["gesprek"]), case_id=case.id, **talk, **held),
            Precedent(id=UUID(IDS["besluit"]), **taught, summary=mark("precedent")),
            ArrearsSignal(
                id=UUID(IDS["schuldsignaal"]),
                person_id=case.person_id,
                **signalled,
                raised_at=now,
                expires_on=now.date() + timedelta(days=90),
            ),
        ]
    )
    session.commit()
