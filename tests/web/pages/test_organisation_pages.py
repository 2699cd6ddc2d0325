"""The supervisor's pages about organisations and their outages: figures, planned downtime, stopping a line, the call list, the report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from loket.cases.numbers import show
from loket.cases.words import moment
from loket.routing import line_pause, outage_log, sweep
from loket.routing.context import MACHINE
from loket.web.texts_organisations import percent, seconds
from tests.support.clock import Clock
from tests.support.desk import MONDAY, SUPERVISOR, Desk, general, person
from tests.support.post import ABSENT, BROKEN, TAKEN
from tests.support.pulling import close_door
from tests.web.pages.browsing import Visitor
from tests.web.pages.test_home_quick import MOST_STATEMENTS, counted

SignIn = Callable[[str], Visitor]
PAGE, OUTAGE = "/organisaties/uwv", "/organisaties/uwv/storing"


@pytest.fixture
def watcher(house: Desk, clock: Clock, signed_in: SignIn) -> Visitor:
    """A supervisor on a Monday morning."""
    clock.set(MONDAY)
    return signed_in("toezichthouder")


def waiting(house: Desk, *, urgent: bool = True) -> str:
    """A case whose part waits for UWV, and the clock saw it; returns its part's number."""
    case = house.open(*general("uwv"), applicant=person(bsn=None), urgent=urgent)
    look(house)
    number = case.referrals[0].number
    house.session.rollback()
    return number


def look(house: Desk) -> None:
    house.drain()
    sweep.look_at_outages(house.context(MACHINE))
    outage_log.look(house.context(MACHINE))
    house.session.rollback()


def test_the_list_tells_how_each_organisation_does(house: Desk, watcher: Visitor) -> None:
    house.post["cak"].will(BROKEN, then=TAKEN)
    for slug in ("cak", "cak", "cjib"):
        house.open(*general(slug), applicant=person(bsn=None))
    house.drain()
    house.session.rollback()
    page = watcher.open("/organisaties").page
    assert "Alle organisaties zijn bereikbaar." in page
    assert ("50% van 2 gelukt" in page, "100% van 1 gelukt" in page) == (True, True)
    assert "sinds 2 maart 2026, 10:00" in page


def test_an_organisation_that_does_not_answer_shows_its_tries_and_the_next_one(house: Desk, watcher: Visitor) -> None:
    house.post["uwv"].will(then=ABSENT)
    for _ in range(5):
        waiting(house)
    house.drain()
    line = house.channel("uwv")
    failures, probe = line.failures, line.probe_at
    house.session.rollback()
    assert probe is not None
    assert f"{failures} mislukte pogingen op rij. Volgende proef: {moment(probe)}." in watcher.open(PAGE).page
    assert "Antwoordt niet sinds" in watcher.open("/organisaties").page


def test_an_organisation_that_fetches_has_no_line_to_stop(app: Flask, watcher: Visitor) -> None:
    close_door(app)
    page = watcher.open(PAGE).page
    assert ("haalt berichten zelf op" in page, "Stop de lijn" in page) == (True, False)
    row = watcher.open("/organisaties?na=uwu").page.split(f'href="{PAGE}"', 1)[1].split("</tr>", 1)[0]
    assert ("Haalt zelf op" in row, "Bereikbaar" in row) == (True, False)


def test_the_list_goes_on_where_it_ended(watcher: Visitor) -> None:
    first = watcher.open("/organisaties").page
    following = first.split('rel="next" href="', 1)[1].split('"', 1)[0]
    second = watcher.open(following).page
    rows = [page.split("<tbody", 1)[1].count('scope="row"') for page in (first, second)]
    assert rows == [50, 50]
    assert "Terug naar het begin" in second


def test_a_line_is_stopped_and_started_with_a_reason(house: Desk, watcher: Visitor) -> None:
    watcher.open(PAGE).submit(f"{PAGE}/stoppen", reden=" ")
    assert "Vul een reden in." in watcher.page
    watcher.submit(f"{PAGE}/stoppen", reden="Zij vroegen het ons.")
    assert "De lijn is gestopt." in watcher.page
    waiting(house)
    assert len(house.post["uwv"].received) == 0
    watcher.open(PAGE).submit(f"{PAGE}/starten", reden="Zij zijn klaar.")
    assert "De lijn is weer gestart." in watcher.page
    house.drain()
    assert len(house.post["uwv"].received) == 1


