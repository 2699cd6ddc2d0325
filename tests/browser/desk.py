"""What an employee does with the pages, by the words on the screen."""

from __future__ import annotations

from playwright.sync_api import Page, expect


class Desk:
    """An employee behind a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, account: str) -> Desk:
        """Sign in with a practice account."""
        self.page.goto("/inloggen")
        self.page.get_by_role("button", name=account, exact=True).click()
        return self

    def press(self, name: str) -> Desk:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def begin(self, surname: str = "Kierkegaard") -> Desk:
        """The first step of a new request, for somebody without a BSN, so that no two tests share a case."""
        self.page.goto("/nieuwe-vraag")
        self.page.get_by_label("Achternaam", exact=True).fill(surname)
        self.page.get_by_label("Geboortedatum", exact=True).fill("27-04-1981")
        self.page.get_by_label("Gemeente van inschrijving").fill("Den Haag")
        return self.press("Verder")

    def choose(self, event: str) -> Desk:
        """The life event, by its name on the tile."""
        self.page.get_by_role("button", name=event).click()
        return self

    def finish(self, note: str = "") -> str:
        """From the situation to the receipt; returns the zaaknummer."""
        for _ in range(3):
            self.press("Verder")
        self.page.get_by_label("Toelichting in de woorden van de inwoner").fill(note)
        self.press("Versturen")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Uw vraag is ontvangen")
        return self.page.url.split("/")[-2]
