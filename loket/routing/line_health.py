"""How the organisations do: whether each can be reached, how its calls go, and what waits longest. Never counts all deliveries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from loket.cases.models import Referral
from loket.cases.outbox import Channel, Downtime
from loket.cases.states import ReferralState
from loket.routing import line_hours, outages
from loket.routing.context import Context
from loket.routing.line_hours import Figures
from loket.routing.outages import LineAway
from loket.routing.terms import within

S = ReferralState
PAGE = 50
UNANSWERED = (S.PENDING, S.SENT, S.RECEIVED)  #: as the index ix_referral_unanswered has it: nobody over there took it up


@dataclass(frozen=True, slots=True)
class Health:
    """One organisation. ``outage`` while its line is away or was so this week; ``oldest`` waits longest to be taken up."""

    organisation: str
    outage: LineAway | None
    day: Figures
    week: Figures
    oldest: datetime | None
    planned: Downtime | None  # the first announced downtime that is not over
    pulls: bool  # it fetches its messages itself: no line of ours leads there


def away(context: Context) -> list[LineAway]:
    """The organisations whose line is away or was so this week, those that need a person first. Two statements."""
    return [one for one in outages.outages(context) if one.organisation in context.catalogue.organisations]


def of(context: Context, organisations: Collection[str], known: Sequence[LineAway] | None = None) -> list[Health]:
    """The health of these organisations, in their order; ``known`` are their outages where those were read already."""
    lines = {one.organisation: one for one in (away(context) if known is None else known)}
    counted, oldest, planned = line_hours.figures(context, organisations), _oldest(context, organisations), _planned(context, organisations)
    none = (Figures(), Figures())
    return [
        Health(slug, lines.get(slug), *counted.get(slug, none), oldest.get(slug), planned.get(slug), context.catalogue.pulls(slug))
        for slug in organisations
    ]


def listed(context: Context, after: str = "", size: int = PAGE) -> tuple[list[str], str | None]:
    """A page of organisations by slug from after this one, and where the next page begins."""
    found = sorted(slug for slug in context.catalogue.organisations if slug > after)
    return found[:size], found[size - 1] if len(found) > size else None


def line(context: Context, organisation: str) -> Channel | None:
    """The line to an organisation, once something went over it."""
    return context.session.get(Channel, organisation)


def _oldest(context: Context, organisations: Collection[str]) -> dict[str, datetime]:
    query = select(Referral.organisation, func.min(Referral.state_since)).where(Referral.organisation.in_(organisations))
    rows = context.session.execute(query.where(within(*UNANSWERED)).group_by(Referral.organisation))
    return {slug: since for slug, since in rows if since is not None}


def _planned(context: Context, organisations: Collection[str]) -> dict[str, Downtime]:
    query = select(Downtime).where(Downtime.organisation.in_(organisations), Downtime.cancelled_at.is_(None))
    rows = context.session.scalars(query.where(Downtime.until_at > context.now).order_by(Downtime.from_at.desc(), Downtime.id))
    return {row.organisation: row for row in rows}
