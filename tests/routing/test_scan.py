"""The maatwerkscan at dismissal: who is asked, what a yes proposes, and that skipping changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from loket.routing import rules
from loket.routing.catalogue import Catalogue
from loket.routing.programmes import programmes_of
from loket.routing.proposals import Proposal
from loket.routing.request import Request
from tests.routing.asking import TODAY, ask

SCAN = ("scan-woonlasten", "scan-zorg-voor-ander", "scan-dagelijks-leven", "scan-lezen-computer")
DEBTS = {"heeft-schulden": False}  # so that the debts themselves propose nothing


def proposed(catalogue: Catalogue, request: Request) -> Proposal:
    return rules.propose(catalogue, request, rules.find_gemeente(catalogue, request).code, TODAY)


def asked(catalogue: Catalogue, request: Request) -> set[str]:
    hidden = rules.facts_of(catalogue, request, TODAY).hidden
    return {key for key in catalogue.life_events[request.life_event or ""].questions if key not in hidden}


def test_the_scan_has_at_most_five_questions_each_with_a_why_and_a_validity(catalogue: Catalogue) -> None:
    found = [question for key, question in catalogue.questions.items() if key.startswith("scan-")]
    assert {question.key for question in found} == set(SCAN)
    assert len(found) + 1 <= 5  # with heeft-schulden, which dismissal asks everybody
    assert all(question.voluntary and question.valid_days > 0 and "We vragen dit omdat" in question.help for question in found)


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ({"gemeente_code": "0518"}, set(SCAN)),
        ({"gemeente_code": "0153"}, set()),
        ({"gemeente_code": None, "postcode": "2511BT"}, set(SCAN)),
        ({"gemeente_code": None}, set()),  # not known where they live
        ({"gemeente_code": None, "chosen_gemeente": "0518"}, set(SCAN)),
    ],
)
def test_only_who_lives_where_the_gemeente_takes_part_is_asked(catalogue: Catalogue, where: dict[str, str | None], shown: set[str]) -> None:
    assert asked(catalogue, ask("ontslag", {}, **where)) & set(SCAN) == shown


def test_no_other_life_event_asks_them(catalogue: Catalogue) -> None:
    assert [event.slug for event in catalogue.life_events.values() if set(SCAN) & set(event.questions)] == ["ontslag"]


def test_what_is_skipped_proposes_nothing_and_is_not_asked_for_afterwards(catalogue: Catalogue) -> None:
    here, elsewhere = (proposed(catalogue, ask("ontslag", DEBTS, gemeente_code=code)) for code in ("0518", "0153"))
    assert [route.product for route in here.routes] == [route.product for route in elsewhere.routes]
    assert [line.words for line in here.lines] == [line.words for line in elsewhere.lines]
    assert not {row["vraag"] for row in rules.missing(catalogue, here, DEBTS)} & set(SCAN)


@pytest.mark.parametrize(
    ("question", "product"),
    [("scan-dagelijks-leven", "wmo-melding"), ("scan-woonlasten", "shv-gesprek"), ("scan-zorg-voor-ander", "wmo-melding")],
)
def test_a_yes_proposes_help_with_the_reason_and_a_no_does_not(catalogue: Catalogue, question: str, product: str) -> None:
    yes, no = ({**DEBTS, question: said} for said in (True, False))
    found = {route.product: route for route in proposed(catalogue, ask("ontslag", yes)).routes}
    assert found[product].organisation == "gemeente-0518"
    assert found[product].reason.startswith("U zegt dat ")
    assert product not in {route.product for route in proposed(catalogue, ask("ontslag", no)).routes}


def test_two_reasons_for_the_same_help_make_one_part(catalogue: Catalogue) -> None:
    both = {"scan-zorg-voor-ander": True, "scan-dagelijks-leven": True}
    assert [route.product for route in proposed(catalogue, ask("ontslag", both)).routes].count("wmo-melding") == 1


def test_help_with_reading_is_a_line_and_no_application(catalogue: Catalogue) -> None:
    with_help, without = (proposed(catalogue, ask("ontslag", {**DEBTS, "scan-lezen-computer": said})) for said in (True, False))
    assert with_help.routes == without.routes
    assert any("bibliotheken" in line.words for line in with_help.lines)


def test_no_organisation_gets_an_answer_of_the_scan(catalogue: Catalogue) -> None:
    assert not set(SCAN) & {key for product in catalogue.products.values() for key in product.questions}


def test_taking_part_has_a_first_and_a_last_day(catalogue: Catalogue) -> None:
    pilot = replace(catalogue.programmes["maatwerkscan"], valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [bool(programmes_of({"maatwerkscan": pilot}, "0518", day)) for day in days] == [False, True, True, False]
