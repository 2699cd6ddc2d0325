"""The delivery log on screen: who works at an organisation sees what it was sent, and sends it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from loket.cases.numbers import show
from loket.cases.outbox import DeliveryState
from tests.support.desk import Desk, general
from tests.support.post import REFUSED
from tests.web.pages.browsing import Visitor


@pytest.fixture
def handler(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("behandelaar-cjib")


def refused(house: Desk, cases: int = 1) -> list[str]:
    """So many messages that were refused; the deelzaaknummers."""
    house.post["cjib"].will(*[REFUSED] * cases)
    numbers = [f"{house.open(*general('cjib')).number}-1" for _ in range(cases)]
    house.drain()
    house.session.rollback()
    return numbers


def test_the_list_shows_own_deliveries_and_one_shows_its_tries_without_what_stood_in_it(house: Desk, handler: Visitor) -> None:
    number = refused(house)[0]
    other = house.open(*general("ind")).number
    house.drain()
    delivery = str(house.deliveries()[0].id)
    house.session.rollback()
    page = handler.open("/bezorgingen").page
    assert (show(number) in page, show(other) in page) == (True, False)
    page = handler.open(f"/bezorgingen/{delivery}").page
    assert ("Geweigerd" in page, "HTTP 422" in page, "Moulin" in page) == (True, True, False)


def test_another_organisation_gets_404(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    refused(house)
    delivery = str(house.deliveries()[0].id)
    house.session.rollback()
    assert signed_in("behandelaar-ind").open(f"/bezorgingen/{delivery}").answer.status_code == 404


def test_one_is_sent_again(house: Desk, handler: Visitor) -> None:
    refused(house)
    path = f"/bezorgingen/{house.deliveries()[0].id}"
    house.session.rollback()
    handler.open(path).submit(f"{path}/herhalen")
    assert "staat klaar" in handler.page
    house.drain()
    assert [row.state for row in house.deliveries()] == [DeliveryState.DONE]


def test_all_that_failed_in_the_shown_period_is_sent_again(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    refused(house)
    house.clock.advance(days=40)
    refused(house, 2)
    handler = signed_in("behandelaar-cjib").open("/bezorgingen").submit("/bezorgingen/herhalen")
    assert "Klaargezet om opnieuw te versturen: 2." in handler.page
    states = sorted(row.state.value for row in house.deliveries())
    assert states == ["dead", "due", "due"]


def test_the_filter_narrows_the_list_and_a_wrong_day_is_pointed_out(house: Desk, handler: Visitor) -> None:
    number = refused(house)[0]
    tomorrow = (house.clock.today() + timedelta(days=1)).strftime("%d-%m-%Y")
    assert show(number) in handler.open("/bezorgingen?status=onbestelbaar").page
    assert show(number) not in handler.open("/bezorgingen?status=bezorgd").page
    assert show(number) not in handler.open(f"/bezorgingen?van={tomorrow}&tot={tomorrow}").page
    assert "Kijk dit na" in handler.open("/bezorgingen?van=ooit").page
    assert "ligt voor de eerste dag" in handler.open(f"/bezorgingen?van={tomorrow}").page


def test_a_day_before_1970_shows_everything_from_the_beginning(house: Desk, handler: Visitor) -> None:
    number = house.open(*general("cjib")).number
    house.drain()
    house.session.rollback()
    assert show(number) in handler.open("/bezorgingen?van=01-01-1960").page
