"""Fetching (practice rule 28): what an organisation follows of its own parts, and the messages that wait until it comes for them.

Looking at the list marks nothing. The first fetch of a part is the receipt of its messages, with all that a 2xx of an organisation
with a door of its own brings: the decision term starts, and giving the data is accounted for.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from loket.adapters.port import Adapter, Kind, Result, Verdict
from loket.cases.base import new_id
from loket.cases.feed import Feed
from loket.cases.models import Case, CaseEvent, Referral
from loket.cases.outbox import Delivery, DeliveryAttempt, DeliveryState
from loket.cases.states import ReferralState
from loket.db import insert_missing, locked
from loket.errors import BadRequest, Fault, Gone, NotFound
from loket.routing import callbacks, journal, secrets
from loket.routing.compose import fetch_by_of
from loket.routing.context import Context
from loket.routing.disclosure import FIRST_KINDS
from loket.routing.ends import Organisation, disclosed
from loket.routing.progress import lock_part, settle
from loket.routing.replay import ELSEWHERE

UNKNOWN = "Dit deel is hier niet bekend."
KEPT = timedelta(days=90)  #: how long a cursor holds: a part that is destroyed leaves the list without a word
BATCH = 1000  # parts that get a number at one reading
CURSOR = re.compile(r"([0-9]{1,18})\.([0-9]{1,12})\.(.+)")
ACTION = "deelzaak-ophalen"


@dataclass(frozen=True, slots=True)
class Line:
    """One part in the list: when something last happened to it, and whether a message waits to be fetched."""

    part: Referral
    changed_at: datetime
    waits: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Parts in the order in which their changes were noticed; ``after`` is where the next page begins, ``more`` that it is not empty."""

    lines: Sequence[Line]
    after: str
    more: bool


@dataclass(frozen=True, slots=True)
class Fetched:
    """A part with its messages as they were composed, the oldest first."""

    part: Referral
    messages: Sequence[dict[str, Any]]


def changes(context: Context, cursor: str | None, most: int) -> Page:
    """The actor's own parts that changed after ``cursor``, from the beginning without one. Marks nothing. Commits.

    A change gets its number here, after it was committed and under the lock of the organisation's row: a transaction that takes
    long is never skipped, its parts come later. BadRequest for a cursor that is none of ours, Gone for one that is too old.
    """
    slug = _own(context)
    begin = _read(cursor, slug, context.now) if cursor else 0
    last, left = _number(context.session, slug)
    if begin > last:
        raise Gone(_RESYNC, code="verwijzing-verlopen")
    query = _listed(slug).where(Referral.feed_number > begin).order_by(Referral.feed_number).limit(most + 1)
    found = [Line(part, at or part.state_since, bool(waits)) for part, at, waits in context.session.execute(query)]
    shown = found[:most]
    numbers = [line.part.feed_number or 0 for line in shown]
    after = numbers[-1] if len(found) > most else last
    context.session.commit()
    return Page(shown, _write(after, slug, context.now), len(found) > most or left)


def fetch(context: Context, number: str, *, mark: bool = True) -> Fetched:
    """One part of the actor's own organisation with its messages; the first fetch is their receipt. Commits.

    ``mark`` False looks only, and shows what was received before. An organisation with a door of its own gets what waits through
    that door: here it sees what it was sent. NotFound when the part is not theirs.
    """
    case, part = lock_part(context, number)
    rows = [row for row in _messages(context.session, part) if row.kind != Kind.FETCH.value]
    if part.organisation != _own(context) or not _knows(case, part):
        context.session.rollback()
        raise NotFound(UNKNOWN)
    if case.hidden or part.state in ELSEWHERE:
        rows = [row for row in rows if row.kind == _CALL_BACK]
    if mark:
        _receive_all(context, case, part, [row for row in rows if row.state is DeliveryState.READY])
    received = [row for row in rows if row.state is DeliveryState.DONE and row.body]
    messages = [json.loads(row.body or "") for row in received]
    context.session.commit()
    return Fetched(part, messages)


def report(
    context: Context, adapters: Mapping[str, Adapter], number: str, message_id: str, sent: Mapping[str, Any], raw: bytes
) -> callbacks.Received:
    """Take in what the organisation of this part tells with its own key: as ``callbacks.receive``, whose errors it raises. Commits.

    ``sent`` holds ``soort`` and the fields of a report's ``data``; faults point into it.
    """
    organisation = context.catalogue.organisations.get(_own(context))
    if organisation is None:
        raise NotFound(UNKNOWN)
    verb = str(sent["soort"])
    try:
        told = secrets.understood(adapters[organisation.slug], verb, sent, context.now)
        return callbacks.receive(context, organisation, message_id, verb, raw, number, told)
    except BadRequest as error:
        faults = tuple(replace(fault, pointer=_POINTERS.get(fault.pointer, fault.pointer.removeprefix("/data"))) for fault in error.faults)
        raise BadRequest(error.detail, code=error.code, faults=faults) from None


def follow_configuration(context: Context) -> None:
    """What waits goes the way that the configuration names now: an organisation may get a door of its own, or give it up. Commits."""
    pullers = [slug for slug in context.catalogue.organisations if context.catalogue.pulls(slug)]
    for slug in pullers:
        lost = and_(Delivery.state == DeliveryState.SENDING, Delivery.lease_until <= context.now)  # its worker died
        due = Delivery.organisation == slug, or_(Delivery.state == DeliveryState.DUE, lost)
        told = *due, Delivery.kind != Kind.FETCH.value
        values = {"state": DeliveryState.READY, "next_attempt_at": fetch_by_of(context, slug), "lease_until": None}
        parts = update(Referral).where(Referral.id.in_(select(Delivery.referral_id).where(*told)))
        context.session.execute(parts.values(feed_number=None))  # they come into its list again
        context.session.execute(update(Delivery).where(*told).values(values))
        context.session.execute(update(Delivery).where(*due).values(state=DeliveryState.CANCELLED, finished_at=context.now))
    ready = update(Delivery).where(Delivery.state == DeliveryState.READY, Delivery.organisation.not_in(pullers))
    context.session.execute(ready.values(state=DeliveryState.DUE, next_attempt_at=context.now))
    context.session.commit()


