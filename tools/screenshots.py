"""Pictures of every page, wide and narrow, in var/screenshots: the places of ``tests.browser.places`` on a prepared Loket of its own.

Usage: python -m tools.screenshots [folder [name of a place …]]
"""

from __future__ import annotations

import logging
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import structlog
from playwright.sync_api import Page

from loket.settings import ROOT
from tests.browser.places import PLACES
from tests.browser.seeing import NARROW, WIDE, at_width
from tests.browser.windows import Windows
from tests.browser.world import running
from tests.support.browser import find_chromium, launched


def main(arguments: list[str]) -> int:
    """Take the pictures; 1 when there is no Chromium or no such place."""
    chromium = find_chromium()
    folder = Path(arguments[0]) if arguments else ROOT / "var" / "screenshots"
    chosen = [place for place in PLACES if place.name in arguments[1:] or not arguments[1:]]
    if chromium is None or not chosen:
        sys.stderr.write("No Chromium found on this machine.\n" if chosen else "No place has that name.\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with (
        tempfile.TemporaryDirectory(prefix="loket-pictures-") as made,
        running(Path(made)) as world,
        launched(chromium) as browser,
        closing(Windows(browser, world)) as windows,
    ):
        for place in chosen:
            picture(windows.look(place), folder, place.name)
    sys.stdout.write(f"{folder}: {2 * len(chosen)} pictures of {len(chosen)} places\n")
    return 0


def picture(page: Page, folder: Path, name: str) -> None:
    """The whole page at both widths."""
    for width in (WIDE, NARROW):
        at_width(page, width)
        page.screenshot(path=str(folder / f"{name}-{width}.png"), full_page=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
