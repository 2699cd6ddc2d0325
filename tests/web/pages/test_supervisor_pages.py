"""The supervisor's list: what stands still, why, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.models import Case, Referral
from loket.cases.numbers import show
from loket.cases.states import ReferralState
from loket.web.supervisor import PAGE
from tests.support.clock import Clock
from tests.web.pages.browsing import WILLEM, Visitor


@pytest.fixture
def supervisor(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("toezichthouder")


@pytest.fixture
def declined(desk: Visitor, told: Callable[..., None]) -> str:
    """A part that was handed back by an organisation that did not say who is right."""
    number = f"{desk.new_request('ontslag')}-1"
    told(number, "teruggegeven", reden="anders", toelichting="Wij weten het niet.")
    return number


def state(session: Session, number: str) -> ReferralState:
    found = session.scalars(select(Referral.state).where(Referral.number == number)).one()
    session.rollback()  # a reader holds SQLite's write lock until then
    return found


def test_nothing_stuck_is_said_in_words(supervisor: Visitor) -> None:
    assert "Er staat niets stil" in supervisor.open("/vastgelopen").page


def test_a_stuck_case_tells_why_and_what_to_do_now(declined: str, supervisor: Visitor) -> None:
    page = supervisor.open("/vastgelopen").page
    assert show(declined[: declined.rindex("-")]) in page
    assert "gaf de vraag terug" in page
    assert "Wat nu:" in page


def test_a_part_is_sent_on_to_another_organisation_with_a_reason(declined: str, supervisor: Visitor, session: Session) -> None:
    path = f"/vastgelopen/deelzaken/{declined}/doorsturen"
    supervisor.open("/vastgelopen").submit(path, organisatie="SVB", reden="Woont in het buitenland")
    assert "De vraag is doorgestuurd" in supervisor.page
    assert state(session, declined) is ReferralState.FORWARDED


def test_without_a_reason_nothing_changes(declined: str, supervisor: Visitor, session: Session) -> None:
    supervisor.open("/vastgelopen").submit(f"/vastgelopen/deelzaken/{declined}/doorsturen", organisatie="svb", reden=" ")
    assert "Vul een reden in" in supervisor.page
    assert state(session, declined) is ReferralState.DECLINED


def test_a_part_ends_when_the_citizen_was_told(declined: str, supervisor: Visitor, session: Session) -> None:
    supervisor.open("/vastgelopen").submit(f"/vastgelopen/deelzaken/{declined}/terug", reden="Verteld dat dit niet kan")
    assert state(session, declined) is ReferralState.RETURNED
    assert "Er staat niets stil" in supervisor.page


def test_an_undeliverable_part_is_offered_again(desk: Visitor, supervisor: Visitor, session: Session, clock: Clock) -> None:
    number = f"{desk.new_request('ontslag')}-1"
    part = session.scalars(select(Referral).where(Referral.number == number)).one()
    part.state = ReferralState.UNDELIVERABLE
    part.case.stuck_reason, part.case.stuck_since, part.case.stuck_rank = "onbestelbaar", clock.now(), -50
    session.commit()
    supervisor.open("/vastgelopen").submit(f"/vastgelopen/deelzaken/{number}/opnieuw", reden="Adres hersteld")
    assert "opnieuw aangeboden" in supervisor.page
    assert state(session, number) is ReferralState.PENDING


def test_the_list_goes_on_where_the_page_before_it_ended(desk: Visitor, supervisor: Visitor, session: Session, clock: Clock) -> None:
    for _ in range(PAGE + 2):
        desk.new_request("pensioen", WILLEM | {"aanvrager.burgerservicenummer": ""})
    for case in session.scalars(select(Case)):
        case.stuck_reason, case.stuck_since, case.stuck_rank = "geen-voortgang", clock.advance(minutes=1), -20
    session.commit()
    first = supervisor.open("/vastgelopen").page
    link = first.split('rel="next" href="')[1].split('"')[0]
    second = supervisor.open(link).page
    numbers = [case.number for case in session.scalars(select(Case).order_by(Case.stuck_since))]
    assert [number for number in numbers if f'href="/zaken/{number}"' in first] == numbers[:PAGE]
    assert [number for number in numbers if f'href="/zaken/{number}"' in second] == numbers[PAGE:]
    assert 'rel="next"' not in second


def test_a_made_up_page_is_refused(supervisor: Visitor) -> None:
    assert supervisor.open("/vastgelopen?na=gisteren").answer.status_code == 400
