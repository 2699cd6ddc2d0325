"""What the steps of a new request show: plain values for the templates, made from the catalogue and the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from loket.cases.identity import mask_bsn, surname_key
from loket.routing import compose, rules
from loket.routing.catalogue import Catalogue
from loket.routing.entries import EVERYONE, GEMEENTE, GENERAL, LifeEvent, Product, Question
from loket.routing.proposals import GemeenteFound, Line, Proposal, Route
from loket.routing.request import APPLICANT, Request
from loket.web.parts import organisation_name
from loket.web.texts import PERSON_FIELDS
from loket.web.texts_taking import KEPT_BACK, VOLUNTARY


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the form. ``hint`` says when it can be skipped; ``users`` are the organisations that need it.

    ``told`` is the sentence that says when and where the answer was given before; empty when it is asked anew.
    """

    question: Question
    users: tuple[str, ...]
    hint: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A product on the list to choose freely from; ``value`` is what the form posts, ``at`` the organisation where it must be named."""

    value: str
    product: Product
    at: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What one organisation gets with one product, and what it must not have to ask again."""

    route: Route
    product: Product
    people: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # role → (label, value)
    answers: tuple[tuple[str, str], ...]  # (label, value)


def proposal_of(catalogue: Catalogue, request: Request, today: date) -> Proposal:
    """What the rules make of the request as it stands."""
    return rules.propose(catalogue, request, rules.find_gemeente(catalogue, request).code, today)


def offered(catalogue: Catalogue, request: Request, today: date) -> Proposal:
    """What the life event proposes before anybody left something out or added something."""
    return proposal_of(catalogue, replace(request, left_out=(), products=()), today)


def gemeente_gap(catalogue: Catalogue, request: Request, today: date) -> GemeenteFound | None:
    """The candidates when a gemeente is needed and cannot be told; else None."""
    found = rules.find_gemeente(catalogue, request)
    return found if found.code is None and proposal_of(catalogue, request, today).needs_gemeente else None


def roles_of(event: LifeEvent | None) -> tuple[str, ...]:
    """The people other than the applicant whom the rows of the event are about, in order of appearance."""
    roles = dict.fromkeys(row.for_role for row in event.rows) if event else {}
    return tuple(role for role in roles if role != APPLICANT)


def matching(events: Iterable[LifeEvent], typed: str) -> list[LifeEvent]:
    """The life events whose name or explanation holds every word that was typed, whatever its case and accents; all for no words."""
    words = surname_key(typed).split()
    return [event for event in events if all(word in surname_key(f"{event.name} {event.explanation}") for word in words)]


def deciding_questions(catalogue: Catalogue, event: LifeEvent | None, hidden: Iterable[str] = ()) -> list[Asked]:
    """The questions that decide which rows of the event apply, without those that are certainly not needed."""
    keys = event.questions if event else ()
    return [_asked(catalogue.questions[key], ()) for key in keys if key not in hidden]


def product_questions(
    catalogue: Catalogue, proposal: Proposal, event: LifeEvent | None, hidden: Collection[str] | None = None
) -> list[Asked]:
    """The questions of the proposed products, each once, those that most organisations need first.

    ``hidden`` are those that need no answer; the proposal's own when it is not given.
    """
    unasked = {*(event.questions if event else ()), *(proposal.hidden if hidden is None else hidden)}
    uses = rules.questions_for(catalogue, [route.product for route in proposal.routes], proposal.life_event)
    executors: dict[str, list[str]] = {}
    for route in proposal.routes:
        executors.setdefault(route.product, []).append(organisation_name(route.organisation))
    asked = [
        _asked(use.question, tuple(dict.fromkeys(name for slug in use.products for name in executors.get(slug, ()))))
        for use in uses
        if use.question.key not in unasked
    ]
    return sorted(asked, key=lambda found: -len(found.users))


