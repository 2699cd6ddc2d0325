"""The rules: a request and the catalogue in, a proposal out. Pure: no I/O, no clock.

A condition on a missing answer counts as true: an incomplete application is an application (Awb 4:5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from loket.routing.answers import QuestionUse, check_answers, questions_for
from loket.routing.catalogue import Catalogue
from loket.routing.conditions import Facts, hidden_questions, holds
from loket.routing.entries import EVERYONE, GEMEENTE, GENERAL, Collision, Row
from loket.routing.programmes import programmes_of
from loket.routing.proposals import GemeenteFound, Line, Proposal, Route, Wish
from loket.routing.request import APPLICANT, ProductChoice, Request

__all__ = [
    "GemeenteFound",
    "Line",
    "Proposal",
    "QuestionUse",
    "Route",
    "check_answers",
    "collisions",
    "facts_of",
    "find_gemeente",
    "missing",
    "outcome_collisions",
    "propose",
    "questions_for",
    "successor_product",
]

REQUESTED, REPORTED, COLLISION = "aanvragen", "melden", "botsing"
ADDED = "Toegevoegd aan het loket."


def find_gemeente(catalogue: Catalogue, request: Request) -> GemeenteFound:
    """The competent gemeente: registered > chosen > PC4 that lies in one gemeente > unclear. Abolished codes lead to the successor."""
    for code, how in ((request.applicant.gemeente_code, "inschrijving"), (request.chosen_gemeente, "gekozen")):
        current = catalogue.successors.get(code or "", code)
        if current in catalogue.gemeenten:
            return GemeenteFound(current, how)
    shares = catalogue.postcodes.get((request.applicant.postcode or "")[:4], ())
    if len(shares) == 1 and shares[0][1] >= 1.0:
        return GemeenteFound(shares[0][0], "postcode")
    return GemeenteFound(None, "onduidelijk", tuple(catalogue.gemeenten[code] for code, _ in shares))


def facts_of(catalogue: Catalogue, request: Request, today: date) -> Facts:
    """What conditions may look at. While the gemeente is not known it takes part in nothing: what is extra is not asked on a guess."""
    people = (request.applicant, *request.others)
    births = {person.role: person.birth_date for person in people}
    facts = Facts(
        *(request.answers, births, frozenset(births), request.urgent, today, catalogue.aow_ages),
        voluntary=frozenset(key for key, question in catalogue.questions.items() if question.voluntary),
        programmes=programmes_of(catalogue.programmes, find_gemeente(catalogue, request).code, today),
    )
    return replace(facts, hidden=hidden_questions(catalogue.questions, facts))


def propose(catalogue: Catalogue, request: Request, gemeente_code: str | None, today: date) -> Proposal:
    """The parts and lines for a request on that (Amsterdam) day: the rows of its life event whose condition is not certainly false,
    without what was left out and with what was added; a product once per organisation and person."""
    facts = facts_of(catalogue, request, today)
    rows = _rows(catalogue, request, facts, today)
    wishes = [*_wishes(rows, request.left_out), *_added(catalogue, request, today)]
    routes, unroutable = _routed(catalogue, wishes, gemeente_code, today)
    lines = [_line(catalogue, row, gemeente_code, today) for row in rows if row.way not in (REQUESTED, REPORTED)]
    concerned = {route.product for route in routes} | {line.product for line in lines if line.product}
    bites = [Line(COLLISION, collision.words) for collision in collisions(catalogue, request.life_event, concerned, facts)]
    return Proposal(
        life_event=request.life_event,
        gemeente_code=gemeente_code,
        routes=_with_waiting(catalogue, routes),
        lines=(*lines, *bites),
        unroutable=unroutable,
        needs_gemeente=any(_is_local(catalogue, wish.product) for wish in wishes),
        hidden=facts.hidden,
    )


def missing(catalogue: Catalogue, proposal: Proposal, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The questions of a proposal that have no answer yet and are shown: ``[{"vraag": key, "producten": [slug, …]}]`` (openVragen).

    One that may be skipped is never among them.
    """
    uses = questions_for(catalogue, [route.product for route in proposal.routes], proposal.life_event)
    skipped = {use.question.key for use in uses if use.question.voluntary} | proposal.hidden
    open_uses = [use for use in uses if use.question.key not in answers and use.question.key not in skipped]
    return [{"vraag": use.question.key, "producten": list(use.products)} for use in open_uses]


def collisions(catalogue: Catalogue, life_event: str | None, products: Collection[str], facts: Facts) -> tuple[Collision, ...]:
    """The collisions to warn of at intake. One that only names outcomes is silent until there are any."""
    return tuple(
        collision
        for collision in catalogue.collisions
        if _concerns(collision, life_event, products)
        and (collision.when is not None or not collision.outcomes)
        and holds(collision.when, facts) is not False
    )


def outcome_collisions(catalogue: Catalogue, life_event: str | None, outcomes: Mapping[str, str]) -> tuple[Collision, ...]:
    """The collisions among the outcomes so far (product → outcome): all outcomes that a collision names must have come."""
    return tuple(
        collision
        for collision in catalogue.collisions
        if collision.outcomes
        and _concerns(collision, life_event, outcomes)
        and all(outcomes.get(product) in values for product, values in collision.outcomes.items())
    )


