"""Turns a request and its proposal into the rows of a case; pure but for fresh ids. ``intake`` writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from loket.cases.base import new_id
from loket.cases.deadlines import amsterdam_date
from loket.cases.lifecycle import case_turn, turn_of
from loket.cases.models import Case, CaseLine
from loket.cases.numbers import new_case_number, referral_number
from loket.cases.states import CaseState, ReferralState, Turn
from loket.routing import journal, norms, rules, stuck
from loket.routing.compose import delivery_row, fetch_by_of, request_body
from loket.routing.context import Context
from loket.routing.facts import CaseFacts, facts_of_case, facts_of_request, given_people, kind_of
from loket.routing.request import APPLICANT, Request
from loket.routing.rows import answer_row, line_row, paper_row, participant_row, stated_columns, with_mandates
from loket.routing.rows import answer_rows as answer_rows
from loket.routing.standstill import UNROUTED

Row = dict[str, Any]
S = ReferralState
ASKED_AGAIN = "opnieuw-gevraagd"


@dataclass(slots=True)
class Draft:
    """The rows of a case, or of what joins it, by table."""

    case: Row = field(default_factory=dict)
    participants: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    referrals: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    deliveries: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)

    @property
    def products(self) -> set[str]:
        """The products of its parts."""
        return {row["product"] for row in self.referrals}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where new rows go: a case that is being made, or one that stands."""

    case_id: UUID
    number: str
    next_ordinal: int
    next_event: int


def draft_case(context: Context, request: Request, proposal: rules.Proposal, people: Sequence[UUID]) -> Draft:
    """All rows of a new case. ``people`` are the ids of the applicant and the others, in the request's order."""
    request = with_mandates(request)
    place = _Place(new_id(context.now), new_case_number(), 1, 1)
    knocked_at = request.knocked_at or context.now
    facts = facts_of_request(request, place.number, knocked_at, context.now)
    draft = Draft()
    draft.participants = [
        participant_row(context, place.case_id, given, person)
        for given, person in zip((request.applicant, *request.others), people, strict=True)
    ]
    draft.events.append(
        journal.event_row(context, place.case_id, 1, "zaak-ontvangen", toelichting=request.note, nieuweZaak=request.new_case_reason)
    )
    _add_parts(context, draft, request, proposal, facts, replace(place, next_event=2))
    draft.case = _case_row(context, request, proposal, draft, place, people[0])
    return draft


def _case_row(context: Context, request: Request, proposal: rules.Proposal, draft: Draft, place: _Place, applicant: UUID) -> Row:
    turns = [Turn(row["turn"]) for row in draft.referrals]
    unroutable = not draft.referrals or bool(proposal.unroutable)
    need = context.catalogue.urgency.need(request.answers, request.urgency, urgent=request.urgent)
    return {
        "id": place.case_id,
        "number": place.number,
        "person_id": applicant,
        "life_event": request.life_event,
        "joinable": request.new_case_reason is None,
        "gemeente_code": proposal.gemeente_code,
        "counter": request.counter,
        "employee": context.actor.name,
        "channel": request.channel,
        "urgent": request.urgent,
        "urgency": request.urgency,
        "need": need,
        "note": request.note,
        **stated_columns(request),
        "told_at": context.now,
        "state": CaseState.RECEIVED if draft.referrals else CaseState.UNROUTABLE,
        "turn": Turn.COUNTER if unroutable else case_turn(turns),
        "stuck_reason": UNROUTED if unroutable else None,
        "stuck_since": context.now if unroutable else None,
        "stuck_rank": stuck.rank(UNROUTED, need) if unroutable else None,
        "version": 1,
        "events_count": len(draft.events),
        "knocked_at": request.knocked_at or context.now,
        "received_at": context.now,
        "catalogue_version": context.catalogue.version,
    }


def draft_parts(
    context: Context, request: Request, proposal: rules.Proposal, case: Case, people: Sequence[UUID], event: str = ASKED_AGAIN
) -> Draft:
    """The rows that a repeated request adds to an open case: its new products, people and answers, and that it was asked again.

    A product that was withdrawn before is a new part. ``people`` are the ids of the applicant and the others, in the request's order;
    ``event`` is the line of the timeline that they come with.
    """
    request = with_mandates(request)
    place = _Place(case.id, case.number, max((part.ordinal for part in case.referrals), default=0) + 1, case.events_count + 1)
    stood = {(part.organisation, part.product, part.for_role) for part in case.referrals if part.state is not S.WITHDRAWN}
    told = {_line_key(line) for line in case.lines}
    routes = tuple(route for route in proposal.routes if (route.organisation, route.product, route.for_role) not in stood)
    lines = tuple(line for line in proposal.lines if _line_key(line) not in told)
    unroutable = tuple(slug for slug in proposal.unroutable if (UNROUTED, slug, APPLICANT, "") not in told)
    known = {(person.role, person.person_id) for person in case.participants}
    others = [(given, person) for given, person in zip(request.others, people[1:], strict=True) if (given.role, person) not in known]
    today = amsterdam_date(context.now)
    facts = facts_of_case(case, today)
    more = given_people((given for given, _ in others), today)
    facts = replace(facts, answers={**facts.answers, **request.answers}, people=facts.people + more)
    draft = Draft(participants=[participant_row(context, case.id, given, person) for given, person in others])
    draft.events.append(journal.event_row(context, case.id, place.next_event, event, toelichting=request.note))
    fresh = replace(proposal, routes=routes, lines=lines, unroutable=unroutable)
    _add_parts(context, draft, request, fresh, facts, replace(place, next_event=place.next_event + 1))
    return draft


