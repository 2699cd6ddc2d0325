"""What supervisors watch over beside the cases: how the lines do hour by hour, each outage with its calls, and what was told to whom."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.base import Base
from loket.cases.columns import case_key
from loket.cases.crypto import EncryptedText

LASTS = text("until_at IS NULL")
UNREPORTED = text("reported_at IS NULL")
HOLDS = text("ended_at IS NULL")
UNSENT = text("done_at IS NULL")


class LineHour(Base):
    """How many calls an organisation got in one hour (UTC) and how they went: counted with each result, never recounted.

    ``within_…`` are the calls that took longer than the step before and at most so many milliseconds; the rest took longer than all.
    """

    __tablename__ = "line_hour"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(60), primary_key=True)
    calls: Mapped[int] = mapped_column(default=0)
    delivered: Mapped[int] = mapped_column(default=0)
    within_100: Mapped[int] = mapped_column(default=0)
    within_250: Mapped[int] = mapped_column(default=0)
    within_500: Mapped[int] = mapped_column(default=0)
    within_1000: Mapped[int] = mapped_column(default=0)
    within_2000: Mapped[int] = mapped_column(default=0)
    within_5000: Mapped[int] = mapped_column(default=0)
    within_10000: Mapped[int] = mapped_column(default=0)


class Outage(Base):
    """One time in which an organisation could not be reached; at most one lasts. Its report is kept when it is over (practice rule 24)."""

    __tablename__ = "outage"
    __table_args__ = (
        Index("uq_outage_lasts", "organisation", unique=True, sqlite_where=LASTS, postgresql_where=LASTS),
        Index("ix_outage_organisation", "organisation", "id"),
        Index("ix_outage_unreported", "id", sqlite_where=UNREPORTED, postgresql_where=UNREPORTED),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(60))
    how: Mapped[str] = mapped_column(String(20))  # a value of routing.outages.How, the last one seen
    since: Mapped[datetime]
    until_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(EncryptedText)  # why a person paused the line
    resumed_because: Mapped[str | None] = mapped_column(EncryptedText)
    reported_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any] | None]  # counts only, see routing.outage_report


class OutageCall(Base):
    """An urgent case that waits because of an outage: somebody calls the organisation about it and ticks it off."""

    __tablename__ = "outage_call"
    __table_args__ = (UniqueConstraint("outage_id", "referral_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    outage_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("outage.id", ondelete="CASCADE"))
    last_day: Mapped[date | None]  # the citizen's own last day (practice rule 7), else the last day for a decision
    called_at: Mapped[datetime | None]
    called_by: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str | None] = mapped_column(EncryptedText)


class Alert(Base):
    """One cause that supervisors were alerted to, until it ends: for so long it is told once."""

    __tablename__ = "alert"
    __table_args__ = (Index("uq_alert_holds", "cause", unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(120))  # kind and what it is about: a slug, a zaaknummer or a deelzaaknummer
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class AlertMessage(Base):
    """A message to the supervisors over one line: in the outbox until it arrived or was given up. Holds no personal data."""

    __tablename__ = "alert_message"
    __table_args__ = (
        UniqueConstraint("line", "subject"),
        Index("ix_alert_message_due", "next_attempt_at", sqlite_where=UNSENT, postgresql_where=UNSENT),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(String(20))  # webhook or mail
    subject: Mapped[str] = mapped_column(String(60))  # what must be told once: the digest of a day, or a batch of alerts
    body: Mapped[str] = mapped_column(EncryptedText)  # the same bytes on every try
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(index=True)  # arrived or given up
    arrived: Mapped[bool] = mapped_column(default=False)
    last_error: Mapped[str | None] = mapped_column(String(300))
