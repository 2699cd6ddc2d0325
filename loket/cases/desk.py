"""What a desk keeps beside the case itself: unfinished requests, handovers, papers, talk with professionals, what was brought in."""

from __future__ import annotations

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.base import Base
from loket.cases.columns import case_key, words
from loket.cases.crypto import EncryptedJSON, EncryptedText


class SavedRequest(Base):
    """A request that is finished later (practice rule 8): the form as it stood. Belongs to the loket; gone when sent or expired."""

    __tablename__ = "saved_request"
    __table_args__ = (Index("ix_saved_request_counter", "counter", "saved_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    counter: Mapped[str] = mapped_column(String(60))
    account: Mapped[str] = mapped_column(String(80))
    bsn_blind: Mapped[str | None] = mapped_column(String(64), index=True)  # to find it for the person's own export
    step: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(EncryptedText)  # what the list shows: the surname and the life event
    fields: Mapped[list[list[str]]] = mapped_column(EncryptedJSON)  # pairs of name and value, as posted
    case_number: Mapped[str | None] = mapped_column(String(16))  # the case that Snel melden opened already
    knocked_at: Mapped[datetime]  # the first knock counts, not the day on which it is sent
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Handover(Base):
    """A warm handover (overdracht): complete only when a named person took it up *and* the citizen was told."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_counter", "to_counter", "ended_at"),
        Index("ix_handover_organisation", "to_organisation", "ended_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))  # None: the whole case
    from_counter: Mapped[str] = mapped_column(String(60), index=True)
    from_account: Mapped[str] = mapped_column(String(80))
    to_counter: Mapped[str | None] = mapped_column(String(60))
    to_organisation: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(EncryptedText)
    summary: Mapped[str] = mapped_column(EncryptedText)
    reach: Mapped[str] = mapped_column(EncryptedText)  # how and when the citizen wants to be reached
    offered_at: Mapped[datetime]
    norm_at: Mapped[datetime] = mapped_column(index=True)  # not taken up by then: a reminder, and the case stands still
    reminded_at: Mapped[datetime | None]
    taken_up_at: Mapped[datetime | None]
    taken_up_by: Mapped[str | None] = mapped_column(String(120))  # a person's name
    told_at: Mapped[datetime | None]  # the citizen was told who it is
    told_by: Mapped[str | None] = mapped_column(String(120))
    refused_at: Mapped[datetime | None]
    refusal: Mapped[str | None] = mapped_column(EncryptedText)
    ended_at: Mapped[datetime | None]  # complete, refused and settled, or taken back

    @property
    def waits(self) -> bool:
        """Whether nobody took it up, and still can."""
        return self.taken_up_at is None and self.refused_at is None and self.ended_at is None

    @property
    def receiver(self) -> str:
        """The loket or organisation that gets it."""
        return self.to_counter or self.to_organisation or ""


class PaperState(enum.StrEnum):
    """Where a paper stands (practice rule 9)."""

    NOT_NEEDED = "niet-nodig"
    SEEN = "gezien"
    COPY = "kopie"
    TO_BRING = "nog-brengen"


#: A paper that a loket had in its hands: it is not asked for again.
SEEN = frozenset({PaperState.SEEN, PaperState.COPY})


class Paper(Base):
    """One kind of paper in a case; seen once is not asked twice."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("case_id", "kind", "whose"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key(index=False)
    kind: Mapped[str] = mapped_column(String(60))  # a key of config/papieren.toml
    whose: Mapped[str] = mapped_column(String(40))  # a role in the case
    state: Mapped[PaperState] = mapped_column(words(PaperState))
    dated: Mapped[date | None]  # the date on the paper
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(80))
    counter: Mapped[str] = mapped_column(String(60))


class PaperCopy(Base):
    """A copy for one organisation that asked for it: fetched by it alone, gone 30 days after the fetch."""

    __tablename__ = "paper_copy"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    paper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paper.id", ondelete="CASCADE"))
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    media_type: Mapped[str] = mapped_column(String(40))  # by its content, not by its name
    size: Mapped[int]  # bytes
    content: Mapped[str | None] = mapped_column(EncryptedText)  # base64; None once erased
    stored_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    erase_on: Mapped[date | None] = mapped_column(index=True)


class CaseMessage(Base):
    """One message between professionals about a case or one part of it; never for the citizen to act on."""

    __tablename__ = "case_message"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))  # None: all in the case
    author: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(60))  # the loket or organisation of the author
    text: Mapped[str] = mapped_column(EncryptedText)
    at: Mapped[datetime]


class LegalStep(Base):
    """What a citizen sets against a part at a desk: forwarded the same day (Awb 6:15, 4:17, 9:4)."""

    __tablename__ = "legal_step"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))  # bezwaar, ingebrekestelling, klacht
    provisional: Mapped[bool] = mapped_column(default=False)  # pro forma: grounds follow
    text: Mapped[str] = mapped_column(EncryptedText)
    received_on: Mapped[date]  # the day at the desk: it counts for the term (Awb 6:15 lid 3)
    last_day: Mapped[date | None]  # of the term for bezwaar, as it was reckoned then
    by: Mapped[str] = mapped_column(String(80))
    counter: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class Feedback(Base):
    """Two questions at the end: did it help, and how easy was it."""

    __tablename__ = "feedback"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    helped: Mapped[str] = mapped_column(String(20))  # ja, deels, nee, onbekend
    ease: Mapped[int | None]  # 1 (very hard) to 5 (very easy)
    counter: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class SuggestionCount(Base):
    """How often a forgotten right was shown and what became of it (practice rule 12). Counts only, of nobody in particular."""

    __tablename__ = "suggestion_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    product: Mapped[str] = mapped_column(String(60), primary_key=True)
    counter: Mapped[str] = mapped_column(String(60), primary_key=True)
    shown: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
