"""The step with the products: what is proposed with its reason and last day, what collides, and rights that are often forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from loket.routing import suggestions
from loket.routing.entries import Product
from loket.routing.knowledge import ForgottenRight
from loket.routing.own_days import own_day
from loket.routing.proposals import Proposal, Route
from loket.routing.request import Request
from loket.web import new_known, new_view, texts_taking
from loket.web.forms import Form
from loket.web.guard import account, acting
from loket.web.parts import today

if TYPE_CHECKING:
    from loket.web.sheet import Sheet

CHOICE = "keuze."


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposed product as it stands on the form; ``notes`` are the sentences below its reason, ``pressing`` its last day if near."""

    route: Route
    product: Product
    notes: tuple[str, ...]
    pressing: str


def offers(proposal: Proposal, sheet: Sheet, answers: Mapping[str, Any]) -> dict[str, list[Offer]]:
    """The proposed products by organisation, in order of appearance."""
    found = {route: _offer(sheet, route, answers) for route in proposal.routes}
    return {slug: [found[route] for route in routes] for slug, routes in new_view.by_organisation(proposal.routes).items()}


def _offer(sheet: Sheet, route: Route, answers: Mapping[str, Any]) -> Offer:
    products = sheet.catalogue.products
    product = products[route.product]
    day = own_day(product, answers, today())
    notes = [f"Op tijd: {route.until}."] if route.until else []
    notes += [texts_taking.from_day(product.earliest)] if product.earliest else []
    notes += [texts_taking.waits_for(products[route.waits_for].name)] if route.waits_for else []
    return Offer(route, product, tuple(notes), texts_taking.days_left(day.left, day.last) if day else "")


def shown(sheet: Sheet) -> dict[str, Any]:
    """What the step needs. A life event proposes; without one the employee chooses freely."""
    request = sheet.sound if sheet.event else sheet.reading.request
    proposal = new_view.offered(sheet.catalogue, request, today()) if request and sheet.event else None
    routes = proposal.routes if proposal else ()
    known = new_known.earlier(sheet)
    answers = {**{key: found.value for key, found in known.items()}, **(request.answers if request else {})}
    rights = rights_for(sheet, request, proposal, answers) if request and proposal else []
    used = [right.condition for right in rights]
    new_known.account_for_conditions(sheet, used, known)
    return {
        "proposal": proposal,
        "offers": offers(proposal, sheet, request.answers if request else {}) if proposal else {},
        "lines": new_view.lines_by_way(proposal.lines if proposal else ()),
        "unroutable": [sheet.catalogue.products[slug].name for slug in proposal.unroutable] if proposal else [],
        "choices": new_view.free_choices(sheet.catalogue, (account().organisation,), [route.product for route in routes], today()),
        "picked": sheet.form.getlist("extra"),
        "rights": [(right, sheet.catalogue.products[right.product]) for right in rights],
    }


def rights_for(sheet: Sheet, request: Request, proposal: Proposal, answers: Mapping[str, Any]) -> list[ForgottenRight]:
    """The forgotten rights for the form as it stands, those that were taken on it included: they stay in sight to change one's mind."""
    asked = replace(request, products=(), left_out=())
    running = suggestions.running_products(acting(), request.applicant.bsn)
    return suggestions.forgotten(sheet.catalogue, asked, proposal, answers, today(), running)


def taken_rights(form: Form, answer: str = texts_taking.TAKE_RIGHT) -> list[str]:
    """The products that were suggested and, on the form, taken (or answered otherwise)."""
    return [field.removeprefix(CHOICE) for field, value in form.items() if field.startswith(CHOICE) and value == answer]


def count_rights(sheet: Sheet) -> None:
    """Count the suggestions that this request saw, once it was sent. Commits."""
    taken, refused = taken_rights(sheet.form), taken_rights(sheet.form, texts_taking.REFUSE_RIGHT)
    request = sheet.asked
    proposal = new_view.offered(sheet.catalogue, request, today())
    known = {key: found.value for key, found in new_known.earlier(sheet).items()}
    seen = rights_for(sheet, request, proposal, {**known, **request.answers}) if sheet.event else []
    suggestions.count(acting(), {right.product for right in seen} | set(taken) | set(refused), taken, refused)
