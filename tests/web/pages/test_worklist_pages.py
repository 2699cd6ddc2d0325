"""The worklist of an organisation: its own parts only, and the same checks as a callback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket import session_of
from loket.cases.models import Referral
from loket.cases.numbers import show
from loket.cases.states import ReferralState
from loket.routing import sessions
from loket.routing.context import Actor
from loket.routing.sessions import Person
from tests.support.clock import Clock
from tests.support.desk import Desk
from tests.web.pages.browsing import WILLEM, Visitor

Told = Callable[..., None]
SignIn = Callable[[str], Visitor]


@pytest.fixture
def part(desk: Visitor, session: Session, told: Told) -> str:
    """The number of a part that lies on the worklist of CJIB."""
    desk.new_request("schulden", WILLEM | {"aanvrager.voornamen": "Willem"})
    number = session.scalars(select(Referral.number).where(Referral.organisation == "cjib")).one()
    session.rollback()
    told(number, "ontvangen")
    return number


@pytest.fixture
def handler(signed_in: SignIn) -> Visitor:
    return signed_in("behandelaar-cjib")


def state(session: Session, number: str) -> ReferralState:
    found = session.scalars(select(Referral.state).where(Referral.number == number)).one()
    session.rollback()  # a reader holds SQLite's write lock until then
    return found


def act(handler: Visitor, number: str, verb: str, **values: str) -> Visitor:
    return handler.open(f"/werkvoorraad/{number}").submit(f"/werkvoorraad/{number}/{verb}", **values)


def test_the_list_shows_the_organisations_own_open_parts(part: str, handler: Visitor) -> None:
    assert show(part) in handler.open("/werkvoorraad").page


def test_another_organisation_sees_nothing_of_it(part: str, signed_in: SignIn) -> None:
    other = signed_in("behandelaar-ind")
    assert show(part) not in other.open("/werkvoorraad").page
    assert other.open(f"/werkvoorraad/{part}").answer.status_code == 404


def test_the_page_shows_exactly_what_the_organisation_was_sent(part: str, handler: Visitor, desk: Visitor) -> None:
    page = handler.open(f"/werkvoorraad/{part}").page
    assert "Kierkegaard" in page
    assert "WW-uitkering" not in page


def test_a_part_is_taken_up_and_decided(part: str, handler: Visitor, session: Session) -> None:
    act(handler, part, "oppakken")
    assert state(session, part) is ReferralState.ACCEPTED
    act(handler, part, "besloten", uitkomst="toegekend", datumBesluit="20-11-2026")
    assert state(session, part) is ReferralState.DECIDED
    assert "Toegekend" in handler.page


def test_information_is_asked_with_a_term_and_in_words(part: str, handler: Visitor, session: Session, clock: Clock) -> None:
    day = (clock.now() + timedelta(days=14)).strftime("%d-%m-%Y")
    act(handler, part, "aanvulling-gevraagd", hersteltermijn=day, vraag="Wat kunt u betalen?\nVanaf wanneer?")
    assert state(session, part) is ReferralState.NEEDS_INFORMATION
    assert session.scalars(select(Referral.asked).where(Referral.number == part)).one() == ["Wat kunt u betalen?", "Vanaf wanneer?"]


@pytest.mark.parametrize(
    ("verb", "values", "words"),
    [
        ("besloten", {}, "Bij een besluit hoort een uitkomst."),
        ("aanvulling-gevraagd", {"vraag": "Wat?"}, "Noem de dag"),  # Awb 4:5: asking needs a term
        ("aanvulling-gevraagd", {"hersteltermijn": "01-01-2020"}, "in de toekomst"),
        ("verdaagd", {"nieuweEinddatum": "ooit"}, "bestaande datum"),
        ("teruggegeven", {}, "Noem de reden"),
    ],
)
def test_what_misses_something_is_pointed_out_and_changes_nothing(
    part: str, handler: Visitor, session: Session, verb: str, values: dict[str, str], words: str
) -> None:
    act(handler, part, verb, **values)
    assert words in handler.page
    assert state(session, part) is ReferralState.RECEIVED


def test_a_part_is_handed_on_to_the_organisation_that_is_right(part: str, handler: Visitor, session: Session) -> None:
    act(handler, part, "teruggegeven", reden="niet-bevoegd", juisteOrganisatie="belastingdienst")
    assert state(session, part) is ReferralState.FORWARDED
    assert "belastingdienst" in session.scalars(select(Referral.organisation).where(Referral.hops == 1)).all()


def test_a_part_can_stand_still_and_go_on(part: str, handler: Visitor, session: Session) -> None:
    act(handler, part, "opgeschort", grond="overmacht")
    assert state(session, part) is ReferralState.SUSPENDED
    act(handler, part, "hervat")
    assert state(session, part) is ReferralState.ACCEPTED


def test_an_act_that_does_not_exist_is_404(part: str, handler: Visitor) -> None:
    token = handler.open(f"/werkvoorraad/{part}").form("/zoeken").fields["csrf_token"]
    assert handler.client.post(f"/werkvoorraad/{part}/afgesloten", data={"csrf_token": token}).status_code == 404


@pytest.fixture
def colleague(app: Flask, clock: Clock) -> Visitor:
    """Somebody else who handles parts at CJIB, signed in."""
    with session_of(app) as session:
        actor = Actor(name="collega", label="cjib", organisation="cjib", origin="web")
        desk = Desk(app, session, clock)
        token = sessions.begin(replace(desk.context(actor), practice=True), Person("collega", "Kim Collega", "behandelaar", None, "cjib"))
    visitor = Visitor(app.test_client())
    visitor.client.set_cookie("loket", token)
    return visitor


def test_the_lists_tell_whose_a_part_is(part: str, handler: Visitor, colleague: Visitor) -> None:
    assert "Nog van niemand" in handler.open("/werkvoorraad").page
    act(handler, part, "oppakken")
    assert "Dit onderdeel is nu van u." in handler.page
    assert show(part) in handler.open("/werkvoorraad").page  # one's own come first
    assert show(part) not in handler.open("/werkvoorraad?lijst=niemand").page
    team = colleague.open("/werkvoorraad?lijst=team").page
    assert show(part) in team
    assert "Behandelaar CJIB" in team


def test_a_part_goes_to_a_colleague_and_back_on_the_heap(part: str, handler: Visitor, colleague: Visitor) -> None:
    act(handler, part, "oppakken")
    act(handler, part, "overgeven", collega="collega")
    assert "Kim Collega heeft dit onderdeel nu." in handler.page
    assert show(part) in colleague.open("/werkvoorraad?lijst=mijn").page
    act(colleague, part, "terugleggen")
    assert show(part) in colleague.open("/werkvoorraad?lijst=niemand").page


def test_handing_over_without_a_colleague_is_pointed_out(part: str, handler: Visitor, colleague: Visitor) -> None:
    act(handler, part, "overgeven", collega="")
    assert "Kies een collega." in handler.page
    assert handler.answer.status_code == 200


def test_who_takes_up_what_a_colleague_just_took_hears_so(part: str, handler: Visitor, colleague: Visitor) -> None:
    handler.open(f"/werkvoorraad/{part}")
    act(colleague, part, "oppakken")
    handler.submit(f"/werkvoorraad/{part}/oppakken")
    assert handler.answer.status_code == 409
    assert "Kim Collega heeft dit onderdeel al" in handler.page


def test_of_two_who_decide_at_once_the_second_sees_it_first_and_chooses(
    part: str, handler: Visitor, colleague: Visitor, session: Session
) -> None:
    handler.open(f"/werkvoorraad/{part}")
    act(colleague, part, "aanvulling-gevraagd", hersteltermijn="01-12-2036", vraag="Wat kunt u betalen?")
    values = {"uitkomst": "toegekend", "toelichting": "U mag in delen betalen."}
    handler.submit(f"/werkvoorraad/{part}/besloten", **values)
    assert handler.answer.status_code == 409
    assert "U mag in delen betalen." in handler.page
    assert state(session, part) is ReferralState.NEEDS_INFORMATION
    handler.submit(f"/werkvoorraad/{part}/besloten", **values)
    assert state(session, part) is ReferralState.DECIDED


def test_a_term_stands_still_for_a_reason_of_the_law_only(part: str, handler: Visitor, session: Session) -> None:
    act(handler, part, "opgeschort")
    assert "Kies waarom de termijn stilstaat" in handler.page
    assert state(session, part) is ReferralState.RECEIVED
    act(handler, part, "opgeschort", grond="instemming", toelichting="Tot na de vakantie.")
    told = session.scalars(select(Referral.explanation).where(Referral.number == part)).one()
    assert told == "Reden: de aanvrager stemde schriftelijk in met uitstel. Tot na de vakantie."


def test_a_list_is_chosen_by_product_and_state(part: str, handler: Visitor) -> None:
    here = handler.open("/werkvoorraad?lijst=niemand&product=betalingsregeling-cjib&status=ontvangen").page
    assert show(part) in here
    for other in ("product=bestaat-niet", "status=opgeschort"):
        assert "Met deze keuze is er niets." in handler.open(f"/werkvoorraad?lijst=niemand&{other}").page
