"""Every page at 1280 and 320 pixels: nothing sticks out, no control covers another, nothing is small."""

from __future__ import annotations

import pytest

from tests.browser.places import PLACES, Place
from tests.browser.windows import LAYOUT, Windows

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
def test_a_page_fits_with_nothing_small_and_no_control_over_another(windows: Windows, place: Place) -> None:
    assert windows.seen(place).layout == []


@pytest.mark.parametrize("what", sorted(LAYOUT))
def test_what_is_looked_for_would_be_found(windows: Windows, what: str) -> None:
    page = windows.of(None)
    page.goto("/toegankelijkheid")
    assert LAYOUT[what](page) == []
    page.locator("main").evaluate(PUT, list(TRAPS[what]))
    assert LAYOUT[what](page)
