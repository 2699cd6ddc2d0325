"""The delivery log of an organisation: what went to it or to its subscriptions, each try and what came of it. Never what stood in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from loket.adapters.port import Kind
from loket.cases.base import first_id
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery, DeliveryAttempt, DeliveryState
from loket.errors import NotFound
from loket.routing import subscriptions
from loket.routing.announcing import PREFIX, line_of
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
    number: str  # deelzaaknummer; of an event the zaaknummer
    case: str  # zaaknummer
    line: str  # the organisation's slug, or the line of a subscription
    kind: str
    state: DeliveryState
    created_at: datetime
    delivered_at: datetime | None  # the first time that they had it
    tries: int
    next_try_at: datetime | None  # only while it waits
    body_hash: str  # SHA-256 of the bytes sent, hex
    kept: bool  # False: the body was erased, so that it cannot be sent again

    @property
    def subscription(self) -> str | None:
        """The id of the subscription that this event went to; None for a message about a part."""
        return self.line.removeprefix(PREFIX) if self.line.startswith(PREFIX) else None

    @property
    def again(self) -> bool:
        """Whether it may be worth a try to replay it; ``replay.refusal`` decides."""
        return self.kept and self.state in (DeliveryState.DONE, DeliveryState.DEAD)


def line_to(context: Context, organisation: str, subscription: UUID | None) -> str:
    """The line to this organisation itself, or to one of its subscriptions; NotFound for one that is not theirs or has ended."""
    return line_of(subscriptions.find(context, subscription).id) if subscription else organisation


def page(context: Context, line: str, wanted: Wanted, limit: int = PAGE) -> list[Entry]:
    """At most ``limit`` deliveries over this line, the newest first: one statement, whatever the length."""
    query = _entries().where(*over(line), *within(wanted))
    if wanted.after is not None:
        query = query.where(Delivery.id < wanted.after)
    return [_entry(row) for row in context.session.execute(query.order_by(Delivery.id.desc()).limit(limit))]


def one(context: Context, organisation: str, delivery_id: UUID) -> tuple[Entry, Sequence[DeliveryAttempt]]:
    """One delivery with its tries, the oldest first: three statements, four for an event. NotFound for what is not theirs."""
    line = own_line(context, organisation, delivery_id)
    found = context.session.execute(_entries().where(Delivery.id == delivery_id, *over(line))).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    tries = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == delivery_id).order_by(DeliveryAttempt.number)
    return _entry(found), context.session.scalars(tries).all()


def own_line(context: Context, organisation: str, delivery_id: UUID) -> str:
    """The line over which a delivery goes, when it is one of this organisation; NotFound for any other."""
    line = context.session.scalar(select(Delivery.organisation).where(Delivery.id == delivery_id))
    if line is None or not line.startswith(PREFIX):
        return organisation
    try:
        return line_to(context, organisation, UUID(line.removeprefix(PREFIX)))
    except NotFound:
        raise NotFound(UNKNOWN) from None  # other words would tell that it is there


def over(line: str) -> tuple[ColumnElement[bool], ...]:
    """What went over this line: no look at an organisation's own state, and nothing of a case of the wrong person (practice rule 19)."""
    wrong = aliased(Case)
    hidden = exists().where(wrong.id == Delivery.case_id, wrong.hidden)
    told = Delivery.referral_id.is_not(None) if not line.startswith(PREFIX) else Delivery.kind == Kind.EVENT.value
    return Delivery.organisation == line, told, Delivery.kind != Kind.FETCH.value, ~hidden


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
        func.coalesce(Referral.number, Case.number),
        Case.number,
        Delivery.organisation,
        Delivery.kind,
        Delivery.state,
        Delivery.created_at,
        Delivery.delivered_at,
        Delivery.attempts,
        Delivery.next_attempt_at,
        Delivery.body_hash,
        Delivery.body.is_not(None),
    )
    return select(*columns).join(Case, Case.id == Delivery.case_id).outerjoin(Referral, Referral.id == Delivery.referral_id)


def _entry(row: Iterable[Any]) -> Entry:
    found = Entry(*row)
    return found if found.state is DeliveryState.DUE else replace(found, next_try_at=None)
