"""Claiming due deliveries: who may send what now, exactly within each organisation's limit.

An organisation's Channel row is locked first; what is under way is counted while it is locked, so two drains never exceed
the limit together. An organisation that is down gets nothing but its probe, one that is paused, asked for quiet
or announced that it is away gets nothing at all (architecture §4.4–4.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from loket.cases.outbox import Channel, Delivery, DeliveryState, Downtime
from loket.db import locked
from loket.routing.announcing import PREFIX
from loket.routing.catalogue import Catalogue
from loket.routing.ends import limit_of
from loket.routing.lines import in_force
from loket.settings import Pace

EVERY_LINE = 2000  # more lines than there can be with something due
SHARE = 4  #: events to subscribers take at most one slot in so many
MOST_LOST_LEASES = 3  #: claims that never came back before a row counts as poison


@dataclass(frozen=True, slots=True)
class Claim:
    """One delivery, claimed: everything a call needs, and ``attempt`` as the fence for its result."""

    delivery: Delivery
    attempt: int
    probe: bool  # the organisation was down: this try is not counted


def claim(session: Session, catalogue: Catalogue, pace: Pace, now: datetime, slots: int, per_organisation: int) -> list[Claim]:
    """Claim at most ``slots`` deliveries, the organisations that waited longest first. The caller commits.

    ``now`` is the time by the database. Within an organisation: urgent first, then oldest; never a part's later message before its
    earlier one.
    """
    claimed: list[Claim] = []
    for channel in _ready(session, pace, now, slots):
        limit = limit_of(catalogue, channel.organisation)
        if limit is None:
            channel.served_at = now  # nobody may be called over it now: it holds no place before others
        if limit is None or slots <= len(claimed):
            continue
        probe = channel.open_since is not None
        free = min(_free(session, channel, min(limit, per_organisation), now), slots - len(claimed))
        rows = session.scalars(_due(session, channel.organisation, now, free, probe=probe)).all() if free > 0 else []
        claimed += [_take(row, pace, now, probe) for row in rows]
        channel.served_at = now
        if probe and rows:
            channel.probe_at = now + timedelta(seconds=pace.lease + 1)  # the next one after this one's result, or after its lease
    session.flush()
    return claimed


def _ready(session: Session, pace: Pace, now: datetime, slots: int) -> list[Channel]:
    """The lines to call, locked. Subscribers come first, so that a full house never keeps them out, but get no more than their share."""
    subscribers, share = Channel.organisation.startswith(PREFIX), _share(session, pace, now, slots)
    found = session.scalars(_ready_channels(session, now, share).where(subscribers)).all() if share > 0 else []
    return [*found, *session.scalars(_ready_channels(session, now, slots).where(~subscribers))]


def _share(session: Session, pace: Pace, now: datetime, slots: int) -> int:
    """How many more events may be under way: with those that are, a part of all slots, and always one.

    An organisation may have many subscriptions, each a line of its own: all of them together must leave room for what cases wait for.
    """
    lately = and_(Channel.organisation.startswith(PREFIX), Channel.served_at > now - timedelta(seconds=pace.lease))
    query = select(func.count()).select_from(Delivery).join(Channel, Channel.organisation == Delivery.organisation)
    calling = session.scalar(query.where(lately, Delivery.state == DeliveryState.SENDING, Delivery.lease_until > now)) or 0
    return max((slots + calling) // SHARE, 1) - calling


def work_left(session: Session, catalogue: Catalogue, now: datetime) -> bool:
    """Whether any organisation that may be called now has something due."""
    ready = session.scalars(_ready_channels(session, now, EVERY_LINE, lock=False)).all()
    return any(limit_of(catalogue, channel.organisation) is not None for channel in ready)


def _ready_channels(session: Session, now: datetime, most: int, *, lock: bool = True) -> Select[Channel]:
    callable_now = and_(
        Channel.paused_at.is_(None),
        or_(Channel.quiet_until.is_(None), Channel.quiet_until <= now),
        or_(Channel.open_since.is_(None), Channel.probe_at <= now),
        ~exists().where(Downtime.organisation == Channel.organisation, in_force(now)),
    )
    down = Channel.open_since.is_not(None)
    waits = exists().where(
        Delivery.organisation == Channel.organisation, or_(_is_due(now), and_(down, Delivery.state == DeliveryState.DUE))
    )
    query = select(Channel).where(callable_now, waits).order_by(Channel.served_at.is_not(None), Channel.served_at, Channel.organisation)
    query = query.limit(max(most, 1))
    return locked(session, query, skip=True) if lock else query


def _is_due(now: datetime) -> ColumnElement[bool]:
    waiting = and_(Delivery.state == DeliveryState.DUE, Delivery.next_attempt_at <= now)
    return or_(waiting, and_(Delivery.state == DeliveryState.SENDING, Delivery.lease_until <= now))


def _free(session: Session, channel: Channel, most: int, now: datetime) -> int:
    query = select(func.count()).where(
        Delivery.organisation == channel.organisation, Delivery.state == DeliveryState.SENDING, Delivery.lease_until > now
    )
    limit = 1 if channel.open_since is not None else min(most, channel.allowance or most)
    return limit - (session.scalar(query) or 0)


def _due(session: Session, organisation: str, now: datetime, most: int, *, probe: bool) -> Select[Delivery]:
    earlier = aliased(Delivery)
    first = ~exists().where(
        earlier.referral_id == Delivery.referral_id,
        earlier.id < Delivery.id,
        earlier.state.in_([DeliveryState.DUE, DeliveryState.SENDING]),
        or_(earlier.delivered_at.is_(None), Delivery.delivered_at.is_not(None)),  # a replay waits for replays, and holds up nothing new
    )
    due = or_(_is_due(now), Delivery.state == DeliveryState.DUE) if probe else _is_due(now)
    query = select(Delivery).where(Delivery.organisation == organisation, due, first)
    query = query.order_by(Delivery.urgent.desc(), Delivery.next_attempt_at, Delivery.id).limit(most)
    return locked(session, query, skip=True)


def _take(row: Delivery, pace: Pace, now: datetime, probe: bool) -> Claim:
    if row.state is DeliveryState.SENDING:
        row.lost_leases += 1
    row.state = DeliveryState.SENDING
    row.attempts += 1
    row.lease_until = now + timedelta(seconds=pace.lease)
    return Claim(row, row.attempts, probe)


def release_backlog(session: Session, organisation: str, now: datetime) -> None:
    """The organisation answers again: what waited for its next try may go now."""
    waiting = update(Delivery).where(
        Delivery.organisation == organisation, Delivery.state == DeliveryState.DUE, Delivery.next_attempt_at > now
    )
    session.execute(waiting.values(next_attempt_at=now))
