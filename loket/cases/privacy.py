"""What the privacy officer keeps: requests under the AVG, what is masked in an export, breaches, and holds on destruction.

A person is named here by the pseudonym that the logs use, so that these rows stay when retention deletes the person.
"""

from __future__ import annotations

import enum
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from loket.cases.base import Base
from loket.cases.columns import case_key, words
from loket.cases.crypto import EncryptedText


class RequestKind(enum.StrEnum):
    """What a person may ask (AVG art. 15 to 21)."""

    ACCESS = "inzage"  #: art. 15
    CORRECTION = "rectificatie"  #: art. 16
    ERASURE = "wissing"  #: art. 17
    PORTABILITY = "overdraagbaarheid"  #: art. 20
    OBJECTION = "bezwaar"  #: art. 21


class RequestOutcome(enum.StrEnum):
    """How a request ended."""

    GRANTED = "toegewezen"
    PARTLY = "deels-toegewezen"
    REFUSED = "afgewezen"
    WITHDRAWN = "ingetrokken"


class PrivacyRequest(Base):
    """One request of a person about their own data; to be answered within a month, once two months later (AVG art. 12 lid 3)."""

    __tablename__ = "privacy_request"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[RequestKind] = mapped_column(words(RequestKind))
    subject: Mapped[uuid.UUID | None] = mapped_column(index=True)  # Person.pseudonym; None when nothing is known of them here
    case_number: Mapped[str | None] = mapped_column(String(16))  # when it is about one case
    received_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    note: Mapped[str | None] = mapped_column(EncryptedText)  # what they ask, in words; erased with the person
    extended_at: Mapped[datetime | None]
    extension_reason: Mapped[str | None] = mapped_column(String(300))
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[str | None] = mapped_column(String(80))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[RequestOutcome | None] = mapped_column(words(RequestOutcome))
    answer: Mapped[str | None] = mapped_column(EncryptedText)  # what they were told; erased with the person

    masks: Mapped[list[Mask]] = relationship(order_by="Mask.place")


class Mask(Base):
    """One piece of an export that the asker does not get, or was looked at and does get, and on which ground."""

    __tablename__ = "mask"
    __table_args__ = (UniqueConstraint("request_id", "place"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("privacy_request.id", ondelete="CASCADE"))
    case_id: Mapped[uuid.UUID] = case_key()
    place: Mapped[str] = mapped_column(String(120))  # see routing.dossier: each piece that can be masked has a ``plaats``
    masked: Mapped[bool] = mapped_column(default=True)
    ground: Mapped[str] = mapped_column(String(300))
    decided_by: Mapped[str | None] = mapped_column(String(80))  # None: the rule's own proposal
    decided_at: Mapped[datetime | None]


class LegalHold(Base):
    """Somebody forbade to destroy a case; it holds until it is lifted."""

    __tablename__ = "legal_hold"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    reason: Mapped[str] = mapped_column(String(300))
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None] = mapped_column(String(80))
    lifted_reason: Mapped[str | None] = mapped_column(String(300))


WRONG_PERSON = "verkeerde-persoon"  #: the kind of a breach: a case stands, or stood, on the name of the wrong person


class Breach(Base):
    """Something went wrong with personal data; within 72 hours it is reported, or noted why not (AVG art. 33)."""

    __tablename__ = "breach"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # verkeerde-persoon, anders
    words: Mapped[str] = mapped_column(EncryptedText)
    known_at: Mapped[datetime]  # the 72 hours run from here
    due_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))
    case_number: Mapped[str | None] = mapped_column(String(16))
    new_case_number: Mapped[str | None] = mapped_column(String(16))  # where the case went on, for the right person
    reported: Mapped[bool | None]  # None while nobody decided
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decision: Mapped[str | None] = mapped_column(EncryptedText)  # why, or where it was reported

    subjects: Mapped[list[BreachSubject]] = relationship()
    receipts: Mapped[list[BreachReceipt]] = relationship(order_by="BreachReceipt.organisation")


class BreachSubject(Base):
    """A person whose data a breach touched."""

    __tablename__ = "breach_subject"

    breach_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("breach.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)  # Person.pseudonym


class BreachReceipt(Base):
    """Who received which fields in a breach."""

    __tablename__ = "breach_receipt"
    __table_args__ = (UniqueConstraint("breach_id", "organisation"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    breach_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("breach.id", ondelete="CASCADE"))
    organisation: Mapped[str] = mapped_column(String(60))
    fields: Mapped[list[str]]
    sent_at: Mapped[datetime]
    certain: Mapped[bool]  # False: it was tried, and nobody knows whether it arrived
