"""Whether a page as it stands now is accessible and fits."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.seeing import NARROW, WIDE, at_width, sticking_out
from tests.browser.windows import violations


def check(page: Page) -> None:
    """Nothing is wrong with the page as it stands now, wide and narrow."""
    for width in (NARROW, WIDE):
        at_width(page, width)
        assert violations(page) == []
        assert sticking_out(page) == []
    assert page.locator("h1").count() == 1
