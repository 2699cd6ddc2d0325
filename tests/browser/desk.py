"""What an employee does with the pages, by the words on the screen."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.pressing import send

MOST_STEPS = 8


class Desk:
    """An employee behind a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, account: str) -> Desk:
        """Sign in with a practice account."""
        self.page.goto("/inloggen")
        send(self.page.get_by_role("button", name=account, exact=True))
        return self

    def press(self, name: str) -> Desk:
        """Press a button that sends a form."""
        send(self.page.get_by_role("button", name=name, exact=True))
        return self

    def begin(self, surname: str = "Kierkegaard") -> Desk:
        """The first two steps of a new request, for somebody without a BSN, so that no two tests share a case."""
        self.page.goto("/nieuwe-vraag")
        self.page.get_by_label("Achternaam", exact=True).fill(surname)
        self.page.get_by_label("Geboortedatum", exact=True).fill("27-04-1981")
        self.page.get_by_label("Gemeente van inschrijving").fill("Den Haag")
        return self.press("Verder").press("Verder")  # who it is, and nothing urgent

    def meet(self, **typed: str) -> Desk:
        """The first step of a new request, filled in by its labels; ``_`` in a name stands for a space."""
        self.page.goto("/nieuwe-vraag")
        for label, value in typed.items():
            self.field(label.replace("_", " ")).fill(value)
        return self

    def field(self, label: str) -> Locator:
        """The field with exactly this label, whatever the form adds to it in brackets."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(.*\)\s*)?$"))

    def answer(self, question: str, answer: str) -> Desk:
        """Choose an answer to a question, both by their words on the screen."""
        self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
        return self

    def open(self, number: str) -> Desk:
        """The page of a case."""
        self.page.goto(f"/zaken/{number}")
        return self

    def part(self, organisation: str) -> Locator:
        """The line of an organisation on the page of a case."""
        heading = self.page.get_by_role("heading", name=organisation, exact=True)
        return self.page.locator("li.loket-part", has=heading)

    def choose(self, event: str) -> Desk:
        """The life event, by its name on the tile."""
        send(self.page.get_by_role("button", name=event))
        return self

    def go_on_to(self, title: str) -> Desk:
        """Go on until the step with this title."""
        heading = self.page.get_by_role("heading", level=1)
        for _ in range(MOST_STEPS):
            if heading.inner_text() == title:
                break
            self.press("Verder")
        expect(heading).to_have_text(title)
        return self

    def finish(self, note: str = "") -> str:
        """From the situation to the receipt; returns the zaaknummer."""
        self.go_on_to("Controleren en versturen")
        self.page.get_by_label("Toelichting in de woorden van de inwoner").fill(note)
        self.press("Versturen")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Uw vraag is ontvangen")
        return self.page.url.split("/")[-2]
