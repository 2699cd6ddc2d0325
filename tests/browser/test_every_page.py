"""Every page and every error state, at 1280 and at 320 pixels: axe finds nothing (WCAG 2.2 AA, contrast included), and it fits.

One file, so that one worker opens each page once for both.
"""

from __future__ import annotations

import pytest

from loket import create_app
from loket.settings import Settings
from tests.browser.place import Place
from tests.browser.places import PLACES
from tests.browser.windows import LAYOUT, Windows, violations

pytestmark = pytest.mark.browser

#: Something that each measurement must find: the style of two buttons that are put on a page.
TRAPS = {
    "sticks out": ("width: 2000px", ""),
    "text below 16 pixels": ("font-size: 15px", ""),
    "controls that overlap": ("position: absolute; top: 300px", "position: absolute; top: 310px"),
    "targets below 24 pixels": ("width: 20px; height: 20px; padding: 0", "width: 20px; height: 20px; padding: 0"),
}
PUT = """(main, styles) => styles.forEach(style => {
  const made = document.createElement("button");
  made.textContent = "knop";
  made.style.cssText = style;
  main.append(made);
})"""


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_page_is_accessible_and_fits_wide_and_narrow(windows: Windows, place: Place) -> None:
    seen = windows.seen(place)
    assert seen.axe == []
    assert seen.headings == 1
    assert seen.layout == []


@pytest.fixture
def strange_keys(environment: dict[str, str], sqlite_url: str) -> None:
    """Another application in this process, as most tests make one."""
    create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url}))


def test_a_page_opens_although_another_application_brought_keys_of_its_own(strange_keys: None, windows: Windows) -> None:
    windows.look(next(place for place in PLACES if place.name == "zaak"))  # fails when it is not 200


@pytest.mark.parametrize("what", sorted(LAYOUT))
def test_what_is_looked_for_would_be_found(windows: Windows, what: str) -> None:
    page = windows.of(None)
    page.goto("/toegankelijkheid")
    assert LAYOUT[what](page) == []
    page.locator("main").evaluate(PUT, list(TRAPS[what]))
    assert LAYOUT[what](page)


def test_what_axe_looks_for_would_be_found(windows: Windows) -> None:
    page = windows.of(None)
    page.goto("/toegankelijkheid")
    page.locator("main p").first.evaluate("one => { one.style.color = '#999' }")
    assert [words.split()[0] for words in violations(page)] == ["color-contrast"]
