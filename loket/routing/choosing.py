"""A route for what has none: a person chooses which organisation gets it, and for which product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loket.cases.models import Case, CaseLine
from loket.cases.queries import find_case
from loket.cases.states import CaseState
from loket.errors import BadRequest, Conflict, Fault, Faults
from loket.routing import additions
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.progress import lock_case, lost_lines, settle
from loket.routing.reassignment import check_route
from loket.routing.request import ProductChoice

EVENT = "organisatie-gekozen"
MANY = "Kies voor welke vraag dit is."


def waiting(case: Case) -> Sequence[CaseLine]:
    """What was asked for and has no organisation yet; empty as well when nothing at all was asked for."""
    return lost_lines(case) if case.state is not CaseState.CLOSED else ()


def choose(context: Context, number: str, organisation: str, product: str, reason: str, asked: str | None = None) -> str:
    """Send what has no route to this organisation for this product; returns the deelzaaknummer. Commits.

    ``asked`` is the product that has no route, needed where there are several. An organisation that is a gemeente is then the one of
    the citizen, when none was known. NotFound; BadRequest with a fault per field; Conflict when everything in the case has a route.
    """
    faults = Faults()
    reason = check_reason(reason, faults)
    check_route(context, organisation, product, faults)
    faults.raise_if_any()
    case = lock_case(context, find_case(context.session, number).id)
    lost = waiting(case)
    if not lost and case.state is not CaseState.UNROUTABLE:
        raise Conflict("Voor alles in deze zaak is al een organisatie gevonden.", code="past-niet-bij-status")
    found = [line for line in lost if line.product == asked] if asked or len(lost) > 1 else lost
    if lost and not found:
        raise BadRequest(MANY, faults=(Fault("/voor", "verplicht", MANY),))
    doing = Doing(context, "organisatie-kiezen", case)
    added = _insert(context, case, organisation, ProductChoice(product, organisation, reason=reason))
    for line in found:
        line.done_at, line.done_by = context.now, context.actor.name
    settle(context, case, look_for_routes=True)
    doing.done(naar=organisation, delen=[added])
    return added


def _insert(context: Context, case: Case, organisation: str, choice: ProductChoice) -> str:
    """The part, at this organisation and no other. What a product of a gemeente needs to know is which one."""
    gemeente = context.catalogue.organisations[organisation].gemeente_code
    case.gemeente_code = case.gemeente_code or gemeente
    request = replace(additions.as_request(context, case, [choice]), note=choice.reason)
    route = next((one for one in additions.propose(context, case, request).routes if one.product == choice.product), None)
    if route is None:
        raise _wrong("Ook hiervoor is nu geen route bekend. Kies een andere organisatie of een ander product.")
    if route.organisation != organisation:
        name = context.catalogue.organisations[route.organisation].short_name
        raise _wrong(f"Dit product gaat voor deze inwoner naar {name}. Kies die organisatie.")
    return additions.insert(context, case, request, EVENT)[0]


def _wrong(why: str) -> BadRequest:
    return BadRequest(why, faults=(Fault("/organisatie", "past-niet", why),))