def successor_product(catalogue: Catalogue, product: str, from_organisation: str, to_organisation: str, right_product: str | None) -> str:
    """The product of the successor when a part is forwarded (doorzendplicht, Awb 2:3): the one that was named if the target has it,
    else the same when both are of one kind (they carry out this gemeente product), else the target's general request."""
    offered = {entry.slug for entry in catalogue.products_of(catalogue.organisations[to_organisation])}
    if right_product in offered:
        return str(right_product)
    own = {entry.slug for entry in catalogue.products_of(catalogue.organisations[from_organisation])}
    return product if _is_local(catalogue, product) and product in offered & own else GENERAL


def _concerns(collision: Collision, life_event: str | None, products: Collection[str]) -> bool:
    return (not collision.life_events or life_event in collision.life_events) and set(collision.products) <= set(products)


def _rows(catalogue: Catalogue, request: Request, facts: Facts, today: date) -> list[Row]:
    event = catalogue.life_events.get(request.life_event or "")
    rows = event.rows if event else ()
    return [row for row in rows if _in_force(catalogue, row.product, today) and holds(row.condition, facts) is not False]


def _wishes(rows: list[Row], left_out: tuple[ProductChoice, ...]) -> Iterator[Wish]:
    for row in rows:
        if row.product and row.way in (REQUESTED, REPORTED) and not any(_is_left_out(row, choice) for choice in left_out):
            yield Wish(row.product, row.organisation, row.way, row.for_role, row.reason, row.until)


def _is_left_out(row: Row, choice: ProductChoice) -> bool:
    return (
        choice.product == row.product
        and choice.organisation in (None, row.organisation or choice.organisation)
        and choice.for_role in (None, row.for_role)
    )


def _added(catalogue: Catalogue, request: Request, today: date) -> Iterator[Wish]:
    event = catalogue.life_events.get(request.life_event or "")
    rows = [row for row in event.rows if row.way in (REQUESTED, REPORTED)] if event else []
    for choice in request.products:
        if _in_force(catalogue, choice.product, today):
            yield _wish(catalogue, choice, next((row for row in rows if row.product == choice.product), None))


def _wish(catalogue: Catalogue, choice: ProductChoice, row: Row | None) -> Wish:
    """What the employee added goes the way its life event has for it; without one it is a request if there is something to decide."""
    product = catalogue.products.get(choice.product)
    decides = product is None or product.term is not None or product.executor == EVERYONE
    way = row.way if row else REQUESTED if decides else REPORTED
    role = choice.for_role or (row.for_role if row else APPLICANT)
    reason = choice.reason or (row.reason if row else ADDED)
    return Wish(choice.product, choice.organisation, way, role, reason, row.until if row else None)


def _in_force(catalogue: Catalogue, slug: str | None, today: date) -> bool:
    product = catalogue.products.get(slug or "")
    return product is None or ((product.valid_from or today) <= today <= (product.valid_to or today))


def _is_local(catalogue: Catalogue, slug: str) -> bool:
    product = catalogue.products.get(slug)
    return product is not None and product.executor == GEMEENTE


def _executor(catalogue: Catalogue, wish: Wish, gemeente_code: str | None, today: date) -> str | None:
    product = catalogue.products.get(wish.product)
    if product is None:
        return None
    slug = wish.organisation if product.executor == EVERYONE else catalogue.executor_of(product, gemeente_code, today)
    organisation = catalogue.organisations.get(slug or "")
    if organisation is None or not (organisation.valid_from or today) <= today <= (organisation.valid_to or today):
        return None
    return organisation.slug


def _routed(
    catalogue: Catalogue, wishes: Sequence[Wish], gemeente_code: str | None, today: date
) -> tuple[tuple[Route, ...], tuple[str, ...]]:
    routes: dict[tuple[str, str, str], Route] = {}
    unroutable: dict[str, None] = {}
    for wish in wishes:
        organisation = _executor(catalogue, wish, gemeente_code, today)
        if organisation is None:
            unroutable[wish.product] = None
        else:
            routes.setdefault((organisation, wish.product, wish.for_role), _route(catalogue, wish, organisation))
    return tuple(routes.values()), tuple(unroutable)


def _route(catalogue: Catalogue, wish: Wish, organisation: str) -> Route:
    product = catalogue.products[wish.product]
    return Route(product.slug, organisation, wish.way, wish.for_role, wish.reason, product.ground, until=wish.until or product.apply_by)


def _with_waiting(catalogue: Catalogue, routes: Sequence[Route]) -> tuple[Route, ...]:
    """A part waits only for a part of the same request; what waits for something that is not asked goes out at once."""
    asked = {route.product for route in routes}
    awaited = {slug: product.waits_for.product for slug, product in catalogue.products.items() if product.waits_for}
    return tuple(replace(route, waits_for=awaited[route.product]) if awaited.get(route.product) in asked else route for route in routes)


def _line(catalogue: Catalogue, row: Row, gemeente_code: str | None, today: date) -> Line:
    product = catalogue.products.get(row.product or "")
    organisation = row.organisation or (catalogue.executor_of(product, gemeente_code, today) if product else None)
    words = row.reason if product else f"{row.name}: {row.reason}"
    return Line(row.way, words, row.for_role, row.product, organisation, row.until)
