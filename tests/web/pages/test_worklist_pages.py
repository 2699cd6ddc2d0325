"""The worklist of an organisation: its own parts only, and the same checks as a callback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.models import Referral
from loket.cases.numbers import show
from loket.cases.states import ReferralState
from tests.support.clock import Clock
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
    act(handler, part, "in-behandeling-genomen")
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
    act(handler, part, "opgeschort")
    assert state(session, part) is ReferralState.SUSPENDED
    act(handler, part, "hervat")
    assert state(session, part) is ReferralState.ACCEPTED


def test_an_act_that_does_not_exist_is_404(part: str, handler: Visitor) -> None:
    token = handler.open(f"/werkvoorraad/{part}").form("/zoeken").fields["csrf_token"]
    assert handler.client.post(f"/werkvoorraad/{part}/afgesloten", data={"csrf_token": token}).status_code == 404
