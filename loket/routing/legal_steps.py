"""What a citizen sets against a part at a desk: an objection, a notice of default, a complaint (practice rule 18).

It counts from the day at the desk, also when it was meant for another body, and goes on the same day (Awb 6:15, 4:17, 9:1).
A desk never refuses one because it seems too late or too early: that is for the organisation to say. It warns.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from loket.adapters.port import Kind
from loket.cases.base import new_id
from loket.cases.deadlines import objection_until, penalty_starts
from loket.cases.desk import LegalStep
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery
from loket.cases.states import ReferralState
from loket.db import insert_all
from loket.errors import BadRequest, Conflict, Fault
from loket.routing import journal
from loket.routing.catalogue import Catalogue
from loket.routing.compose import follow_up
from loket.routing.context import Context
from loket.routing.progress import lock_part, settle, today

S = ReferralState


class Step(enum.StrEnum):
    """The three steps; the values are the words of the interface."""

    OBJECTION = Kind.OBJECTION.value  #: against a decision (Awb 6:4, 7:1), or against its staying away (Awb 6:2)
    DEFAULT_NOTICE = Kind.DEFAULT_NOTICE.value  #: the term is over; two weeks later a penalty begins (Awb 4:17)
    COMPLAINT = Kind.COMPLAINT.value  #: about how the citizen was treated (Awb 9:1)


NAMES = {Step.OBJECTION: "een bezwaar", Step.DEFAULT_NOTICE: "een ingebrekestelling", Step.COMPLAINT: "een klacht"}
WITHOUT_GROUNDS = "De inwoner maakt bezwaar. De redenen volgen later (pro forma)."


@dataclass(frozen=True, slots=True)
class Room:
    """What can be set against a part today: ``last_day`` of the term for an objection, and per step what one must know, in Dutch."""

    steps: tuple[Step, ...]
    last_day: date | None
    warnings: tuple[tuple[Step, str], ...]

    def of(self, step: Step) -> tuple[str, ...]:
        """The warnings for one step."""
        return tuple(words for about, words in self.warnings if about is step)


def room_for(catalogue: Catalogue, part: Referral, day: date) -> Room:
    """Which steps a part is open to on that Amsterdam day. An organisation that never had the part gets none."""
    if part.received_by_organisation_at is None and part.outcome is None:
        return Room((), None, ())
    last = last_day(catalogue, part)
    decided = part.outcome is not None
    silent = not decided and part.due_on is not None and part.due_on < day and part.state not in (S.FORWARDED, S.WITHDRAWN, S.RETURNED)
    steps = [Step.OBJECTION] * (decided or silent) + [Step.DEFAULT_NOTICE] * (not decided and _waits(part)) + [Step.COMPLAINT]
    return Room(tuple(steps), last, tuple(_warnings(part, day, last, silent=silent)))


def last_day(catalogue: Catalogue, part: Referral) -> date | None:
    """The last day for an objection: six weeks from the day after the announcement (Awb 6:7, 6:8, Atw); None without a decision."""
    announced = part.announced_on or part.decided_on
    if announced is None or part.outcome is None:
        return None
    return objection_until(announced, catalogue.objection, catalogue.calendar).on


def take(context: Context, number: str, step: Step, text: str, *, provisional: bool = False) -> str:
    """Record a step against a part and forward it at once; returns the case's number. Commits.

    ``text`` are the citizen's own words; a provisional (pro forma) objection may come without. NotFound; BadRequest without words;
    Conflict when the part is not open to this step.
    """
    case, part = lock_part(context, number)
    words = text.strip() or (WITHOUT_GROUNDS if provisional and step is Step.OBJECTION else "")
    if not words:
        told = "Schrijf op wat de inwoner zegt, in zijn eigen woorden."
        raise BadRequest(told, faults=(Fault("/tekst", "verplicht", told),))
    room = room_for(context.catalogue, part, today(context))
    if step not in room.steps:
        raise Conflict(f"Bij dit onderdeel kan nu geen {step.value} worden ingediend.", code="past-niet-bij-status")
    row = _row(context, case, part, step, words, provisional=provisional and step is Step.OBJECTION, last=room.last_day)
    context.session.add(row)
    if step is Step.DEFAULT_NOTICE and not _term_runs(part, row.received_on):
        part.penalty_from = part.penalty_from or penalty_starts(row.received_on)
    insert_all(context.session, Delivery, [_message(context, case, part, row)])
    case.told_at = context.now
    journal.tell(context, case, "bericht-van-inwoner", part, stap=NAMES[step], toelichting=words)
    journal.audit(context, step.value, part.number, voorlopig=row.provisional, laatsteDag=_iso(room.last_day))
    journal.log_processing(context, "rechtsmiddel-doorsturen", [case.person.pseudonym], foreign=part.organisation)
    settle(context, case)
    context.session.commit()
    return case.number


def of_case(context: Context, case: Case) -> Sequence[LegalStep]:
    """The steps of a case, the oldest first."""
    return context.session.scalars(select(LegalStep).where(LegalStep.case_id == case.id).order_by(LegalStep.at, LegalStep.id)).all()


def _waits(part: Referral) -> bool:
    return part.state in (S.SENT, S.RECEIVED, S.ACCEPTED, S.NEEDS_INFORMATION, S.SUSPENDED)


def _term_runs(part: Referral, day: date) -> bool:
    """A notice of default within the term is premature: no penalty follows from it. A term that is not known may well be over."""
    return part.due_on is not None and part.due_on >= day


def _warnings(part: Referral, day: date, last: date | None, *, silent: bool) -> Sequence[tuple[Step, str]]:
    found: list[tuple[Step, str]] = []
    if last is not None and last < day:
        found.append((Step.OBJECTION, "De laatste dag voor bezwaar is voorbij. Schrijf op waarom het later is."))
    if silent:
        found.append((Step.OBJECTION, "Er is nog geen besluit. Een ingebrekestelling helpt dan meestal eerder."))
    if part.due_on is None:
        found.append((Step.DEFAULT_NOTICE, "De laatste dag voor een besluit is hier niet bekend."))
    elif _term_runs(part, day):
        found.append((Step.DEFAULT_NOTICE, "De termijn loopt nog. Een ingebrekestelling telt meestal pas daarna."))
    return found


def _row(context: Context, case: Case, part: Referral, step: Step, words: str, *, provisional: bool, last: date | None) -> LegalStep:
    return LegalStep(
        id=new_id(context.now),
        case_id=case.id,
        referral_id=part.id,
        kind=step.value,
        provisional=provisional,
        text=words,
        received_on=today(context),
        last_day=last if step is Step.OBJECTION else None,
        by=context.actor.name,
        counter=context.actor.source,
        at=context.now,
    )


def _message(context: Context, case: Case, part: Referral, row: LegalStep) -> dict[str, object]:
    """The message: what, on which day at the desk, against which decision, and the citizen's words."""
    against = {"uitkomst": part.outcome, "datumBesluit": _iso(part.decided_on), "bekendgemaaktOp": _iso(part.announced_on)}
    known = {name: value for name, value in against.items() if value}
    return follow_up(
        context,
        case,
        part,
        row.kind,
        ingediendOp=row.received_on.isoformat(),
        voorlopig=row.provisional or None,
        besluit=known or None,
        laatsteDag=_iso(row.last_day),
        toelichting=row.text,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
