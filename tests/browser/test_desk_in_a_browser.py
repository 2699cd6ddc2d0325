"""The desk's work in a real browser, from the form until every organisation has decided."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

DECIDED = "Op alle delen van uw vraag is een antwoord."
SECONDS = 60_000  # milliseconds


def test_a_request_is_followed_from_the_form_until_all_have_decided(desk: Desk) -> None:
    number = desk.begin().choose("Ontslag").finish()
    desk.page.goto(f"/zaken/{number}")
    expect(desk.page.get_by_text(DECIDED)).to_be_visible(timeout=SECONDS)  # by itself: the page refreshes its status
    expect(desk.page.locator(".loket-part .loket-badge--done")).to_have_count(desk.page.locator(".loket-part").count())


def test_all_of_it_works_without_javascript(plain_page: Page) -> None:
    desk = Desk(plain_page).sign_in("Balie gemeente Den Haag")
    number = desk.begin("Zonder Script").choose("Ontslag").finish("oefen:*=stilte")
    plain_page.get_by_label("Zoek een zaak").fill("Zonder Script 27-04-1981")
    desk.press("Zoek")
    expect(plain_page).to_have_url(f"{plain_page.url.split('/zaken')[0]}/zaken/{number}")
    plain_page.get_by_text("Nieuw contact vastleggen").click()
    desk.field("Wat wilde de inwoner weten?").fill("Is alles aangekomen?")
    desk.answer("Is dat beantwoord?", "Ja").press("Vastleggen")
    expect(plain_page.get_by_role("region", name="Contact met de inwoner")).to_contain_text("Is alles aangekomen? Beantwoord.")


def test_the_refresh_leaves_the_focus_where_it_is(desk: Desk) -> None:
    number = desk.begin().choose("Ontslag").finish()
    desk.page.goto(f"/zaken/{number}")
    desk.page.get_by_text("Nieuw contact vastleggen").click()
    question = desk.page.get_by_label("Wat wilde de inwoner weten?")
    question.fill("Hoe staat het?")
    expect(desk.page.get_by_text(DECIDED)).to_be_visible(timeout=SECONDS)
    expect(question).to_be_focused()
    expect(question).to_have_value("Hoe staat het?")


def test_a_fault_puts_the_focus_on_the_summary_and_its_link_on_the_field(desk: Desk) -> None:
    desk.page.goto("/nieuwe-vraag")
    desk.press("Verder")
    expect(desk.page.locator("#fouten")).to_be_focused()
    desk.page.get_by_role("link", name="Vul in: achternaam.").click()
    expect(desk.page.get_by_label("Achternaam", exact=True)).to_be_focused()


def test_the_first_tab_stop_skips_to_the_content(desk: Desk) -> None:
    desk.page.goto("/")
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("main")).to_be_focused()


def test_no_bsn_ever_stands_in_an_address(desk: Desk) -> None:
    visited: list[str] = []
    desk.page.on("request", lambda request: visited.append(request.url))
    desk.page.goto("/nieuwe-vraag")
    desk.page.get_by_label("Burgerservicenummer").fill("999993653")
    desk.begin("Moulin").choose("Pensioen").finish()
    desk.page.get_by_label("Zoek een zaak").fill("999993653")
    desk.press("Zoek")
    assert [url for url in visited if "999993653" in url] == []
    assert any(url.endswith("/zoeken") for url in visited)
