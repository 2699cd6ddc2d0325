"""Every page and every error state: axe finds nothing by WCAG 2.2 AA (contrast included), at 1280 and at 320 pixels."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.places import PLACES, Place
from tests.browser.seeing import NARROW, WIDE, at_width, sticking_out
from tests.browser.windows import Windows, violations

pytestmark = pytest.mark.browser


def check(page: Page) -> None:
    """Nothing is wrong with the page as it stands now, wide and narrow."""
    for width in (NARROW, WIDE):
        at_width(page, width)
        assert violations(page) == []
        assert sticking_out(page) == []
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_page_is_accessible_wide_and_narrow(windows: Windows, place: Place) -> None:
    seen = windows.seen(place)
    assert seen.axe == []
    assert seen.headings == 1


def test_what_axe_looks_for_would_be_found(windows: Windows) -> None:
    page = windows.of(None)
    page.goto("/toegankelijkheid")
    page.locator("main p").first.evaluate("one => { one.style.color = '#999' }")
    assert [words.split()[0] for words in violations(page)] == ["color-contrast"]
