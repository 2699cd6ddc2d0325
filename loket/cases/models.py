"""The case and everything that belongs to it. All times are UTC; every table of a case carries ``case_id``.

Rows are written by ``loket.routing`` alone; states change only through ``loket.cases.lifecycle``.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from loket.cases.acts import Followed
from loket.cases.base import Base
from loket.cases.columns import case_key, words
from loket.cases.crypto import EncryptedJSON, EncryptedText
from loket.cases.indexes import (
    ASKED,
    CASE_LISTS,
    DUE,
    HIDDEN,
    LOOKED_AT,
    OBJECTION,
    OPEN_CASE,
    PENALTY,
    PROMISED,
    STUCK,
    STUCK_LISTS,
    UNANNOUNCED,
    UNANSWERED,
    UNNUMBERED,
    URGENT,
    WATCHED,
)
from loket.cases.people import Participant as Participant
from loket.cases.people import Person as Person
from loket.cases.states import CaseState, ReferralState, Turn


class Case(Followed, Base):
    """A citizen's one request (hoofdzaak)."""

    __tablename__ = "case"
    __table_args__ = (
        Index("uq_case_open_person_event", "person_id", "life_event", unique=True, sqlite_where=OPEN_CASE, postgresql_where=OPEN_CASE),
        *(Index(name, *columns, sqlite_where=STUCK, postgresql_where=STUCK) for name, columns in STUCK_LISTS.items()),
        Index("ix_case_stuck_next", "stuck_next", sqlite_where=LOOKED_AT, postgresql_where=LOOKED_AT),
        Index("ix_case_hidden", "id", sqlite_where=HIDDEN, postgresql_where=HIDDEN),
        Index("ix_case_urgent", "id", sqlite_where=URGENT, postgresql_where=URGENT),
        *(Index(name, *columns) for name, columns in CASE_LISTS.items()),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    life_event: Mapped[str | None] = mapped_column(String(60))
    joinable: Mapped[bool] = mapped_column(default=True)  # False: a new case although one was open (Awb 4:6)
    gemeente_code: Mapped[str | None] = mapped_column(String(4))
    counter: Mapped[str] = mapped_column(String(60), index=True)  # the loket that took it in
    employee: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(20))
    urgent: Mapped[bool] = mapped_column(default=False)
    urgency: Mapped[str | None] = mapped_column(String(40))
    need: Mapped[int] = mapped_column(default=0)  # how hard a standstill hits this person, by config/spoed.toml: see routing.standstill
    note: Mapped[str | None] = mapped_column(EncryptedText)
    state: Mapped[CaseState] = mapped_column(words(CaseState))
    turn: Mapped[Turn] = mapped_column(words(Turn))
    stuck_reason: Mapped[str | None] = mapped_column(String(40))
    stuck_since: Mapped[datetime | None]
    stuck_until: Mapped[datetime | None]  # when what it waits for was announced to be over
    stuck_rank: Mapped[int | None]  # its place in the supervisor's list, which begins with the least: see routing.stuck.rank
    stuck_organisation: Mapped[str | None] = mapped_column(String(60))  # of the part that holds it up; None where it is no part
    stuck_product: Mapped[str | None] = mapped_column(String(60))
    stuck_next: Mapped[datetime | None]  # when time alone may give it a worse reason
    version: Mapped[int] = mapped_column(default=1)
    events_count: Mapped[int] = mapped_column(default=0)
    stated_by: Mapped[str | None] = mapped_column(String(40))  # the role that declared what is asked for (Awb 4:1, 4:2)
    stated_how: Mapped[str | None] = mapped_column(String(20))  # handtekening, scherm or mondeling: only the first two make an aanvraag
    stated_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when the applicant last heard something of us (practice rule 15)
    knocked_at: Mapped[datetime]  # when the person first asked (aangekloptOp)
    received_at: Mapped[datetime] = mapped_column(index=True)  # when Loket had it (ontvangenOp); never changed
    settled_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closing: Mapped[str | None] = mapped_column(String(30))
    nomination: Mapped[str | None] = mapped_column(String(12))  # archiefnominatie; None until the clock has planned it
    archive_on: Mapped[date | None]  # archiefactiedatum: from this day on it is destroyed
    hidden: Mapped[bool] = mapped_column(default=False)  # opened for the wrong person: only the privacy officer finds it
    catalogue_version: Mapped[str] = mapped_column(String(64))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    person: Mapped[Person] = relationship()
    participants: Mapped[list[Participant]] = relationship(back_populates="case", order_by="Participant.id")
    answers: Mapped[list[Answer]] = relationship(back_populates="case", order_by="Answer.id")
    referrals: Mapped[list[Referral]] = relationship(back_populates="case", order_by="Referral.ordinal")
    lines: Mapped[list[CaseLine]] = relationship(back_populates="case", order_by="CaseLine.id")
    events: Mapped[list[CaseEvent]] = relationship(back_populates="case", order_by="CaseEvent.sequence")
    contacts: Mapped[list[ContactMoment]] = relationship(back_populates="case", order_by="ContactMoment.at")


