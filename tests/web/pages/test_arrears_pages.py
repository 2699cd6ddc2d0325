"""The list of a gemeente of people who are behind at several organisations, on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from loket.routing.arrears import reporting
from loket.routing.arrears.reporting import Reported
from loket.routing.context import Actor
from tests.support.clock import Clock
from tests.support.counting import counted_twice
from tests.support.desk import BSN, MONDAY, Desk
from tests.web.pages.browsing import Visitor
from tests.web.pages.test_home_quick import MOST_STATEMENTS

SignIn = Callable[[str], Visitor]
LIST = "/schuldsignalen"


@pytest.fixture
def signalled(house: Desk, clock: Clock) -> Desk:
    """CAK and SVB signalled somebody who lives in Utrecht."""
    clock.set(MONDAY)
    signal(house, BSN)
    return house


def signal(house: Desk, bsn: str) -> None:
    """CAK and SVB signal this person."""
    for organisation in ("cak", "svb"):
        actor = Actor("client", organisation, organisation=organisation, origin="api")
        reporting.report(house.context(actor), Reported("vroegsignalering", bsn, "0344"))
    house.session.rollback()


@pytest.fixture
def handler(signalled: Desk, signed_in: SignIn) -> Visitor:
    """Somebody who handles for gemeente Utrecht."""
    return signed_in("behandelaar-utrecht")


def address_in(page: str) -> str:
    return f"{LIST}/" + page.split(f'href="{LIST}/', 1)[1].split('"', 1)[0]


def test_the_list_tells_who_signalled_and_not_of_whom(handler: Visitor) -> None:
    page = handler.open(LIST).page
    assert ("CAK, SVB" in page, "Signaal van 2 maart 2026" in page, BSN in page) == (True, True, False)
    assert f'href="{LIST}"' in handler.open("/werkvoorraad").page


def test_others_have_no_list(signalled: Desk, signed_in: SignIn, handler: Visitor) -> None:
    one = address_in(handler.open(LIST).page)
    other = signed_in("behandelaar-svb")
    assert f'href="{LIST}"' not in other.open("/werkvoorraad").page
    assert "Er staat niemand op uw lijst." in other.open(LIST).page
    page = other.open(one).page
    assert ("Dit signaal staat niet op uw lijst." in page, BSN in page) == (True, False)


def test_a_signal_is_opened_taken_up_and_closed(handler: Visitor) -> None:
    one = address_in(handler.open(LIST).page)
    page = handler.open(one).page
    assert (BSN in page, "Nog niemand" in page, "oefengrond" in page) == (True, True, True)
    page = handler.submit(f"{one}/oppakken").page
    assert ("U pakt dit signaal op." in page, "Opgepakt door behandelaar-utrecht" in page) == (True, True)
    assert "Kies wat er van dit signaal kwam." in handler.submit(f"{one}/sluiten").page
    page = handler.submit(f"{one}/sluiten", uitkomst="hulp").page
    assert ("Dit signaal is gesloten: de inwoner neemt hulp aan." in page, "Wordt gewist op" in page) == (True, True)
    assert "Er staat niemand op uw lijst." in handler.open(LIST).page


def test_the_list_takes_few_statements_however_long_it_is(app: Flask, signalled: Desk, handler: Visitor) -> None:
    def grow() -> None:
        for bsn in ("999990408", "999992077", "999993847"):
            signal(signalled, bsn)

    seen = counted_twice(app, lambda path: handler.open(path).answer.status_code, [LIST], grow)
    assert handler.page.count("Signaal van") == 4
    assert all(first == last <= MOST_STATEMENTS for first, last in seen.values()), seen
