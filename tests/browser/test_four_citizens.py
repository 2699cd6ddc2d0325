"""The four citizens of a busy morning, each with what must go right for them (practice rules 1, 7, 8, 10 and 13)."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from loket.cases.deadlines import amsterdam_date
from loket.cases.words import day
from tests.browser.desk import Desk
from tests.support.stack import Stack
from tests.support.waiting import until

pytestmark = pytest.mark.browser

MINUTE = 60  # seconds
WAITING = ("gepland", "te-verzenden")


def today() -> date:
    """The date at the counter."""
    return amsterdam_date(datetime.now(UTC))


def typed(on: date) -> str:
    """A date as somebody types it."""
    return f"{on:%d-%m-%Y}"


def years_ago(years: int, months: int = 0) -> date:
    """The first day of the month that many years and months ago."""
    year, month = divmod(today().year * 12 + today().month - 1 - years * 12 - months, 12)
    return date(year, month + 1, 1)


def offered(page: Page) -> list[str]:
    """The names of the products that are proposed."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie kan helpen?")
    page.wait_for_load_state()
    return [words.split("Uitleg")[0].strip() for words in page.locator(".loket-proposal__name").all_inner_texts()]


def parts_of(stack: Stack, number: str) -> dict[str, str]:
    """The state of each part of a case by its product, as the loket's own programs read it."""
    _, case = stack.call("GET", f"/api/v1/zaken/{number}")
    return {part["product"]: part["status"] for part in case["deelzaken"]}


def assert_nobody_is_congratulated(page: Page) -> None:
    """Practice rule 13."""
    expect(page.locator("main")).not_to_contain_text(re.compile("feliciteer", re.IGNORECASE))


def test_who_is_dismissed_in_debt_and_about_to_be_evicted_is_reported_within_a_minute(desk: Desk, shared_stack: Stack) -> None:
    begun = time.monotonic()
    desk.meet(Burgerservicenummer="999990329", Achternaam="Hoop", Voorvoegsel="de", Geboortedatum="19-04-1967")
    desk.press("Verder").page.get_by_label("Dreigende ontruiming").check()
    desk.answer("Bent u bang voor iemand?", "Nee").press("Snel melden")
    told = re.search(r"L-\w{5}-\w{5}-\w", desk.page.get_by_role("status").inner_text())
    assert told
    number = "L-" + told[0][2:].replace("-", "")
    until(lambda: parts_of(shared_stack, number)["shv-bedreigend"] not in WAITING, "the urgent part has left", MINUTE)
    assert time.monotonic() - begun < MINUTE
    assert list(parts_of(shared_stack, number)) == ["shv-bedreigend"]
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Wat is er gebeurd?")  # nothing more was filled in
    desk.choose("Ontslag").answer("Hebt u schulden of betaalt u rekeningen te laat?", "Ja")
    desk.answer("Hebt u (nog) inkomen?", "Nee").go_on_to("Controleren en versturen")
    expect(desk.page.get_by_role("region", name="Al gemeld bij de start van dit gesprek.")).to_contain_text("Schuldhulp bij bedreiging")
    assert desk.finish() == number
    assert {"ww", "bijstand", "shv-bedreigend", "shv-gesprek"} <= parts_of(shared_stack, number).keys()


def test_the_widow_of_79_is_condoled_and_told_what_goes_by_itself_and_not_offered_anw(desk: Desk, shared_stack: Stack) -> None:
    desk.meet(Achternaam="Weduwesma", Geboortedatum=typed(years_ago(79, 3)), Gemeente_van_inschrijving="Den Haag")
    desk.press("Verder").press("Verder").choose("Overlijden van een partner")
    expect(desk.page.get_by_text("Condoleer de inwoner en neem de tijd.")).to_be_visible()
    assert_nobody_is_congratulated(desk.page)
    desk.answer("Wat was u van de overledene?", "Echtgenoot of geregistreerd partner")
    desk.answer("Betaalde de overledene een eigen bijdrage voor langdurige zorg?", "Ja").answer("Hoe woont u?", "In een instelling")
    desk.answer("Is uw inkomen te laag om van te leven?", "Nee")
    desk.field("Achternaam van de overledene").fill("Weduwesma")
    desk.field("Datum van overlijden").fill(typed(today() - timedelta(days=7)))
    desk.press("Verder")
    assert [name for name in offered(desk.page) if "Anw" in name or "AIO" in name] == []
    assert any("overledene" in name for name in offered(desk.page))
    expect(desk.page.get_by_role("region", name="Gaat vanzelf")).to_contain_text("past uw AOW zelf aan")
    expect(desk.page.get_by_role("region", name="Let op")).to_contain_text("Vraag het CAK om een berekening.")
    number = desk.finish()
    expect(desk.page.get_by_role("region", name="Gaat vanzelf")).to_contain_text("Is er na vier weken niets? Bel de SVB.")
    assert not {"anw", "aow"} & parts_of(shared_stack, number).keys()
    assert_nobody_is_congratulated(desk.page)