class Answer(Base):
    """One answer in the ledger: what was said, by whom, when. The newest row of a question counts; none is overwritten."""

    __tablename__ = "answer"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    question: Mapped[str] = mapped_column(String(80))
    value: Mapped[Any] = mapped_column(EncryptedJSON)
    source: Mapped[str] = mapped_column(String(80))  # the loket or organisation that asked
    asked_by: Mapped[str] = mapped_column(String(80))
    answered_at: Mapped[datetime]
    confirms_id: Mapped[uuid.UUID | None]  # the earlier answer, also of another case, that was shown and stood

    case: Mapped[Case] = relationship(back_populates="answers")


class Referral(Base):
    """One organisation's part (deelzaak) of a case."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("case_id", "ordinal"),
        Index("ix_referral_organisation", "organisation", "state", "id"),
        Index("ix_referral_handler", "organisation", "handler", "due_on", "id"),
        Index("ix_referral_norm", "norm_at", sqlite_where=WATCHED, postgresql_where=WATCHED),
        Index("ix_referral_feed", "organisation", "feed_number"),
        Index("ix_referral_unnumbered", "organisation", "id", sqlite_where=UNNUMBERED, postgresql_where=UNNUMBERED),
        Index("ix_referral_due", "due_on", "id", "case_id", sqlite_where=DUE, postgresql_where=DUE),
        Index("ix_referral_asked", "information_due_on", "id", "case_id", sqlite_where=ASKED, postgresql_where=ASKED),
        Index("ix_referral_penalty", "penalty_from", "id", "case_id", sqlite_where=PENALTY, postgresql_where=PENALTY),
        Index("ix_referral_objection", "objection_until", "id", "case_id", sqlite_where=OBJECTION, postgresql_where=OBJECTION),
        Index("ix_referral_unanswered", "organisation", "state_since", sqlite_where=UNANSWERED, postgresql_where=UNANSWERED),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key(index=False)
    ordinal: Mapped[int]
    number: Mapped[str] = mapped_column(String(20), unique=True)  # deelzaaknummer
    organisation: Mapped[str] = mapped_column(String(60))
    product: Mapped[str] = mapped_column(String(60))
    way: Mapped[str] = mapped_column(String(20))  # aanvragen or melden
    for_role: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(300))  # why it was proposed or added
    ground: Mapped[str] = mapped_column(String(200))  # legal ground under which it is sent
    terms: Mapped[dict[str, Any]]  # as applied: term, law, confidence, delivers, sensitive (see routing.catalogue.Product.applied)
    state: Mapped[ReferralState] = mapped_column(words(ReferralState))
    state_since: Mapped[datetime]
    turn: Mapped[Turn] = mapped_column(words(Turn))
    norm_at: Mapped[datetime | None]  # when nothing happens until then, it is nobody's turn
    overdue: Mapped[bool] = mapped_column(default=False)  # the clock saw that the norm passed
    outcome: Mapped[str | None] = mapped_column(String(30))
    decline_reason: Mapped[str | None] = mapped_column(String(30))
    reference: Mapped[str | None] = mapped_column(String(120), index=True)  # kenmerk: theirs
    explanation: Mapped[str | None] = mapped_column(EncryptedText)  # their last toelichting
    asked: Mapped[list[str] | None]  # what they asked of the applicant: question keys or sentences
    handler: Mapped[str | None] = mapped_column(String(80))  # the employee of the organisation whose work it is, where they work in Loket
    handler_name: Mapped[str | None] = mapped_column(String(120))
    sent_at: Mapped[datetime | None]
    received_by_organisation_at: Mapped[datetime | None]  # the time of their 2xx: the decision term starts
    confirmed_at: Mapped[datetime | None]  # what they say themselves in a later `ontvangen`
    due_on: Mapped[date | None]  # uiterlijkeEinddatumAfdoening
    information_due_on: Mapped[date | None]  # hersteltermijn (Awb 4:5)
    suspended_on: Mapped[date | None]  # the day of the request to complete; suspended from the day after (Awb 4:15)
    suspended_days: Mapped[int] = mapped_column(default=0)
    extended_to: Mapped[date | None]
    decided_on: Mapped[date | None]
    announced_on: Mapped[date | None]
    objection_until: Mapped[date | None]  # the last day for an objection (Awb 6:7, 6:8)
    penalty_from: Mapped[date | None]  # the first day of the penalty, since a notice of default came in at a desk (Awb 4:17)
    carried_out_at: Mapped[datetime | None]
    supplied_at: Mapped[datetime | None]  # the applicant gave what was asked; None again once the organisation said something
    points_to: Mapped[str | None] = mapped_column(String(60))  # the product or organisation that they name as the one that comes first
    read_at: Mapped[datetime | None]  # a reading back from their own system was last planned
    hops: Mapped[int] = mapped_column(default=0)  # how often it was forwarded before it came here
    predecessor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral.id"))
    awaits_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)
    awaits_until: Mapped[date | None]
    feed_number: Mapped[int | None]  # its last change among all of its organisation; None until one was given: see cases.feed

    case: Mapped[Case] = relationship(back_populates="referrals")


class CaseLine(Base):
    """What needs no part: it happens by itself, the person must do it, or it is a warning (practice rule 1)."""

    __tablename__ = "case_line"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    way: Mapped[str] = mapped_column(String(20))  # vanzelf, zelf-doen, waarschuwing, botsing
    organisation: Mapped[str | None] = mapped_column(String(60))
    product: Mapped[str | None] = mapped_column(String(60))
    for_role: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(500))
    until: Mapped[str | None] = mapped_column(String(200))  # the last day in words, as the catalogue has it
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(80))

    case: Mapped[Case] = relationship(back_populates="lines")


class CaseEvent(Base):
    """One line of the timeline; append-only, numbered without gaps within its case."""

    __tablename__ = "case_event"
    __table_args__ = (
        UniqueConstraint("case_id", "sequence"),
        Index("ix_case_event_unannounced", "at", "case_id", "sequence", sqlite_where=UNANNOUNCED, postgresql_where=UNANNOUNCED),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key(index=False)
    sequence: Mapped[int]
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral.id"))
    type: Mapped[str] = mapped_column(String(60))  # see loket.cases.timeline.EVENTS
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))  # an organisation, a loket, or "loket" for the machine itself
    details: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    announced: Mapped[bool] = mapped_column(default=False)  # subscribers were told, after the commit: see routing.announcing

    case: Mapped[Case] = relationship(back_populates="events")


class ContactMoment(Base):
    """One knock at a counter (klantcontact): what was asked, answered, said and promised."""

    __tablename__ = "contact_moment"
    __table_args__ = (Index("ix_contact_moment_promise", "promised_by", "promise_owner", sqlite_where=PROMISED, postgresql_where=PROMISED),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    at: Mapped[datetime]
    counter: Mapped[str] = mapped_column(String(60))
    employee: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(20))
    question: Mapped[str] = mapped_column(EncryptedText)
    answered: Mapped[bool] = mapped_column(default=False)
    said: Mapped[str | None] = mapped_column(EncryptedText)
    promise: Mapped[str | None] = mapped_column(EncryptedText)
    promised_by: Mapped[date | None]
    promise_owner: Mapped[str | None] = mapped_column(String(80))  # the loket or organisation that keeps it
    promise_kept_at: Mapped[datetime | None]
    promise_kept_by: Mapped[str | None] = mapped_column(String(80))

    case: Mapped[Case] = relationship(back_populates="contacts")
