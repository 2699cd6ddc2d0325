"""What keeps going wrong: a cause noted at a case, and the signal that equal causes make together (product design, Signalen)."""

from __future__ import annotations

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from loket.cases import columns
from loket.cases.base import Base
from loket.cases.crypto import EncryptedText
from loket.cases.models import Case

UNREVIEWED = text("review IS NULL")
EXAMPLES = text("review = 'bevestigd'")
UNREAD = text("read_at IS NULL")


class CauseCode(enum.StrEnum):
    """Where it goes wrong."""

    LAW = "wet"  #: the law itself, or two laws that do not fit
    EXECUTION = "uitvoering"  #: how an organisation carries it out
    DATA = "gegevens"  #: data that are wrong, missing or not shared
    COMMUNICATION = "communicatie"  #: letters, words, being reachable
    ICT = "ict"  #: a system that cannot do it


class SignalStatus(enum.StrEnum):
    """How far a signal is."""

    OPEN = "open"
    AGREED = "geagendeerd"  #: it stands on somebody's agenda
    ANSWERED = "beantwoord"
    SOLVED = "opgelost"  #: a new cause opens it again
    REJECTED = "afgewezen"


#: The answer stands: the lokets hear it, and it may be read outside supervision.
TELLS = frozenset({SignalStatus.ANSWERED, SignalStatus.SOLVED, SignalStatus.REJECTED})


class Review(enum.StrEnum):
    """What a second person found of a cause (practice rule 26). None: nobody looked, it counts in no brief."""

    CONFIRMED = "bevestigd"  #: looked at: it is right, and its words are of nobody in particular
    COUNTED = "meegeteld"  #: not looked at itself, of a signal whose sample was right
    WRONG = "klopt-niet"  #: in no number


class Signal(Base):
    """Equal causes: of one product at one organisation, with one cause and one law article. Empty text: about none in particular.

    Its id is random, as that of a cause: both stand in addresses and must not tell a moment. The numbers leave out what was found wrong,
    are kept up with each cause and each closing, and stay when the cases are destroyed. ``counted…`` are those of a brief.
    """

    __tablename__ = "signal"
    __table_args__ = (
        UniqueConstraint("product", "organisation", "code", "article_key"),
        Index("ix_signal_list", "count", "id"),
        Index("ix_signal_counted", "counted", "id"),
        *(Index(f"ix_signal_{column}", column, "count", "id") for column in ("product", "organisation", "code", "status")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    product: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str] = mapped_column(String(60))
    code: Mapped[CauseCode] = mapped_column(columns.words(CauseCode))
    article: Mapped[str] = mapped_column(String(120))  # as it was first written
    article_key: Mapped[str] = mapped_column(String(120))  # the same without capitals and points, to compare
    status: Mapped[SignalStatus] = mapped_column(columns.words(SignalStatus), default=SignalStatus.OPEN)
    revision: Mapped[int] = mapped_column(default=0)  # how often its status or answer changed
    addressee: Mapped[str | None] = mapped_column(String(120))  # who can change it
    answer: Mapped[str | None] = mapped_column(EncryptedText)
    answered_at: Mapped[datetime | None]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    count: Mapped[int] = mapped_column(default=0)  # cases
    days: Mapped[int] = mapped_column(default=0)  # that they took, until they were closed or the cause was noted
    knocks: Mapped[int] = mapped_column(default=0)  # at a counter
    hand_backs: Mapped[int] = mapped_column(default=0)  # parts that an organisation gave back
    counted: Mapped[int] = mapped_column(default=0)
    counted_days: Mapped[int] = mapped_column(default=0)
    counted_knocks: Mapped[int] = mapped_column(default=0)
    counted_hand_backs: Mapped[int] = mapped_column(default=0)

    @property
    def given(self) -> str | None:
        """What was answered; words of an answer that is not given yet stay inside."""
        return self.answer if self.status in TELLS else None


class SignalMonth(Base):
    """How many causes a signal got in a month of Amsterdam; ``month`` is its first day."""

    __tablename__ = "signal_month"

    signal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signal.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    counted: Mapped[int] = mapped_column(default=0)  # of these, those of a brief


class Cause(Base):
    """What went wrong in one case, in the words of an employee. A case counts once in a signal."""

    __tablename__ = "cause"
    __table_args__ = (
        UniqueConstraint("signal_id", "case_id"),
        Index("ix_cause_sample", "signal_id", "pseudonym", sqlite_where=UNREVIEWED, postgresql_where=UNREVIEWED),
        Index("ix_cause_example", "signal_id", "at", "id", sqlite_where=EXAMPLES, postgresql_where=EXAMPLES),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = columns.case_key()
    signal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signal.id", ondelete="CASCADE"))
    second_article: Mapped[str | None] = mapped_column(String(120))  # the other law of the pair, where two do not fit
    words: Mapped[str] = mapped_column(EncryptedText)
    own_words: Mapped[str | None] = mapped_column(EncryptedText)  # the person's own, only where they agreed
    source: Mapped[str] = mapped_column(String(80))  # the loket, organisation or account that raised it and hears the answer
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    month: Mapped[date]  # of Amsterdam, as its first day: where it counts in the trend
    pseudonym: Mapped[str] = mapped_column(String(8))  # random: it leads to nobody, also not to the same person in another signal
    days: Mapped[int]
    knocks: Mapped[int]
    hand_backs: Mapped[int]
    review: Mapped[Review | None] = mapped_column(columns.words(Review))
    reviewed_by: Mapped[str | None] = mapped_column(String(80))
    reviewed_at: Mapped[datetime | None]

    signal: Mapped[Signal] = relationship()
    case: Mapped[Case] = relationship()


class SignalNews(Base):
    """The answer to a signal, for a loket that raised it; one row for each loket, new with each answer."""

    __tablename__ = "signal_news"
    __table_args__ = (
        UniqueConstraint("signal_id", "source"),
        Index("ix_signal_news_unread", "source", "at", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    signal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signal.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    signal: Mapped[Signal] = relationship()
