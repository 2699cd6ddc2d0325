"""Pictures of the pages, wide and narrow, in var/screenshots: for looking at a change before it goes out."""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, Page

from loket.settings import ROOT
from tests.support.browser import find_chromium, launched
from tests.support.servers import Valkey
from tests.support.stack import Stack, start_stack
from tests.support.waiting import until

WIDTHS = (1280, 320)
TARGET = ROOT / "var" / "screenshots"
#: Per account the pages to look at; ``{zaak}`` is a case in which everything was decided.
PAGES = {
    None: ("/", "/inloggen", "/toegankelijkheid", "/privacy", "/oefenorganisaties", "/bestaat-niet"),
    "balie-den-haag": ("/", "/nieuwe-vraag", "/zaken/{zaak}", "/zaken/{zaak}/ontvangst"),
    "balie-uwv": ("/zaken/{zaak}",),
    "behandelaar-ind": ("/", "/werkvoorraad"),
    "toezichthouder": ("/", "/vastgelopen"),
}
REQUEST = {
    "levensgebeurtenis": "overlijden-partner",
    "aanvrager": {
        "burgerservicenummer": "999993653",
        "voornamen": "Suzanne",
        "geslachtsnaam": "Moulin",
        "geboortedatum": "1946-12-01",
        "gemeentecode": "0518",
    },
    "betrokkenen": [{"rol": "overledene", "geslachtsnaam": "Moulin", "geboortedatum": "1944-03-02", "datumOverlijden": "2026-01-15"}],
    "communicatiekanaal": "balie",
    "loket": "gemeente-0518",
}


def main() -> None:
    """Start Loket on free ports, take one request in, and photograph every page for everybody who sees it."""
    chromium = find_chromium() or sys.exit("Zonder Chromium zijn er geen schermafdrukken.")
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, closing(Valkey()) as valkey:
        database_url = f"sqlite:///{folder}/loket.db"
        with start_stack(Path(folder), database_url, valkey=valkey) as stack, launched(chromium) as browser:
            number = decided_case(stack)
            for account, paths in PAGES.items():
                photograph(browser, stack.base_url, account, [path.format(zaak=number) for path in paths])
    sys.stdout.write(f"{len(list(TARGET.glob('*.png')))} schermafdrukken in {TARGET}\n")


def decided_case(stack: Stack) -> str:
    """The number of a case in which every organisation has decided."""
    _, case = stack.call("POST", "/api/v1/zaken", REQUEST)
    number = str(case["zaaknummer"])
    until(lambda: stack.call("GET", f"/api/v1/zaken/{number}")[1]["status"] in ("besloten", "afgerond"), "everything decided", 60)
    return number


def photograph(browser: Browser, base_url: str, account: str | None, paths: list[str]) -> None:
    """Pictures of ``paths`` as one account sees them; None is somebody who has not signed in."""
    for width in WIDTHS:
        with closing(browser.new_context(base_url=base_url, viewport={"width": width, "height": 800}, locale="nl-NL")) as context:
            page = context.new_page()
            if account:
                sign_in(page, account)
            for path in paths:
                page.goto(path)
                name = "-".join(filter(None, [account or "niemand", *path.strip("/").split("/")[:1], *path.strip("/").split("/")[2:]]))
                page.screenshot(path=TARGET / f"{name}-{width}.png", full_page=True)


def sign_in(page: Page, account: str) -> None:
    """Sign in with a practice account."""
    page.goto("/inloggen")
    page.locator(f'button[value="{account}"]').click()


if __name__ == "__main__":
    main()