def test_downtime_that_was_told_is_recorded_and_taken_back(house: Desk, watcher: Visitor) -> None:
    watcher.open(PAGE).submit(f"{PAGE}/onderbrekingen", van="05-03-2026 9:00", tot="05-03-2026 12:30", reden="Nieuwe versie")
    assert "Het onderhoud is vastgelegd." in watcher.page
    assert "van 5 maart 2026, 09:00 tot 5 maart 2026, 12:30: Nieuwe versie" in watcher.page
    action = watcher.page.split('action="/organisaties/uwv/onderbrekingen/', 1)[1].split('"', 1)[0]
    watcher.submit(f"{PAGE}/onderbrekingen/{action}")
    assert ("Het onderhoud is ingetrokken." in watcher.page, "Er is niets aangekondigd." in watcher.page) == (True, True)


def test_downtime_with_faults_names_them_all_and_keeps_what_was_typed(watcher: Visitor) -> None:
    page = watcher.open(PAGE).submit(f"{PAGE}/onderbrekingen", van="ooit", tot="05-03-2026 25:00", reden="").page
    assert page.count("Dit is geen dag met een tijd.") == 4  # each at its field and in the summary
    assert "Schrijf op waarom" in page
    assert 'value="ooit"' in page
    page = watcher.submit(f"{PAGE}/onderbrekingen", van="05-03-2026 12:00", tot="04-03-2026 12:00", reden="Onderhoud").page
    assert "‘tot’ ligt na ‘van’." in page


def test_the_call_list_is_ticked_off_with_a_note(house: Desk, watcher: Visitor) -> None:
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    number, quiet = waiting(house), waiting(house, urgent=False)
    page = watcher.open(OUTAGE).page
    assert ("Berichten die nu wachten: 2. Met spoed: 1, waarvan gebeld: 0." in page, "Bel: 088 898 92 94" in page) == (True, True)
    assert (show(number) in page, show(quiet) in page) == (True, False)
    action = next(piece.split('"', 1)[0] for piece in page.split('action="')[1:] if "/bellen/" in piece.split('"', 1)[0])
    watcher.submit(action, notitie="  ")
    assert "Schrijf op wie u sprak" in watcher.page
    watcher.submit(action, notitie="Zij regelen vandaag een voorschot.")
    assert ("Er is niemand met spoed" in watcher.page, "Zij regelen vandaag een voorschot." in watcher.page) == (True, True)


def test_afterwards_the_report_stands_there(house: Desk, watcher: Visitor) -> None:
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    waiting(house)
    house.clock.advance(minutes=20)
    line_pause.resume(house.context(SUPERVISOR), "uwv", "Het adres is hersteld.")
    look(house)
    page = watcher.open(OUTAGE).page
    assert "20 minuten lang." in page
    assert "Gestopt omdat: Hun adres klopt niet. Weer gestart omdat: Het adres is hersteld." in page
    for words, count in (("Berichten die wachtten", 1), ("Daarvan vanzelf bezorgd", 1), ("Daarvan gebeld", 0)):
        assert f"<dt>{words}</dt><dd>{count}</dd>" in page
    assert "20 minuten" in watcher.open(PAGE).page


def test_an_organisation_without_an_outage_says_so_and_an_unknown_one_is_not_found(watcher: Visitor) -> None:
    assert "geen storing bekend" in watcher.open(OUTAGE).page
    for path in ("/organisaties/niemand", "/organisaties/niemand/storing", f"{OUTAGE}?id=x", f"{OUTAGE}?id={'0' * 32}"):
        assert watcher.open(path).answer.status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_pages_take_few_statements_however_much_waits(app: Flask, house: Desk, watcher: Visitor, count: int) -> None:
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    for _ in range(count):
        waiting(house)
    for path in ("/organisaties", PAGE, OUTAGE):
        with counted(app) as statements:
            watcher.open(path)
        assert len(statements) <= MOST_STATEMENTS, path


def test_figures_are_told_in_words() -> None:
    assert [seconds(step) for step in (100, 1000, 2000, None)] == ["0,1 seconden", "1 seconde", "2 seconden", "meer dan 10 seconden"]
    assert percent(0.9999) == "99"
