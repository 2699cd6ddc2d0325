"""No silence (practice rule 15): whose cases heard nothing for too long, and sending a message to those who chose that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from loket.cases.lifecycle import OPEN
from loket.cases.models import Case, Referral
from loket.cases.queries import find_case
from loket.cases.states import CASE_ENDED
from loket.cases.words_messages import Template
from loket.routing import journal, messages
from loket.routing.catalogue import Catalogue
from loket.routing.context import Context
from loket.routing.progress import lock_case


def heard_nothing(
    session: Session, catalogue: Catalogue, counter: str, now: datetime, *, employee: str | None = None, limit: int
) -> Sequence[Case]:
    """Open cases that this loket took in and of which the citizen heard nothing within the norm, the longest first. One statement."""
    since = func.coalesce(Case.told_at, Case.received_at)
    mine = [Case.counter == counter, Case.state.not_in(CASE_ENDED), ~Case.hidden, *([Case.employee == employee] if employee else [])]
    return session.scalars(select(Case).where(*mine, _silent(catalogue, since, now)).order_by(since, Case.id).limit(limit)).all()


def _silent(catalogue: Catalogue, since: ColumnElement[datetime], now: datetime) -> ColumnElement[bool]:
    """Past the shortest norm of its open parts; without any part past the general one."""
    by_days: dict[int, list[str]] = {}
    for slug, product in catalogue.products.items():
        if product.news_days is not None:
            by_days.setdefault(product.news_days, []).append(slug)
    own = [slug for slugs in by_days.values() for slug in slugs]
    general = since <= now - timedelta(days=catalogue.desk_norms.news)
    rules = [and_(since <= now - timedelta(days=days), _has_open(Referral.product.in_(slugs))) for days, slugs in by_days.items()]
    return or_(and_(general, or_(_has_open(Referral.product.not_in(own)), ~_has_open())), *rules)


def _has_open(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Referral.case_id == Case.id, Referral.state.in_(list(OPEN)), *wanted)


def send(context: Context, number: str) -> bool:
    """Send the citizen the message that nothing was forgotten; False when they chose none or one is on its way. Commits. NotFound."""
    case = lock_case(context, find_case(context.session, number).id)
    sent = messages.send(context, case, Template.CATCH_UP)
    if sent:
        journal.audit(context, "bijpraten", case.number)
    context.session.commit()
    return sent
