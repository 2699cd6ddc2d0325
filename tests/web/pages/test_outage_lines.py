"""What is away stands once on the supervisor's page, with its cases behind it and a button to open the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from loket.cases.numbers import show
from loket.routing import downtime, line_pause, sweep
from loket.routing.context import MACHINE
from loket.web.texts_outages import lasted
from tests.support.desk import SUPERVISOR, Desk, general
from tests.support.post import GONE, REFUSED, TAKEN
from tests.web.pages.browsing import Visitor


def test_an_announced_downtime_is_one_line_with_its_cases_behind_it_and_no_button(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    numbers = [house.open(*general("uwv")).number for _ in range(2)]
    now = house.context().now
    downtime.announce(house.context(), "uwv", now, now + timedelta(hours=2), "Nieuwe versie")
    sweep.look_at_outages(house.context(MACHINE))
    house.session.rollback()
    supervisor = signed_in("toezichthouder").open("/vastgelopen")
    assert (supervisor.page.count("Is niet bereikbaar van"), supervisor.page.count("Weer openen")) == (1, 0)
    assert "Berichten die wachten: 2. Met spoed: 0." in supervisor.page
    assert not any(show(number) in supervisor.page for number in numbers)
    supervisor.open("/vastgelopen?reden=organisatie-onderhoud")
    assert all(show(number) in supervisor.page for number in numbers)


def test_a_paused_line_is_opened_with_one_button(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    house.post["uwv"].will(GONE, then=TAKEN)
    house.open(*general("uwv"))
    house.drain()
    house.session.rollback()
    supervisor = signed_in("toezichthouder").open("/vastgelopen")
    assert "Neemt op dit adres niets meer aan" in supervisor.page
    supervisor.submit("/vastgelopen/lijnen/uwv/openen")
    assert ("De lijn is open" in supervisor.page, house.channel("uwv").paused_at) == (True, None)
    house.session.rollback()


def test_how_long_it_was_away_is_one_whole_unit() -> None:
    lengths = (5, 60, 7_200, 86_400, 6 * 86_400 + 5)
    assert [lasted(seconds) for seconds in lengths] == ["minder dan een minuut", "1 minuut", "2 uur", "1 dag", "6 dagen"]


def test_a_loket_reads_on_its_start_page_who_cannot_be_reached(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    assert "Nu niet bereikbaar" not in signed_in("balie-den-haag").open("/").page
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    assert "Nu niet bereikbaar: UWV." in signed_in("balie-den-haag").open("/").page


def test_a_case_that_stands_still_for_something_else_says_so_too(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    house.post["svb"].will(REFUSED)
    number = house.open(*general("uwv", "svb")).number
    house.drain()
    sweep.look_at_outages(house.context(MACHINE))
    assert house.case(number).stuck_reason == "onbestelbaar"
    house.session.rollback()
    assert (
        "UWV is nu niet bereikbaar. Dit onderdeel is bewaard en gaat vanzelf." in signed_in("balie-den-haag").open(f"/zaken/{number}").page
    )
