"""Monday 08:00 after an outage of a whole weekend, as the supervisor sees it: calls by the list, the rest by itself, the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from loket.clock import look
from tests.browser.desk import Desk
from tests.browser.world import World, running
from tests.support.desk import person
from tests.support.post import ABSENT, TAKEN

pytestmark = pytest.mark.browser

FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
URGENT, OTHERS = 11, 9


def weekend(world: World) -> None:
    """SVB answers no more from Friday 17:00; until Monday twenty requests came in, eleven of them urgent."""
    desk = world.desk
    desk.clock.set(FRIDAY)
    desk.post["svb"].will(then=ABSENT)
    for number in range(URGENT + OTHERS):
        desk.open("akw", applicant=person(surname="Postma", bsn=None), urgent=number < URGENT)
        if number % 10 == 9:
            desk.drain()
            desk.clock.advance(minutes=2)
    desk.session.rollback()
    look(desk.dispatcher)
    desk.clock.set(MONDAY_EIGHT)


def come_back(world: World) -> None:
    """SVB answers again, and the clock looks."""
    desk = world.desk
    desk.post["svb"].will(then=TAKEN)
    desk.drain_until(desk.clock.now() + timedelta(minutes=2), 30)
    desk.session.rollback()
    look(desk.dispatcher)


@pytest.fixture
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("maandag"), weekend) as found:
        yield found


def test_eleven_are_called_by_the_list_the_rest_goes_by_itself_and_the_report_is_there(browser: Browser, monday: World) -> None:
    with closing(browser.new_context(base_url=monday.base_url, locale="nl-NL")) as context:
        desk = Desk(context.new_page()).sign_in("Toezichthouder")
        page = desk.page
        page.get_by_role("link", name="Organisaties", exact=True).click()
        page.get_by_role("link", name=re.compile("Bellijst en verslag.*SVB")).click()
        expect(page.get_by_text("Met spoed: 11, waarvan gebeld: 0.")).to_be_visible()
        calls = page.get_by_role("region", name="Bellijst: nog te bellen").get_by_role("textbox")
        for left in range(URGENT, 0, -1):
            expect(calls).to_have_count(left)
            calls.first.fill("Mevrouw De Wit van SVB regelt vandaag een voorschot.")
            calls.first.press("Enter")
        expect(page.get_by_text("Er is niemand met spoed over wie nog gebeld moet worden.")).to_be_visible()
        come_back(monday)
        page.reload()
        report = page.get_by_role("region", name="Verslag").locator("dd")
        assert report.all_inner_texts() == ["20", "20", "0", "11", "11", "0"]
        page.get_by_role("link", name="SVB", exact=True).click()
        expect(page.get_by_text("Hersteld")).to_be_visible()
