"""A supervisor's morning: the list, a filter, several at once after a look ahead, one to oneself, put off and to a table, one closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, expect

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.numbers import show
from tests.browser.checking import check
from tests.browser.desk import Desk
from tests.browser.world import World, running
from tests.support.desk import MONDAY, part_of, person
from tests.support.post import REFUSED, TAKEN

pytestmark = pytest.mark.browser


def standing(world: World) -> None:
    """Two that UWV refused for a moment, one that SVB handed back, and one that was decided."""
    desk = world.desk
    desk.clock.set(MONDAY)
    applicant = person(bsn=None)
    for name in ("eerste", "tweede"):
        desk.post["uwv"].will(REFUSED, then=TAKEN)
        world.at[name] = desk.open("ww", applicant=applicant).number
        desk.drain()
    world.at |= {name: desk.open("akw", applicant=applicant).number for name in ("terug", "klaar")}
    desk.drain()
    desk.tell(part_of(desk.case(world.at["terug"]), "akw"), Verb.DECLINED, reason=DeclineReason.OTHER)
    desk.decide(part_of(desk.case(world.at["klaar"]), "akw"), Outcome.GRANTED)
    desk.session.rollback()


@pytest.fixture
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("ochtend"), standing) as found:
        yield found


class Morning(Desk):
    """A supervisor behind a browser."""

    def row(self, number: str) -> Locator:
        """The case in the list."""
        return self.page.get_by_role("listitem").filter(has=self.page.locator(f"#kies-{number}"))

    def fill_in(self, title: str, **typed: str) -> Desk:
        """Unfold the act with this title on the page of one case, fill it in and send it; ``typed`` by the field's name."""
        self.page.locator("summary", has_text=re.compile(f"^{title}")).click()
        form = self.page.locator("details[open] form", has=self.page.get_by_role("button", name=title, exact=True))
        for name, value in typed.items():
            field = form.locator(f"[name={name}]")
            field.select_option(value) if field.evaluate("field => field.tagName") == "SELECT" else field.fill(value)
        return self.press(title)

    def ask_for_a_table(self, number: str) -> None:
        """Bring the case to a table for tailored help, and see it there."""
        self.page.goto(f"/vastgelopen/zaken/{number}")
        self.page.get_by_role("link", name="Naar de maatwerktafel").click()
        self.page.get_by_label("Schulden lopen op").check()
        self.page.get_by_label("Wat knelt er?").fill("Zonder kinderbijslag kan de huur niet worden betaald.")
        self.page.get_by_label("De inwoner weet van de maatwerktafel en vindt die goed").check()
        self.press("Maatwerk vragen")
        expect(self.page.get_by_text("De zaak ligt nu op de maatwerktafel.")).to_be_visible()
        check(self.page)


def test_a_supervisor_works_the_list_down(browser: Browser, morning: World) -> None:
    at = morning.at
    with closing(browser.new_context(base_url=morning.base_url, locale="nl-NL")) as context:
        desk = Morning(context.new_page())
        desk.sign_in("Toezichthouder")
        page = desk.page
        page.get_by_role("link", name=re.compile("^De vraag kon niet worden bezorgd")).click()
        expect(page.get_by_role("checkbox", name=re.compile("^Aankruisen"))).to_have_count(2)

        for name in ("eerste", "tweede"):  # several at once: first without a reason, then a look ahead, then done
            page.locator(f"#kies-{at[name]}").check()
        page.get_by_label("Wat wilt u doen?").select_option("opnieuw")
        desk.press("Bekijk wat er gebeurt")
        expect(page.locator("#fouten")).to_contain_text("Vul een reden in")
        expect(page.locator(f"#kies-{at['eerste']}")).to_be_checked()
        check(page)
        page.locator("#samen-form textarea").fill("UWV herstelde het adres")
        desk.press("Bekijk wat er gebeurt")
        expect(page.get_by_text("Dit kan: 2")).to_be_visible()
        desk.press("Uitvoeren")
        expect(page.get_by_text("Gedaan bij 2 van de 2 zaken.")).to_be_visible()
        morning.desk.drain()
        morning.desk.session.rollback()

        page.get_by_role("link", name="Zonder filter").click()
        desk.row(at["terug"]).get_by_role("link", name="Doen").click()
        desk.fill_in("Toewijzen aan een toezichthouder", wie="toezichthouder", reden="Ik bel SVB")
        desk.fill_in("Uitstellen tot een dag", tot="09-03-2026", reden="SVB belt terug")
        expect(page.get_by_text("Toezichthouder: Toezichthouder. Uitgesteld tot 9 maart 2026.")).to_be_visible()
        check(page)
        page.locator("main").get_by_role("link", name="Vastgelopen zaken").click()
        expect(page.get_by_text("Er staat niets stil")).to_be_visible()

        page.goto(f"/vastgelopen/zaken/{at['klaar']}")
        desk.fill_in("Zaak sluiten", hoe="geholpen", reden="De inwoner heeft alles")
        expect(page.get_by_text("De zaak is gesloten.")).to_be_visible()
        expect(page.get_by_role("heading", name=show(at["klaar"]))).to_be_visible()
        desk.ask_for_a_table(at["terug"])
