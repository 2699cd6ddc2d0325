"""What a supervisor leaves beside a case: notes of what somebody said, with their source, and pointers between cases."""

from __future__ import annotations

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.base import Base
from loket.cases.columns import case_key, words
from loket.cases.crypto import EncryptedText


class Followed:
    """Who follows a case that stands still, and until when it is put off: columns of the case."""

    coordinator: Mapped[str | None] = mapped_column(String(80))  # the supervisor's account that follows it
    coordinator_name: Mapped[str | None] = mapped_column(String(120))  # what they were called then: who is signed out is known nowhere
    snoozed_until: Mapped[date | None]  # until this day it is not in the list; then it comes back by itself


class SourcedNote(Base):
    """What an organisation or the applicant said, by whom, when and how it was heard (practice rule 21)."""

    __tablename__ = "sourced_note"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))  # None: the whole case
    source: Mapped[str] = mapped_column(String(60))  # an organisation, or a role in the case
    said_by: Mapped[str] = mapped_column(EncryptedText)
    said_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(20))  # see routing.sourced_notes.WAYS
    text: Mapped[str] = mapped_column(EncryptedText)
    by: Mapped[str] = mapped_column(String(80))  # the account that wrote it down
    at: Mapped[datetime]


class LinkKind(enum.StrEnum):
    """What the other case is to this one."""

    MERGED_INTO = "samengevoegd-in"  #: this case was a duplicate of it
    MERGED_FROM = "samengevoegd-uit"  #: it was a duplicate of this case
    SPLIT_INTO = "afgesplitst-naar"  #: it goes on with parts that began here
    SPLIT_FROM = "afgesplitst-van"  #: this case goes on with parts that began there


class CaseLink(Base):
    """A pointer to another case of the same person; by number, so that it stays when that case is destroyed."""

    __tablename__ = "case_link"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    other_number: Mapped[str] = mapped_column(String(16))  # zaaknummer
    kind: Mapped[LinkKind] = mapped_column(words(LinkKind))
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
