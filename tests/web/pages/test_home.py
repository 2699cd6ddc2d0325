"""The start page of a loket: what waits today, how many, and that it stays quick however many cases there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from loket import session_of
from loket.adapters.port import Verb
from loket.cases.desk import SavedRequest
from loket.cases.models import Case, Participant
from loket.cases.numbers import show
from loket.cases.states import Turn
from loket.routing import contact, handover
from loket.routing.context import Actor
from loket.routing.handover import Offer
from tests.support.clock import Clock
from tests.support.desk import COUNTER, MONDAY, Desk, part_of
from tests.web.pages.browsing import Visitor

UWV = Actor(name="balie-uwv", label="uwv-den-haag", counter="uwv-den-haag", organisation="uwv", origin="web")
TO_UWV = Offer("uwv-den-haag", None, "Verhuisd", "Loopt", "Bellen", agreed=True)
MOST_STATEMENTS = 12


@pytest.fixture
def office(app: Flask, clock: Clock) -> Iterator[Desk]:
    """What happens behind the counter, on a Monday morning in March."""
    clock.set(MONDAY)
    with session_of(app) as session:
        yield Desk(app, session, clock)


def card(page: str, name: str) -> str:
    """One list on the start page; empty when it is not there, as a list without rows."""
    assert "<h1" in page
    return "".join(page.split(f'aria-labelledby="lijst-{name}"', 1)[1:]).split("</section>", 1)[0]


def home(visitor: Visitor, office: Desk) -> str:
    """The start page; on SQLite whoever reads holds the write lock until the end."""
    office.session.rollback()
    return visitor.open("/").page


def test_an_empty_loket_says_so_in_words_and_offers_a_new_request(office: Desk, desk: Visitor) -> None:
    page = home(desk, office)
    assert desk.title == "Vandaag bij gemeente Den Haag"
    assert 'href="/nieuwe-vraag"' in page
    assert "Er wacht geen overdracht op u." in page
    assert "lijst-" not in page


def test_a_handover_waits_at_the_receiver_and_not_at_others(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    case = office.open("ww")
    handover.offer(office.context(), case.number, TO_UWV)
    waits = card(home(signed_in("balie-uwv"), office), "overdrachten")
    assert show(case.number) in waits
    assert "Overgedragen door gemeente Den Haag" in waits
    assert show(case.number) not in card(home(signed_in("balie-den-haag"), office), "overdrachten")


def test_once_taken_up_both_sides_see_that_the_citizen_must_be_told(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    case = office.open("ww")
    made = handover.offer(office.context(), case.number, TO_UWV)
    handover.take_up(office.context(UWV), case.number, made, "Fatima de Wit")
    for account in ("balie-uwv", "balie-den-haag"):
        assert "Fatima de Wit pakte de zaak op. Vertel dat de inwoner." in card(home(signed_in(account), office), "overdrachten")


def test_a_refused_handover_is_back_on_the_senders_list(office: Desk, desk: Visitor) -> None:
    case = office.open("ww")
    made = handover.offer(office.context(), case.number, TO_UWV)
    handover.refuse(office.context(UWV), case.number, made, "Woont hier niet")
    assert "Niet aangenomen door UWV Den Haag" in card(home(desk, office), "overdrachten")


@pytest.mark.parametrize(("days", "there"), [(13, False), (14, True)])
def test_a_citizen_who_heard_nothing_for_fourteen_days_is_to_be_told(
    office: Desk, signed_in: Callable[[str], Visitor], days: int, there: bool
) -> None:
    number = office.open("ww").number
    office.session.rollback()
    office.clock.advance(days=days)
    assert (show(number) in card(home(signed_in("balie-den-haag"), office), "bijpraten")) is there


def test_who_was_told_something_leaves_that_list(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    case = office.open("ww")
    office.clock.advance(days=20)
    contact.record(office.context(), case.number, question="Hoe staat het?", channel="balie", answered=True)
    assert show(case.number) not in card(home(signed_in("balie-den-haag"), office), "bijpraten")


def test_a_promise_stands_with_its_owner_also_when_another_loket_made_it(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    case = office.open("ww")
    day = (MONDAY + timedelta(days=2)).date()
    contact.record(
        office.context(UWV),
        case.number,
        question="Wanneer?",
        channel="balie",
        promise="Den Haag belt terug",
        promised_by=day,
        promise_owner=COUNTER,
    )
    mine = card(home(signed_in("balie-den-haag"), office), "toezeggingen")
    assert show(case.number) in mine
    assert "UWV Den Haag heeft namens u iets toegezegd." in mine
    assert "4 maart 2026" in mine
    assert show(case.number) not in card(home(signed_in("balie-uwv"), office), "toezeggingen")


def test_a_broken_promise_is_marked_late(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    case = office.open("ww")
    contact.record(office.context(), case.number, question="Wanneer?", channel="balie", promise="Wij bellen", promised_by=MONDAY.date())
    assert "Te laat" not in card(home(signed_in("balie-den-haag"), office), "toezeggingen")
    office.clock.advance(days=1)
    assert "Te laat: 2 maart 2026" in card(home(signed_in("balie-den-haag"), office), "toezeggingen")


def test_what_an_organisation_asked_stands_with_its_day(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    case = office.open("ww")
    office.drain()
    part = part_of(case, "ww")
    office.tell(part, Verb.INFORMATION_ASKED, information_due=(MONDAY + timedelta(days=14)).date(), questions=("Loonstrook",))
    asked = card(home(signed_in("balie-den-haag"), office), "aanvullingen")
    assert f'href="/deelzaken/{part.number}' in asked
    assert "16 maart 2026" in asked


def test_a_part_that_lacks_an_answer_stands_there_too(office: Desk, desk: Visitor) -> None:
    office.change_product("akw", required=("kinderen",))
    part = office.open("akw").referrals[0].number
    assert f'href="/deelzaken/{part}' in card(home(desk, office), "aanvullingen")


def test_a_mandate_is_named_sixty_days_before_it_ends(office: Desk, desk: Visitor) -> None:
    case = office.open("ww")
    person = office.session.scalars(select(Participant).where(Participant.case_id == case.id)).one()
    person.representation, person.mandate_until = "ouder", (MONDAY + timedelta(days=61)).date()
    office.session.commit()
    assert show(case.number) not in card(home(desk, office), "vertegenwoordiging")
    office.clock.advance(minutes=1)
    person = office.session.scalars(select(Participant).where(Participant.case_id == case.id)).one()
    person.mandate_until = (MONDAY + timedelta(days=60)).date()
    office.session.commit()
    assert "Het kind wordt 18" in card(home(desk, office), "vertegenwoordiging")


def test_a_draft_of_this_loket_is_there_to_go_on_with(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    now = office.clock.now()
    office.session.add(
        SavedRequest(
            id=UUID(int=7),
            counter=COUNTER,
            account="balie-den-haag",
            step="persoon",
            label="Kierkegaard, ontslag",
            fields=[],
            knocked_at=now,
            saved_at=now,
            expires_at=now + timedelta(days=7),
        )
    )
    office.session.commit()
    assert "Kierkegaard, ontslag" in card(home(signed_in("balie-den-haag"), office), "concepten")
    assert "Kierkegaard" not in home(signed_in("balie-uwv"), office)


def test_nobodys_turn_comes_before_the_lokets_own(office: Desk, desk: Visitor) -> None:
    first, second = office.open("ww"), office.open("akw")
    for case, turn in ((first, Turn.COUNTER), (second, Turn.NOBODY)):
        office.session.get_one(Case, case.id).turn = turn
        office.session.commit()
    mine = card(home(desk, office), "loket")
    assert mine.index(show(second.number)) < mine.index(show(first.number))


def test_a_case_that_was_opened_for_the_wrong_person_is_on_no_list(office: Desk, desk: Visitor) -> None:
    case = office.open("ww")
    handover.offer(office.context(), case.number, TO_UWV)
    office.clock.advance(days=1)
    row = office.session.get_one(Case, case.id)
    row.hidden, row.turn = True, Turn.NOBODY
    office.session.commit()
    assert show(case.number) not in home(desk, office)


def test_an_intermediary_sees_only_what_they_took_in_themselves(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    case = office.open("ww")
    assert show(case.number) not in home(signed_in("intermediair"), office)


def test_there_is_no_list_of_another_name(desk: Visitor) -> None:
    assert desk.open("/vandaag/alles").answer.status_code == 404
