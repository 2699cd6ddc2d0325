"""Subscriptions of an organisation to status events: made, tested, paused, given another secret, ended. Each has a line of its own."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, cast
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from loket.adapters.port import Adapter, Kind, Message, Result, Target, Verdict
from loket.adapters.signing import new_secret
from loket.cases.base import new_id
from loket.cases.feed import Subscription
from loket.cases.models import Case
from loket.cases.outbox import Channel, Delivery, DeliveryState
from loket.cases.queries import stamp
from loket.db import insert_absent, locked
from loket.errors import BadRequest, Conflict, Fault, NotFound
from loket.routing import events, journal
from loket.routing.announcing import PREFIX, line_of
from loket.routing.context import Actor, Context
from loket.routing.organisation_keys import one_at_a_time

ADAPTER = "abonnementen"  #: the name of the adapter that all subscriptions share
LIMIT = 1  #: calls under way at once: events then arrive in order as long as none fails
MOST = 20  #: subscriptions of one organisation
BOTH = timedelta(hours=24)  #: how long a secret still signs beside the one that takes its place
#: A line over which nothing goes any more. Its row stays: a call may still be under way.
AT_REST = dict.fromkeys(("paused_at", "pause_reason", "open_since", "probe_at", "quiet_until", "dark_at")) | {"failures": 0, "probes": 0}
UNKNOWN = "Dit abonnement is hier niet bekend."


class Line(Protocol):
    """What the shared adapter does beside sending."""

    def fault(self, address: str) -> str | None:
        """Why nothing can be sent to this address."""

    def send(self, message: Message) -> Result:
        """One call."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a test event brought: the result, and how long it took."""

    result: Result
    milliseconds: int

    @property
    def delivered(self) -> bool:
        """Whether they took it in."""
        return self.result.verdict is Verdict.DELIVERED


@dataclass(frozen=True, slots=True)
class Subscriber:
    """The end of a delivery that is an event: see ``ends.End``. Nothing is written down of the case: it holds no data of it."""

    case: Case
    subscription: Subscription

    @property
    def number(self) -> str:
        """The zaaknummer."""
        return self.case.number

    @property
    def product(self) -> str:
        """None: an event names no product."""
        return ""

    @property
    def reference(self) -> None:
        """None: nobody over there gives it one."""

    @property
    def actor(self) -> Actor:
        """Loket itself sent it."""
        return Actor(name="loket", label="loket", origin="bezorging")

    def target(self, now: datetime) -> Target | None:
        """The address and the secrets that sign for it; None once it has ended."""
        secrets = _secrets(self.subscription, now)
        return Target(self.subscription.address, secrets) if secrets and self.subscription.ended_at is None else None

    def delivered(self, context: Context, result: Result) -> None:
        """They know."""

    def delivered_again(self, context: Context) -> None:
        """They knew."""

    def given_up(self, context: Context, verdict: Verdict) -> None:
        """It stays a dead letter. What ends the subscription (410) does so after the cases: see :func:`gone`."""

    def unable(self, context: Context) -> None:
        """Cannot be: the adapter knows this one kind."""


def of_line(session: Session, line: str) -> Subscription:
    """The subscription of a line."""
    return session.get_one(Subscription, UUID(line.removeprefix(PREFIX)))


def listed(context: Context) -> Sequence[Subscription]:
    """The actor's own subscriptions, the oldest first."""
    return context.session.scalars(_own(context).order_by(Subscription.id)).all()


def create(context: Context, adapters: Mapping[str, Adapter], address: str, types: Sequence[str]) -> tuple[Subscription, str]:
    """Subscribe an address to these types of events; returns it with its secret, which is told only now. Commits.

    BadRequest for an address that may not be called or a type that does not exist, Conflict when there are too many already.
    """
    context.session.rollback()  # no transaction stays open while the name is looked up
    faults = [Fault("/adres", "ongeldig-adres", fault)] if (fault := _line(adapters).fault(address)) else []
    unknown = [(place, kind) for place, kind in enumerate(types) if kind not in events.TYPES]
    faults += [Fault(f"/gebeurtenissen/{place}", "onbekende-gebeurtenis", f"Kies uit: {', '.join(events.TYPES)}.") for place, _ in unknown]
    faults += [Fault("/gebeurtenissen", "verplicht", "Noem ten minste een gebeurtenis.")] * (not types)
    if faults:
        raise BadRequest("Dit abonnement kan zo niet.", faults=tuple(faults))
    one_at_a_time(context, context.actor.organisation or "")
    if (context.session.scalar(select(func.count()).select_from(_own(context).subquery())) or 0) >= MOST:
        raise Conflict(f"Een organisatie heeft hooguit {MOST} abonnementen.", code="te-veel-abonnementen")
    made = Subscription(
        id=new_id(context.now),
        organisation=context.actor.organisation,
        address=address,
        types=sorted(set(types)),
        secret=(secret := new_secret()),
        sequence=0,
        created_at=context.now,
    )
    context.session.add(made)
    insert_absent(context.session, Channel, [{"organisation": line_of(made.id), "failures": 0, "probes": 0}], "organisation")
    _account(context, "abonnement-maken", made)
    return made, secret


