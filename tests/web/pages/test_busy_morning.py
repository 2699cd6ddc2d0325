"""What on a busy morning depends on the day: a mother whose word ends on a birthday, IOAZ before stopping, a late handover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from loket import session_of
from loket.cases.numbers import show
from loket.routing import sweep
from loket.routing.context import MACHINE
from tests.support.clock import Clock
from tests.support.desk import MONDAY, Desk
from tests.web.pages.browsing import STEP, WILLEM, Visitor

BORN = date(2009, 1, 1)  # Paolo de Jager of the RvIG test set
BIRTHDAY = date(2027, 1, 1)
LAST = date(2026, 12, 31)  # the last day on which a parent may speak (BW 1:233)
PAOLO = {
    "aanvrager.burgerservicenummer": "999990408",
    "aanvrager.geslachtsnaam": "Jager",
    "aanvrager.voorvoegsel": "de",
    "aanvrager.geboortedatum": f"{BORN:%d-%m-%Y}",
    "aanvrager.gemeentecode": "0518",
    "gemachtigde.soort": "ouder",
    "gemachtigde.geslachtsnaam": "Braak",
}
ENDS = "Het kind wordt 18. De ouder mag dan niet meer beslissen."
ENDED = "Deze persoon mag niet meer namens de inwoner handelen."

SignIn = Callable[[str], Visitor]


def at(day: date) -> datetime:
    """Nine o'clock in the morning, UTC."""
    return datetime.combine(day, time(9), UTC)


@pytest.fixture
def paolo(signed_in: SignIn, clock: Clock) -> str:
    """Taken in when he is 17 years and 10 months old, with a request for Wajong that his mother makes."""
    clock.set(at(date(2026, 10, 31)))
    return signed_in("balie-den-haag").new_request("achttien-worden", PAOLO, **{"antwoorden__beperking-jong": "ja"})


@pytest.mark.parametrize(("day", "there"), [(LAST - timedelta(days=61), False), (LAST - timedelta(days=60), True), (LAST, True)])
def test_sixty_days_before_his_birthday_the_end_of_his_mothers_word_is_todays_work(
    paolo: str, signed_in: SignIn, clock: Clock, day: date, there: bool
) -> None:
    clock.set(at(day))
    page = signed_in("balie-den-haag").open("/vandaag/vertegenwoordiging").page
    assert (show(paolo) in page, ENDS in page) == (there, there)


@pytest.mark.parametrize(("day", "ended"), [(LAST, False), (BIRTHDAY, True)])
def test_on_his_birthday_the_case_says_that_his_mother_speaks_no_more(
    paolo: str, signed_in: SignIn, clock: Clock, day: date, ended: bool
) -> None:
    clock.set(at(day))
    page = signed_in("balie-den-haag").open(f"/zaken/{paolo}").page
    assert "Braak" in page
    assert (ENDED in page) is ended


def test_after_his_birthday_nobody_can_be_entered_as_his_parent(signed_in: SignIn, clock: Clock) -> None:
    clock.set(at(BIRTHDAY))
    assert "De inwoner is 18 jaar of ouder." in signed_in("balie-den-haag").open(STEP).send(STEP, PAOLO).page


@pytest.mark.parametrize(
    ("stops", "words"),
    [
        ("12-03-2026", "Nog 9 dagen: uiterlijk 11 maart 2026."),
        ("03-03-2026", "Vandaag is de laatste dag (2 maart 2026)."),
        ("02-03-2026", "De laatste dag was 1 maart 2026."),
    ],
)
def test_ioaz_must_be_asked_before_the_day_on_which_the_business_stops(signed_in: SignIn, clock: Clock, stops: str, words: str) -> None:
    clock.set(MONDAY)
    owner = {**WILLEM, "aanvrager.geboortedatum": "19-01-1964", "aanvrager.kvkNummer": "12345678"}
    desk = signed_in("balie-den-haag").meet(owner).submit(STEP, levensgebeurtenis="onderneming-gestopt")
    desk.send(STEP, {"antwoorden.bedrijf-loopt-nog": "ja", "antwoorden.einddatum-bedrijf": stops})
    proposal = desk.page.split("IOAZ", 1)[1].split("</select>", 1)[0]
    assert words in proposal


def test_a_handover_that_nobody_takes_up_in_two_working_days_is_on_the_supervisors_page(
    app: Flask, signed_in: SignIn, clock: Clock
) -> None:
    clock.set(MONDAY)
    with session_of(app) as session:
        office = Desk(app, session, clock)
        number = office.open("ww").number
        session.rollback()
        path = f"/zaken/{number}/overdragen"
        offer = {"ontvanger": "UWV Den Haag", "reden": "Verhuisd", "samenvatting": "De WW loopt.", "bereiken": "Bellen", "akkoord": "ja"}
        signed_in("balie-den-haag").open(path).send(path, offer)
        for days, late in ((2, False), (1, True)):
            clock.advance(days=days)
            sweep.look_at_handovers(office.context(MACHINE))
            session.rollback()
            page = signed_in("toezichthouder").open("/vastgelopen").page
            assert (show(number) in page and "Een overdracht is nog niet opgepakt." in page) is late
