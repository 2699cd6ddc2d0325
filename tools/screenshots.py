"""Pictures of the pages, wide and narrow, in var/screenshots: starts a demo of its own, walks through it, and stops it.

Usage: python -m tools.screenshots [folder]
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from loket.demo import answers, demo_environment, free_port, prepare, programs, say
from loket.settings import ROOT
from loket.supervisor import Supervisor

WIDTHS = (1280, 320)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
STARTING = 120  # seconds
DECIDING = 60_000  # milliseconds


def main() -> int:
    """Take all pictures; 1 when there is no Chromium."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        sys.stderr.write("No Chromium found on this machine.\n")
        return 1
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(base_url=address, locale="nl-NL").new_page()
        for number, name in enumerate(walk(page), 1):
            picture(page, folder, f"{number:02}-{name}")
        browser.close()
    sys.stdout.write(f"{folder}: {len(list(folder.glob('*.png')))} pictures\n")
    return 0


@contextmanager
def demo() -> Iterator[str]:
    """A demo with an empty folder of its own; yields its address."""
    with tempfile.TemporaryDirectory(prefix="loket-pictures-") as made:
        var = Path(made)
        environment = demo_environment(ROOT / "config", var, free_port(), free_port(), var, os.environ)
        prepare(environment)
        supervisor = Supervisor(programs(environment, var), environment, var / "log", say)
        try:
            supervisor.start_all()
            wait_for(f"{environment['LOKET_BASE_URL']}/health/ready")
            yield environment["LOKET_BASE_URL"]
        finally:
            supervisor.stop_all()


def wait_for(url: str) -> None:
    """Wait until ``url`` answers; RuntimeError after two minutes."""
    pause = threading.Event()
    for _ in range(2 * STARTING):
        if answers(url):
            return
        pause.wait(0.5)
    raise RuntimeError(f"{url} did not answer within {STARTING} seconds")


def picture(page: Page, folder: Path, name: str) -> None:
    """The whole page at every width."""
    page.wait_for_load_state("load")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(folder / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def walk(page: Page) -> Iterator[str]:
    """Go from page to page; yields the name of the one that is shown now."""
    for path, name in (("/", "welkom"), ("/inloggen", "inloggen"), ("/toegankelijkheid", "toegankelijkheid")):
        page.goto(path)
        yield name
    sign_in(page, "Balie gemeente Den Haag")
    yield from new_request(page)
    page.get_by_role("link", name="Naar de zaak").click()
    yield "zaak-net-verstuurd"
    page.get_by_text("Op alle delen van uw vraag is een antwoord.").wait_for(timeout=DECIDING)
    yield "zaak-besloten"
    page.goto("/")
    yield "vandaag"
    for account, name in (("Toezichthouder", "vastgelopen"), ("Behandelaar CJIB", "werkvoorraad")):
        sign_in(page, account)
        yield name


def new_request(page: Page) -> Iterator[str]:
    """All steps of one request, up to the receipt."""
    page.goto("/nieuwe-vraag")
    page.get_by_role("button", name="Verder").click()
    yield "persoon-met-fouten"
    page.get_by_label("Achternaam", exact=True).fill("Kierkegaard")
    page.get_by_label("Geboortedatum", exact=True).fill("12-03-1947")
    page.get_by_label("Gemeente van inschrijving").fill("Den Haag")
    page.get_by_role("button", name="Verder").click()
    yield "gebeurtenis"
    page.get_by_role("button", name="Overlijden van een partner").click()
    for name in ("situatie", "producten", "vragen"):
        yield name
        page.get_by_role("button", name="Verder").click()
    yield "controle"
    page.get_by_role("button", name="Versturen").click()
    page.wait_for_url("**/ontvangst*")
    yield "ontvangstbewijs"


def sign_in(page: Page, account: str) -> None:
    """Sign in with a practice account."""
    page.goto("/inloggen")
    page.get_by_role("button", name=account, exact=True).click()


if __name__ == "__main__":
    sys.exit(main())
