"""Two logs with seals, small enough to spoil: for tests of what an auditor finds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.base import Base, new_id
from loket.routing import audit
from loket.routing.audit import Report
from loket.routing.catalogue import Catalogue
from loket.routing.context import MACHINE, Context

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEALS, ROWS = 5, 4  # seals, and rows of each log in a seal


def audit_entry(at: datetime, actor: str = "balie-den-haag") -> AuditLog:
    """One look at a case."""
    fixed = {"action": "zaak-inzien", "object": "L-7K3M9P2XQ48", "result": "gelukt", "origin": "web", "details": {"delen": [1, 2]}}
    return AuditLog(id=new_id(at), at=at, actor=actor, ground="balie", **fixed)


def processing_entry(at: datetime) -> ProcessingLog:
    """The same look, as a processing action."""
    milliseconds = int(at.timestamp() * 1000)
    spans = {"trace_id": os.urandom(16).hex(), "span_id": os.urandom(8).hex(), "parent_span_id": os.urandom(8).hex()}
    times = {"started_ms": milliseconds, "ended_ms": milliseconds}
    told = {"status": "Ok", "name": "zaak-inzien", "activity": "https://register.example/stand-tonen/v1", "foreign": "post"}
    return ProcessingLog(id=new_id(at), subject=uuid4(), **spans, **times, **told)


def of(session: Session, now: datetime, catalogue: Catalogue | None = None) -> Context:
    """The clock's context at this time; sealing and verifying need no catalogue."""
    return Context(session, catalogue or Catalogue.__new__(Catalogue), MACHINE, now)


def fill(folder: Path) -> None:
    """A SQLite database ``logboek.db`` with five seals, and the file outside it, ``zegels.log``."""
    with opened(folder) as session:
        Base.metadata.create_all(session.connection())
        session.commit()
        for number in range(SEALS):
            at = MORNING + timedelta(minutes=number)
            session.add_all(entry(at + timedelta(seconds=row)) for row in range(ROWS) for entry in (audit_entry, processing_entry))
            session.commit()
            audit.seal(of(session, at + timedelta(seconds=30)), folder / "zegels.log")


@contextmanager
def opened(folder: Path) -> Iterator[Session]:
    """A session on the database in this folder."""
    engine = create_engine(f"sqlite:///{folder / 'logboek.db'}")
    with Session(engine) as session:
        yield session
    engine.dispose()


def verified(folder: Path, now: datetime = MORNING + timedelta(days=1)) -> Report:
    """What an auditor finds the next day."""
    with opened(folder) as session:
        return audit.verify(of(session, now), folder / "zegels.log")
