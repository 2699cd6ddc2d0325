"""The sixteen life events as configured: what sharing saves, what an answer changes, and whom a product is not for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from loket.routing import rules
from loket.routing.catalogue import Catalogue
from loket.routing.conditions import Condition
from loket.routing.proposals import Proposal
from loket.routing.request import CHILD, DECEASED, PARTNER, PersonGiven, Request
from tests.routing.asking import TODAY, ask, choose

#: life event, questions asked once, questions if each organisation asked its own, an answer, and the product that it takes away
EVENTS: list[tuple[str, int, int, Mapping[str, Any], str]] = [
    ("achttien-worden", 20, 30, {"beperking-jong": False}, "wajong"),
    ("detentie-einde", 29, 40, {"had-ww-of-wia": False}, "ww"),
    ("einde-ww", 20, 32, {"bijzondere-kosten": False}, "bijzondere-bijstand"),
    ("geboorte", 13, 18, {"zelfstandig": False}, "wazo-zez"),
    ("huis-kwijt", 20, 32, {"bedreiging": []}, "shv-bedreigend"),
    ("kind-met-zorg", 15, 20, {"pgb-of-natura": "natura"}, "pgb"),
    ("onderneming-gestopt", 32, 52, {"bedrijf-loopt-nog": False}, "bbz"),
    ("ontslag", 34, 52, {"heeft-schulden": False}, "shv-gesprek"),
    ("overlijden-partner", 27, 51, {"uitkering-overledene": "geen"}, "overlijdensuitkering"),
    ("pensioen", 16, 26, {"volledige-aow": True}, "aio"),
    ("scheiding", 24, 43, {"weinig-inkomen": False}, "bijstand"),
    ("schulden", 26, 55, {"soort-schulden": ["cak"]}, "betalingsregeling-cjib"),
    ("status-verkregen", 24, 37, {"gezin-in-buitenland": False}, "gezinshereniging"),
    ("verhuizing", 9, 9, {"verandert-ook": []}, "toeslag-voorschot"),
    ("wlz-opname-partner", 23, 32, {"heeft-pgb": False}, "pgb"),
    ("ziek-arbeidsongeschikt", 24, 38, {"werkgever-betaalt-door": True}, "zw"),
]


def proposed(catalogue: Catalogue, request: Request) -> Proposal:
    return rules.propose(catalogue, request, "0518", TODAY)


def products(catalogue: Catalogue, request: Request) -> set[str]:
    return {route.product for route in proposed(catalogue, request).routes}


def person(role: str, birth_date: str) -> PersonGiven:
    return PersonGiven(role, "Jansen", birth_date)


def test_the_table_holds_every_life_event(catalogue: Catalogue) -> None:
    assert [row[0] for row in EVENTS] == sorted(catalogue.life_events)


@pytest.mark.parametrize(("event", "once", "separately"), [row[:3] for row in EVENTS])
def test_each_question_is_asked_once(catalogue: Catalogue, event: str, once: int, separately: int) -> None:
    routes = proposed(catalogue, ask(event)).routes
    own = sum(len(catalogue.products[route.product].questions) for route in routes)
    uses = rules.questions_for(catalogue, [route.product for route in routes], event)
    assert len({use.question.key for use in uses}) == len(uses)
    assert (len(uses), len(catalogue.life_events[event].questions) + own) == (once, separately)


@pytest.mark.parametrize(("event", "answers", "product"), [(row[0], row[3], row[4]) for row in EVENTS])
def test_an_answer_changes_what_is_proposed(catalogue: Catalogue, event: str, answers: Mapping[str, Any], product: str) -> None:
    without, with_answer = products(catalogue, ask(event)), products(catalogue, ask(event, answers))
    assert product in without - with_answer


@pytest.mark.parametrize("event", [row[0] for row in EVENTS])
def test_every_life_event_finds_an_organisation_for_all_its_products(catalogue: Catalogue, event: str) -> None:
    proposal = proposed(catalogue, ask(event))
    assert proposal.routes
    assert proposal.unroutable == ()
    assert all(route.reason and route.ground for route in proposal.routes)


@pytest.mark.parametrize("event", [row[0] for row in EVENTS])
def test_every_condition_of_a_life_event_has_words_for_the_screen(catalogue: Catalogue, event: str) -> None:
    conditions = [row.condition for row in catalogue.life_events[event].rows if row.condition]
    assert all(isinstance(condition, Condition) and condition.words for condition in conditions)


def test_a_widow_of_79_is_not_offered_anw_and_her_aow_follows_by_itself(catalogue: Catalogue) -> None:
    proposal = proposed(catalogue, ask("overlijden-partner", {}, person(DECEASED, "1945-02-02"), birth_date="1947-03-01"))
    assert "anw" not in {route.product for route in proposal.routes}
    assert ("vanzelf", "aow") in {(line.way, line.product) for line in proposal.lines}


def test_a_young_widow_with_a_child_is_offered_anw(catalogue: Catalogue) -> None:
    assert "anw" in products(catalogue, ask("overlijden-partner", {"kind-onder-18": True}))
    assert "anw" not in products(catalogue, ask("overlijden-partner", {"kind-onder-18": False, "arbeidsongeschikt-45": False}))


def test_a_birth_year_alone_leaves_anw_open_only_around_the_aow_age(catalogue: Catalogue) -> None:
    assert "anw" not in products(catalogue, ask("overlijden-partner", birth_date="1947-00-00"))
    assert "anw" in products(catalogue, ask("overlijden-partner", birth_date="1959-00-00"))


def test_a_child_of_ten_gets_no_wlz_contribution(catalogue: Catalogue) -> None:
    child = person(CHILD, "2016-06-01")
    proposal = proposed(catalogue, ask("kind-met-zorg", {}, child))
    told = {route.product for route in proposal.routes} | {line.product for line in proposal.lines}
    assert "wlz-indicatie" in told
    assert "wlz-bijdrage" not in told


def test_the_contribution_for_a_partner_follows_the_indication(catalogue: Catalogue) -> None:
    routes = {route.product: route for route in proposed(catalogue, ask("wlz-opname-partner", {}, person(PARTNER, "1950-01-01"))).routes}
    assert routes["wlz-bijdrage"].waits_for == "wlz-indicatie"
    assert "wlz-bijdrage" not in products(catalogue, ask("wlz-opname-partner", {}, person(PARTNER, "2010-01-01")))


def test_nobody_is_asked_to_apply_for_the_scheme_of_defaulters(catalogue: Catalogue) -> None:
    proposal = proposed(catalogue, ask("schulden", {"premie-achterstand": True}))
    assert "wanbetaler" not in {route.product for route in proposal.routes}
    assert ("waarschuwing", "wanbetaler") in {(line.way, line.product) for line in proposal.lines}


def test_bijstand_beside_ww_is_not_held_back(catalogue: Catalogue) -> None:
    routes = {route.product: route for route in proposed(catalogue, ask("ontslag")).routes}
    assert routes["bijstand"].waits_for is None
    assert routes["ww"].waits_for is None


def test_urgency_alone_is_reason_to_propose_bijstand(catalogue: Catalogue) -> None:
    answers = {"ww-verwacht": "genoeg", "ander-inkomen": True}
    assert "bijstand" not in products(catalogue, ask("ontslag", answers))
    assert "bijstand" in products(catalogue, ask("ontslag", answers, urgent=True))


def test_debt_help_in_enschede_goes_to_the_bank_that_carries_it_out(catalogue: Catalogue) -> None:
    routes = rules.propose(catalogue, ask("schulden"), "0153", TODAY).routes
    found = {route.product: route.organisation for route in routes}
    assert found["shv-gesprek"] == found["shv-besluit"] == "stadsbank-oost-nederland"
    assert found["kwijtschelding"] == "gemeente-0153"


def test_a_product_outside_the_life_event_can_be_added(catalogue: Catalogue) -> None:
    assert "aow" in products(catalogue, ask("ontslag", products=(choose("aow"),)))