def _asked(question: Question, users: tuple[str, ...]) -> Asked:
    return Asked(question, users, _when(question))


def _when(question: Question) -> str:
    if question.voluntary:
        return VOLUNTARY
    if question.shown_if is None:
        return ""
    words = question.shown_if.words
    return f"Alleen als {words}." if words else "Past dit niet? Sla de vraag over."


def by_organisation(routes: Iterable[Route]) -> dict[str, list[Route]]:
    """Routes by organisation, in order of appearance."""
    grouped: dict[str, list[Route]] = {}
    for route in routes:
        grouped.setdefault(route.organisation, []).append(route)
    return grouped


def lines_by_way(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Lines by way: vanzelf, zelf-doen, waarschuwing, botsing."""
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.way, []).append(line)
    return grouped


def free_choices(catalogue: Catalogue, own: Iterable[str | None], taken: Iterable[str], today: date) -> dict[str, list[Choice]]:
    """All products by who carries them out, without ``taken``; the general request also at the organisations in ``own``."""
    without = set(taken)
    groups: dict[str, list[Choice]] = {}
    for product in catalogue.products.values():
        valid = (product.valid_from or today) <= today <= (product.valid_to or today)
        if valid and product.slug not in without and product.executor != EVERYONE:
            groups.setdefault(product.executor, []).append(Choice(product.slug, product))
    general = catalogue.products[GENERAL]
    for slug in dict.fromkeys([*groups, *filter(None, own)]):
        if slug != GEMEENTE:
            group = GEMEENTE if catalogue.organisations[slug].gemeente_code else slug
            groups.setdefault(group, []).append(Choice(f"{GENERAL}~{slug}", general, organisation_name(slug)))
    return groups


def given_to(catalogue: Catalogue, request: Request, proposal: Proposal, now: datetime) -> list[Given]:
    """For the check page: per part the fields and answers that will leave, and nothing else (the same allow-list as the message)."""
    facts = compose.facts_of_request(request, "", now, now)
    found = []
    for route in proposal.routes:
        product = catalogue.products[route.product]
        people = tuple(_person(catalogue, person) for person in compose.allowed_people(facts, product))
        answers = tuple(
            (row["label"], said(catalogue.questions[row["vraag"]], row["waarde"]))
            for row in compose.allowed_answers(catalogue, product, facts.answers)
        )
        found.append(Given(route, product, people, answers))
    return found


def _person(catalogue: Catalogue, person: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]]:
    hidden = compose.ADDRESS if compose.SECRECY in person else ()
    shown = {name: KEPT_BACK if name in hidden else _masked(catalogue, name, str(value)) for name, value in person.items() if name != "rol"}
    fields = [(PERSON_FIELDS.get(name, name), value) for name, value in shown.items()]
    return str(person["rol"]), tuple(fields)


def _masked(catalogue: Catalogue, name: str, value: str) -> str:
    return mask_bsn(value) if name == "burgerservicenummer" else field_value(catalogue, name, value)


def field_value(catalogue: Catalogue, name: str, value: str) -> str:
    """A person's field as the desk reads it: dates as dd-mm-jjjj, a gemeente by its name."""
    if name == compose.SECRECY:
        return "ja"
    if name.startswith("datum") or name == "geboortedatum":
        return dutch_date(value)
    return catalogue.gemeenten[value].name if name == "gemeentecode" and value in catalogue.gemeenten else value


def dutch_date(value: str) -> str:
    """``jjjj-mm-dd`` as ``dd-mm-jjjj``; 00 stays where a part is unknown."""
    return "-".join(reversed(value.split("-")))


def said(question: Question, value: Any) -> str:
    """An answer as a person says it."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if question.type == "datum":
        return dutch_date(str(value))
    if question.type == "bedrag":
        return f"€ {value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    words = dict(question.choices)
    return ", ".join(words.get(item, str(item)) for item in (value if isinstance(value, list) else [value]))
