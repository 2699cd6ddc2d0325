"""The supervisor's list of cases that stand still: what is chosen from it, a page of it, and how many there are for each reason.

The greatest harm stands first, then the longest waiting. What it needs stands on the case, so that a page is one indexed query however
many cases there are, and counting stops at ``MOST``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import Session, selectinload

from loket.cases.access import WebSession
from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case
from loket.cases.stuck_reasons import OUTAGES, REASONS
from loket.routing.context import Context
from loket.routing.roles import SUPERVISOR

MOST = 500  #: a count goes no further: more is "500 of meer"
CHUNK = 500  #: cases that an export reads at once
NOBODY = "niemand"  #: the coordinator of a case that nobody follows
ANY = "alle"  #: any kind of urgency

Cursor = tuple[int, datetime, UUID]  # rank, stuck since, id of the last case shown


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen from the list; None everywhere is all of it but what only waits for an organisation that is away.

    ``days``: stands still at least so long. ``snoozed``: what was put off, in place of what was not.
    """

    reason: str | None = None
    organisation: str | None = None
    product: str | None = None
    counter: str | None = None
    gemeente: str | None = None
    coordinator: str | None = None
    urgency: str | None = None
    days: int | None = None
    snoozed: bool = False


def page(context: Context, choice: Choice, after: Cursor | None = None, limit: int = 50) -> Sequence[Case]:
    """Cases that stand still with their parts, in the order of the list; the next page begins ``after`` the last one shown.

    Of one reason it is asked first which they are, of the index alone: asked for whole rows, PostgreSQL expects a handful, reads every
    case of the reason and sorts them.
    """
    order = Case.stuck_rank, Case.stuck_since, Case.id
    listed = [*_listed(context, choice), *([tuple_(*order) > tuple_(*after)] if after is not None else [])]
    query = select(Case).options(selectinload(Case.referrals)).order_by(*order)
    if choice.reason is None:
        return context.session.scalars(query.where(*listed).limit(limit)).all()
    return context.session.scalars(query.where(Case.id.in_(select(Case.id).where(*listed).order_by(*order).limit(limit)))).all()


def first(context: Context, choice: Choice, limit: int) -> Sequence[str]:
    """The zaaknummers on top of this choice, in the order of the list."""
    query = select(Case.number).where(*_listed(context, choice)).order_by(Case.stuck_rank, Case.stuck_since, Case.id)
    return context.session.scalars(query.limit(limit)).all()


def fits(context: Context, choice: Choice, case: Case) -> bool:
    """Whether this case stands in the list now, with this choice. Ask it of a locked case: then it stays so."""
    query = select(literal(1)).where(Case.id == case.id, *_listed(context, choice))
    return context.session.scalar(query) is not None


def counts(context: Context, choice: Choice) -> dict[str, int]:
    """How many cases of this choice there are for each reason, the outages left out; at most ``MOST`` each, none for 0. One statement."""
    found = [_count(context, choice, reason) for reason in REASONS if reason not in OUTAGES]
    rows = context.session.execute(union_all(*found))
    return {reason: count for reason, count in rows if count}


def cursor(case: Case) -> Cursor:
    """Where the list goes on after this case."""
    if case.stuck_rank is None or case.stuck_since is None:
        raise ValueError("this case does not stand still")
    return case.stuck_rank, case.stuck_since, case.id


def place(session: Session, case_id: UUID | None) -> Cursor | None:
    """Where the list goes on after this case. None, the beginning, when it left the list meanwhile."""
    query = select(Case.stuck_rank, Case.stuck_since, Case.id).where(Case.id == case_id, Case.stuck_reason.is_not(None))
    row = session.execute(query).one_or_none() if case_id else None
    return (row[0], row[1], row[2]) if row and row[0] is not None and row[1] is not None else None


def whole(context: Context, choice: Choice) -> Iterator[Sequence[Case]]:
    """The whole choice in chunks. Each ends its transaction, so that nobody waits for a slow reader."""
    after = None
    while found := page(context, choice, after, CHUNK):
        after = cursor(found[-1])
        context.session.expunge_all()
        context.session.rollback()
        yield found


def coordinators(session: Session) -> list[tuple[str, str]]:
    """Who can follow a case: the supervisors who are signed in, as account and name."""
    query = select(WebSession.account, WebSession.name).where(WebSession.role == SUPERVISOR).distinct().order_by(WebSession.name)
    return [(account, name) for account, name in session.execute(query)]


def name_of(session: Session, account: str) -> str:
    """What somebody who follows a case that stands still is called, also after they signed out; the account when no case tells."""
    named = Case.stuck_reason.is_not(None), Case.coordinator == account, Case.coordinator_name.is_not(None)
    return session.scalar(select(Case.coordinator_name).where(*named).limit(1)) or account


def follows(session: Session, account: str) -> bool:
    """Whether this account can follow cases, or follows one that stands still."""
    signed_in = select(literal(1)).where(WebSession.role == SUPERVISOR, WebSession.account == account)
    has_some = select(literal(1)).where(Case.stuck_reason.is_not(None), Case.coordinator == account)
    return bool(session.scalar(select(or_(signed_in.exists(), has_some.exists()))))


def _listed(context: Context, choice: Choice) -> Iterator[ColumnElement[bool]]:
    yield Case.stuck_reason.is_not(None)
    yield _placed(choice)
    yield from _chosen(context, choice)


def _placed(choice: Choice) -> ColumnElement[bool]:
    """What waits for an organisation that is away stands behind that cause alone: it has a place of its own in the order."""
    return Case.stuck_rank.is_not(None) if choice.reason in OUTAGES else Case.stuck_rank <= 0


def _chosen(context: Context, choice: Choice) -> Iterator[ColumnElement[bool]]:
    today = amsterdam_date(context.now)
    yield ~Case.hidden
    yield Case.snoozed_until > today if choice.snoozed else or_(Case.snoozed_until.is_(None), Case.snoozed_until <= today)
    columns = {
        Case.stuck_reason: choice.reason,
        Case.stuck_organisation: choice.organisation,
        Case.stuck_product: choice.product,
        Case.counter: choice.counter,
        Case.gemeente_code: choice.gemeente,
    }
    yield from (column == value for column, value in columns.items() if value is not None)
    if choice.organisation is not None:  # its own list would tell who has a sensitive part (practice rule 20)
        yield func.coalesce(Case.stuck_product, "").not_in(context.catalogue.sensitive)
    if choice.coordinator is not None:
        yield Case.coordinator.is_(None) if choice.coordinator == NOBODY else Case.coordinator == choice.coordinator
    if choice.urgency is not None:
        yield Case.urgent.is_(True)
        yield or_(literal(choice.urgency == ANY), Case.urgency == choice.urgency)
    if choice.days is not None:
        yield Case.stuck_since <= context.now - timedelta(days=choice.days)


def _count(context: Context, choice: Choice, reason: str) -> Select[str, int]:
    some = select(Case.id).where(Case.stuck_reason == reason, Case.stuck_rank <= 0, *_chosen(context, choice)).limit(MOST).subquery()
    return select(literal(reason), func.count()).select_from(some)