_POINTERS = {"/type": "/soort", "/data/type": "/soort"}
_CALL_BACK = Kind.WITHDRAWAL.value  # all that is still told of the wrong person's case, and of a part that is theirs no more
_RESYNC = (
    "Deze verwijzing geldt niet meer: wij bewaren haar 90 dagen. Begin opnieuw zonder ‘sinds’ en neem ‘volgende’ uit dat antwoord over."
)


def _own(context: Context) -> str:
    return context.actor.organisation or ""


def _number(session: Session, slug: str) -> tuple[int, bool]:
    """Give each change that was committed its number; returns the last one, and whether more of them wait than fit in one go.

    Rows that a transaction has in hand are passed over: it changes them, so they need a number afterwards anyway.
    """
    insert_missing(session, Feed, [{"organisation": slug, "last": 0}], "organisation")
    feed = session.scalars(locked(session, select(Feed).where(Feed.organisation == slug)).execution_options(populate_existing=True)).one()
    fresh = select(Referral.id).where(Referral.organisation == slug, Referral.feed_number.is_(None)).order_by(Referral.id).limit(BATCH)
    ids = session.scalars(locked(session, fresh, skip=True)).all()
    if ids:
        session.execute(update(Referral), [{"id": part, "feed_number": number} for number, part in enumerate(ids, feed.last + 1)])
    feed.last += len(ids)
    session.flush()
    return feed.last, len(ids) == BATCH


def _listed(slug: str) -> Any:
    """The parts that an organisation may know of, each with the moment of its last event and whether something waits."""
    at = select(func.max(CaseEvent.at)).where(CaseEvent.case_id == Referral.case_id, CaseEvent.referral_id == Referral.id)
    waits = exists().where(Delivery.case_id == Referral.case_id, Delivery.referral_id == Referral.id, Delivery.state == DeliveryState.READY)
    query = select(Referral, at.correlate(Referral).scalar_subquery(), waits.correlate(Referral))
    return query.join(Case, Case.id == Referral.case_id).where(Referral.organisation == slug, _known())


def _known() -> ColumnElement[bool]:
    """As :func:`_knows`, for a query."""
    return and_(Referral.state != ReferralState.PLANNED, or_(~Case.hidden, Referral.received_by_organisation_at.is_not(None)))


def _knows(case: Case, part: Referral) -> bool:
    """Whether its organisation may know of this part: not while it waits for another, nor of the wrong person's that never reached it."""
    return part.state is not ReferralState.PLANNED and not (case.hidden and part.received_by_organisation_at is None)


def _messages(session: Session, part: Referral) -> Sequence[Delivery]:
    query = select(Delivery).where(Delivery.case_id == part.case_id, Delivery.referral_id == part.id)
    return session.scalars(query.order_by(Delivery.id)).all()


def _receive_all(context: Context, case: Case, part: Referral, ready: Sequence[Delivery]) -> None:
    """Mark what waited as received, and account for this look at the part: giving the first message accounts for itself."""
    for row in ready:
        _receive(context, part, row)
    if ready:
        settle(context, case)
    if not any(row.kind in FIRST_KINDS for row in ready):
        people = disclosed(context, part)
        journal.log_processing(context, "verstrekken", people, foreign=part.organisation)
    journal.audit(context, ACTION, part.number, nieuw=len(ready))


def _receive(context: Context, part: Referral, row: Delivery) -> None:
    """This fetch is the receipt of one message, as a try with a 2xx would be."""
    row.state, row.finished_at, row.attempts = DeliveryState.DONE, context.now, row.attempts + 1
    attempt = {"verdict": Verdict.DELIVERED.value, "status": 200, "detail": "opgehaald over de API", "milliseconds": 0}
    context.session.add(
        DeliveryAttempt(
            id=new_id(context.now), case_id=row.case_id, delivery_id=row.id, number=row.attempts, started_at=context.now, **attempt
        )
    )
    end = Organisation(part, row)
    acting = replace(context, actor=end.actor)
    if row.delivered_at is None:
        row.delivered_at = context.now
        end.delivered(acting, Result(Verdict.DELIVERED, status=200))
    else:
        end.delivered_again(acting)


def _write(number: int, slug: str, now: datetime) -> str:
    """A cursor: opaque to who gets it; it tells how far they are and when it was handed out."""
    return base64.urlsafe_b64encode(f"{number}.{int(now.timestamp())}.{slug}".encode()).decode().rstrip("=")


def _read(cursor: str, slug: str, now: datetime) -> int:
    """How far the holder of this cursor is; BadRequest for what we never handed them, Gone for one that is no longer kept."""
    try:
        found = CURSOR.fullmatch(base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode())
    except (binascii.Error, UnicodeError, ValueError):
        found = None
    if found is None or found[3] != slug:
        told = "Neem ‘volgende’ uit een eerder antwoord onveranderd over, of laat ‘sinds’ weg."
        raise BadRequest("De verwijzing in ‘sinds’ klopt niet.", faults=(Fault("", "ongeldige-verwijzing", told),))
    if int(found[2]) < (now - KEPT).astimezone(UTC).timestamp():
        raise Gone(_RESYNC, code="verwijzing-verlopen")
    return int(found[1])
