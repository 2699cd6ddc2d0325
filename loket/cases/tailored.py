"""Tailored help (maatwerk): the table that looks at a case, what bridges the wait, what it teaches others; and planned conversations."""

from __future__ import annotations

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.base import Base
from loket.cases.columns import case_key, words
from loket.cases.crypto import EncryptedText

OPEN = text("ended_at IS NULL")
ENDED = text("ended_at IS NOT NULL")
UNTOLD = text("ended_at IS NOT NULL AND told_at IS NULL")
UNDONE = text("done_at IS NULL")


class Harm(enum.StrEnum):
    """What hurts: the closed list by which tables are found and compared."""

    INCOME = "inkomen"  #: there is no money to live on
    DEBTS = "schulden"  #: debts grow, or what is owed is collected
    HOUSING = "wonen"  #: a home is lost or cannot be had
    HEALTH = "gezondheid"  #: somebody becomes ill of it, or gets no care
    CHILDREN = "kinderen"  #: children suffer from it
    WORK = "werk"  #: work or school is lost
    STRAIN = "uitputting"  #: somebody cannot keep up with it any more
    OTHER = "anders"


class TailoredTable(Base):
    """One table: people of several organisations look at one case together, and one of them decides by a day. At most one is open."""

    __tablename__ = "tailored_table"
    __table_args__ = (
        Index("uq_tailored_table_open", "case_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_tailored_table_due", "due_on", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_tailored_table_ended", "ended_at", "id", sqlite_where=ENDED, postgresql_where=ENDED),
        Index("ix_tailored_table_untold", "case_id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    harm: Mapped[Harm] = mapped_column(words(Harm))
    hurts: Mapped[str] = mapped_column(EncryptedText)
    law: Mapped[str | None] = mapped_column(String(80))  # the article in which it is knotted: "Participatiewet art. 18"
    products: Mapped[list[str]]  # of the case when it came, but for what is sensitive and not shared: what it is compared by later
    shared: Mapped[list[str]]  # sensitive parts (deelzaaknummers) of which the citizen lets the table know who has them
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(60))  # the loket that asked for it, or the supervisors
    due_on: Mapped[date]  # the last day for a decision, by the norm or as it was agreed
    intent: Mapped[str | None] = mapped_column(EncryptedText)  # what the law is meant for
    legal: Mapped[str | None] = mapped_column(EncryptedText)
    social: Mapped[str | None] = mapped_column(EncryptedText)
    economic: Mapped[str | None] = mapped_column(EncryptedText)
    personal: Mapped[str | None] = mapped_column(EncryptedText)  # how the person sees it
    decider: Mapped[str | None] = mapped_column(String(120))  # a name
    decider_organisation: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[str | None] = mapped_column(String(30))  # a key of routing.tailored.deciding.OUTCOMES; None when it ended without
    decision: Mapped[str | None] = mapped_column(EncryptedText)
    ground: Mapped[str | None] = mapped_column(EncryptedText)  # why this may, or why it ended without a decision
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(80))
    told_at: Mapped[datetime | None]  # the citizen knows what was decided, or that nothing was
    told_by: Mapped[str | None] = mapped_column(String(80))
    summary: Mapped[str | None] = mapped_column(EncryptedText)  # for other tables, until a second person read it
    summary_by: Mapped[str | None] = mapped_column(String(80))
    released_at: Mapped[datetime | None]  # then it stands as a Precedent, and here no more


class TableSeat(Base):
    """Somebody at a table, for an organisation."""

    __tablename__ = "table_seat"
    __table_args__ = (UniqueConstraint("table_id", "organisation", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    table_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tailored_table.id", ondelete="CASCADE"))
    organisation: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))


class BridgingMeasure(Base):
    """What helps until a solution is there (overbruggingsmaatregel): an advance, a postponement, a place to stay."""

    __tablename__ = "bridging_measure"
    __table_args__ = (Index("ix_bridging_measure_until", "until", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    table_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tailored_table.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(EncryptedText)
    until: Mapped[date]  # the last day on which it helps
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))


class PauseRequest(Base):
    """An organisation that collects was asked to wait: a request, for only the organisation decides."""

    __tablename__ = "pause_request"
    __table_args__ = (UniqueConstraint("measure_id", "referral_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    measure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bridging_measure.id", ondelete="CASCADE"))
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    until: Mapped[date]
    at: Mapped[datetime]


class Precedent(Base):
    """What one table taught others: words written for that, read by a second person. Points to no case and no person.

    Its id is random, and of the moment only the month is kept: time leads back to a case.
    """

    __tablename__ = "precedent"
    __table_args__ = (
        Index("ix_precedent_month", "month", "id"),
        Index("ix_precedent_harm", "harm", "month", "id"),
        Index("ix_precedent_law", "law", "month", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    harm: Mapped[Harm] = mapped_column(words(Harm))
    law: Mapped[str | None] = mapped_column(String(80))  # without its paragraph
    outcome: Mapped[str] = mapped_column(String(30))
    decided_by: Mapped[str] = mapped_column(String(20))  # the kind of organisation: a key of routing.tailored.memory.KINDS
    summary: Mapped[str] = mapped_column(EncryptedText)
    month: Mapped[date]  # the first day of the month in which it was released


class PrecedentProduct(Base):
    """A product that a precedent is about."""

    __tablename__ = "precedent_product"
    __table_args__ = (Index("ix_precedent_product_product", "product", "precedent_id"),)

    precedent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("precedent.id", ondelete="CASCADE"), primary_key=True)
    product: Mapped[str] = mapped_column(String(60), primary_key=True)


class PlannedTalk(Base):
    """One of the conversations that a programme plans with a person (``config/gesprekken.toml``): held, or not and why."""

    __tablename__ = "planned_talk"
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        Index("ix_planned_talk_due", "counter", "due_on", "id", sqlite_where=UNDONE, postgresql_where=UNDONE),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key(index=False)
    kind: Mapped[str] = mapped_column(String(60))  # a key of the configuration
    name: Mapped[str] = mapped_column(String(120))  # as it was called when it was planned
    counter: Mapped[str] = mapped_column(String(60))  # the loket that sees to it
    due_on: Mapped[date]  # when the loket must do something: plan it by this day, and once planned the day itself
    planned_for: Mapped[datetime | None]
    place: Mapped[str | None] = mapped_column(EncryptedText)
    people: Mapped[str | None] = mapped_column(EncryptedText)
    outcome: Mapped[str | None] = mapped_column(EncryptedText)
    not_held: Mapped[str | None] = mapped_column(EncryptedText)  # why it did not take place and will not
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(80))
