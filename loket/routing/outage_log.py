"""Keeps each outage from its first minute to its report: what waits urgently meanwhile, and what came of it (practice rule 24).

The clock looks every minute. A line that was away for less leaves no row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from loket.adapters.port import Kind
from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.cases.outbox import Channel, Delivery, Downtime
from loket.cases.watch import Outage, OutageCall
from loket.db import insert_missing, locked
from loket.errors import NotFound
from loket.routing import outage_report, proof
from loket.routing.compose import newest
from loket.routing.context import Context
from loket.routing.messages import LINE
from loket.routing.outages import How, outages

BATCH = 200
PATIENCE = timedelta(days=1)  #: after an outage: what still waits then did not go by itself


def look(context: Context) -> None:
    """Begin, follow and end outages, put what waits urgently on their call lists, and report on those that are over. Commits each step.

    Only the first holds lines, and no case: who writes a result holds its case and then waits for the line (``results.write``).
    """
    _follow(context)
    _list_calls(context)
    _report(context)


def _follow(context: Context) -> None:
    away = {one.organisation: one for one in outages(context) if one.how is not How.BACK and one.organisation != LINE}
    lines = _lock(context, away.keys() | _lasting(context).keys())
    lasting = _lasting(context)  # a person may have stopped or opened one before it was locked
    for slug, one in away.items():
        if one.how is How.ANNOUNCED or lines[slug].paused_at or lines[slug].open_since:
            found = lasting.get(slug) or begin(context, slug, one.since)
            found.how = one.how.value
    for slug in lasting.keys() - away.keys():
        if slug in lines:
            lasting[slug].until_at = _back_since(context, lines[slug], lasting[slug])
    context.session.commit()


def _lasting(context: Context) -> dict[str, Outage]:
    found = select(Outage).where(Outage.until_at.is_(None)).execution_options(populate_existing=True)
    return {one.organisation: one for one in context.session.scalars(found)}


def begin(context: Context, organisation: str, since: datetime, **told: Any) -> Outage:
    """Note that an outage began, with the line locked; the caller commits."""
    found = Outage(id=new_id(context.now), organisation=organisation, since=since, how=How.STOPPED.value, **told)
    context.session.add(found)
    return found


def lasting_of(context: Context, organisation: str) -> Outage | None:
    """The outage of this organisation that lasts now."""
    return context.session.scalars(select(Outage).where(Outage.organisation == organisation, Outage.until_at.is_(None))).one_or_none()


def history(context: Context, organisation: str, most: int = 10) -> list[Outage]:
    """Its last outages, the newest first."""
    query = select(Outage).where(Outage.organisation == organisation).order_by(Outage.id.desc())
    return list(context.session.scalars(query.limit(most)))


def one(context: Context, organisation: str, outage_id: UUID | None = None) -> Outage | None:
    """This outage of an organisation, or its last one; None when it had none. NotFound for one that is not theirs."""
    if outage_id is None:
        return next(iter(history(context, organisation, 1)), None)
    found = context.session.get(Outage, outage_id)
    if found is None or found.organisation != organisation:
        raise NotFound("Deze storing is hier niet bekend.")
    return found


def _lock(context: Context, organisations: Collection[str]) -> Mapping[str, Channel]:
    """The lines, locked in order: who pauses or opens one waits for this look."""
    query = select(Channel).where(Channel.organisation.in_(organisations)).order_by(Channel.organisation)
    rows = context.session.scalars(locked(context.session, query).execution_options(populate_existing=True))
    return {row.organisation: row for row in rows}


def _back_since(context: Context, line: Channel, outage: Outage) -> datetime:
    """When it could be reached again: its first answer, the end that it announced or its early return; else this look."""
    ends = select(func.max(func.coalesce(Downtime.cancelled_at, Downtime.until_at))).where(Downtime.organisation == line.organisation)
    told = context.session.scalar(ends.where(Downtime.from_at >= outage.since)) if outage.how == How.ANNOUNCED else line.down_until
    return told if told and outage.since < told <= context.now else context.now


def _list_calls(context: Context) -> None:
    """Numbered as they knocked, written in the order of the cases: each row holds its case, as those who write results do in that order."""
    rows = [
        {
            "id": new_id(context.now + timedelta(milliseconds=place)),
            "case_id": part.case_id,
            "referral_id": part.id,
            "outage_id": outage_id,
            "last_day": last_day(context, part),
        }
        for place, (part, outage_id) in enumerate(_waiting_urgently(context))
    ]
    context.session.rollback()
    insert_missing(context.session, OutageCall, sorted(rows, key=lambda row: row["case_id"]), "outage_id", "referral_id")
    context.session.commit()


def _waiting_urgently(context: Context) -> list[tuple[Referral, UUID]]:
    """Parts of urgent cases with a message that waits for a line that is away, and are not on its list yet; who knocked first first."""
    listed = exists().where(OutageCall.outage_id == Outage.id, OutageCall.referral_id == Referral.id)
    waits = exists().where(
        Delivery.referral_id == Referral.id,
        Delivery.organisation == Outage.organisation,
        outage_report.WAITS,
        Delivery.kind != Kind.FETCH.value,
    )
    query = select(Referral, Outage.id).join(Outage, Outage.organisation == Referral.organisation)
    query = query.join(Case, Case.id == Referral.case_id).where(Outage.until_at.is_(None), Case.urgent, ~Case.hidden, waits, ~listed)
    query = query.options(joinedload(Referral.case).selectinload(Case.answers)).order_by(Case.knocked_at, Referral.id)
    return [(part, outage_id) for part, outage_id in context.session.execute(query.limit(BATCH)).unique()]


def last_day(context: Context, part: Referral) -> date | None:
    """The citizen's own last day for what waits (practice rule 7); where there is none, the last day for a decision."""
    product = context.catalogue.products.get(part.product)
    own = proof.last_day(product, newest(part.case.answers)) if product else None
    return own or part.due_on


def _report(context: Context) -> None:
    """Each in a transaction of its own: counting is slow while much waits."""
    over = select(Outage.id).where(Outage.reported_at.is_(None), Outage.until_at.is_not(None)).order_by(Outage.id).limit(BATCH)
    for outage_id in context.session.scalars(over).all():
        outage = context.session.get_one(Outage, outage_id)
        late = outage.until_at is not None and outage.until_at + PATIENCE <= context.now
        if late or outage_report.backlog(context, outage) == 0:
            outage.report, outage.reported_at = outage_report.counts(context, outage), context.now
        context.session.commit()
