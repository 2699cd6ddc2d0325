"""Which organisations cannot be reached now: their line is down or paused, or they announced it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from loket.cases.outbox import Channel, Downtime


@dataclass(frozen=True, slots=True)
class Lines:
    """``down`` cannot be reached by accident or until a person opens the line; ``announced`` → until when they said so themselves."""

    down: frozenset[str] = frozenset()
    announced: Mapping[str, datetime] = field(default_factory=dict)


ALL_WELL = Lines()


def in_force(now: datetime) -> ColumnElement[bool]:
    """Whether an announced downtime holds at ``now``."""
    return and_(Downtime.cancelled_at.is_(None), Downtime.from_at <= now, Downtime.until_at > now)


def look(session: Session, organisations: Collection[str], now: datetime) -> Lines:
    """How the lines to these organisations stand, in one statement. What was announced is no failure; a paused line waits for a person."""
    if not organisations:
        return ALL_WELL
    rows = session.execute(_away(now).where(Channel.organisation.in_(organisations))).all()
    announced = {row.organisation: row.until_at for row in rows if row.until_at is not None and row.paused_at is None}
    return Lines(frozenset(row.organisation for row in rows) - announced.keys(), announced)


def away(session: Session, organisations: Collection[str], now: datetime) -> list[str]:
    """Which of these cannot be reached now, in order: one statement over the few lines that are away, however many are asked about."""
    return sorted({row.organisation for row in session.execute(_away(now))} & set(organisations))


def _away(now: datetime) -> Select[str, datetime | None, datetime | None]:
    silent = or_(Channel.paused_at.is_not(None), Channel.open_since.is_not(None), Downtime.id.is_not(None))
    query = select(Channel.organisation, Channel.paused_at, Downtime.until_at)
    return query.outerjoin(Downtime, and_(Downtime.organisation == Channel.organisation, in_force(now))).where(silent)
