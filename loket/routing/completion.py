"""The applicant delivers what was asked: it goes into the ledger, out to the organisation that asked, and the clock runs again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loket.adapters.port import Kind
from loket.cases.lifecycle import Trigger, fire
from loket.cases.models import Answer, Case, Referral
from loket.cases.outbox import Delivery
from loket.cases.states import ReferralState
from loket.db import insert_all
from loket.errors import BadRequest, Conflict, Faults
from loket.routing import journal, rules, standstill
from loket.routing.compose import follow_up
from loket.routing.context import Context
from loket.routing.drafts import answer_rows
from loket.routing.progress import heard, lock_part, settle, start_answered
from loket.routing.reports import resume

S = ReferralState


def supply(context: Context, number: str, answers: Mapping[str, Any], note: str | None) -> None:
    """Record what the applicant gives for this part and send it on. Commits.

    A part that waited for these answers begins; a part that asked for them is told and its term runs again from today
    (Awb 4:15). Raises NotFound, BadRequest (no answer and no note, or wrong ones), Conflict when the part is at its end.
    """
    case, part = lock_part(context, number)
    faults = Faults()
    checked = rules.check_answers(context.catalogue, answers, faults)
    faults.raise_if_any()
    if not checked and not note:
        raise BadRequest("Geef minstens één antwoord of een toelichting.")
    insert_all(context.session, Answer, answer_rows(context, case.id, checked))
    context.session.expire(case, ["answers"])
    standstill.weigh(context, case)
    if part.state in (S.DECIDED, S.DELIVERED, S.CLOSED, S.FORWARDED, S.RETURNED, S.WITHDRAWN, S.DECLINED):
        raise Conflict("Dit deel is al klaar; een aanvulling kan niet meer.", code="past-niet-bij-status")
    if part.state is not S.PLANNED:
        _pass_on(context, case, part, checked, note)
    start_answered(context, case)
    journal.audit(context, "aanvulling", part.number)
    journal.log_processing(context, "aanvullen", [case.person.pseudonym], foreign=part.organisation)
    settle(context, case)
    context.session.commit()


def _pass_on(context: Context, case: Case, part: Referral, answers: Mapping[str, Any], note: str | None) -> None:
    product = context.catalogue.products[part.product]
    allowed = set(product.questions) | set(part.asked or ())
    told = [
        {"vraag": key, "label": context.catalogue.questions[key].label, "waarde": value} for key, value in answers.items() if key in allowed
    ]
    content = {"antwoorden": told} | ({"toelichting": note} if note else {})
    insert_all(context.session, Delivery, [follow_up(context, case, part, Kind.COMPLETION.value, **content)])
    if part.state is S.NEEDS_INFORMATION:
        resume(context, part)
        fire(part, Trigger.COMPLETE, context.now)
        part.supplied_at = context.now
        heard(context, part)
    journal.tell(context, case, "aanvulling-gegeven", part, toelichting=note)
