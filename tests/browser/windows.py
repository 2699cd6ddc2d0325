"""Browser windows on the prepared Loket: one for each account, kept open, so that nobody signs in twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.place import Place
from tests.browser.pressing import send
from tests.browser.seeing import NARROW, WIDE, at_width, overlapping, small_targets, small_texts, sticking_out
from tests.browser.world import World

PATIENCE = 15_000  # milliseconds
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LAYOUT = {
    "sticks out": sticking_out,
    "text below 16 pixels": small_texts,
    "controls that overlap": overlapping,
    "targets below 24 pixels": small_targets,
}


@dataclass
class Seen:
    """What is wrong with a place: what axe says, and what is wrong with how it is drawn. Each line begins with the width."""

    axe: list[str] = field(default_factory=list)
    layout: list[str] = field(default_factory=list)
    headings: int = 1


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands now: the rule and where."""
    script = "0" if page.evaluate("'axe' in window") else AXE_SCRIPT
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False, "iframes": False}  # there are no frames
    found = Axe(script).run(page, options=options).response["violations"]
    return [f"{rule['id']} {[node['target'] for node in rule['nodes']]}" for rule in found]


class Windows:
    """Who looks at what; scripts that break are kept in ``complaints``."""

    def __init__(self, browser: Browser, world: World) -> None:
        self.browser, self.world = browser, world
        self.complaints: list[str] = []
        self._open: dict[str | None, Page] = {}
        self._seen: dict[str, Seen] = {}

    def of(self, account: str | None) -> Page:
        """The window of this account, signed in; of nobody when None."""
        if account not in self._open:
            page = self._open[account] = self.browser.new_context(base_url=self.world.base_url, locale="nl-NL").new_page()
            page.set_default_timeout(PATIENCE)
            page.on("pageerror", lambda error: self.complaints.append(str(error)))
            if account:
                page.goto("/inloggen")
                send(page.locator(f'main button[value="{account}"]'))
        return self._open[account]

    def look(self, place: Place) -> Page:
        """Open a place in the window of its account, wide."""
        page = self.of(place.account)
        at_width(page, WIDE)
        place.go(page, self.world)
        return page

    def seen(self, place: Place) -> Seen:
        """What is wrong with a place, wide and narrow; each is opened once, whoever asks."""
        if place.name not in self._seen:
            page = self.look(place)
            found = Seen(headings=page.locator("h1").count())
            for width in (WIDE, NARROW):
                at_width(page, width)
                found.axe += [f"{width}: {words}" for words in violations(page)]
                found.layout += [f"{width}: {what}: {words}" for what, measure in LAYOUT.items() for words in measure(page)]
            self._seen[place.name] = found
        return self._seen[place.name]

    def rest(self) -> None:
        """Leave every page: one that refreshes itself would go on asking."""
        for page in self._open.values():
            if page.url != "about:blank":
                page.goto("about:blank")

    def close(self) -> None:
        """Close every window."""
        for page in self._open.values():
            page.context.close()
