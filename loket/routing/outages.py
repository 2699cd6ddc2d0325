"""Which lines are away, since when and how much waits there: one row for each organisation, however many cases it holds up."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, cast, func, or_, select, update

from loket.cases.outbox import Channel, Delivery, DeliveryState, Downtime
from loket.db import locked
from loket.errors import Conflict
from loket.routing import journal
from loket.routing.announcing import PREFIX
from loket.routing.context import Context
from loket.routing.lines import in_force

SHOWN = timedelta(days=7)  #: how long a line that is back is still told of


class How(enum.StrEnum):
    """What is the matter with a line."""

    PAUSED = "gestopt"  #: 410: nothing goes until a person opens it
    ANNOUNCED = "onderhoud"  #: they said so
    DARK = "donker"  #: no answer for five days
    DOWN = "storing"  #: no answer
    BACK = "hersteld"  #: it was away in the last days


@dataclass(frozen=True, slots=True)
class Outage:
    """One line: ``until`` is known of an announced one and of one that is back; ``waiting`` deliveries, ``urgent`` ones among them."""

    organisation: str
    how: How
    since: datetime
    until: datetime | None
    waiting: int
    urgent: int

    @property
    def can_open(self) -> bool:
        """Whether a person can let a message through now: not where they said themselves that they are away."""
        return self.how in (How.PAUSED, How.DARK, How.DOWN)


def outages(context: Context) -> list[Outage]:
    """The lines that are away or were so this week, those that need a person first. Two statements.

    Not those of subscriptions: they are the organisation's own to pause and go on with, and no case waits for one.
    """
    told = or_(
        Channel.paused_at.is_not(None),
        Channel.open_since.is_not(None),
        Downtime.id.is_not(None),
        Channel.down_until > context.now - SHOWN,
    )
    query = select(Channel, Downtime).outerjoin(Downtime, and_(Downtime.organisation == Channel.organisation, in_force(context.now)))
    rows = {
        channel.organisation: (channel, away)
        for channel, away in context.session.execute(query.where(told, ~Channel.organisation.startswith(PREFIX)))
    }
    waiting = _waiting(context, list(rows))
    found = [_outage(channel, away, context.now, *waiting.get(slug, (0, 0))) for slug, (channel, away) in rows.items()]
    return sorted(found, key=lambda one: (list(How).index(one.how), one.since))


def reopen(context: Context, organisation: str) -> None:
    """Open a line: end a pause, or let one probe through at once. Commits. Conflict when nothing is the matter with it."""
    query = select(Channel).where(Channel.organisation == organisation, ~Channel.organisation.startswith(PREFIX))
    channel = context.session.scalars(locked(context.session, query)).one_or_none()
    if channel is None or (channel.paused_at is None and channel.open_since is None):
        raise Conflict("Met deze lijn is niets aan de hand.", code="niets-te-openen")
    open_line(context, organisation)
    journal.audit(context, "lijn-openen", organisation)
    context.session.commit()


def open_line(context: Context, organisation: str) -> None:
    """End a pause and a Retry-After, and let the next probe go now. The caller commits."""
    values = {"paused_at": None, "pause_reason": None, "quiet_until": None, "probe_at": context.now}
    context.session.execute(update(Channel).where(Channel.organisation == organisation).values(values))


def _waiting(context: Context, organisations: list[str]) -> dict[str, tuple[int, int]]:
    waits = Delivery.state.in_([DeliveryState.DUE, DeliveryState.SENDING])
    query = select(Delivery.organisation, func.count(), func.sum(cast(Delivery.urgent, Integer))).where(waits)
    rows = context.session.execute(query.where(Delivery.organisation.in_(organisations)).group_by(Delivery.organisation))
    return {slug: (count, urgent) for slug, count, urgent in rows}


def _outage(channel: Channel, away: Downtime | None, now: datetime, waiting: int, urgent: int) -> Outage:
    slug = channel.organisation
    if channel.paused_at is not None:
        return Outage(slug, How.PAUSED, channel.paused_at, None, waiting, urgent)
    if away is not None:
        return Outage(slug, How.ANNOUNCED, away.from_at, away.until_at, waiting, urgent)
    if channel.open_since is not None:
        return Outage(slug, How.DARK if channel.dark_at else How.DOWN, channel.open_since, None, waiting, urgent)
    since = channel.down_from or now
    return Outage(slug, How.BACK, since, channel.down_until, channel.down_waiting or 0, 0)