def test_the_boy_of_17_years_and_10_months_is_spoken_for_by_his_mother_until_his_birthday(desk: Desk, shared_stack: Stack) -> None:
    born = years_ago(17, 10)
    desk.meet(Achternaam="Bijnameerderjarig", Geboortedatum=typed(born), Gemeente_van_inschrijving="Den Haag")
    desk.page.get_by_text("Iemand spreekt voor de inwoner").click()
    desk.page.get_by_label("Wie spreekt voor de inwoner?").select_option(label="Ouder")
    desk.field("Achternaam van deze persoon").fill("Moederkerk")
    desk.press("Verder").press("Verder").choose("Achttien worden")
    desk.answer("Had u voor uw 18e of in uw studietijd al een ziekte of beperking?", "Ja").press("Verder")
    assert any("Wajong" in name for name in offered(desk.page))
    expect(desk.page.get_by_text("16 weken voor uw 18e verjaardag")).to_be_visible()
    number = desk.finish()
    people = desk.open(number).page.get_by_role("region", name="Personen")
    mother = people.locator("li", has_text="Moederkerk")
    last_day = born.replace(year=born.year + 18) - timedelta(days=1)
    expect(mother).to_contain_text("Ouder")
    expect(mother.get_by_text(day(last_day))).to_be_visible()
    assert "wajong" in parts_of(shared_stack, number)


def test_the_snack_bar_owner_who_stops_hears_that_ioaz_must_be_asked_before_that_day(desk: Desk, shared_stack: Stack) -> None:
    stops = today() + timedelta(days=10)
    desk.meet(Burgerservicenummer="999994311", Achternaam="Vlag", Geboortedatum="19-01-1964")
    desk.page.get_by_text("Geheim adres of ondernemer").click()
    desk.field("KVK-nummer").fill("12345678")
    desk.press("Verder").press("Verder").choose("Onderneming gestopt")
    desk.answer("Loopt uw bedrijf nog?", "Ja").answer("Hebt u (nog) inkomen?", "Nee")
    desk.field("Op welke dag stopt of stopte uw bedrijf?").fill(typed(stops))
    desk.press("Verder")
    expect(desk.page.get_by_text(f"Nog 9 dagen: uiterlijk {day(stops - timedelta(days=1))}.")).to_be_visible()
    assert {"IOAZ", "Bijstand zelfstandigen (Bbz)"} <= set(offered(desk.page))
    desk.go_on_to("Controleren en versturen").page.get_by_text("Gegevens die meegaan voor IOAZ").click()
    expect(desk.page.get_by_role("region", name="Gemeente Den Haag")).to_contain_text("12345678")
    number = desk.finish()
    expect(desk.page.get_by_role("region", name="Wat u zelf moet doen")).to_contain_text("Schrijf uw bedrijf uit bij de KVK.")
    assert {"ioaz", "bbz", "bijstand"} <= parts_of(shared_stack, number).keys()


def test_the_snack_bar_owner_who_stopped_already_is_not_sent_after_what_is_over(desk: Desk, shared_stack: Stack) -> None:
    desk.meet(Achternaam="Frituurmans", Geboortedatum="19-01-1964", Gemeente_van_inschrijving="Den Haag")
    desk.press("Verder").press("Verder").choose("Onderneming gestopt")
    desk.answer("Loopt uw bedrijf nog?", "Nee").answer("Hebt u (nog) inkomen?", "Nee").press("Verder")
    assert [name for name in offered(desk.page) if "IOAZ" in name or "Bbz" in name] == []
    assert "bijstand" in parts_of(shared_stack, desk.finish())
