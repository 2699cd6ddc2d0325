"""Several stuck cases at once: a look ahead first, then done, and a mistake keeps what was ticked and typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from loket.adapters.port import DeclineReason, Verb
from loket.cases.numbers import show
from tests.routing.test_stuck_list import handed_back
from tests.support.desk import Desk, part_of, person
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
    assert f"{show(back)}</span>: Er staat voor dit deel niets klaar" in supervisor.page
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
    assert f"{show(number)}</span>: Er ging pas een herinnering. Vanaf " in supervisor.page


def test_a_number_that_is_none_is_told(supervisor: Visitor, house: Desk) -> None:
    undelivered(house)
    supervisor.open(LIST).submit(TOGETHER, zaak="L-\x00", wat="opnieuw", toelichting=WHY)
    assert "Een van de zaaknummers klopt niet." in supervisor.page


def test_nothing_ticked_is_told(house: Desk, supervisor: Visitor) -> None:
    undelivered(house)
    supervisor.open(LIST).submit(TOGETHER, wat="opnieuw", toelichting=WHY)
    assert "Kruis minstens één zaak aan." in supervisor.page
