"""The receipt as it leaves the printer, and the citizen at home who scans its code."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from loket.cases.numbers import show
from tests.browser.checking import check
from tests.browser.desk import Desk
from tests.browser.pressing import send
from tests.support.stack import Stack

pytestmark = pytest.mark.browser

SMALLEST = """() => Math.min(...[...document.querySelectorAll("main *")]
    .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && one.getClientRects().length)
    .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
PAPERS = [("", 1), ("?taal=en", 1), ("?groot=1", 2), ("?taal=en&groot=1", 2)]
DISMISSED = {
    "levensgebeurtenis": "ontslag",
    "antwoorden": {
        "eerste-werkloze-dag": "2026-12-01",
        "ww-verwacht": "te-weinig",
        "heeft-schulden": True,
        "voorlopige-aanslag-nu": True,
        "heeft-studieschuld": True,
    },
    "communicatiekanaal": "balie",
    "loket": "gemeente-0518",
}


@pytest.fixture
def number(shared_stack: Stack) -> str:
    """A dismissal with six organisations: the fullest receipt of a daily kind."""
    person = {"geslachtsnaam": "Papier", "geboortedatum": "1981-04-27", "gemeentecode": "0518", "postcode": "2497GS", "huisnummer": 47}
    status, case = shared_stack.call("POST", "/api/v1/zaken", {**DISMISSED, "aanvrager": person})
    assert status == 201, case
    return str(case["zaaknummer"])


def pages_of(pdf: bytes) -> int:
    """The number of pages that Chromium made of it: each is an object of type Page."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize(("choice", "most"), PAPERS)
def test_the_receipt_of_a_dismissal_fits_its_paper(desk: Desk, number: str, choice: str, most: int) -> None:
    desk.page.goto(f"/zaken/{number}/ontvangst{choice}")
    assert 1 <= pages_of(desk.page.pdf(format="A4", prefer_css_page_size=True)) <= most


@pytest.mark.parametrize("choice", [choice for choice, _ in PAPERS])
def test_the_receipt_is_accessible_and_nothing_in_it_is_small(desk: Desk, number: str, choice: str) -> None:
    desk.page.goto(f"/zaken/{number}/ontvangst{choice}")
    check(desk.page)
    assert desk.page.evaluate(SMALLEST) >= 16


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_status_page_is_accessible_before_and_after_and_when_something_is_wrong(page: Page, number: str, language: str) -> None:
    for typed in (None, "28-04-1981", "27-04-1981"):
        page.goto("about:blank")  # an address that differs by its hash alone is not opened anew
        page.goto(f"/status?taal={language}#{show(number)}")
        if typed:
            page.locator("#geboortedatum").fill(typed)
            send(page.locator("main form button"))
        check(page)
        assert page.evaluate(SMALLEST) >= 16


def test_who_scans_the_code_types_only_the_birth_date_and_the_number_goes_into_no_address(page: Page, number: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/status#{show(number)}")
    expect(page.get_by_label("Uw nummer")).to_have_value(show(number))
    expect(page.get_by_label("Uw geboortedatum")).to_be_focused()
    page.keyboard.type("27-04-1981")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zo staat het met uw vraag")
    assert [url for url in asked if number[2:7] in url.partition("#")[0]] == []


def test_without_javascript_the_number_is_typed(plain_page: Page, number: str) -> None:
    plain_page.goto("/status")
    plain_page.get_by_label("Uw nummer").fill(number)
    plain_page.get_by_label("Uw geboortedatum").fill("27-04-1981")
    plain_page.get_by_role("button", name="Kijk hoe het staat").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Zo staat het met uw vraag")


def test_the_code_on_paper_can_be_told_apart(desk: Desk, number: str) -> None:
    desk.page.goto(f"/zaken/{number}/ontvangst")
    desk.page.emulate_media(media="print")
    size = desk.page.locator(".loket-qr__code").bounding_box()
    assert size is not None
    assert size["width"] == pytest.approx(size["height"])
    assert size["width"] >= 90  # CSS pixels of 1/96 inch: 24 millimetres
