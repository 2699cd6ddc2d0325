"""The page of stuck cases: filters, bars, the way to one case, the file, and choices that are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from loket.cases.numbers import show
from loket.routing import coordinating
from loket.web import texts_stuck
from loket.web.supervisor import PAGE
from tests.routing.test_stuck_list import handed_back, many
from tests.support.desk import SUPERVISOR, Desk
from tests.web.pages.browsing import Visitor
from tests.web.pages.standing import LIST, case_of, quiet, undelivered
from tests.web.pages.test_home_quick import MOST_STATEMENTS, counted


@pytest.fixture
def supervisor(house: Desk, signed_in: Callable[[str], Visitor]) -> Visitor:
    """A supervisor."""
    house.session.rollback()
    return signed_in("toezichthouder")


def test_each_case_tells_what_since_when_whose_turn_and_what_now(house: Desk, supervisor: Visitor) -> None:
    number = quiet(house, handed_back(house, urgent=True, urgency="ontruiming"))
    row = supervisor.open(LIST).page.split(f'id="zaak-{number}"')[1].split("</li>")[0]
    what_since = (show(number), "Spoed", "Grote schade", "gaf de vraag terug", "Sinds")
    whose_now = ("Het loket", "Wat nu:", "Kies een andere organisatie")
    assert [told for told in what_since + whose_now if told not in row] == []


def test_a_bar_leads_to_the_cases_of_its_reason_and_back(house: Desk, supervisor: Visitor) -> None:
    handed_back(house)
    back, lost = quiet(house, handed_back(house)), undelivered(house)
    page = supervisor.open(LIST).page
    assert "De organisatie gaf de vraag terug en er is nog geen vervolg. <strong>2</strong>" in page
    link = page.split('class="loket-bars"')[1].split('href="')[1].split('"')[0]
    assert link == f"{LIST}?reden=teruggegeven"
    page = supervisor.open(link).page
    assert (show(back) in page, show(lost) in page, 'aria-current="true"' in page) == (True, False, True)


def test_filters_stay_on_the_next_page_and_in_the_form(house: Desk, supervisor: Visitor) -> None:
    handed_back(house)
    many(house, PAGE + 2)
    page = supervisor.open(f"{LIST}?reden=teruggegeven&dagen=").page
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "reden=teruggegeven&na=" in following
    assert supervisor.open(following).page.count('class="loket-card" aria-labelledby="zaak-') == 3


@pytest.mark.parametrize(
    "query",
    ["reden=zomaar", "organisatie=nergens", "dagen=-1", "spoed=nee", "gemeente=9999", "toezichthouder=%00", "toezichthouder=Jan+Moulin"],
)
def test_a_filter_that_does_not_exist_is_named_and_the_whole_list_is_there(supervisor: Visitor, query: str) -> None:
    field = texts_stuck.FIELDS[query.split("=")[0]].lower()
    assert f"Dit filter bestaat niet: {field}." in supervisor.open(f"{LIST}?{query}").page


@pytest.mark.parametrize(
    "cursor",
    ["gisteren", "1_2026-03-02T09:00:00_x", "-5_2026-03-02T09:00:00+00:00_" + "0" * 32, "9" * 30, "%00"],
)
def test_a_place_that_somebody_made_up_is_refused(supervisor: Visitor, cursor: str) -> None:
    assert supervisor.open(f"{LIST}?na={cursor}").answer.status_code == 400


def test_of_a_sensitive_part_the_row_names_neither_organisation_nor_product(house: Desk, supervisor: Visitor) -> None:
    house.change_product("ww", sensitive="gezondheid")
    quiet(house, handed_back(house))
    assert "Bij een onderdeel: een onderdeel." in supervisor.open(LIST).page
    assert "een onderdeel;een onderdeel" in supervisor.open(f"{LIST}.csv").page


def test_nobody_chooses_by_a_sensitive_product_nor_finds_one_by_its_organisation(house: Desk, supervisor: Visitor) -> None:
    number, other = quiet(house, handed_back(house, "wlz-indicatie")), quiet(house, handed_back(house))
    page = supervisor.open(LIST).page
    assert (show(number) in page, 'value="wlz-indicatie"' in page) == (True, False)
    assert "Dit filter bestaat niet: product." in supervisor.open(f"{LIST}?product=wlz-indicatie").page
    assert show(number) not in supervisor.open(f"{LIST}?organisatie=ciz").page
    assert number not in supervisor.open(f"{LIST}.csv?organisatie=ciz").page
    assert show(other) in supervisor.open(f"{LIST}?organisatie=uwv").page


def test_a_row_leads_to_the_page_of_its_case_and_back_to_the_same_choice(house: Desk, supervisor: Visitor) -> None:
    number = quiet(house, handed_back(house))
    row = supervisor.open(f"{LIST}?reden=teruggegeven&loket={case_of(house, number).counter}").page.split(f'id="zaak-{number}"')[1]
    link = row.split("<strong>Wat nu:")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert link.startswith(f"{LIST}/zaken/{number}?reden=teruggegeven&loket=")
    quiet(house, number)
    back = f'href="{link.replace(f"/zaken/{number}", "")}"'.replace("&", "&amp;")
    assert back in supervisor.open(link).page
    action = f"{LIST}/deelzaken/{number}-1/handelingen/terug?{link.split('?')[1]}"
    supervisor.submit(action, reden="Verteld dat dit niet kan")
    assert "Vastgelegd: dit deel stopt" in supervisor.page
    assert back in supervisor.page


def test_who_followed_a_case_and_signed_out_is_still_named_and_chosen(house: Desk, supervisor: Visitor) -> None:
    number = quiet(house, handed_back(house))
    coordinating.assign(house.context(SUPERVISOR), number, "collega", "Ik bel de SVB", {"collega": "Noor de Wit"})
    page = supervisor.open(f"{LIST}?toezichthouder=collega").page
    assert ("Toezichthouder: Noor de Wit." in page, '<option value="collega" selected>Noor de Wit' in page) == (True, True)
    assert "Toezichthouder: Noor de Wit." in supervisor.open(f"{LIST}/zaken/{number}").page


def test_a_choice_is_kept_under_a_name_and_removed_again(supervisor: Visitor) -> None:
    supervisor.open(f"{LIST}?spoed=alle").submit("/vastgelopen/weergaven", naam="Mijn spoed")
    assert "De weergave is bewaard." in supervisor.page
    assert f'href="{LIST}?spoed=alle">Mijn spoed' in supervisor.open(LIST).page
    supervisor.submit("/vastgelopen/weergaven/verwijderen")
    assert "De weergave is verwijderd." in supervisor.page
    assert "Mijn spoed" not in supervisor.open(LIST).page


def test_a_choice_without_a_name_is_not_kept(supervisor: Visitor) -> None:
    supervisor.open(LIST).submit("/vastgelopen/weergaven", naam=" ")
    assert "Vul een naam in" in supervisor.page


def test_the_page_takes_at_most_twelve_statements_however_many_there_are(house: Desk, app: Flask, supervisor: Visitor) -> None:
    seen = []
    for count in (1, PAGE + 5):
        handed_back(house)
        if count > 1:
            many(house, count)
        house.session.rollback()
        with counted(app) as statements:
            supervisor.open(LIST)
        seen.append(len([one for one in statements if not one.startswith(("BEGIN", "PRAGMA"))]))
    assert seen[0] == seen[1] <= MOST_STATEMENTS
