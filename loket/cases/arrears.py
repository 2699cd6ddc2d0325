"""Payment arrears that organisations signal, and the one signal to a gemeente's list that they make together. No amounts, no reasons."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from loket.cases.base import Base
from loket.cases.people import Person

OPEN = text("closed_at IS NULL")


class ArrearsNotice(Base):
    """One organisation says that somebody is behind with paying it. Nobody sees it by itself; the newest of an organisation counts."""

    __tablename__ = "arrears_notice"
    __table_args__ = (UniqueConstraint("person_id", "list_slug", "organisation"), Index("ix_arrears_notice_expires", "expires_on", "id"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    list_slug: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str] = mapped_column(String(60))
    gemeente_code: Mapped[str] = mapped_column(String(4))
    ground: Mapped[str] = mapped_column(String(200))  # the article under which it came
    at: Mapped[datetime]
    expires_on: Mapped[date]  # from this day on it is erased


class ArrearsSignal(Base):
    """Enough organisations signalled the same person: a line of the gemeente's list. At most one is open for a person there."""

    __tablename__ = "arrears_signal"
    __table_args__ = (
        Index(
            "uq_arrears_signal_open", *("person_id", "list_slug", "gemeente_code"), unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        Index("ix_arrears_signal_list", "gemeente_code", "raised_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_arrears_signal_expires", "expires_on", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    list_slug: Mapped[str] = mapped_column(String(60))
    gemeente_code: Mapped[str] = mapped_column(String(4))
    organisations: Mapped[list[str]]  # who signals, in the order in which they began; who was paid leaves
    grounds: Mapped[list[str]]  # under which articles
    raised_at: Mapped[datetime]
    taken_up_at: Mapped[datetime | None]
    taken_up_by: Mapped[str | None] = mapped_column(String(80))
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(30))  # a key of routing.arrears.handling.OUTCOMES, or of reporting.BY_ITSELF
    expires_on: Mapped[date]  # from this day on it is erased

    person: Mapped[Person] = relationship()
