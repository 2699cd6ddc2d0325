"""What must go out, what came in, and the state of the line to each organisation. What failed is a row."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.audit import AuditLog as AuditLog
from loket.cases.audit import ProcessingLog as ProcessingLog
from loket.cases.base import Base
from loket.cases.columns import case_key, words
from loket.cases.crypto import EncryptedText


class DeliveryState(enum.StrEnum):
    """Where a delivery stands."""

    DUE = "due"  #: waits for its moment (``next_attempt_at``)
    READY = "ready"  #: waits until the organisation fetches it (by ``next_attempt_at`` at the latest); no drain claims it
    SENDING = "sending"  #: claimed by a drain until ``lease_until``
    DONE = "done"  #: the organisation has it
    DEAD = "dead"  #: gave up, refused or gone; can be replayed by a person
    TASK = "task"  #: the adapter cannot do this kind; a person must
    CANCELLED = "cancelled"  #: withdrawn before it left


WAITING = (DeliveryState.DUE, DeliveryState.READY)  #: nobody has it under way
OPEN = (*WAITING, DeliveryState.SENDING)  #: it may still arrive
OPEN_DELIVERY = text("state IN ('due', 'sending')")
READY_DELIVERY = text("state = 'ready'")
DEAD_DELIVERY = text("state = 'dead'")
NOT_CANCELLED = text("cancelled_at IS NULL")


class Delivery(Base):
    """One message to one organisation. The id is the webhook id and the idempotency key; the body is the same on every try."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "organisation", "next_attempt_at", "id", sqlite_where=OPEN_DELIVERY, postgresql_where=OPEN_DELIVERY),
        Index("ix_delivery_open_referral", "referral_id", "id", sqlite_where=OPEN_DELIVERY, postgresql_where=OPEN_DELIVERY),
        Index("ix_delivery_ready", "next_attempt_at", "case_id", sqlite_where=READY_DELIVERY, postgresql_where=READY_DELIVERY),
        Index("ix_delivery_organisation", "organisation", "id"),
        Index("ix_delivery_dead", "organisation", "id", sqlite_where=DEAD_DELIVERY, postgresql_where=DEAD_DELIVERY),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    referral_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))  # None: for the citizen
    organisation: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[str | None] = mapped_column(EncryptedText)  # None once erased, 30 days after the part became final
    body_hash: Mapped[str] = mapped_column(String(64))  # SHA-256 over the bytes sent, hex
    fields: Mapped[list[str] | None]  # the names of the personal fields in it, kept when the body is erased: compose.fields_of
    traceparent: Mapped[str] = mapped_column(String(55))
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[DeliveryState] = mapped_column(words(DeliveryState))
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)  # claims so far: the fence; a late result of an older claim changes nothing
    tries: Mapped[int] = mapped_column(default=0)  # answered or timed-out calls: what the retry steps count
    lost_leases: Mapped[int] = mapped_column(default=0)  # claims that never came back
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]  # when they first had it; stays when it is replayed
    last_error: Mapped[str | None] = mapped_column(String(300))


class DeliveryAttempt(Base):
    """One try, whatever came of it."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (UniqueConstraint("delivery_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    delivery_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"))
    number: Mapped[int]
    started_at: Mapped[datetime]
    milliseconds: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(20))
    status: Mapped[int | None]
    detail: Mapped[str] = mapped_column(String(300))


class InboundMessage(Base):
    """A message from an organisation, kept as it came. The unique index decides what is a duplicate."""

    __tablename__ = "inbound_message"
    __table_args__ = (UniqueConstraint("organisation", "message_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=True)
    organisation: Mapped[str] = mapped_column(String(60))
    message_id: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[datetime]
    type: Mapped[str] = mapped_column(String(120))
    raw: Mapped[str] = mapped_column(EncryptedText)
    processed: Mapped[bool]
    result: Mapped[str] = mapped_column(String(300))  # what was done with it, in Dutch


class Channel(Base):
    """The line to one organisation: whether it answers. Locked first by every claim, so that its limit is exact.

    How much is under way is not kept here but counted from the claimed deliveries: a killed worker leaves no wrong number.
    """

    __tablename__ = "channel"

    organisation: Mapped[str] = mapped_column(String(60), primary_key=True)
    served_at: Mapped[datetime | None]  # the last claim: who waited longest comes first
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    open_since: Mapped[datetime | None]  # the breaker is open: the organisation does not answer
    probe_at: Mapped[datetime | None]  # when the next probe may go out
    probes: Mapped[int] = mapped_column(default=0)
    quiet_until: Mapped[datetime | None]  # Retry-After
    paused_at: Mapped[datetime | None]  # by a person, or by 410
    pause_reason: Mapped[str | None] = mapped_column(String(200))
    allowance: Mapped[int | None]  # after a recovery: how many at once, doubling; None = the full limit
    latency_ms: Mapped[int | None]  # smoothed
    dark_at: Mapped[datetime | None]  # the breaker has been open for five days: the supervisor was told
    down_from: Mapped[datetime | None]  # the last outage that is over: from when,
    down_until: Mapped[datetime | None]  # until when: what is read back must be read since,
    down_waiting: Mapped[int | None]  # and how many deliveries waited at its end


class Downtime(Base):
    """A time in which an organisation said that it cannot be reached. Nothing is sent to it meanwhile, and nothing is tried."""

    __tablename__ = "downtime"
    __table_args__ = (
        Index("ix_downtime_organisation", "organisation", "until_at", sqlite_where=NOT_CANCELLED, postgresql_where=NOT_CANCELLED),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(60))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]  # the first moment at which it can be reached again
    reason: Mapped[str] = mapped_column(EncryptedText)
    announced_by: Mapped[str] = mapped_column(String(120))  # an account or client, or by whom a supervisor was told
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class ClockLease(Base):
    """Which clock process may tick, until when (by the database's time)."""

    __tablename__ = "clock_lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime]


class IdempotencyKey(Base):
    """The first answer to a client's Idempotency-Key, kept 7 days."""

    __tablename__ = "idempotency_key"

    client: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    status: Mapped[int | None]  # None while the first call runs
    case_number: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str | None] = mapped_column(EncryptedText)


class ApiClient(Base):
    """A program that may call the API: a key hashed at rest, scopes, and its loket or organisation."""

    __tablename__ = "api_client"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    counter: Mapped[str | None] = mapped_column(String(60))
    organisation: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class KeyKind(enum.StrEnum):
    """What a public key of an organisation is for. The values are the words of the API."""

    WEBHOOK = "webhook"  #: signatures on messages: Ed25519, as ``whpk_…``
    TOKEN = "jwt"  # noqa: S105 #: bearer tokens: RSA or Ed25519, in PEM


class OrganisationKey(Base):
    """A public key that an organisation uploaded; kept after it was revoked, for who checks an old signature."""

    __tablename__ = "organisation_key"
    __table_args__ = (Index("ix_organisation_key_organisation", "organisation", "kind"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(60))
    kind: Mapped[KeyKind] = mapped_column(words(KeyKind))
    public_key: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(120))  # the program that uploaded it
    revoked_at: Mapped[datetime | None]
