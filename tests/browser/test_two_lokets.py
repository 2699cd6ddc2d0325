"""One case, several lokets: a dismissal that a second loket joins, what the SVB asked, a handover that is refused, what others see."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk
from tests.support.stack import Stack

pytestmark = pytest.mark.browser

HERE, THERE = "Balie gemeente Den Haag", "Balie UWV"
SECONDS = 60_000  # milliseconds
ANSWERED = "Op alle delen van uw vraag is een antwoord."
LIMITED = "Een ander loket nam deze vraag aan. U ziet de stand, maar niet de inhoud."
PRESENT = "Inwoner is hier en vraagt erom · legitimatie gezien"
GROEMAN = {"Burgerservicenummer": "999993781", "Achternaam": "Groeman", "Geboortedatum": "08-10-1993"}  # of the RvIG test set
MINIMAL = {"Sinds", "Aan zet", "Besluit uiterlijk", "Nummer"}


def taken_in(shared_stack: Stack, surname: str, product: str, note: str | None = None) -> str:
    """A case of Den Haag with one product, taken in by a program."""
    person = {"geslachtsnaam": surname, "geboortedatum": "1981-04-27", "gemeentecode": "0518"}
    body = {
        "aanvrager": person,
        "communicatiekanaal": "balie",
        "loket": "gemeente-0518",
        "producten": [{"product": product, "reden": "gevraagd"}],
        "toelichting": note,
    }
    status, case = shared_stack.call("POST", "/api/v1/zaken", {name: value for name, value in body.items() if value})
    assert status == 201, case
    return str(case["zaaknummer"])


def hand_over_to_uwv(desk: Desk, number: str) -> str:
    """Offer the case to UWV; returns the address of the handover."""
    desk.page.goto(f"/zaken/{number}/overdragen")
    desk.field("Aan wie draagt u over?").fill("UWV Den Haag")
    desk.field("Waarom draagt u over?").fill("De inwoner woont nu dichter bij dat kantoor.")
    desk.field("Wat moet de ontvanger weten?").fill("Er loopt alleen een vraag bij het UWV.")
    desk.field("Hoe en wanneer wil de inwoner bereikt worden?").fill("Bellen op dinsdagochtend.")
    desk.page.get_by_label("De inwoner weet van de overdracht en vindt die goed").check()
    desk.press("Overdragen")
    return desk.page.url


def test_a_dismissal_at_den_haag_is_joined_when_the_same_person_knocks_at_uwv(desk: Desk) -> None:
    desk.meet(**GROEMAN).press("Verder").press("Verder").choose("Ontslag").go_on_to("De situatie")
    desk.answer("Hebt u (nog) inkomen?", "Nee")
    number = desk.finish()
    desk.press("Uitloggen").sign_in(THERE)
    desk.page.get_by_label("Zoek een zaak").fill(GROEMAN["Burgerservicenummer"])
    desk.press("Zoek")
    expect(desk.page.locator(f'main a[href="/zaken/{number}"]')).to_have_count(1)
    assert GROEMAN["Burgerservicenummer"] not in desk.page.url
    desk.meet(**GROEMAN).press("Verder").press("Verder")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Wat loopt er al?")
    expect(desk.page.locator("main li.loket-card")).to_have_count(1)
    desk.field("Wat wil de inwoner weten?").fill("Is mijn WW al aangevraagd?")
    desk.page.get_by_role("button", name="Zelfde vraag").click()
    expect(desk.page).to_have_url(re.compile(f"/zaken/{number}$"))
    desk.press(PRESENT)
    contact = desk.page.get_by_role("region", name="Contact met de inwoner")
    expect(contact.get_by_role("listitem")).to_have_count(1)
    expect(contact.get_by_role("listitem")).to_contain_text("UWV Den Haag (balie)")
    expect(contact).to_contain_text("Is mijn WW al aangevraagd?")


def test_what_the_svb_asked_is_delivered_at_the_desk_and_the_case_ends(desk: Desk) -> None:
    number = desk.begin("Kwartelveld").choose("Iets anders").go_on_to("Wie kan helpen?")
    shelf = desk.page.locator("details", has_text="Kinderbijslag").first
    shelf.locator("summary").click()
    shelf.get_by_label("Kinderbijslag", exact=True).check()
    number = desk.finish("oefen:svb=aanvulling")
    desk.open(number).page.get_by_role("link", name="Aanleveren").click(timeout=SECONDS)
    assert number in desk.page.url
    desk.page.locator("textarea").fill("Het papier is hier bekeken en gaat vandaag mee.")
    desk.press("Aanleveren")
    expect(desk.page.get_by_text(ANSWERED)).to_be_visible(timeout=SECONDS)
    expect(desk.part("SVB")).to_contain_text("Toegekend")
    expect(desk.page.get_by_role("link", name="Aanleveren")).to_have_count(0)
    desk.page.get_by_role("link", name="Sluiten").click()
    desk.answer("Hoe liep het af?", "De inwoner is geholpen").press("Zaak sluiten")
    expect(desk.page.get_by_text("Uw vraag is afgerond.")).to_be_visible()


def test_a_refused_handover_is_back_with_the_sender_and_the_receiver_sees_no_content_any_more(desk: Desk, shared_stack: Stack) -> None:
    number = taken_in(shared_stack, "Overweegster", "ww")
    address = hand_over_to_uwv(desk, number)
    desk.press("Uitloggen").sign_in(THERE).page.goto(address)
    desk.page.get_by_text("Ik kan de zaak niet oppakken").click()
    desk.field("Waarom niet?").fill("Dit kantoor is deze maand dicht.")
    desk.press("Terug naar de afzender")
    expect(desk.open(number).page.get_by_text(LIMITED)).to_be_visible()
    desk.press("Uitloggen").sign_in(HERE)
    expect(desk.page.get_by_role("heading", name="Overdrachten")).to_be_visible()
    desk.page.goto(address)
    expect(desk.page.locator(".loket-strip")).to_contain_text("Niet aangenomen.")
    expect(desk.page.locator(".loket-strip")).to_contain_text("Dit kantoor is deze maand dicht.")
    expect(desk.page.get_by_role("link", name="Aan een ander overdragen")).to_be_visible()


def test_a_loket_of_another_organisation_sees_only_the_minimal_shared_status(desk: Desk, shared_stack: Stack) -> None:
    number = taken_in(shared_stack, "Buitenkijker", "shv-gesprek")
    own = desk.open(number).page.locator("main").inner_text()
    desk.press("Uitloggen").sign_in(THERE).open(number)
    expect(desk.page.get_by_text(LIMITED)).to_be_visible()
    seen = desk.page.locator("main").inner_text()
    content = ["Schuldhulpverlening", "Buitenkijker", "27-04-1981", "Antwoorden", "Personen", "Contact vastleggen", "Ontvangstbewijs"]
    assert [words for words in content[:2] if words not in own] == []
    assert [words for words in content if words in seen] == []
    assert set(desk.page.locator(".loket-part dt").all_inner_texts()) <= MINIMAL
    expect(desk.page.locator(".loket-part h3")).to_have_text("Een onderdeel")


def test_two_desks_at_the_same_moment_read_the_same_status(desk: Desk, browser: Browser, shared_stack: Stack) -> None:
    number = taken_in(shared_stack, "Tweelinger", "akw", "oefen:*=stilte")
    with browser.new_context(base_url=shared_stack.base_url, locale="nl-NL") as window:
        desks = [desk, Desk(window.new_page()).sign_in(THERE)]
        for one in desks:
            expect(one.open(number).part("SVB").get_by_text("Bezorgd", exact=True)).to_be_visible(timeout=SECONDS)
        read = [(one.page.locator(".loket-strip").inner_text(), one.page.locator(".loket-badge").all_inner_texts()) for one in desks]
    assert read[0] == read[1]
