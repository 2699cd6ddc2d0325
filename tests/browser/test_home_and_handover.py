"""The start page, a handover and the letter in a real browser: accessible, nothing sticks out, and a late handover is seen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.browser.checking import check
from tests.browser.desk import Desk
from tests.support.stack import Stack

pytestmark = pytest.mark.browser

SECONDS = 90_000  # milliseconds
BODY = {
    "aanvrager": {"geslachtsnaam": "Overdracht", "geboortedatum": "1985-12-01", "gemeentecode": "0518"},
    "communicatiekanaal": "balie",
    "loket": "gemeente-0518",
    "producten": [{"product": "algemeen-verzoek", "organisatie": "uwv", "reden": "op verzoek"}],
}
HOME, RECEIVER, SUPERVISOR = "Balie gemeente Den Haag", "Balie UWV", "Toezichthouder"


@pytest.fixture
def number(shared_stack: Stack) -> str:
    """A case of Den Haag, taken in by a program."""
    status, case = shared_stack.call("POST", "/api/v1/zaken", BODY)
    assert status == 201, case
    return str(case["zaaknummer"])


def hand_over(page: Page, number: str) -> None:
    """Fill in the form and send it."""
    page.goto(f"/zaken/{number}/overdragen")
    page.get_by_label("Aan wie draagt u over?").fill("UWV Den Haag")
    page.get_by_label("Waarom draagt u over?").fill("De inwoner is verhuisd.")
    page.get_by_label("Wat moet de ontvanger weten?").fill("De vraag loopt bij het UWV.")
    page.get_by_label("Hoe en wanneer wil de inwoner bereikt worden?").fill("Bellen na zes uur.")
    page.get_by_label("De inwoner weet van de overdracht en vindt die goed").check()
    Desk(page).press("Overdragen")


def test_the_start_page_and_its_lists_are_accessible(desk: Desk, number: str) -> None:
    desk.page.goto("/")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Vandaag bij gemeente Den Haag")
    check(desk.page)
    desk.page.goto("/vandaag/laatst")
    check(desk.page)


def test_searching_from_the_start_page_finds_the_case_and_names_a_wrong_character(desk: Desk, number: str) -> None:
    desk.page.goto("/")
    field = desk.page.get_by_label("Zoek een inwoner of een zaak")
    field.fill(number.lower())
    field.press("Enter")
    expect(desk.page).to_have_url(f"{desk.page.url.split('/zaken')[0]}/zaken/{number}")
    desk.page.goto("/")
    desk.page.get_by_label("Zoek een inwoner of een zaak").fill(number[:-1] + ("2" if number[-1] != "2" else "3"))
    desk.press("Zoeken")
    expect(desk.page.get_by_text("Kijk naar teken 11 na L-.")).to_be_visible()
    check(desk.page)


def test_the_form_of_a_handover_is_accessible_with_and_without_faults(desk: Desk, number: str) -> None:
    desk.page.goto(f"/zaken/{number}/overdragen")
    check(desk.page)
    desk.press("Overdragen")
    check(desk.page)
    hand_over(desk.page, number)
    check(desk.page)
    desk.page.goto("/")
    check(desk.page)


def test_the_letter_to_keep_somebody_informed_is_accessible(desk: Desk, number: str) -> None:
    desk.page.goto(f"/zaken/{number}/bijpraten")
    expect(desk.page.get_by_label("Wat vertelt u de inwoner?")).to_have_value(re.compile("^Wij praten u bij over uw vraag met nummer "))
    check(desk.page)


def test_a_handover_that_nobody_takes_up_stands_still_until_a_named_person_does(desk: Desk, number: str, shared_stack: Stack) -> None:
    hand_over(desk.page, number)
    page = desk.page.url
    engine = create_engine(shared_stack.environment["LOKET_DATABASE_URL"])
    with engine.begin() as connection:  # nobody waits two working days in a test
        connection.execute(text("UPDATE handover SET norm_at = norm_at - interval '9 days' WHERE ended_at IS NULL"))
    engine.dispose()
    desk.press("Uitloggen").sign_in(SUPERVISOR)
    stuck = desk.page.locator("li.loket-card", has_text="Een overdracht is nog niet opgepakt.").first
    for _ in range(30):
        desk.page.goto("/vastgelopen")
        if stuck.count():
            break
        desk.page.wait_for_timeout(2_000)
    expect(stuck).to_be_visible()
    desk.press("Uitloggen").sign_in(RECEIVER)
    desk.page.goto(page)
    check(desk.page)
    desk.page.get_by_label("Uw naam, zoals de inwoner die hoort").fill("Fatima de Wit")
    desk.page.get_by_label("De inwoner weet dat ik de zaak heb").check()
    desk.press("Ik pak deze zaak op")
    expect(desk.page.get_by_text("De overdracht is klaar.")).to_be_visible()
