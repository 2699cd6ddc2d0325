"""Who handles a part in an organisation that works in Loket: take up, hand to a colleague, put back; and the lists of each.

A team is an organisation's handlers together. All of it stays inside the organisation: no timeline tells it, only the audit log.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from loket.adapters.port import Report, Verb
from loket.cases.access import WebSession
from loket.cases.lifecycle import OPEN
from loket.cases.models import Case, Referral
from loket.cases.states import ReferralState
from loket.errors import BadRequest, Conflict, Fault, NotFound
from loket.routing import journal, reports
from loket.routing.context import Context
from loket.routing.progress import lock_part
from loket.routing.roles import HANDLER

NOT_THERE = (ReferralState.PLANNED, ReferralState.PENDING)
NEW = (ReferralState.SENT, ReferralState.RECEIVED)
PAGE = 25


class Whose(enum.StrEnum):
    """The three lists of a worklist; a part that is open stands in exactly one of them for each handler."""

    MINE = "mijn"
    TEAM = "team"  #: a colleague has it
    NOBODY = "niemand"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of a list ends: the last part's legal date (None: none) and id."""

    due_on: date | None
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read what :meth:`__str__` wrote; None for anything else, which is the beginning."""
        day, _, key = text.partition("_")
        try:
            return cls(date.fromisoformat(day) if day else None, UUID(key))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.due_on or ''}_{self.id}"

    @property
    def behind(self) -> ColumnElement[bool]:
        """What comes after it: parts without a legal date stand last."""
        if self.due_on is None:
            return and_(Referral.due_on.is_(None), Referral.id > self.id)
        return or_(Referral.due_on > self.due_on, and_(Referral.due_on == self.due_on, Referral.id > self.id), Referral.due_on.is_(None))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in a list: a product, a state, and from where on."""

    product: str | None = None
    state: ReferralState | None = None
    after: Cursor | None = None


def listed(context: Context, whose: Whose, wanted: Wanted, size: int = PAGE) -> tuple[Sequence[Referral], Cursor | None]:
    """One page of open parts, the first legal date on top, with their cases; and where the next page begins, None at the end."""
    query = _of(context, select(Referral), whose)
    if wanted.product:
        query = query.where(Referral.product == wanted.product)
    if wanted.state:
        query = query.where(Referral.state == wanted.state)
    if wanted.after:
        query = query.where(wanted.after.behind)
    query = query.options(joinedload(Referral.case)).order_by(Referral.due_on.is_(None), Referral.due_on, Referral.id)
    found = context.session.scalars(query.limit(size + 1)).all()
    more = found[size - 1] if len(found) > size else None
    return found[:size], Cursor(more.due_on, more.id) if more else None


def counted(context: Context) -> Mapping[Whose, int]:
    """How many open parts stand in each list."""
    return {whose: context.session.scalar(_of(context, select(func.count()).select_from(Referral), whose)) or 0 for whose in Whose}


def products(context: Context) -> Sequence[str]:
    """The products of which this organisation has open parts."""
    query = _open(context, select(Referral.product)).distinct()
    return sorted(context.session.scalars(query))


def colleagues(context: Context) -> dict[str, str]:
    """Who else works here, account → name: who is signed in now, or has a part. No list of employees is kept."""
    organisation = context.actor.organisation
    signed_in = select(WebSession.account, WebSession.name).where(
        WebSession.organisation == organisation, WebSession.role == HANDLER, WebSession.expires_at > context.now
    )
    at_work = select(Referral.handler, Referral.handler_name).where(Referral.organisation == organisation, Referral.handler.is_not(None))
    found = dict[str, str]()
    for query in (at_work.distinct(), signed_in):
        found.update({account: name or account for account, name in context.session.execute(query) if account})
    found.pop(context.actor.name, None)
    return dict(sorted(found.items(), key=lambda one: one[1]))


def take_up(context: Context, number: str, name: str) -> None:
    """The part becomes the work of who acts, called ``name``; a new one is in behandeling from now. Commits.

    Conflict when a colleague has it: that colleague hands it over, or somebody puts it back first.
    """
    case, part = _own(context, number)
    if part.handler not in (None, context.actor.name):
        raise Conflict(f"{part.handler_name} heeft dit onderdeel al.", code="al-opgepakt")
    part.handler, part.handler_name = context.actor.name, name
    if part.state in NEW:
        reports.apply(context, case, part, Report(Verb.TAKEN_UP, at=context.now))
    _done(context, case, part, "deel-oppakken")


def hand_to(context: Context, number: str, colleague: str, seen: str) -> str:
    """Make the part the work of a colleague; returns their name. ``seen`` is who had it when the form was opened. Commits.

    Conflict when somebody else has it by now; BadRequest for an account that is not of a colleague.
    """
    case, part = _own(context, number)
    _still(part, seen)
    name = colleagues(context).get(colleague)
    if name is None:
        raise BadRequest("Dit is geen collega.", faults=(Fault("/collega", "onbekende-collega", "Kies een collega."),))
    part.handler, part.handler_name = colleague, name
    _done(context, case, part, "deel-overgeven", aan=colleague)
    return name


def put_back(context: Context, number: str, seen: str) -> None:
    """Make the part nobody's work again; its state stays. ``seen`` is who had it when the form was opened. Commits. Conflict."""
    case, part = _own(context, number)
    _still(part, seen)
    part.handler = part.handler_name = None
    _done(context, case, part, "deel-terugleggen")


def _own(context: Context, number: str) -> tuple[Case, Referral]:
    case, part = lock_part(context, number)
    if part.organisation != context.actor.organisation or part.state in NOT_THERE:
        raise NotFound("Dit deel is hier niet bekend.")
    return case, part


def _still(part: Referral, seen: str) -> None:
    if (part.handler or "") != seen:
        now = f"{part.handler_name} heeft dit onderdeel nu." if part.handler else "Niemand heeft dit onderdeel nu."
        raise Conflict(f"Dit is intussen veranderd. {now}", code="gelijktijdig-gewijzigd")


def _done(context: Context, case: Case, part: Referral, action: str, **details: str) -> None:
    journal.audit(context, action, part.number, **details)
    journal.log_processing(context, "deel-behandelen", [case.person.pseudonym], foreign=part.organisation)
    context.session.commit()


def _open(context: Context, query: Select[Any]) -> Select[Any]:
    there = Referral.organisation == context.actor.organisation, Referral.state.in_(OPEN), Referral.state.not_in(NOT_THERE)
    return query.where(*there, Referral.case.has(~Case.hidden))


def _of(context: Context, query: Select[Any], whose: Whose) -> Select[Any]:
    own = {
        Whose.MINE: Referral.handler == context.actor.name,
        Whose.TEAM: and_(Referral.handler.is_not(None), Referral.handler != context.actor.name),
        Whose.NOBODY: Referral.handler.is_(None),
    }
    return _open(context, query).where(own[whose])
