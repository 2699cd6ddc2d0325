"""The supervisor's list: what stands still, why, and what comes next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.models import Case
from loket.cases.numbers import show
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


def test_nothing_stuck_is_said_in_words(supervisor: Visitor) -> None:
    assert "Er staat niets stil" in supervisor.open("/vastgelopen").page


def test_a_stuck_case_tells_why_and_what_to_do_now(declined: str, supervisor: Visitor) -> None:
    page = supervisor.open("/vastgelopen").page
    assert show(declined[: declined.rindex("-")]) in page
    assert "gaf de vraag terug" in page
    assert "Wat nu:" in page


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
    assert [number for number in numbers if f'href="/vastgelopen/zaken/{number}"' in first] == numbers[:PAGE]
    assert [number for number in numbers if f'href="/vastgelopen/zaken/{number}"' in second] == numbers[PAGE:]
    assert 'rel="next"' not in second


def test_a_made_up_page_is_refused(supervisor: Visitor) -> None:
    assert supervisor.open("/vastgelopen?na=gisteren").answer.status_code == 400
