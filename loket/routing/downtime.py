"""Announced downtime: an organisation says when it cannot be reached. Nothing goes to it then and nothing is tried; afterwards all goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from loket.cases.base import new_id
from loket.cases.outbox import Channel, Downtime
from loket.cases.words import moment
from loket.db import insert_absent, locked
from loket.errors import Faults, NotFound
from loket.routing import journal
from loket.routing.context import Context

LONGEST = timedelta(days=7)
MOST = 20  #: that lie ahead of one organisation
UNKNOWN = "Deze onderbreking is hier niet bekend."


def announce(context: Context, organisation: str, since: datetime, until: datetime, reason: str) -> Downtime:
    """Record that an organisation cannot be reached from ``since`` until ``until`` (aware). Commits.

    BadRequest names every fault: it must end after it begins and after now, last seven days at most and overlap no other one. It may
    begin in the past: who is already away says so now.
    """
    row = {"organisation": organisation, "failures": 0, "probes": 0}
    insert_absent(context.session, Channel, [row], "organisation")
    context.session.execute(locked(context.session, select(Channel.organisation).where(Channel.organisation == organisation)))
    _check(context, since, until, ahead(context, organisation))
    found = Downtime(
        id=new_id(context.now),
        organisation=organisation,
        from_at=since,
        until_at=until,
        reason=reason,
        announced_by=context.actor.name,
        created_at=context.now,
    )
    context.session.add(found)
    journal.audit(context, "onderbreking-aankondigen", organisation, van=since.isoformat(), tot=until.isoformat())
    context.session.commit()
    return found


def ahead(context: Context, organisation: str) -> Sequence[Downtime]:
    """What this organisation announced and is not over, the first one on top."""
    query = select(Downtime).where(Downtime.organisation == organisation, Downtime.cancelled_at.is_(None), Downtime.until_at > context.now)
    return context.session.scalars(query.order_by(Downtime.from_at, Downtime.id)).all()


def cancel(context: Context, organisation: str, downtime_id: UUID) -> None:
    """Take an announcement back, also one that has begun: what waits goes at once. Commits. NotFound when there is none or it is over."""
    query = select(Downtime).where(Downtime.id == downtime_id, Downtime.organisation == organisation)
    found = context.session.scalars(locked(context.session, query)).one_or_none()
    if found is None or found.cancelled_at is not None or found.until_at <= context.now:
        raise NotFound(UNKNOWN)
    found.cancelled_at = context.now
    journal.audit(context, "onderbreking-intrekken", organisation, onderbreking=str(found.id))
    context.session.commit()


def _check(context: Context, since: datetime, until: datetime, others: Sequence[Downtime]) -> None:
    faults = Faults()
    if until <= since:
        faults.add("/tot", "periode-omgekeerd", "‘tot’ ligt na ‘van’.")
    if until <= context.now:
        faults.add("/tot", "in-verleden", "Een onderbreking die al voorbij is, hoeft niet meer te worden aangekondigd.")
    if until - since > LONGEST:
        faults.add("/tot", "periode-te-lang", f"Een onderbreking duurt hooguit {LONGEST.days} dagen.")
    if any(one.from_at < until and since < one.until_at for one in others):
        other = next(one for one in others if one.from_at < until and since < one.until_at)
        faults.add("/van", "overlapt", f"Er is al een onderbreking van {moment(other.from_at)} tot {moment(other.until_at)}.")
    if len(others) >= MOST:
        faults.add("", "te-veel", f"Er staan al {MOST} onderbrekingen aangekondigd.")
    faults.raise_if_any("Deze onderbreking kan zo niet worden aangekondigd.")
