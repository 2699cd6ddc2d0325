"""Adding products to a case that stands: the same rules, grounds and questions as at intake, for this one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from loket.cases.models import Case
from loket.cases.queries import find_case
from loket.cases.states import CaseState
from loket.errors import BadRequest, Conflict, Faults
from loket.routing import intake, journal, rules, standstill
from loket.routing.again import given_again
from loket.routing.compose import newest
from loket.routing.context import Context
from loket.routing.drafts import draft_parts
from loket.routing.entries import Question
from loket.routing.progress import lock_case, settle, start_answered, today
from loket.routing.request import APPLICANT, ProductChoice, Request, Statement
from loket.routing.rows import stated_columns
from loket.routing.tailored import talks

EVENT = "product-toegevoegd"


def add(
    context: Context, number: str, choices: Sequence[ProductChoice], answers: Mapping[str, Any], statement: Statement | None = None
) -> tuple[str, ...]:
    """Add these products to a case; returns the deelzaaknummers of the new parts. Commits.

    ``answers`` are those that the case did not have yet; ``statement`` is the citizen's declaration (Awb 4:1, 4:2). NotFound;
    BadRequest for an unknown product, a wrong answer, no reason, or a gemeente that cannot be told; Conflict for a closed case and
    for products that all run in it already.
    """
    case = lock_case(context, find_case(context.session, number).id)
    added = insert(context, case, _request(context, case, choices, answers, statement), EVENT)
    journal.audit(context, "product-toevoegen", case.number, delen=list(added))
    journal.log_processing(context, "product-toevoegen", [case.person.pseudonym])
    settle(context, case, look_for_routes=True)
    context.session.commit()
    return added


def insert(context: Context, case: Case, request: Request, event: str) -> tuple[str, ...]:
    """Write the parts of this request into a locked case; returns their deelzaaknummers. The caller settles and commits.

    ``event`` is the line of the timeline that they come with; the request's note goes with it. BadRequest and Conflict as :func:`add`.
    """
    proposal = propose(context, case, request)
    if proposal.needs_gemeente and proposal.gemeente_code is None:
        raise BadRequest("Voor dit product moet bekend zijn in welke gemeente de inwoner woont.", code="gemeente-onduidelijk")
    for name, value in stated_columns(request).items():
        setattr(case, name, value)
    people = [one.person_id for one in sorted(case.participants, key=lambda one: one.role != APPLICANT)]
    draft = draft_parts(context, request, proposal, case, people, event)
    if not draft.referrals and not proposal.unroutable:
        raise Conflict("Dit product loopt al in deze zaak.", code="loopt-al")
    intake.insert_parts(context, draft)
    talks.foresee(context, case.id, case.counter, case.gemeente_code, draft.products)
    case.events_count += len(draft.events)
    case.told_at = context.now
    context.session.flush()
    context.session.expire(case, ["referrals", "lines", "answers"])
    standstill.weigh(context, case)
    start_answered(context, case)
    return tuple(row["number"] for row in draft.referrals)


def propose(context: Context, case: Case, request: Request) -> rules.Proposal:
    """What the rules make of the chosen products in this case: their way and waiting, and the collisions with what runs already."""
    known = replace(request, answers={**newest(case.answers), **request.answers})
    code = rules.find_gemeente(context.catalogue, known).code
    proposal = rules.propose(context.catalogue, known, code, today(context))
    running = {part.product for part in case.referrals}
    facts = rules.facts_of(context.catalogue, known, today(context))
    concerned = running | {route.product for route in proposal.routes}
    bites = rules.collisions(context.catalogue, case.life_event, concerned, facts)
    lines = tuple(rules.Line(rules.COLLISION, one.words) for one in bites)
    told = {line.words for line in case.lines}
    return replace(proposal, lines=tuple(line for line in lines if line.words not in told))


def questions(context: Context, case: Case, choices: Sequence[ProductChoice]) -> list[Question]:
    """The questions of these products that this case has no answer to, and that are shown: asked once, never again."""
    request = as_request(context, case, choices)
    proposal = propose(context, case, request)
    known = newest(case.answers)
    uses = rules.questions_for(context.catalogue, [route.product for route in proposal.routes], None)
    return [use.question for use in uses if use.question.key not in known and use.question.key not in proposal.hidden]


def _request(
    context: Context, case: Case, choices: Sequence[ProductChoice], answers: Mapping[str, Any], statement: Statement | None
) -> Request:
    faults = Faults()
    checked = rules.check_answers(context.catalogue, answers, faults)
    for place, choice in enumerate(choices):
        if choice.product not in context.catalogue.products:
            faults.add(f"/producten/{place}", "onbekend", "Dit product is niet bekend.")
        if not choice.reason.strip():
            faults.add(f"/producten/{place}/reden", "verplicht", "Vul in waarom dit erbij komt.")
    if not choices:
        faults.add("/producten", "verplicht", "Kies minstens één product.")
    faults.raise_if_any()
    if case.state is CaseState.CLOSED:
        raise Conflict("Deze zaak is gesloten. Begin een nieuwe vraag.", code="past-niet-bij-status")
    note = ", ".join(context.catalogue.products[choice.product].name for choice in choices)
    return replace(as_request(context, case, choices), answers=checked, statement=statement, note=note)


def as_request(context: Context, case: Case, choices: Sequence[ProductChoice]) -> Request:
    """The case as a request for just these products: everything else that its life event has is left out."""
    chosen = {choice.product for choice in choices}
    event = context.catalogue.life_events.get(case.life_event or "")
    others = {row.product for row in event.rows if row.product and row.product not in chosen} if event else set()
    applicant = next(one for one in case.participants if one.role == APPLICANT)
    return Request(
        applicant=given_again(applicant),
        channel=case.channel,
        counter=case.counter,
        others=tuple(given_again(one) for one in case.participants if one.role != APPLICANT),
        life_event=case.life_event,
        products=tuple(choices),
        left_out=tuple(ProductChoice(slug) for slug in sorted(others)),
        answers=newest(case.answers),
        chosen_gemeente=case.gemeente_code,
        urgent=case.urgent,
        urgency=case.urgency,
        knocked_at=context.now,
    )
