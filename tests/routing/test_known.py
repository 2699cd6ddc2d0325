"""Which earlier answers may be shown where: the own loket, another loket, and answers of a sensitive case (practice rule 20)."""

from __future__ import annotations

import pytest

from loket.routing import known, rules, suggestions
from loket.routing.context import Actor
from loket.routing.papers import needed, seen_before
from loket.routing.request import PaperGiven, Request
from tests.routing.asking import TODAY, ask
from tests.support.desk import BSN, EMPLOYEE, Desk, request

OTHER = Actor(name="balie-uwv", label="uwv-amsterdam", counter="uwv-amsterdam", origin="web")


def shown(desk: Desk, actor: Actor, check: str | None) -> set[str]:
    return set(known.known_answers(desk.context(actor), BSN, check))


def test_the_own_loket_sees_what_was_told_there_without_more(desk: Desk) -> None:
    desk.open("bijstand", answers={"rekeningnummer": "NL91 ABNA 0417 1643 00"})
    assert shown(desk, EMPLOYEE, None) == {"rekeningnummer"}


@pytest.mark.parametrize(
    ("check", "seen"), [(None, False), ("digid", True), ("identiteitsbewijs", True), ("niet", False), ("vragen", True)]
)
def test_another_loket_sees_it_only_when_it_was_checked_who_is_there(desk: Desk, check: str | None, seen: bool) -> None:
    desk.open("bijstand", answers={"rekeningnummer": "NL91 ABNA 0417 1643 00"})
    assert shown(desk, OTHER, check) == ({"rekeningnummer"} if seen else set())


@pytest.mark.parametrize(("check", "seen"), [(None, False), ("digid", True), ("identiteitsbewijs", True), ("vragen", False)])
def test_an_answer_for_a_sensitive_product_asks_for_proof(desk: Desk, check: str | None, seen: bool) -> None:
    desk.open("zw", answers={"eerste-ziektedag": "2026-02-20"})
    assert shown(desk, OTHER, check) == ({"eerste-ziektedag"} if seen else set())


def test_every_answer_of_a_sensitive_life_event_asks_for_proof(desk: Desk) -> None:
    desk.open(life_event="schulden", answers={"heeft-studieschuld": True})
    assert shown(desk, OTHER, "vragen") == set()
    assert shown(desk, OTHER, "identiteitsbewijs") == {"heeft-studieschuld"}


def test_behind_a_newer_answer_that_may_not_be_shown_no_older_one_appears(desk: Desk) -> None:
    desk.open("zw", answers={"laatste-werkgever": "Bakkerij Zon"})
    desk.clock.advance(seconds=60)
    desk.take_in(request("wia", answers={"laatste-werkgever": "Bakkerij Maan"}))
    assert shown(desk, OTHER, "vragen") == set()


def test_an_answer_that_its_question_no_longer_allows_is_asked_again(desk: Desk) -> None:
    desk.open("bijstand", answers={"huishouden": "op-een-boot"})
    assert shown(desk, EMPLOYEE, None) == set()


def test_of_another_person_nothing_is_known(desk: Desk) -> None:
    desk.open("bijstand", answers={"huishouden": "alleen"})
    assert known.known_answers(desk.context(), "999992740", "identiteitsbewijs") == {}


def test_a_paper_counts_as_seen_at_another_loket_until_its_days_are_over(desk: Desk) -> None:
    desk.open(
        "bijstand", papers=(PaperGiven("bankafschriften", "aanvrager", "gezien"), PaperGiven("huurcontract", "aanvrager", "nog-brengen"))
    )
    assert set(seen_before(desk.context(OTHER), BSN, "vragen")) == {"bankafschriften"}
    assert seen_before(desk.context(OTHER), BSN, None) == {}
    desk.clock.advance(days=31)
    assert seen_before(desk.context(OTHER), BSN, "vragen") == {}


def test_a_paper_that_more_products_need_is_asked_once(desk: Desk) -> None:
    needs = needed(desk.context().catalogue, ["bijstand", "bijzondere-bijstand"])
    products = {need.kind.slug: need.products for need in needs}
    assert products["bankafschriften"] == ("bijstand", "bijzondere-bijstand")
    assert len(needs) == len(products)


def suggested(desk: Desk, wanted: Request, *running: str) -> list[str]:
    catalogue = desk.context().catalogue
    proposal = rules.propose(catalogue, wanted, "0518", TODAY)
    return [right.product for right in suggestions.forgotten(catalogue, wanted, proposal, wanted.answers, TODAY, running)]


def test_what_is_not_known_suggests_nothing(desk: Desk) -> None:
    assert suggested(desk, ask("verhuizing")) == []


def test_no_more_than_three_are_suggested_and_none_that_is_proposed_or_runs(desk: Desk) -> None:
    answers = {"weinig-inkomen": True, "heeft-schulden": True, "hulp-nodig": True, "kind-intensieve-zorg": True, "ander-inkomen": False}
    found = suggested(desk, ask("verhuizing", answers))
    assert len(found) == suggestions.MOST
    assert found[0] == "bijstand"
    assert "bijstand" not in suggested(desk, ask("verhuizing", answers), "bijstand")
    assert "bijstand" not in suggested(desk, ask("einde-ww", answers))


def test_what_runs_already_for_the_person_is_known_without_being_shown(desk: Desk) -> None:
    desk.open("kwijtschelding")
    assert suggestions.running_products(desk.context(OTHER), BSN) == {"kwijtschelding"}
    assert suggestions.running_products(desk.context(OTHER), None) == frozenset()


@pytest.mark.parametrize(("check", "seen"), [("digid", True), ("identiteitsbewijs", True), ("vragen", False)])
def test_an_answer_to_a_sensitive_question_asks_for_proof_though_no_product_needs_it(desk: Desk, check: str, seen: bool) -> None:
    desk.open(life_event="ontslag", answers={"scan-zorg-voor-ander": False, "scan-lezen-computer": False})
    assert shown(desk, OTHER, check) == {"scan-lezen-computer", *(["scan-zorg-voor-ander"] if seen else [])}
