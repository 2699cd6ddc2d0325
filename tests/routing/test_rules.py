"""From a request to routes: which gemeente, which products, who carries them out, what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from loket.routing import rules
from loket.routing.catalogue import Catalogue
from tests.routing.asking import TODAY, ask, choose


@pytest.mark.parametrize(
    ("given", "code", "how"),
    [
        ({"gemeente_code": "0518", "chosen_gemeente": "0344", "postcode": "3511AA"}, "0518", "inschrijving"),
        ({"gemeente_code": "1107"}, "0518", "inschrijving"),  # Loosduinen, since 1923 part of Den Haag
        ({"gemeente_code": None, "chosen_gemeente": "0344", "postcode": "1011AB"}, "0344", "gekozen"),
        ({"gemeente_code": "1999", "chosen_gemeente": "0344"}, "0344", "gekozen"),  # 1999 is the register of non-residents
        ({"gemeente_code": None, "postcode": "1011AB"}, "0363", "postcode"),
        ({"gemeente_code": None, "postcode": "1086AB"}, None, "onduidelijk"),  # in Amsterdam and in Diemen
        ({"gemeente_code": None, "postcode": "1099AB"}, None, "onduidelijk"),  # its area was never measured
        ({"gemeente_code": None}, None, "onduidelijk"),
    ],
)
def test_the_gemeente_is_that_of_registration_then_choice_then_postcode(
    catalogue: Catalogue, given: dict[str, str | None], code: str | None, how: str
) -> None:
    found = rules.find_gemeente(catalogue, ask(**given))
    assert (found.code, found.how) == (code, how)


def test_an_unclear_postcode_comes_with_its_candidates(catalogue: Catalogue) -> None:
    found = rules.find_gemeente(catalogue, ask(gemeente_code=None, postcode="1086AB"))
    assert {gemeente.name for gemeente in found.candidates} == {"Amsterdam", "Diemen"}
    assert rules.find_gemeente(catalogue, ask(gemeente_code=None)).candidates == ()


def test_every_abolished_gemeente_finds_its_successor(catalogue: Catalogue) -> None:
    for code in catalogue.successors:
        assert rules.find_gemeente(catalogue, ask(gemeente_code=code)).code in catalogue.gemeenten


def test_a_condition_without_an_answer_counts_as_true_and_a_false_one_leaves_the_row_out(small: Catalogue) -> None:
    assert [route.product for route in rules.propose(small, ask("storm"), "0518", TODAY).routes] == ["hulp"]
    assert rules.propose(small, ask("storm", {"haast": False}), "0518", TODAY).routes == ()


def test_a_route_says_who_why_and_on_what_ground(small: Catalogue) -> None:
    (route,) = rules.propose(small, ask("storm"), "0518", TODAY).routes
    assert (route.organisation, route.way, route.for_role) == ("gemeente-0518", "aanvragen", "aanvrager")
    assert (route.reason, route.ground) == ("De gemeente helpt.", "Wet 2; AVG art. 6")


def test_what_is_no_product_becomes_a_line_with_its_name(small: Catalogue) -> None:
    (line,) = rules.propose(small, ask("storm"), "0518", TODAY).lines
    assert (line.way, line.words) == ("zelf-doen", "Ramen dicht: Doe de ramen dicht.")


def test_another_executor_takes_the_place_of_the_gemeente(small: Catalogue) -> None:
    assert rules.propose(small, ask("storm"), "0153", TODAY).routes[0].organisation == "archief"


def test_an_executor_counts_only_while_it_is_valid(small: Catalogue) -> None:
    ended = replace(small, executors=tuple(replace(row, valid_to=date(2026, 11, 21)) for row in small.executors))
    assert rules.propose(ended, ask("storm"), "0153", TODAY).routes[0].organisation == "gemeente-0153"


def test_without_a_gemeente_its_product_cannot_be_routed(small: Catalogue) -> None:
    proposal = rules.propose(small, ask("storm"), None, TODAY)
    assert (proposal.routes, proposal.unroutable, proposal.needs_gemeente) == ((), ("hulp",), True)
    assert not rules.propose(small, ask(products=(choose("brief"),)), None, TODAY).needs_gemeente


def test_a_product_that_is_left_out_makes_no_part(small: Catalogue) -> None:
    assert rules.propose(small, ask("storm", left_out=(choose("hulp"),)), "0518", TODAY).routes == ()
    assert rules.propose(small, ask("storm", left_out=(choose("hulp", for_role="kind"),)), "0518", TODAY).routes


def test_a_product_that_is_added_carries_its_reason(small: Catalogue) -> None:
    routes = rules.propose(small, ask("storm", products=(choose("brief"),)), "0518", TODAY).routes
    assert [(route.product, route.reason) for route in routes] == [("hulp", "De gemeente helpt."), ("brief", "op verzoek")]


def test_a_product_that_is_added_twice_makes_one_part(small: Catalogue) -> None:
    twice = ask("storm", products=(choose("hulp"), choose("brief"), choose("brief")))
    assert [route.product for route in rules.propose(small, twice, "0518", TODAY).routes] == ["hulp", "brief"]


def test_the_same_product_for_two_people_makes_two_parts(small: Catalogue) -> None:
    routes = rules.propose(small, ask("storm", products=(choose("hulp", for_role="kind"),)), "0518", TODAY).routes
    assert [route.for_role for route in routes] == ["aanvrager", "kind"]


def test_a_general_request_needs_to_be_told_whose_it_is(small: Catalogue) -> None:
    routed = rules.propose(small, ask(products=(choose("algemeen-verzoek", "post"),)), "0518", TODAY)
    assert [route.organisation for route in routed.routes] == ["post"]
    assert rules.propose(small, ask(products=(choose("algemeen-verzoek"),)), "0518", TODAY).unroutable == ("algemeen-verzoek",)


def test_a_product_outside_its_validity_is_not_proposed(small: Catalogue) -> None:
    later = {**small.products, "hulp": replace(small.products["hulp"], valid_from=date(2026, 11, 23))}
    proposal = rules.propose(replace(small, products=later), ask("storm"), "0518", TODAY)
    assert (proposal.routes, proposal.unroutable) == ((), ())


def test_a_part_waits_only_for_a_part_of_the_same_request(small: Catalogue) -> None:
    together = rules.propose(small, ask("storm", products=(choose("brief"),)), "0518", TODAY).routes
    assert [route.waits_for for route in together] == [None, "hulp"]
    assert rules.propose(small, ask(products=(choose("brief"),)), "0518", TODAY).routes[0].waits_for is None


def test_open_questions_are_those_without_an_answer_that_are_shown(small: Catalogue) -> None:
    request = ask("storm", products=(choose("brief"),))
    proposal = rules.propose(small, request, "0518", TODAY)
    assert rules.missing(small, proposal, {"sinds": "2026-01-01"}) == [
        {"vraag": "haast", "producten": ["hulp"]},
        {"vraag": "soort", "producten": ["hulp"]},
    ]
    calm = rules.propose(small, ask(None, {"haast": False}, products=(choose("hulp"),)), "0518", TODAY)
    assert rules.missing(small, calm, {"haast": False}) == []


def test_schemes_that_bite_are_told_at_intake_unless_the_answers_rule_it_out(small: Catalogue) -> None:
    def told(answers: dict[str, str], *products: str) -> list[str]:
        request = ask(None, answers, products=tuple(choose(product) for product in products))
        return [line.words for line in rules.propose(small, request, "0518", TODAY).lines if line.way == "botsing"]

    assert told({}, "brief", "hulp") == ["Deze twee raken elkaar."]
    assert told({"soort": "zorg"}, "brief", "hulp") == []
    assert told({}, "brief") == []


def test_contradictory_outcomes_bite_only_when_both_have_come(catalogue: Catalogue) -> None:
    def told(**outcomes: str) -> list[str]:
        return [collision.slug for collision in rules.outcome_collisions(catalogue, "ontslag", outcomes)]

    assert told(ww="afgewezen", bijstand="afgewezen") == ["ww-en-bijstand-wijzen-naar-elkaar"]
    assert told(ww="afgewezen", bijstand="toegekend") == []
    assert told(ww="afgewezen") == []


@pytest.mark.parametrize(
    ("product", "sender", "target", "named", "expected"),
    [
        ("bijstand", "gemeente-0518", "gemeente-0344", None, "bijstand"),  # both are gemeenten
        ("bijstand", "gemeente-0518", "uwv", "ww", "ww"),  # named, and the target has it
        ("bijstand", "gemeente-0518", "uwv", "aow", "algemeen-verzoek"),  # named, but the target does not have it
        ("bijstand", "gemeente-0518", "uwv", None, "algemeen-verzoek"),
        ("ww", "uwv", "gemeente-0518", None, "algemeen-verzoek"),
        ("shv-gesprek", "gemeente-0153", "stadsbank-oost-nederland", None, "shv-gesprek"),  # carries it out for a gemeente
        ("bijstand", "gemeente-0153", "stadsbank-oost-nederland", None, "algemeen-verzoek"),
    ],
)
def test_the_successor_gets_the_named_product_or_the_same_or_a_general_request(
    catalogue: Catalogue, product: str, sender: str, target: str, named: str | None, expected: str
) -> None:
    assert rules.successor_product(catalogue, product, sender, target, named) == expected
