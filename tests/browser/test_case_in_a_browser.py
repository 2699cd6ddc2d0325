"""The case page in a real browser: it refreshes without disturbing anybody, and every page to act on a case is accessible."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checking import check
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

KEY = {"Authorization": "Bearer demo-loket-sleutel"}
PERSON = {"geslachtsnaam": "Kierkegaard", "geboortedatum": "1981-04-27", "gemeentecode": "0518", "telefoonnummer": "070 123 45 67"}
SECONDS = 30_000  # milliseconds: how long the practice organisations may take


def open_case(desk: Desk, wish: str, **more: Any) -> str:
    """A case with one part of UWV that behaves as wished, opened by a program of this loket; its page is shown."""
    body = {
        "aanvrager": PERSON,
        "producten": [{"product": "ww", "reden": "test"}],
        "antwoorden": {"laatste-werkgever": "Bakker BV"},
        "communicatiekanaal": "balie",
        "loket": "gemeente-0518",
        "toelichting": f"oefen:*={wish}",
    }
    answer = desk.page.request.post("/api/v1/zaken", headers=KEY, data=body | more)
    assert answer.status == 201, answer.text()
    number: str = answer.json()["zaaknummer"]
    desk.page.goto(f"/zaken/{number}")
    return number


def until_refused(page: Page) -> None:
    expect(page.get_by_text("De inwoner krijgt dit niet.")).to_be_visible(timeout=SECONDS)


def test_the_page_refreshes_while_somebody_types_and_keeps_their_words(desk: Desk) -> None:
    open_case(desk, "afwijzen")
    page = desk.page
    page.get_by_text("Nieuw contact vastleggen").click()
    field = page.get_by_label("Wat wilde de inwoner weten?")
    field.fill("Wanneer hoor ik iets?")
    until_refused(page)
    expect(field).to_have_value("Wanneer hoor ik iets?")
    expect(field).to_be_focused()
    expect(page.locator("#nieuw-contact")).to_have_attribute("open", "")


def test_a_choice_that_somebody_is_making_stays_while_the_rest_is_refreshed(desk: Desk) -> None:
    open_case(desk, "afwijzen")
    page = desk.page
    page.get_by_label("Van wie").select_option("uwv")
    page.get_by_label("Van wie").focus()
    until_refused(page)
    expect(page.get_by_label("Van wie")).to_be_focused()
    expect(page.get_by_label("Van wie")).to_have_value("uwv")


def test_every_page_to_act_on_a_case_is_accessible_with_and_without_faults(desk: Desk) -> None:
    number = open_case(desk, "afwijzen")
    until_refused(desk.page)
    desk.page.get_by_text("Nieuw contact vastleggen").click()
    desk.page.get_by_text("Bericht schrijven").click()
    check(desk.page)
    for path, button in (
        (f"/deelzaken/{number}-1/indienen?soort=bezwaar", "Vandaag doorsturen"),
        (f"/deelzaken/{number}-1/indienen?soort=klacht", "Vandaag doorsturen"),
        (f"/zaken/{number}/verbeteren", "Verbeteren"),
        (f"/zaken/{number}/verkeerde-persoon", "Melden en stoppen"),
        (f"/zaken/{number}/sluiten", "Zaak sluiten"),
        (f"/zaken/{number}/toevoegen", "Verder"),
    ):
        desk.page.goto(path)
        check(desk.page)
        desk.press(button)
        check(desk.page)
    desk.page.locator("summary", has_text="SVB").click()
    desk.page.get_by_label("Kinderbijslag").first.check()
    desk.page.get_by_label("Waarom komt dit erbij?").fill("Er is een kind bij gekomen")
    desk.press("Verder")
    check(desk.page)


def test_a_case_that_changed_meanwhile_is_accessible_too(desk: Desk) -> None:
    number = open_case(desk, "stilte")
    desk.page.goto(f"/zaken/{number}/intrekken")
    colleague = Desk(desk.page.context.new_page())
    colleague.page.goto(f"/zaken/{number}")
    colleague.page.get_by_text("Nieuw contact vastleggen").click()
    colleague.page.get_by_label("Wat wilde de inwoner weten?").fill("Hoe staat het?")
    colleague.press("Vastleggen")
    expect(colleague.page.get_by_text("Nog niet beantwoord.")).to_be_visible()
    desk.page.get_by_label("Waarom?").fill("Heeft werk gevonden")
    desk.press("Intrekken")
    expect(desk.page.get_by_role("heading", name="Deze zaak is intussen veranderd")).to_be_visible()
    expect(desk.page.get_by_label("Waarom?")).to_have_value("Heeft werk gevonden")
    check(desk.page)
