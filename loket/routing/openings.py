"""Opening a case that is not one's own work: on a ground, for this contact, accounted for (practice rules 20 and 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from loket.cases.access import CaseOpening
from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.cases.queries import find_case
from loket.errors import BadRequest, Fault
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.grounds import Ground

CONTACT = timedelta(minutes=30)  # how long one contact with a citizen lasts at most
FEWEST = 10  # characters in a reason
MOST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case, or one part of it, belongs: what decides about relations."""

    case_id: UUID
    counter: str
    employee: str  # who took it in
    organisations: frozenset[str]


def place_of(session: Session, number: str, part: str | None = None, *, hidden: bool = False) -> Place | None:
    """The place of the case with this zaaknummer, or of its part with this deelzaaknummer; None when it is not there.

    ``hidden``: also one that was opened for the wrong person.
    """
    concerned = Referral.case_id == Case.id if part is None else and_(Referral.case_id == Case.id, Referral.number == part)
    query = select(Case.id, Case.counter, Case.employee, Referral.organisation).outerjoin(Referral, concerned).where(Case.number == number)
    rows = session.execute(query if hidden else query.where(~Case.hidden)).all()
    organisations = frozenset(row.organisation for row in rows if row.organisation is not None)
    if not rows or (part is not None and not organisations):
        return None
    return Place(rows[0].id, rows[0].counter, rows[0].employee, organisations)


def current(session: Session, session_id: UUID, case_id: UUID, now: datetime) -> Sequence[CaseOpening]:
    """The openings of a case that hold in this session now, the newest first."""
    query = select(CaseOpening).where(CaseOpening.session_id == session_id, CaseOpening.case_id == case_id, CaseOpening.until > now)
    return session.scalars(query.order_by(CaseOpening.id.desc())).all()


def open_case(context: Context, number: str, session_id: UUID, ground: Ground | None, reason: str) -> None:
    """Open a case for this contact. Commits.

    BadRequest without a ground that one may use, or when it needs a reason and that is short or very long. The reason
    is kept encrypted; the audit row marks it for the sample that somebody looks at.
    """
    if ground is None:
        raise BadRequest("Er is geen grond waarop u deze zaak mag openen.", code="geen-grond")
    if ground.needs_reason and not FEWEST <= len(reason) <= MOST:
        words = f"Typ waarom u deze zaak opent, in {FEWEST} tot {MOST} tekens."
        raise BadRequest(words, faults=(Fault("/reden", "te-kort", words),))
    case = find_case(context.session, number)
    context.session.add(
        CaseOpening(
            id=new_id(context.now),
            case_id=case.id,
            session_id=session_id,
            account=context.actor.name,
            role=next(iter(context.actor.roles), None),
            counter=context.actor.counter,
            organisation=context.actor.organisation,
            ground=ground.slug,
            reason=reason if ground.needs_reason else None,
            sampled=ground.needs_reason,
            at=context.now,
            until=context.now + CONTACT,
        )
    )
    journal.audit(context, "zaak-openen-op-grond", case.number, ground=ground.slug, steekproef=ground.needs_reason)
    context.session.commit()
