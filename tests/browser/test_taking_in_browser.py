"""Tiles, known answers, papers and knowledge cards in a real browser: usable, accessible, and large enough to read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checking import check
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

SMALL = """() => [...document.querySelectorAll('main *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.offsetParent)
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.className || e.tagName)"""


def examine(page: Page) -> None:
    """Accessible at both widths, and no text in the page itself below 16 pixels."""
    check(page)
    assert page.evaluate(SMALL) == []


def test_the_tiles_narrow_while_typing_and_stay_accessible(desk: Desk) -> None:
    desk.begin()
    desk.go_on_to("Wat is er gebeurd?")
    examine(desk.page)
    desk.page.get_by_label("Zoek in de lijst").fill("bedrijf")
    tiles = desk.page.locator(".loket-tiles li:visible")
    expect(tiles).to_have_count(2)  # the one that fits, and "Iets anders"
    desk.page.get_by_label("Zoek in de lijst").fill("zzzz")
    expect(desk.page.locator("#filter-leeg")).to_be_visible()
    examine(desk.page)


def test_products_questions_and_papers_are_accessible(desk: Desk) -> None:
    desk.begin().choose("Schulden")
    for title in ("Wie kan helpen?", "Vragen van de organisaties", "Papieren"):
        desk.go_on_to(title)
        examine(desk.page)


@pytest.mark.parametrize("path", ["/kenniskaarten", "/kenniskaarten/bbz"])
def test_the_knowledge_cards_are_accessible(desk: Desk, path: str) -> None:
    desk.page.goto(path)
    examine(desk.page)
