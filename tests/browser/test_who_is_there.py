"""Who stands at the counter, and how wide the screen is: no BSN, a gemeente that nobody can tell, 320 pixels."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import MOST_STEPS, Desk
from tests.browser.seeing import NARROW, at_width, overlapping, sticking_out

pytestmark = pytest.mark.browser


def test_somebody_without_a_bsn_a_fixed_address_or_a_telephone_is_helped_all_the_same(desk: Desk) -> None:
    desk.meet(Achternaam="Zonderdam", Geboortedatum="00-00-1990", Gemeente_van_inschrijving="Den Haag")
    desk.page.get_by_text("Geen BSN, geen vast adres of geen telefoon").click()
    desk.page.get_by_label("Waarom is er geen BSN?").select_option(label="De inwoner heeft geen BSN")
    desk.field("V-nummer").fill("2804551237")
    desk.page.get_by_label("De inwoner heeft geen vast adres").check()
    desk.page.get_by_label("De inwoner heeft geen telefoon").check()
    number = desk.press("Verder").press("Verder").choose("Ontslag").finish()
    person = desk.open(number).page.get_by_role("region", name="Personen")
    expect(person).to_contain_text("Zonderdam")
    expect(person).to_contain_text("eindigt op 237")
    expect(person.get_by_text("BSN", exact=True)).to_have_count(0)
    desk.page.goto("/")
    desk.page.get_by_label("Zoek een zaak").fill("Zonderdam 00-00-1990")
    desk.press("Zoek")
    expect(desk.page).to_have_url(re.compile(f"/zaken/{number}$"))


def test_a_gemeente_that_does_not_follow_from_the_postcode_is_asked_once_and_gets_its_part(desk: Desk) -> None:
    desk.meet(Achternaam="Grenspaal", Geboortedatum="12-05-1979", Postcode="1086 AB", Huisnummer="8")
    desk.press("Verder").press("Verder").choose("Ontslag").go_on_to("De situatie")
    asked = desk.page.get_by_role("group", name="In welke gemeente woont de inwoner?")
    expect(asked.get_by_role("radio")).to_have_count(2)
    desk.answer("Hebt u (nog) inkomen?", "Nee").press("Verder")
    desk.page.get_by_role("link", name="Kies in welke gemeente de inwoner woont.").click()
    expect(asked.get_by_role("radio").first).to_be_focused()
    number = desk.answer("In welke gemeente woont de inwoner?", "Diemen").finish()
    expect(desk.open(number).part("Gemeente Diemen").filter(has_text="Algemene bijstand")).to_have_count(1)


def test_the_main_path_fits_a_screen_of_320_pixels(desk: Desk) -> None:
    at_width(desk.page, NARROW)
    fits(desk.meet(Achternaam="Smalstraat", Geboortedatum="27-04-1981", Postcode="2584 AE", Huisnummer="1485").page)
    fits(desk.press("Verder").page)
    fits(desk.press("Verder").page)
    fits(desk.choose("Ontslag").page)
    for _ in range(MOST_STEPS):
        if desk.page.get_by_role("button", name="Versturen").count():
            break
        fits(desk.press("Verder").page)
    number = desk.finish()
    fits(desk.page)
    fits(desk.open(number).page)
    desk.page.goto("/")
    fits(desk.page)


def fits(page: Page) -> None:
    """Nothing sticks out sideways and no control covers another."""
    page.wait_for_load_state()
    assert (sticking_out(page), overlapping(page)) == ([], []), page.title()
