"""The delivery log of an organisation: what was sent to it, each try, and what came of it. Never what stood in a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select

from loket.adapters.port import Kind
from loket.cases.base import first_id
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery, DeliveryAttempt, DeliveryState
from loket.errors import NotFound
from loket.routing.context import Context

UNKNOWN = "Deze bezorging is hier niet bekend."
PAGE = 50

#: How a delivery stands, in the words of the API.
STATUS_WORDS = {
    DeliveryState.DUE: "wacht",
    DeliveryState.READY: "klaar",
    DeliveryState.SENDING: "onderweg",
    DeliveryState.DONE: "bezorgd",
    DeliveryState.DEAD: "onbestelbaar",
    DeliveryState.TASK: "taak",
    DeliveryState.CANCELLED: "vervallen",
}
STATES = {word: state for state, word in STATUS_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries: made from ``since`` until before ``until``, in one state, older than ``after``. None: any."""

    since: datetime | None = None
    until: datetime | None = None
    state: DeliveryState | None = None
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One delivery as the log shows it. ``tries`` are the claims: a try that was cut off counts too."""

    id: UUID
    number: str  # deelzaaknummer
    kind: str
    state: DeliveryState
    created_at: datetime
    delivered_at: datetime | None  # the first time that they had it
    tries: int
    next_try_at: datetime | None  # only while it waits
    body_hash: str  # SHA-256 of the bytes sent, hex
    kept: bool  # False: the body was erased, so that it cannot be sent again

    @property
    def again(self) -> bool:
        """Whether it may be worth a try to replay it; ``replay.refusal`` decides."""
        return self.kept and self.state in (DeliveryState.DONE, DeliveryState.DEAD)


def page(context: Context, organisation: str, wanted: Wanted, limit: int = PAGE) -> list[Entry]:
    """At most ``limit`` deliveries to this organisation, the newest first: one statement, whatever the length."""
    query = _entries().where(*owned(organisation), *within(wanted))
    if wanted.after is not None:
        query = query.where(Delivery.id < wanted.after)
    return [_entry(row) for row in context.session.execute(query.order_by(Delivery.id.desc()).limit(limit))]


def one(context: Context, organisation: str, delivery_id: UUID) -> tuple[Entry, Sequence[DeliveryAttempt]]:
    """One delivery with its tries, the oldest first: two statements. NotFound for what is not theirs."""
    found = context.session.execute(_entries().where(Delivery.id == delivery_id, *owned(organisation))).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    tries = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == delivery_id).order_by(DeliveryAttempt.number)
    return _entry(found), context.session.scalars(tries).all()


def owned(organisation: str) -> tuple[ColumnElement[bool], ...]:
    """What was meant for this organisation: no look at their own state, and nothing of a case of the wrong person (practice rule 19)."""
    hidden = exists().where(Case.id == Delivery.case_id, Case.hidden)
    return Delivery.organisation == organisation, Delivery.referral_id.is_not(None), Delivery.kind != Kind.FETCH.value, ~hidden


def within(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The period and the state. An id begins with the moment at which it was made, so the period is a stretch of the index."""
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(Delivery.id >= first_id(wanted.since))
    if wanted.until is not None:
        found.append(Delivery.id < first_id(wanted.until))
    if wanted.state is not None:
        found.append(Delivery.state == wanted.state)
    return found


def _entries() -> Select[*tuple[Any, ...]]:
    columns = (
        Delivery.id,
        Referral.number,
        Delivery.kind,
        Delivery.state,
        Delivery.created_at,
        Delivery.delivered_at,
        Delivery.attempts,
        Delivery.next_attempt_at,
        Delivery.body_hash,
        Delivery.body.is_not(None),
    )
    return select(*columns).join(Referral, Referral.id == Delivery.referral_id)


def _entry(row: Iterable[Any]) -> Entry:
    found = Entry(*row)
    return found if found.state is DeliveryState.DUE else replace(found, next_try_at=None)
