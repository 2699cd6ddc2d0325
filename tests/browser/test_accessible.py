"""Every page: axe finds nothing by WCAG 2.2 AA, and nothing sticks out at 320 pixels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=900)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COUNTER, SUPERVISOR, HANDLER = "Balie gemeente Den Haag", "Toezichthouder", "Behandelaar CJIB"
OFFICER = "Privacy officer"


def check(page: Page) -> None:
    """Nothing is wrong with the page as it stands now, wide and narrow."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        found = Axe().run(page, options={"runOnly": RULES})
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found.response["violations"]] == []
        assert page.evaluate(OVERFLOW) == 0
    assert page.locator("h1").count() == 1
    page.set_viewport_size(WIDE)


@pytest.mark.parametrize("path", ["/", "/inloggen", "/toegankelijkheid", "/privacy", "/bestaat-niet"])
def test_a_page_for_everybody_is_accessible(page: Page, path: str) -> None:
    page.goto(path)
    check(page)


@pytest.mark.parametrize(
    ("account", "path"),
    [
        (COUNTER, "/"),
        (SUPERVISOR, "/vastgelopen"),
        (HANDLER, "/werkvoorraad"),
        ("Beheerder", "/"),
        (OFFICER, "/privacyregister"),
        (OFFICER, "/privacyregister/verkeerde-persoon"),
    ],
)
def test_the_first_page_of_a_role_is_accessible(page: Page, account: str, path: str) -> None:
    Desk(page).sign_in(account)
    page.goto(path)
    check(page)


def test_an_export_with_its_masks_is_accessible(desk: Desk) -> None:
    number = desk.begin().choose("Ontslag").finish()
    desk.press("Uitloggen").sign_in(OFFICER)
    desk.page.goto("/privacyregister")
    desk.page.get_by_text("Nieuw verzoek noteren").click()
    desk.page.get_by_label("Wat vraagt de inwoner?").select_option("inzage")
    desk.page.get_by_label("Zaaknummer, als het over één zaak gaat").fill(number)
    desk.press("Noteren")
    check(desk.page)
    desk.page.get_by_role("link", name="Uitvoer om te printen").click()
    check(desk.page)


def test_every_step_of_a_new_request_is_accessible_with_and_without_faults(desk: Desk) -> None:
    desk.page.goto("/nieuwe-vraag")
    check(desk.page)
    desk.press("Verder")
    check(desk.page)
    desk.begin()
    check(desk.page)
    desk.choose("Overlijden van een partner")
    check(desk.page)
    for _ in range(3):
        desk.press("Verder")
        check(desk.page)
    desk.press("Versturen")
    check(desk.page)


def open_case(desk: Desk, number: str) -> None:
    desk.page.goto(f"/zaken/{number}")


def open_withdrawal(desk: Desk, number: str) -> None:
    desk.page.goto(f"/zaken/{number}/intrekken")
    desk.press("Intrekken")


def open_search(desk: Desk, number: str) -> None:
    desk.page.get_by_label("Zoek een zaak").fill("Kierkegaard 27-04-1981")
    desk.press("Zoek")


@pytest.mark.parametrize("go", [open_case, open_withdrawal, open_search])
def test_the_pages_of_a_case_are_accessible(desk: Desk, go: Callable[[Desk, str], None]) -> None:
    number = desk.begin().choose("Ontslag").finish()
    go(desk, number)
    check(desk.page)


def test_delivering_what_was_asked_is_accessible(desk: Desk) -> None:
    number = desk.begin().choose("Ontslag").finish("oefen:*=aanvulling")
    open_case(desk, number)
    desk.page.get_by_role("link", name="Aanleveren").first.click(timeout=30_000)
    check(desk.page)
    desk.press("Aanleveren")
    check(desk.page)


def test_a_part_on_the_worklist_is_accessible(desk: Desk) -> None:
    number = desk.begin().choose("Schulden").finish()
    open_case(desk, number)
    desk.page.locator("li", has=desk.page.get_by_role("heading", name="CJIB")).get_by_text("Bezorgd", exact=True).wait_for(timeout=30_000)
    desk.press("Uitloggen").sign_in(HANDLER)
    desk.page.locator("table a").first.click()
    for summary in desk.page.locator("main details summary").all():
        summary.click()
    check(desk.page)
