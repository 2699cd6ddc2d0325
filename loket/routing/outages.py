"""Which lines are away, since when and how much waits there: one row for each organisation, however many cases it holds up."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, cast, func, or_, select, update

from loket.cases.outbox import Channel, Delivery, DeliveryState, Downtime
from loket.routing.announcing import PREFIX
from loket.routing.context import Context
from loket.routing.lines import in_force

BY_HAND = "door een toezichthouder"  #: why a line is paused, when a person stopped it
SHOWN = timedelta(days=7)  #: how long a line that is back is still told of


class How(enum.StrEnum):
    """What is the matter with a line."""

    STOPPED = "stilgezet"  #: a supervisor stopped it: nothing goes until one starts it again
    PAUSED = "gestopt"  #: 410: nothing goes until a person starts it again
    ANNOUNCED = "onderhoud"  #: they said so
    DARK = "donker"  #: no answer for five days
    DOWN = "storing"  #: no answer
    BACK = "hersteld"  #: it can be reached, and was away in the last days


@dataclass(frozen=True, slots=True)
class LineAway:
    """One line: ``until`` is known of an announced one and of one that is back; ``waiting`` deliveries, ``urgent`` ones among them."""

    organisation: str
    how: How
    since: datetime
    until: datetime | None
    waiting: int
    urgent: int


def outages(context: Context) -> list[LineAway]:
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
    found = [_away(channel, away, context.now, *waiting.get(slug, (0, 0))) for slug, (channel, away) in rows.items()]
    return sorted(found, key=lambda one: (list(How).index(one.how), one.since))


def how_is(channel: Channel, announced: Downtime | None = None) -> How:
    """How a line stands; BACK for one that nothing is the matter with."""
    if channel.paused_at is not None:
        return How.STOPPED if channel.pause_reason == BY_HAND else How.PAUSED
    if announced is not None:
        return How.ANNOUNCED
    if channel.open_since is not None:
        return How.DARK if channel.dark_at else How.DOWN
    return How.BACK


def open_line(context: Context, organisation: str, *, by_hand: bool = False) -> None:
    """End a pause and a Retry-After, and let the next probe go now. The caller commits.

    A line that a person stopped stays so, unless ``by_hand``: only who says why starts it again (``line_pause.resume``).
    """
    values = {"paused_at": None, "pause_reason": None, "quiet_until": None, "probe_at": context.now}
    change = update(Channel).where(Channel.organisation == organisation)
    if not by_hand:
        change = change.where(Channel.pause_reason.is_distinct_from(BY_HAND))
    context.session.execute(change.values(values))


def _waiting(context: Context, organisations: list[str]) -> dict[str, tuple[int, int]]:
    waits = Delivery.state.in_([DeliveryState.DUE, DeliveryState.SENDING])
    query = select(Delivery.organisation, func.count(), func.sum(cast(Delivery.urgent, Integer))).where(waits)
    rows = context.session.execute(query.where(Delivery.organisation.in_(organisations)).group_by(Delivery.organisation))
    return {slug: (count, urgent) for slug, count, urgent in rows}


def _away(channel: Channel, announced: Downtime | None, now: datetime, waiting: int, urgent: int) -> LineAway:
    slug, how = channel.organisation, how_is(channel, announced)
    if how in (How.STOPPED, How.PAUSED):
        return LineAway(slug, how, channel.paused_at or now, None, waiting, urgent)
    if announced is not None:
        return LineAway(slug, how, announced.from_at, announced.until_at, waiting, urgent)
    if channel.open_since is not None:
        return LineAway(slug, how, channel.open_since, None, waiting, urgent)
    return LineAway(slug, how, channel.down_from or now, channel.down_until, channel.down_waiting or 0, 0)
