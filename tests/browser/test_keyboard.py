"""The main path without a mouse: from signing in to a contact moment, by Tab, Enter, Space and arrows alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from loket.cases.numbers import show
from tests.browser.place import Place
from tests.browser.places import PLACES
from tests.browser.windows import Windows
from tests.browser.world import World, dismissal
from tests.support.desk import part_of

pytestmark = pytest.mark.browser

MOST_STOPS = 200
#: What has the focus: its words, or the words of its label; None when nothing in the page has it.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  return (one.labels?.length ? one.labels[0].innerText : one.innerText || one.getAttribute("aria-label") || one.id).trim();
}"""
VISIBLE = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return one.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0
    && box.bottom > 0 && box.top < innerHeight;
}"""
#: The pages of the main path, which must let go of the focus.
MAIN_PATH = ("inloggen", "nieuw-persoon-alles", "nieuw-gebeurtenis", "nieuw-producten", "nieuw-controle", "ontvangst", "zaak-alles")


class Keys:
    """Somebody without a mouse. Every stop of the Tab key must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title = page.get_by_role("heading", level=1)

    def press(self, *names: str) -> Keys:
        """Press keys."""
        for name in names:
            self.page.keyboard.press(name)
        return self

    def say(self, words: str) -> Keys:
        """Type into what has the focus."""
        self.page.keyboard.type(words)
        return self

    def to(self, words: str) -> Keys:
        """Go on with Tab until the control with these words has the focus; the focus is visible all the way."""
        for _ in range(MOST_STOPS):
            self.press("Tab")
            focused = self.page.evaluate(FOCUSED) or ""
            assert not focused or self.page.evaluate(VISIBLE), f"the focus on {focused!r} is not to be seen"
            if focused.startswith(words):
                return self
        raise AssertionError(f"{words!r} cannot be reached with the Tab key")

    def at(self, title: str) -> Keys:
        """Wait for the page with this heading."""
        expect(self.title).to_have_text(title)
        return self


@pytest.fixture
def keys(browser: Browser, world: World) -> Iterator[Keys]:
    """A keyboard before the sign-in page."""
    with closing(browser.new_context(base_url=world.base_url, locale="nl-NL")) as context:
        page = context.new_page()
        page.goto("/inloggen")
        yield Keys(page)


def take_in(keys: Keys) -> None:
    """A new request from the start page to the receipt."""
    keys.to("Nieuwe vraag").press("Enter").at("Wie vraagt het?")
    keys.to("Achternaam").say("Toets").to("Geboortedatum").say("27-04-1981").to("Gemeente").say("Den Haag")
    keys.to("Verder").press("Enter").at("Spoed en veiligheid")
    keys.press("Space", "ArrowDown", "ArrowUp").to("Verder").press("Enter").at("Wat is er gebeurd?")
    keys.to("Ontslag").press("Enter").at("De situatie")
    for title in ("Wie kan helpen?", "Vragen van de organisaties"):
        keys.to("Verder").press("Enter").at(title)
    keys.to("Verder").press("Enter")
    expect(keys.title).not_to_have_text("Vragen van de organisaties")
    if keys.title.inner_text() == "Papieren":
        keys.to("Verder").press("Enter")
    keys.at("Controleren en versturen").to("Versturen").press("Enter").at("Uw vraag is ontvangen")


def test_the_main_path_needs_no_mouse_and_the_focus_is_always_seen(keys: Keys) -> None:
    keys.to("Balie gemeente Den Haag").press("Enter").at("Vandaag bij gemeente Den Haag")
    take_in(keys)
    keys.to("Naar de zaak").press("Enter")
    expect(keys.title).to_contain_text("Zaak L-")
    keys.to("Nieuw contact vastleggen").press("Space").to("Wat wilde de inwoner weten?").say("Hoe staat het?")
    keys.to("Ja").press("Space").to("Wat hebt u verteld?").say("Er is nog niets.").to("Vastleggen").press("Enter")
    expect(keys.page.get_by_text("Verteld: Er is nog niets.")).to_be_visible()


def test_whoever_presses_the_first_stop_skips_to_the_content(keys: Keys) -> None:
    keys.to("Naar de inhoud").press("Enter")
    expect(keys.page.locator("main")).to_be_focused()


@pytest.mark.parametrize("name", MAIN_PATH)
def test_no_page_of_the_main_path_keeps_the_focus(windows: Windows, name: str) -> None:
    place: Place = next(place for place in PLACES if place.name == name)
    page = windows.look(place)
    page.locator(".loket-brand").focus()
    stops = 0
    while page.evaluate(FOCUSED) is not None:
        page.keyboard.press("Tab")
        stops += 1
        assert stops < MOST_STOPS, f"after {stops} stops the focus is still in the page"
    assert stops > 3


def test_who_handles_parts_takes_one_up_and_decides_without_a_mouse(keys: Keys, world: World) -> None:
    number = dismissal(world, "Toetsenbord", "betalingsregeling-cjib")
    world.desk.drain()
    part = world.keep("toetsenbord", part_of(world.desk.case(number), "betalingsregeling-cjib").number)
    keys.to("Behandelaar CJIB").press("Enter").at("Werkvoorraad van CJIB")
    keys.to("Nog van niemand").press("Enter").at("Werkvoorraad van CJIB")
    keys.to(show(part)).press("Enter").at("Betalingsregeling boete")
    keys.to("Ik pak dit op").press("Enter")
    expect(keys.page.get_by_role("status")).to_have_text("Dit onderdeel is nu van u.")
    keys.to("Besluiten").press("Enter").to("Uitkomst").say("Toegekend")
    keys.to("Besluiten").press("Enter")
    expect(keys.page.get_by_role("status")).to_have_text("Vastgelegd.")
    expect(keys.page.locator("main")).to_contain_text("Toegekend")
