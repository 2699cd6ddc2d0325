"""What follows from a change of one part: norms, waiting parts, the state of the case, whose turn, stuck or not.

Everything here runs inside the caller's transaction, with the case row locked.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from loket.cases.deadlines import Term, amsterdam_date, decision_due
from loket.cases.lifecycle import CaseTrigger, Trigger, case_trigger, case_turn, fire, follow, turn_of
from loket.cases.models import Case, CaseLine, Referral
from loket.cases.outbox import Delivery
from loket.cases.states import CaseState, ReferralState, Turn
from loket.db import insert_all, locked
from loket.errors import NotFound
from loket.routing import journal, standstill
from loket.routing.compose import fetch_by_of, newest, request_delivery
from loket.routing.context import Context
from loket.routing.norms import norm_at, norms_of
from loket.routing.standstill import UNROUTED as UNROUTED
from loket.routing.stuck import FAILED

S = ReferralState
GRANTING = frozenset({"toegekend", "deels-toegekend"})


def lock_case(context: Context, case_id: object) -> Case:
    """The case, locked for this transaction: two organisations answering at once must see each other's result."""
    context.session.flush()
    context.session.expire_all()  # what was read before the lock may be old
    query = select(Case).where(Case.id == case_id)
    return context.session.scalars(locked(context.session, query)).one()


def lock_part(context: Context, number: str) -> tuple[Case, Referral]:
    """The part with this deelzaaknummer and its case, the case locked first; NotFound when there is none."""
    case_id = context.session.scalar(select(Referral.case_id).where(Referral.number == number))
    if case_id is None:
        raise NotFound("Dit deel is hier niet bekend.")
    case = lock_case(context, case_id)
    return case, next(part for part in case.referrals if part.number == number)


def heard(context: Context, part: Referral) -> None:
    """Something was heard of this part: its norm starts anew and it is its own turn again."""
    norms = norms_of(context.catalogue, part.organisation, part.product)
    carries_out = bool(part.terms.get("levert")) and part.outcome in GRANTING
    fetch_by = fetch_by_of(context, part.organisation)
    part.norm_at = norm_at(
        *(part.state, norms, context.now),
        information_due=part.information_due_on,
        carries_out=carries_out,
        supplied=part.supplied_at is not None,
        fetch_by=fetch_by,
    )
    part.overdue = False
    part.turn = turn_of(part.state)


def reckon_term(context: Context, part: Referral) -> None:
    """Set the last day for a decision: from the Amsterdam date on which the organisation received it (Awb 4:13, Atw)."""
    text = part.terms.get("termijn")
    if text is None or part.received_by_organisation_at is None:
        return
    received = amsterdam_date(part.received_by_organisation_at)
    end = decision_due(
        received, Term.parse(text), context.catalogue.calendar, suspended_days=part.suspended_days, extended_to=part.extended_to
    )
    part.due_on = end.on


def release(context: Context, case: Case, part: Referral) -> None:
    """Let the parts that wait for ``part`` go, end them, or follow its successor (architecture §3, Waiting)."""
    for waiting in case.referrals:
        if waiting.awaits_id != part.id or waiting.state is not S.PLANNED:
            continue
        if part.state is S.DECIDED:
            _decide_waiting(context, case, waiting, part)
        elif part.state is S.FORWARDED:
            successor = next((other for other in case.referrals if other.predecessor_id == part.id), None)
            waiting.awaits_id = successor.id if successor else None


def _decide_waiting(context: Context, case: Case, waiting: Referral, part: Referral) -> None:
    product = context.catalogue.products[waiting.product]
    wanted = product.waits_for.outcomes if product.waits_for else ()
    name = part.terms.get("naam", part.product)
    if part.outcome in wanted:
        send_planned(context, case, waiting, f"{name} is {part.outcome}")
    else:
        _not_needed(context, case, waiting, f"{name} is {part.outcome}")


def _not_needed(context: Context, case: Case, waiting: Referral, reason: str) -> None:
    """End a planned part, and whatever would have followed it."""
    fire(waiting, Trigger.WITHDRAW, context.now)
    heard(context, waiting)
    journal.tell(context, case, "niet-nodig", waiting, reden=reason)
    for further in case.referrals:
        if further.awaits_id == waiting.id and further.state is S.PLANNED:
            _not_needed(context, case, further, reason)


def send_planned(context: Context, case: Case, part: Referral, reason: str) -> None:
    """A planned part may begin: compose its message with what is known now."""
    fire(part, Trigger.READY, context.now)
    part.awaits_id = part.awaits_until = None
    heard(context, part)
    journal.tell(context, case, "deel-vrijgegeven", part, reden=reason)
    context.session.flush()
    insert_all(context.session, Delivery, [request_delivery(context, case, part)])


def start_answered(context: Context, case: Case) -> None:
    """Send the planned parts that only waited for answers and now have them. Read the answers afresh before."""
    waiting = [part for part in case.referrals if part.state is S.PLANNED and part.awaits_id is None]
    known = newest(case.answers) if waiting else {}
    for part in waiting:
        if all(key in known for key in context.catalogue.products[part.product].required):
            send_planned(context, case, part, "de ontbrekende antwoorden zijn er")


def settle(context: Context, case: Case, *, look_for_routes: bool = False) -> None:
    """Bring the case in line with its parts: turns of waiting parts, state, whose turn, stuck. Call after every change.

    ``look_for_routes`` when products were added: those that nobody carries out keep the case open.
    """
    context.session.flush()
    lost = case.state is not CaseState.CLOSED and (look_for_routes or case.stuck_reason == UNROUTED) and unrouted(case)
    by_id = {part.id: part for part in case.referrals}
    for part in case.referrals:
        if part.state is S.PLANNED:
            awaited = by_id.get(part.awaits_id) if part.awaits_id else None
            failed = part.overdue or (awaited is not None and awaited.state in FAILED)
            part.turn = Turn.COUNTER if failed else awaited.turn if awaited is not None else Turn.APPLICANT
    trigger = case_trigger([part.state for part in case.referrals], unrouted=lost)
    if trigger is None and case.state is CaseState.UNROUTABLE and not lost:
        trigger = CaseTrigger.PROGRESS  # it has a route now, although nothing left the house yet
    if trigger:
        before = case.state
        follow(case, trigger)
        _stamp(context, case, before)
    case.turn = Turn.COUNTER if case.state is CaseState.UNROUTABLE else case_turn(turns_of(case, lost=lost))
    standstill.write(context, case, lost=lost)
    context.session.flush()


def unrouted(case: Case) -> bool:
    """Whether a product that was asked for still has nobody: no part in this case, and no person ticked it off."""
    return bool(lost_lines(case))


def lost_lines(case: Case) -> list[CaseLine]:
    """The lines of what was asked for and has nobody."""
    found = {part.product for part in case.referrals}
    return [line for line in case.lines if line.way == UNROUTED and line.done_at is None and line.product not in found]


def turns_of(case: Case, *, lost: bool) -> list[Turn]:
    """The turns that make the case's turn; a product without a route is the counter's."""
    return [part.turn for part in case.referrals] + [Turn.COUNTER] * lost


def _stamp(context: Context, case: Case, before: CaseState) -> None:
    if case.state is before:
        return
    if case.state in (CaseState.SETTLED, CaseState.WITHDRAWN):
        case.settled_at = context.now
    elif before in (CaseState.SETTLED, CaseState.WITHDRAWN):
        case.settled_at = None
        case.joinable = False  # another case may have been opened for the same event meanwhile


def today(context: Context) -> date:
    """The Amsterdam date of this call."""
    return amsterdam_date(context.now)