def find(context: Context, subscription_id: UUID) -> Subscription:
    """One of the actor's own; NotFound for any other, and once it has ended."""
    found = context.session.scalars(_own(context).where(Subscription.id == subscription_id)).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def pause(context: Context, subscription_id: UUID, *, paused: bool) -> Subscription:
    """Keep its events, or send what was kept, in order. Commits. NotFound as :func:`find`."""
    one = _locked(context, subscription_id)
    if paused != (one.paused_at is not None):
        one.paused_at = context.now if paused else None
    words = "op verzoek van de organisatie" if paused else None
    values = {"paused_at": one.paused_at, "pause_reason": words, "quiet_until": None, "probe_at": context.now}
    context.session.execute(update(Channel).where(Channel.organisation == line_of(one.id)).values(values))
    _account(context, "abonnement-pauzeren" if paused else "abonnement-hervatten", one)
    return one


def rotate(context: Context, subscription_id: UUID) -> tuple[str, datetime]:
    """A new secret, told only now, and until when the one before it signs as well. Commits. NotFound as :func:`find`."""
    one = _locked(context, subscription_id)
    secret, until = new_secret(), context.now + BOTH
    one.previous_secret, one.previous_until, one.secret = one.secret, until, secret
    _account(context, "abonnement-geheim", one)
    return secret, until


def end(context: Context, subscription_id: UUID) -> None:
    """Nothing more goes to this address; what was not delivered is cancelled. Commits. NotFound as :func:`find`."""
    one = _locked(context, subscription_id)
    _end(context, one)
    _account(context, "abonnement-beeindigen", one)


def gone(context: Context, line: str) -> None:
    """They answered 410 over this line, also to an event that they had already: its subscription ends. The caller commits.

    Called after the cases of all results are locked: the clock locks a case first and then its subscribers.
    """
    query = select(Subscription).where(Subscription.id == UUID(line.removeprefix(PREFIX)))
    one = context.session.scalars(locked(context.session, query).execution_options(populate_existing=True)).one()
    if one.ended_at is None:
        _end(context, one)
        journal.audit(context, "abonnement-beeindigen", str(one.id), reden="410")


def test(context: Context, adapters: Mapping[str, Adapter], subscription_id: UUID) -> Tried:
    """Send an event without a number, once and now, also while it is paused; returns what was answered. NotFound as :func:`find`."""
    found = find(context, subscription_id)
    event_id = new_id(context.now)
    body = events.envelope(context, event_id, events.TESTED, str(found.id), time=stamp(context.now))
    target = Target(found.address, _secrets(found, context.now))
    message = Message(str(event_id), Kind.EVENT, str(found.id), "", body.encode(), context.now, 1, context.traceparent, target=target)
    _account(context, "abonnement-testen", found)
    began = time.monotonic()
    return Tried(_line(adapters).send(message), int((time.monotonic() - began) * 1000))


def forget(context: Context) -> None:
    """Forget secrets whose time beside a newer one is over. Commits."""
    over = update(Subscription).where(Subscription.previous_until <= context.now)
    context.session.execute(over.values(previous_secret=None, previous_until=None))
    context.session.commit()


def _secrets(one: Subscription, now: datetime) -> tuple[str, ...]:
    """What signs now: a secret from before a rotation no longer than was said, also while the clock has not forgotten it yet."""
    before = one.previous_secret if one.previous_until and now < one.previous_until else None
    return tuple(secret for secret in (one.secret, before) if secret)


def _line(adapters: Mapping[str, Adapter]) -> Line:
    return cast("Line", adapters[ADAPTER])


def _own(context: Context) -> Select[Subscription]:
    return select(Subscription).where(Subscription.organisation == (context.actor.organisation or ""), Subscription.ended_at.is_(None))


def _locked(context: Context, subscription_id: UUID) -> Subscription:
    query = _own(context).where(Subscription.id == subscription_id)
    found = context.session.scalars(locked(context.session, query).execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def _end(context: Context, one: Subscription) -> None:
    one.ended_at, one.secret, one.previous_secret, one.previous_until = context.now, None, None, None
    waiting = update(Delivery).where(Delivery.organisation == line_of(one.id), Delivery.state == DeliveryState.DUE)
    context.session.execute(waiting.values(state=DeliveryState.CANCELLED, finished_at=context.now))
    context.session.execute(update(Channel).where(Channel.organisation == line_of(one.id)).values(AT_REST))


def _account(context: Context, action: str, one: Subscription) -> None:
    journal.audit(context, action, str(one.id))
    context.session.commit()
