"""Taking a request in with a real browser: by practised hands, by keyboard, when something is urgent, and with a person who is known."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checking import check
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

MOST = 60  # key presses and clicks beyond the person's own words (issue: the front desk)
MOST_STOPS = 150
WORDS = {"numeric": "01-12-2026", "decimal": "20", "text": "NL91 ABNA 0417 1643 00"}  # what the person says, by the field's keyboard
CHECK = "Controleren en versturen"


@dataclass
class Hands:
    """Counts what hands do beyond typing what the person says."""

    page: Page
    done: list[str] = field(default_factory=list)

    def key(self, *names: str) -> Hands:
        for name in names:
            self.done.append(name)
            self.page.keyboard.press(name)
        return self

    def click(self, what: Locator) -> Hands:
        self.done.append("click")
        what.click()
        return self

    def tab_to(self, button: str) -> Hands:
        """Go to a button with the Tab key alone."""
        for _ in range(MOST_STOPS):
            self.key("Tab")
            if self.page.evaluate("document.activeElement.innerText || ''").startswith(button):
                return self
        raise AssertionError(f"{button} cannot be reached by keyboard")

    def say(self, words: str) -> Hands:
        self.page.keyboard.type(words)
        return self

    def answer_all(self, *yes: str) -> Hands:
        """Every question on the page: "ja" for those that are named, else "nee" or the first choice; something typed in each field."""
        self.page.wait_for_load_state()
        for group in self.page.locator("main fieldset").all():
            answers = group.locator("label").all_inner_texts()
            legend = group.locator("legend").inner_text()
            answer = "Nee" if "Nee" in answers and legend not in yes else answers[0]
            self.click(group.get_by_label(answer, exact=True))
        for box in self.page.locator("main form input[type=text]:visible").all():
            self.click(box).say(WORDS[box.get_attribute("inputmode") or "text"])
        return self


def known(desk: Desk, bsn: str, surname: str) -> Desk:
    """Who it is, as a person with a BSN; the page of the next step."""
    desk.page.goto("/nieuwe-vraag")
    desk.page.get_by_label("Burgerservicenummer").fill(bsn)
    desk.page.get_by_label("Achternaam", exact=True).fill(surname)
    desk.page.get_by_label("Geboortedatum", exact=True).fill("01-12-1985")
    desk.page.get_by_label("Gemeente van inschrijving").fill("Den Haag")
    return desk.press("Verder")


def test_practised_hands_take_in_a_dismissal_within_sixty_presses(desk: Desk) -> None:
    desk.page.goto("/")
    hands = Hands(desk.page)
    title = desk.page.get_by_role("heading", level=1)
    hands.click(desk.page.get_by_role("navigation").get_by_role("link", name="Nieuwe vraag"))
    expect(desk.page.get_by_label("Burgerservicenummer")).to_be_focused()
    hands.key("Tab").say("Vlugge").key("Tab", "Tab", "Tab").say("27-04-1981").key("Tab").say("2584 AE").key("Tab").say("1485").key("Enter")
    expect(title).to_have_text("Spoed en veiligheid")
    expect(desk.page.get_by_label("Nee", exact=True).first).to_be_focused()
    hands.key("Space", "Tab", "ArrowRight", "Tab", "ArrowRight", "Enter")
    hands.click(desk.page.get_by_role("button", name="Ontslag"))
    expect(title).to_have_text("De situatie")
    hands.answer_all("Hebt u (nog) inkomen?").click(desk.page.get_by_role("button", name="Verder"))
    hands.click(desk.page.get_by_role("button", name="Verder"))  # the products as they are proposed
    expect(title).to_have_text("Vragen van de organisaties")
    hands.answer_all().click(desk.page.get_by_role("button", name="Verder"))
    expect(title).to_have_text("Papieren")
    desk.page.wait_for_load_state()
    for paper in desk.page.locator("main fieldset").all():
        hands.click(paper.get_by_label("Gezien", exact=True))
    hands.click(desk.page.get_by_role("button", name="Verder"))
    expect(title).to_have_text(CHECK)
    expect(desk.page.get_by_text("nog open")).to_have_count(0)
    hands.click(desk.page.get_by_role("button", name="Versturen"))
    expect(title).to_have_text("Uw vraag is ontvangen")
    assert len(hands.done) <= MOST, f"{len(hands.done)} key presses and clicks"


def test_the_main_path_needs_no_mouse(desk: Desk) -> None:
    desk.page.goto("/nieuwe-vraag")
    hands, title = Hands(desk.page), desk.page.get_by_role("heading", level=1)
    expect(desk.page.get_by_label("Burgerservicenummer")).to_be_focused()
    hands.key("Tab").say("Toetsen").key("Tab", "Tab", "Tab").say("27-04-1981").key("Tab").say("2584 AE").key("Tab").say("1485").key("Enter")
    expect(title).to_have_text("Spoed en veiligheid")
    expect(desk.page.get_by_label("Nee", exact=True).first).to_be_focused()
    hands.key("Enter")
    expect(title).to_have_text("Wat is er gebeurd?")
    hands.tab_to("Ontslag").key("Enter")
    for name in ("De situatie", "Wie kan helpen?", "Vragen van de organisaties"):
        expect(title).to_have_text(name)
        hands.tab_to("Verder").key("Enter")
    expect(title).not_to_have_text("Vragen van de organisaties")
    if title.inner_text() != CHECK:
        hands.tab_to("Verder").key("Enter")
    expect(title).to_have_text(CHECK)
    hands.tab_to("Versturen").key("Enter")
    expect(title).to_have_text("Uw vraag is ontvangen")


def test_what_is_urgent_goes_first_and_the_rest_joins_it(desk: Desk) -> None:
    desk.page.goto("/nieuwe-vraag")
    desk.page.get_by_label("Achternaam", exact=True).fill("Spoedstra")
    desk.page.get_by_label("Geboortedatum", exact=True).fill("27-04-1981")
    desk.page.get_by_label("Gemeente van inschrijving").fill("Den Haag")
    desk.press("Verder").page.get_by_label("Dreigende ontruiming").check()
    desk.press("Snel melden")
    notice = desk.page.get_by_role("status")
    expect(notice).to_contain_text("Snel gemeld in zaak")
    number = desk.choose("Schulden").finish()
    assert number.replace("-", "") in notice.page.url.replace("-", "")


def test_a_person_who_comes_again_is_found_and_the_pages_are_accessible(desk: Desk) -> None:
    known(desk, "999993653", "Moulin").press("Verder")
    if desk.page.get_by_role("heading", level=1).inner_text() == "Wat loopt er al?":
        desk.press("Andere vraag")
    number = desk.choose("Verhuizing").finish()
    known(desk, "999993653", "Moulin").press("Verder")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Wat loopt er al?")
    check(desk.page)
    desk.page.get_by_label("Wat wil de inwoner weten?").fill("Hoe staat het?")
    desk.page.locator("li", has=desk.page.locator(f'a[href="/zaken/{number}"]')).get_by_role("button", name="Zelfde vraag").click()
    expect(desk.page).to_have_url(desk.page.url.split("/zaken")[0] + f"/zaken/{number}")


def test_what_is_put_away_is_found_again(desk: Desk) -> None:
    desk.begin("Laterman").choose("Ontslag").press("Later afmaken")
    expect(desk.page.get_by_role("status")).to_contain_text("Bewaard.")
