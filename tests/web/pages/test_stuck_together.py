"""Several stuck cases at once: a look ahead first, then done, and a mistake keeps what was ticked and typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from loket.adapters.port import DeclineReason, Verb
from loket.cases.numbers import show
from loket.routing import bulk, forwarding
from loket.web.supervisor import PAGE
from tests.routing.test_stuck_list import handed_back, many
from tests.support.desk import SUPERVISOR, Desk, part_of, person
from tests.web.pages.browsing import Visitor
from tests.web.pages.standing import LIST, case_of, quiet, undelivered

TOGETHER = f"{LIST}/samen"
WHY = "Het adres is hersteld"


@pytest.fixture
def supervisor(house: Desk, signed_in: Callable[[str], Visitor]) -> Visitor:
    """A supervisor."""
    house.session.rollback()
    return signed_in("toezichthouder")


def test_several_are_offered_again_only_after_a_look_at_what_would_happen(house: Desk, supervisor: Visitor) -> None:
    lost, back = undelivered(house), quiet(house, handed_back(house, "akw"))
    before = case_of(house, lost).version
    supervisor.open(LIST).submit(TOGETHER, zaak=[lost, back], wat="opnieuw", toelichting=WHY)
    assert "Er is nog niets veranderd" in supervisor.page
    assert f"{show(back)}: Er staat voor dit deel niets klaar" in supervisor.page
    assert case_of(house, lost).version == before
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert "Gedaan bij 1 van de 1 zaken." in supervisor.page
    house.drain()
    assert house.stuck() == [back]
    house.session.rollback()


def test_several_are_given_to_a_supervisor(house: Desk, supervisor: Visitor) -> None:
    number = undelivered(house)
    supervisor.open(LIST).submit(TOGETHER, zaak=number, wat="toewijzen", wie="toezichthouder", toelichting=WHY)
    assert "Toezichthouder volgt deze zaken" in supervisor.page
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert "Toezichthouder: Toezichthouder." in supervisor.page
    assert case_of(house, number).coordinator == "toezichthouder"
    assert show(number) not in supervisor.open(f"{LIST}?toezichthouder=niemand").page


def test_several_are_put_off_and_stand_in_a_list_of_their_own(house: Desk, supervisor: Visitor) -> None:
    number = undelivered(house)
    today, later = (house.clock.today() + timedelta(days=days) for days in (0, 7))
    form = {"zaak": number, "wat": "uitstellen", "toelichting": WHY}
    supervisor.open(LIST).send(TOGETHER, form | {"tot": today.strftime("%d-%m-%Y")})
    assert "Kies een dag na vandaag." in supervisor.page
    assert "Bij geen van deze zaken kan dit." in supervisor.page
    supervisor.open(LIST).send(TOGETHER, form | {"tot": later.strftime("%d-%m-%Y")}).submit(f"{TOGETHER}/uitvoeren")
    assert case_of(house, number).snoozed_until == later
    assert show(number) not in supervisor.open(LIST).page
    page = supervisor.open(f"{LIST}?uitgesteld=ja").page
    assert (show(number) in page, "Uitgesteld tot" in page) == (True, True)
    supervisor.submit(TOGETHER, zaak=number, wat="terug", toelichting=WHY).submit(f"{TOGETHER}/uitvoeren")
    assert case_of(house, number).snoozed_until is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"wat": "", "toelichting": WHY}, "Kies wat u wilt doen."),
        ({"wat": "opnieuw", "toelichting": " "}, "Vul een reden in."),
        ({"wat": "uitstellen", "toelichting": WHY}, "Vul de dag in"),
        ({"wat": "toewijzen", "toelichting": WHY}, "Kies een toezichthouder."),
        ({"wat": "opnieuw", "toelichting": "a" * 1001}, "Schrijf hier hooguit 1000 tekens."),
        ({"wat": "uitstellen", "tot": "ooit", "toelichting": WHY}, "Schrijf een datum als"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_done(house: Desk, supervisor: Visitor, typed: dict[str, str], fault: str) -> None:
    number = undelivered(house)
    supervisor.open(LIST).send(TOGETHER, {"zaak": number, **typed})
    assert fault in supervisor.page
    assert show(number) in supervisor.page


def test_after_a_mistake_the_ticks_and_all_that_was_typed_are_still_there(house: Desk, supervisor: Visitor) -> None:
    number, other = undelivered(house), quiet(house, handed_back(house))
    typed = {"zaak": number, "wat": "uitstellen", "tot": "ooit", "toelichting": "", "wie": "niemand"}
    page = supervisor.open(f"{LIST}?dagen=").send(TOGETHER, typed).page
    summary = page.split('id="fouten"')[1].split("</div>")[0]
    assert [f'href="#veld-{name}"' in summary for name in ("tot", "toelichting", "wat")] == [True, True, False]
    assert 'value="ooit"' in page
    ticked = [one.split('value="')[1].split('"')[0] for one in page.split("<input") if 'name="zaak"' in one and " checked" in one]
    assert ticked == [number] != [other]


def half_handed_back(desk: Desk) -> str:
    """A case that stands still, in which another organisation is to act."""
    case = desk.open("ww", "akw", applicant=person(bsn=None))
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.DECLINED, reason=DeclineReason.OTHER)
    return quiet(desk, case.number)


def test_several_are_reminded_and_who_was_just_reminded_refuses_with_the_day(house: Desk, supervisor: Visitor) -> None:
    number = half_handed_back(house)
    typed: dict[str, str | list[str]] = {"zaak": [number], "wat": "herinneren", "toelichting": "Hoe staat het?"}
    supervisor.open(LIST).send(TOGETHER, typed)
    assert "krijgen een herinnering met uw tekst. Er is nog niets veranderd." in supervisor.page
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert "Gedaan bij 1 van de 1 zaken." in supervisor.page
    assert [row.kind for row in house.deliveries(part_of(house.case(number), "akw"))] == ["aanvraag", "herinnering"]
    quiet(house, number)
    supervisor.open(LIST).send(TOGETHER, typed)
    assert f"{show(number)}: Er ging pas een herinnering. Vanaf " in supervisor.page


def test_a_number_that_is_none_is_told(supervisor: Visitor, house: Desk) -> None:
    undelivered(house)
    supervisor.open(LIST).submit(TOGETHER, zaak="L-\x00", wat="opnieuw", toelichting=WHY)
    assert "Een van de zaaknummers klopt niet." in supervisor.page


def test_nothing_ticked_is_told(house: Desk, supervisor: Visitor) -> None:
    undelivered(house)
    supervisor.open(LIST).submit(TOGETHER, wat="opnieuw", toelichting=WHY)
    assert "Kruis minstens één zaak aan." in supervisor.page


def more_than_a_page(desk: Desk) -> list[str]:
    """So many that one page does not show them, the first and the last number of the list, all handed back by SVB."""
    handed_back(desk, "akw")
    many(desk, PAGE + 2)
    numbers = desk.stuck(reason="teruggegeven", limit=100)
    desk.session.rollback()
    return numbers


def test_all_that_fit_the_filter_are_done_at_once_after_a_look_with_counts(house: Desk, supervisor: Visitor) -> None:
    other, numbers = undelivered(house), more_than_a_page(house)
    path = f"{LIST}?reden=teruggegeven"
    assert f"Alle zaken bij deze keuze: {PAGE + 3}" in supervisor.open(path).page
    supervisor.submit(TOGETHER, welke="alle", wat="toewijzen", wie="toezichthouder", toelichting=WHY)
    assert f"Dit gaat over alle zaken bij deze keuze: {PAGE + 3}." in supervisor.page
    assert f"Dit kan: {PAGE + 3}" in supervisor.page
    assert case_of(house, numbers[-1]).coordinator is None
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert f"Gedaan bij {PAGE + 3} van de {PAGE + 3} zaken." in supervisor.page
    assert {case_of(house, number).coordinator for number in (numbers[0], numbers[-1])} == {"toezichthouder"}
    assert case_of(house, other).coordinator is None


def test_what_is_more_than_can_be_done_at_once_is_told_to_remain(house: Desk, supervisor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 20)
    more_than_a_page(house)
    supervisor.open(f"{LIST}?toezichthouder=niemand")
    supervisor.submit(TOGETHER, welke="alle", wat="toewijzen", wie="toezichthouder", toelichting=WHY)
    assert f"Bij deze keuze horen nu {PAGE + 3} zaken. Dit gaat over de eerste 20." in supervisor.page
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert "Gedaan bij 20 van de 20 zaken." in supervisor.page
    assert f"Bij deze keuze staan er nu: {PAGE - 17}." in supervisor.page


@pytest.mark.parametrize("which", ["alle", ""])
def test_nothing_is_done_to_a_case_that_left_the_list_meanwhile_nor_to_one_that_came(house: Desk, supervisor: Visitor, which: str) -> None:
    stays, leaves = (quiet(house, handed_back(house, "akw")) for _ in range(2))
    typed: dict[str, str | list[str]] = {"zaak": [stays, leaves], "welke": which, "wat": "toewijzen", "wie": "toezichthouder"}
    supervisor.open(f"{LIST}?reden=teruggegeven").send(TOGETHER, {**typed, "toelichting": WHY})
    forwarding.return_to_sender(house.context(SUPERVISOR), f"{leaves}-1", "Wij hebben het uitgelegd")
    comes = quiet(house, handed_back(house, "akw"))
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert "Gedaan bij 1 van de 2 zaken." in supervisor.page
    assert f"{show(leaves)}: Deze zaak past niet meer bij uw keuze. Er is niets mee gedaan." in supervisor.page
    assert [case_of(house, number).coordinator for number in (stays, leaves, comes)] == ["toezichthouder", None, None]


def test_many_that_refuse_for_one_reason_are_told_in_one_line(house: Desk, supervisor: Visitor) -> None:
    more_than_a_page(house)
    supervisor.open(LIST).submit(TOGETHER, welke="alle", wat="opnieuw", toelichting=WHY)
    assert f" en nog {PAGE - 2}: Er staat voor dit deel niets klaar om opnieuw aan te bieden." in supervisor.page
    assert "Bij geen van deze zaken kan dit." in supervisor.page
