"""Who is signed in, and which cases somebody opened on a recorded ground."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.base import Base
from loket.cases.columns import case_key, words
from loket.cases.crypto import EncryptedText


class ReviewOutcome(enum.StrEnum):
    """What the privacy officer found of an opening with a typed reason."""

    RIGHT = "in-orde"
    WRONG = "niet-in-orde"


class WebSession(Base):
    """One employee who is signed in. The cookie holds a random token, this row only its SHA-256; an ended session has no row."""

    __tablename__ = "web_session"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[str] = mapped_column(String(80), index=True)  # the provider's subject, or a practice account
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(30))
    counter: Mapped[str | None] = mapped_column(String(60))  # where they sit now; None at a counter: still to be chosen
    counters: Mapped[list[str] | None]  # every loket that they may choose; None for who works at none
    organisation: Mapped[str | None] = mapped_column(String(60))
    id_token: Mapped[str | None] = mapped_column(EncryptedText)  # shown to the provider at signing out, then it knows who leaves
    practice: Mapped[bool] = mapped_column(default=False)  # of a practice account: worth nothing outside the demo
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class CaseOpening(Base):
    """Somebody opened a case that was not their own work, on a ground (practice rule 20). Stays after the session, as proof."""

    __tablename__ = "case_opening"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    session_id: Mapped[uuid.UUID] = mapped_column(index=True)  # WebSession.id, also when that has ended
    account: Mapped[str] = mapped_column(String(80))
    role: Mapped[str | None] = mapped_column(String(30))  # as whom; None in rows of before this was kept
    counter: Mapped[str | None] = mapped_column(String(60))
    organisation: Mapped[str | None] = mapped_column(String(60))
    ground: Mapped[str] = mapped_column(String(40))  # a table of config/gronden.toml
    reason: Mapped[str | None] = mapped_column(EncryptedText)  # typed, where the ground asks for it
    sampled: Mapped[bool]  # somebody looks at this one afterwards
    at: Mapped[datetime]
    until: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[ReviewOutcome | None] = mapped_column(words(ReviewOutcome))
    review_note: Mapped[str | None] = mapped_column(EncryptedText)
    breach_id: Mapped[uuid.UUID | None]  # Breach.id, when it was not in order; that row stays when the case goes
