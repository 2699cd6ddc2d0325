"""The call list of an outage: the urgent parts that wait, ticked off one by one with what was agreed by telephone (practice rule 24)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from loket.cases.models import Case, Referral
from loket.cases.states import ReferralState
from loket.cases.watch import Outage, OutageCall
from loket.errors import BadRequest, Conflict, Fault, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.progress import lock_case

PAGE = 50
NOTHING_NOTED = "Schrijf op wie u sprak en wat is afgesproken."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: the call and the part that it is about, with its case."""

    call: OutageCall
    part: Referral


def listed(context: Context, outage: Outage, after: UUID | None = None, *, called: bool = False) -> tuple[list[Line], UUID | None]:
    """A page of those that must still be called about, or of those that were; who knocked first first, and where the next page begins."""
    query = select(OutageCall, Referral).join(Referral, Referral.id == OutageCall.referral_id)
    query = query.join(Case, Case.id == Referral.case_id).where(OutageCall.outage_id == outage.id, ~Case.hidden)
    to_call = OutageCall.called_at.is_(None) & (Referral.state != ReferralState.WITHDRAWN)
    query = query.where(OutageCall.called_at.is_not(None) if called else to_call)
    if after is not None:
        query = query.where(OutageCall.id > after)
    query = query.options(joinedload(Referral.case)).order_by(OutageCall.id).limit(PAGE + 1)
    found = [Line(call, part) for call, part in context.session.execute(query)]
    return found[:PAGE], found[PAGE - 1].call.id if len(found) > PAGE else None


def called(context: Context, organisation: str, call_id: UUID, note: str) -> None:
    """Tick one off, with what was said; it stands on the timeline. Commits.

    BadRequest without a note, NotFound for what is not on a list of this organisation, Conflict when a colleague called already.
    """
    if not note.strip():
        raise BadRequest(NOTHING_NOTED, faults=(Fault("/notitie", "verplicht", NOTHING_NOTED),))
    query = select(OutageCall.case_id).join(Outage, Outage.id == OutageCall.outage_id)
    case_id = context.session.scalar(query.where(OutageCall.id == call_id, Outage.organisation == organisation))
    if case_id is None:
        raise NotFound("Deze regel staat niet op de bellijst.")
    case = lock_case(context, case_id)
    row = context.session.get_one(OutageCall, call_id, populate_existing=True)
    if row.called_at is not None:
        raise Conflict("Een collega heeft hier al over gebeld.", code="al-gebeld")
    row.called_at, row.called_by, row.note = context.now, context.actor.name, note.strip()
    part = next(one for one in case.referrals if one.id == row.referral_id)
    journal.tell(context, case, "gebeld-over-storing", part, toelichting=row.note)
    journal.audit(context, "storing-bellen", part.number, van="te-bellen", tot="gebeld")
    journal.log_processing(context, "zaak-bijsturen", [case.person.pseudonym])
    context.session.commit()