def _line_key(line: CaseLine | rules.Line) -> tuple[str, str | None, str, str]:
    """What makes a line the same as another; without a product only its words tell."""
    return line.way, line.product, line.for_role, "" if line.product else line.words[:500]


def _add_parts(context: Context, draft: Draft, request: Request, proposal: rules.Proposal, facts: CaseFacts, place: _Place) -> None:
    for offset, route in enumerate(proposal.routes):
        draft.referrals.append(_referral(context, route, place, place.next_ordinal + offset, facts))
    by_product = {row["product"]: row for row in draft.referrals}
    for row, route in zip(draft.referrals, proposal.routes, strict=True):
        _wait_or_send(context, draft, row, by_product.get(route.waits_for or ""), facts)
    draft.events += [_part_event(context, row, place.next_event + offset) for offset, row in enumerate(draft.referrals)]
    draft.lines += [line_row(context, place.case_id, line) for line in (*proposal.lines, *_unrouted(context, proposal))]
    draft.answers += [
        answer_row(context, place.case_id, key, value) | {"confirms_id": request.confirmed.get(key)}
        for key, value in request.answers.items()
    ]
    draft.papers += [paper_row(context, place.case_id, paper) for paper in request.papers]


def _unrouted(context: Context, proposal: rules.Proposal) -> list[rules.Line]:
    """What nobody known carries out stays a line of the case until somebody has it: see ``progress.unrouted``."""
    products = context.catalogue.products
    names = [(slug, products[slug].name if slug in products else slug) for slug in proposal.unroutable]
    return [rules.Line(UNROUTED, f"Voor dit product is nog geen organisatie gevonden: {name}.", product=slug) for slug, name in names]


def _referral(context: Context, route: rules.Route, place: _Place, ordinal: int, facts: CaseFacts) -> Row:
    product = context.catalogue.products[route.product]
    startable = all(key in facts.answers for key in product.required)
    state = S.PENDING if startable else S.PLANNED
    own = norms.norms_of(context.catalogue, route.organisation, route.product)
    return {
        "id": new_id(context.now),
        "case_id": place.case_id,
        "ordinal": ordinal,
        "number": referral_number(place.number, ordinal),
        "organisation": route.organisation,
        "product": route.product,
        "way": route.way,
        "for_role": route.for_role,
        "reason": route.reason[:300],
        "ground": route.ground[:200],
        "terms": product.applied(),
        "state": state,
        "state_since": context.now,
        "turn": turn_of(state),
        "norm_at": norms.norm_at(state, own, context.now, fetch_by=fetch_by_of(context, route.organisation)),
        "overdue": False,
        "hops": 0,
        "suspended_days": 0,
        "awaits_id": None,
        "awaits_until": None,
    }


def _wait_or_send(context: Context, draft: Draft, row: Row, awaited: Row | None, facts: CaseFacts) -> None:
    """A part that follows another waits for it; all others go out at once: what is applied for is never held back."""
    product = context.catalogue.products[row["product"]]
    if awaited is not None and product.waits_for is not None and awaited is not row:
        until = context.now + timedelta(days=product.waits_for.days)
        row |= {"state": S.PLANNED, "turn": awaited["turn"], "awaits_id": awaited["id"], "awaits_until": until.date(), "norm_at": until}
    if row["state"] is S.PENDING:
        kind = kind_of(row["way"], facts)
        body = request_body(context, facts, product, kind, row["number"], row["for_role"], row["ground"])
        draft.deliveries.append(delivery_row(context, row["case_id"], row["id"], row["organisation"], body, facts.urgent))


def _part_event(context: Context, row: Row, sequence: int) -> Row:
    reason = "eerst komt een ander deel" if row["awaits_id"] else "er ontbreekt nog een antwoord"
    kind = "deel-gepland" if row["state"] is S.PLANNED else "deel-gemaakt"
    return journal.event_row(
        context, row["case_id"], sequence, kind, row["id"], reden=reason if row["state"] is S.PLANNED else row["reason"]
    )
