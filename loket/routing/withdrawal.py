"""The applicant withdraws a part or the whole request: what did not leave stays here, who has it is told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from loket.adapters.port import Kind
from loket.cases.lifecycle import FINAL, Trigger, fire
from loket.cases.models import Case, Referral
from loket.cases.outbox import OPEN, WAITING, Delivery, DeliveryState
from loket.cases.queries import find_case
from loket.cases.states import ReferralState
from loket.db import insert_all
from loket.errors import BadRequest, Conflict, Fault, Faults
from loket.routing import journal, paper_copies, sourced_notes
from loket.routing.compose import follow_up
from loket.routing.context import Context
from loket.routing.disclosure import FIRST_KINDS
from loket.routing.doing import Doing
from loket.routing.progress import heard, lock_case, release, settle
from loket.routing.request import APPLICANT, REPRESENTATIVE
from loket.routing.sourced_notes import Heard
from loket.routing.tailored import talks

S = ReferralState
AT_REQUEST = "Op verzoek van de inwoner."  #: all that an organisation hears of why: what was said stays with the supervisor


def withdraw(context: Context, number: str, parts: Sequence[str] | None, reason: str) -> None:
    """Withdraw these parts (deelzaaknummers), or all open ones when ``parts`` is None. Commits.

    Raises NotFound, BadRequest for a part of another case, Conflict when a named part has a decision already: then objection
    or a new request is the way.
    """
    case = lock_case(context, find_case(context.session, number).id)
    chosen = _chosen(case, parts)
    withdraw_parts(context, case, chosen, reason)
    journal.audit(context, "intrekking", case.number, delen=[part.number for part in chosen])
    journal.log_processing(context, "intrekken", [case.person.pseudonym])
    settle(context, case)
    context.session.commit()


def at_their_word(context: Context, number: str, parts: Sequence[str], heard: Heard, who: str = APPLICANT) -> None:
    """Withdraw these parts because the applicant, or who acts for them (``who``), said so; their word is kept with its source. Commits.

    NotFound; BadRequest with a fault per field; Conflict as :func:`withdraw`.
    """
    faults = Faults()
    sourced_notes.check(context, heard, faults)
    if who not in (APPLICANT, REPRESENTATIVE):
        faults.add("/wie", "onbekend", "Kies wie dit zei: de inwoner of de gemachtigde.")
    if not parts:
        faults.add("/delen", "verplicht", "Kies minstens één onderdeel.")
    faults.raise_if_any()
    case = lock_case(context, find_case(context.session, number).id)
    doing = Doing(context, "intrekken-op-verzoek", case)
    chosen = _chosen(case, parts)
    sourced_notes.keep(context, case, None, who, heard)
    doing.tell("op-verzoek-ingetrokken", heard.words.strip(), gezegdOp=heard.on.isoformat() if heard.on else None)
    withdraw_parts(context, case, chosen, AT_REQUEST)
    doing.done(delen=[part.number for part in chosen])


def withdraw_parts(context: Context, case: Case, parts: Sequence[Referral], reason: str) -> None:
    """Withdraw parts of a locked case: what did not leave stays here, who has it is told. The caller settles and commits.

    Conflict for a part that has a decision. What is withdrawn already stays as it is.
    """
    for part in parts:
        _withdraw(context, case, part, reason)
    paper_copies.drop_copies(context, [part for part in parts if part.state is S.WITHDRAWN])


def _chosen(case: Case, numbers: Sequence[str] | None) -> list[Referral]:
    if numbers is None:
        chosen = [part for part in case.referrals if part.state not in FINAL]
        if not chosen:
            raise Conflict("Er is niets meer om in te trekken.", code="past-niet-bij-status")
        return chosen
    by_number = {part.number: part for part in case.referrals}
    faults = tuple(
        Fault(f"/deelzaken/{index}", "onbekend", "Dit deel hoort niet bij deze zaak.")
        for index, n in enumerate(numbers)
        if n not in by_number
    )
    if faults or not numbers:
        raise BadRequest("Noem delen van deze zaak.", faults=faults)
    return [by_number[n] for n in numbers]


def _withdraw(context: Context, case: Case, part: Referral, reason: str) -> None:
    if not fire(part, Trigger.WITHDRAW, context.now).moved:
        return
    heard(context, part)
    part.asked = part.information_due_on = None
    query = select(Delivery).where(Delivery.referral_id == part.id, Delivery.state.in_(OPEN))
    open_ones = list(context.session.scalars(query))
    never_left = part.sent_at is None and part.received_by_organisation_at is None and all(row.attempts == 0 for row in open_ones)
    for row in open_ones:
        if row.state in WAITING and row.delivered_at:
            row.state, row.finished_at = DeliveryState.DONE, row.delivered_at  # a replay: they have it
        elif row.state in WAITING and (never_left or row.kind not in FIRST_KINDS):
            row.state, row.finished_at = DeliveryState.CANCELLED, context.now
    if not never_left:
        insert_all(context.session, Delivery, [follow_up(context, case, part, Kind.WITHDRAWAL.value, reden=reason)])
    talks.end_with_part(context, case, part)
    journal.tell(context, case, "ingetrokken", part, toelichting=reason)
    release(context, case, part)
