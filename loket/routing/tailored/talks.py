"""The conversations that a programme plans with a person: foreseen with the request, planned, moved, held, or not held and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.base import new_id
from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case, Referral
from loket.cases.queries import find_case, stamp
from loket.cases.states import CASE_OVER, ReferralState
from loket.cases.tailored import PlannedTalk
from loket.db import insert_missing
from loket.errors import Conflict, Faults, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.programmes import programmes_of
from loket.routing.progress import lock_case, today
from loket.routing.tailored.tables import check_text

PROCESSING = "gesprek-plannen"  #: the action in the register of AVG 30
LONGEST_PLACE = 200
BATCH = 200
GRACE = timedelta(days=14)  #: how long after its last day one that nobody planned may stand open in a case that is over
CASE_CLOSED = "De zaak is gesloten."
GONE = (ReferralState.WITHDRAWN, ReferralState.FORWARDED)  # nobody has such a part any more; another may go on with the product


def foresee(context: Context, case_id: UUID, counter: str, gemeente_code: str | None, products: Collection[str]) -> None:
    """Put the conversations on a case that go with these products where its gemeente takes part; those that stand there stay. No commit."""
    catalogue, day = context.catalogue, today(context)
    taken_part = programmes_of(catalogue.programmes, gemeente_code, day)
    kinds = [talk for talk in catalogue.talks.values() if talk.product in products and talk.programme in taken_part]
    rows = [
        {
            "id": new_id(context.now + timedelta(milliseconds=place)),  # their order is that of the configuration
            "case_id": case_id,
            "kind": talk.slug,
            "name": talk.name,
            "counter": counter,
            "due_on": day + timedelta(days=talk.within),
        }
        for place, talk in enumerate(kinds)
    ]
    insert_missing(context.session, PlannedTalk, rows, "case_id", "kind")


def of_case(session: Session, case: Case) -> Sequence[PlannedTalk]:
    """The conversations of a case, in their order."""
    return session.scalars(select(PlannedTalk).where(PlannedTalk.case_id == case.id).order_by(PlannedTalk.id)).all()


def plan(context: Context, number: str, talk_id: UUID, planned_for: datetime | None, place: str, people: str) -> None:
    """Plan a conversation, or move one that was planned: when (aware), where, and who takes part. Commits.

    NotFound; BadRequest with a fault per field, also for a moment that has passed; Conflict when it took place or will not.
    """
    faults = Faults()
    place = check_text(faults, "plaats", place, "Vul in waar het gesprek is.", LONGEST_PLACE)
    people = check_text(faults, "deelnemers", people, "Vul in wie er meepraten.", LONGEST_PLACE)
    if planned_for is None or planned_for <= context.now:
        faults.add("/moment", "ongeldig", "Kies een dag en tijd die nog komen. Schrijf dd-mm-jjjj uu:mm.")
    faults.raise_if_any()
    case, talk = _locked(context, number, talk_id)
    doing, before = Doing(context, "gesprek-plannen", case, processing=PROCESSING), talk.planned_for
    talk.planned_for, talk.place, talk.people = planned_for, place, people
    talk.due_on = amsterdam_date(planned_for or context.now)
    doing.tell("gesprek-verzet" if before else "gesprek-gepland", None, tot=talk.due_on.isoformat(), gesprek=talk.name)
    _done(doing, talk, before=stamp(before), after=stamp(planned_for))


def held(context: Context, number: str, talk_id: UUID, outcome: str) -> None:
    """Write down what came of a conversation, also of one that nobody planned. Commits.

    NotFound; BadRequest without words; Conflict when it must still come, or was written down before.
    """
    faults = Faults()
    outcome = check_text(faults, "uitkomst", outcome, "Schrijf op wat er is afgesproken.")
    faults.raise_if_any()
    case, talk = _locked(context, number, talk_id)
    if talk.planned_for is not None and talk.planned_for > context.now:
        raise Conflict("Dit gesprek is nog niet geweest.", code="nog-niet-geweest")
    doing, before = Doing(context, "gesprek-vastleggen", case, processing=PROCESSING), _stands(talk)
    talk.outcome = outcome
    _end(context, talk)
    doing.tell("gesprek-gehouden", outcome, gesprek=talk.name)
    _done(doing, talk, before=before, after="gehouden")


def drop(context: Context, number: str, talk_id: UUID, reason: str) -> None:
    """A conversation did not take place and will not, also when the person does not want it. Commits.

    NotFound; BadRequest without a reason; Conflict when it took place or was dropped before.
    """
    faults = Faults()
    reason = check_reason(reason, faults, "/waaromNiet")
    faults.raise_if_any()
    _drop(context, *_locked(context, number, talk_id), reason)
    context.session.commit()


def end_with_case(context: Context) -> int:
    """In a case that is over, conversations that nobody planned in time are held no more. Commits each; how many.

    One that was planned stays until somebody writes down what came of it: the person comes.
    """
    unplanned = PlannedTalk.done_at.is_(None), PlannedTalk.planned_for.is_(None), PlannedTalk.due_on <= today(context) - GRACE
    query = select(Case.id, PlannedTalk.id).join(Case, Case.id == PlannedTalk.case_id).where(*unplanned, Case.state.in_(CASE_OVER))
    found = context.session.execute(query.where(~Case.hidden).order_by(PlannedTalk.due_on, PlannedTalk.id).limit(BATCH)).all()
    context.session.rollback()
    return sum(_drop_if_unplanned(context, case_id, talk_id) for case_id, talk_id in found)


def end_with_part(context: Context, case: Case, part: Referral) -> None:
    """A part was withdrawn: conversations that go with its product and that nobody planned are foreseen no more. The caller commits.

    The line that tells of the part tells this as well. Asked for again, they come again.
    """
    kinds = [talk.slug for talk in context.catalogue.talks.values() if talk.product == part.product]
    if not kinds or any(other.product == part.product and other.state not in GONE for other in case.referrals):
        return
    query = select(PlannedTalk).where(PlannedTalk.case_id == case.id, PlannedTalk.kind.in_(kinds))
    for talk in context.session.scalars(query.where(PlannedTalk.done_at.is_(None), PlannedTalk.planned_for.is_(None))):
        context.session.delete(talk)
        journal.audit(context, "gesprek-laten-vervallen", case.number, gesprek=talk.kind, van=_stands(talk), tot="weg")


def _drop_if_unplanned(context: Context, case_id: UUID, talk_id: UUID) -> bool:
    case = lock_case(context, case_id)
    talk = context.session.get_one(PlannedTalk, talk_id)
    still = case.state in CASE_OVER and talk.done_at is None and talk.planned_for is None
    if still:
        _drop(context, case, talk, CASE_CLOSED)
    context.session.commit()
    return still


def _drop(context: Context, case: Case, talk: PlannedTalk, reason: str) -> None:
    doing, before = Doing(context, "gesprek-laten-vervallen", case, processing=PROCESSING), _stands(talk)
    talk.not_held = reason
    _end(context, talk)
    doing.tell("gesprek-niet-gehouden", reason, gesprek=talk.name)
    doing.log(gesprek=talk.kind, van=before, tot="vervallen")


def _stands(talk: PlannedTalk) -> str:
    return "gepland" if talk.planned_for else "te-plannen"


def _locked(context: Context, number: str, talk_id: UUID) -> tuple[Case, PlannedTalk]:
    case = lock_case(context, find_case(context.session, number).id)
    talk = context.session.get(PlannedTalk, talk_id)
    if talk is None or talk.case_id != case.id:
        raise NotFound("Dit gesprek is hier niet bekend.")
    if talk.done_at is not None:
        raise Conflict("Dit gesprek is al afgerond.", code="gesprek-klaar")
    return case, talk


def _end(context: Context, talk: PlannedTalk) -> None:
    talk.done_at, talk.done_by = context.now, context.actor.name


def _done(doing: Doing, talk: PlannedTalk, *, before: str | None, after: str | None) -> None:
    doing.done(gesprek=talk.kind, van=before, tot=after)
