"""The page of stuck cases: filters, bars, several at once after a look ahead, the file, and choices that are kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from loket.adapters.port import DeclineReason, Verb
from loket.cases.models import Case
from loket.cases.numbers import show
from loket.web import csv_lines, texts_stuck
from loket.web.supervisor import PAGE
from tests.routing.test_stuck_list import handed_back, many
from tests.support.desk import Desk, part_of, person
from tests.support.post import REFUSED, TAKEN
from tests.web.pages.browsing import Visitor
from tests.web.pages.test_home_quick import MOST_STATEMENTS, counted

LIST, TOGETHER = "/vastgelopen", "/vastgelopen/samen"
WHY = "Het adres is hersteld"


@pytest.fixture
def supervisor(house: Desk, signed_in: Callable[[str], Visitor]) -> Visitor:
    """A supervisor."""
    house.session.rollback()
    return signed_in("toezichthouder")


def quiet(desk: Desk, number: str) -> str:
    """End the transaction: on SQLite a reader holds the write lock."""
    desk.session.rollback()
    return number


def undelivered(desk: Desk) -> str:
    desk.post["uwv"].will(REFUSED, then=TAKEN)
    number = desk.open("ww", applicant=person(bsn=None)).number
    desk.drain()
    return quiet(desk, number)


def case_of(desk: Desk, number: str) -> Case:
    found = desk.case(number)
    desk.session.expunge_all()
    desk.session.rollback()
    return found


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
    ["reden=zomaar", "organisatie=nergens", "dagen=-1", "spoed=nee", "gemeente=9999", "toezichthouder=%00", "toezichthouder=" + "a" * 81],
)
def test_a_filter_that_does_not_exist_is_named_and_the_whole_list_is_there(supervisor: Visitor, query: str) -> None:
    field = texts_stuck.FIELDS[query.split("=")[0]].lower()
    assert f"Dit filter bestaat niet: {field}." in supervisor.open(f"{LIST}?{query}").page


@pytest.mark.parametrize(
    "cursor",
    ["gisteren", "1_2026-03-02T09:00:00_x", "-5_2026-03-02T09:00:00_" + "0" * 32, "9" * 30 + "_2026-03-02T09:00:00+00:00_" + "0" * 32],
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


def test_several_are_offered_again_only_after_a_look_at_what_would_happen(house: Desk, supervisor: Visitor) -> None:
    lost, back = undelivered(house), quiet(house, handed_back(house, "akw"))
    before = case_of(house, lost).version
    supervisor.open(LIST).submit(TOGETHER, zaak=[lost, back], wat="opnieuw", toelichting=WHY)
    assert "Er is nog niets veranderd" in supervisor.page
    assert f"{show(back)}</span>: Er staat voor dit deel niets klaar" in supervisor.page
    assert case_of(house, lost).version == before
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert "Gedaan bij 1 van de 1 zaken." in supervisor.page
    house.drain()
    assert house.stuck() == [back]
    house.session.rollback()


def test_several_are_given_to_a_supervisor(house: Desk, supervisor: Visitor) -> None:
    number = undelivered(house)
    supervisor.open(LIST).submit(TOGETHER, zaak=number, wat="toewijzen", wie="toezichthouder", toelichting=WHY)
    assert "Toezichthouder volgt deze zaken" in supervisor.page
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert "Toezichthouder: Toezichthouder." in supervisor.page
    assert case_of(house, number).coordinator == "toezichthouder"
    assert show(number) not in supervisor.open(f"{LIST}?toezichthouder=niemand").page


def test_several_are_put_off_and_stand_in_a_list_of_their_own(house: Desk, supervisor: Visitor) -> None:
    number = undelivered(house)
    today, later = (house.clock.today() + timedelta(days=days) for days in (0, 7))
    form = {"zaak": number, "wat": "uitstellen", "toelichting": WHY}
    supervisor.open(LIST).send(TOGETHER, form | {"tot": today.strftime("%d-%m-%Y")})
    assert "Kies een dag na vandaag." in supervisor.page
    assert "Bij geen van deze zaken kan dit." in supervisor.page
    supervisor.open(LIST).send(TOGETHER, form | {"tot": later.strftime("%d-%m-%Y")}).submit(f"{TOGETHER}/uitvoeren")
    assert case_of(house, number).snoozed_until == later
    assert show(number) not in supervisor.open(LIST).page
    page = supervisor.open(f"{LIST}?uitgesteld=ja").page
    assert (show(number) in page, "Uitgesteld tot" in page) == (True, True)
    supervisor.submit(TOGETHER, zaak=number, wat="terug", toelichting=WHY).submit(f"{TOGETHER}/uitvoeren")
    assert case_of(house, number).snoozed_until is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"wat": "", "toelichting": WHY}, "Kies wat u wilt doen."),
        ({"wat": "opnieuw", "toelichting": " "}, "Vul een reden in."),
        ({"wat": "uitstellen", "toelichting": WHY}, "Vul de dag in"),
        ({"wat": "toewijzen", "toelichting": WHY}, "Kies een toezichthouder."),
        ({"wat": "opnieuw", "toelichting": "a" * 1001}, "Schrijf hier hooguit 1000 tekens."),
        ({"wat": "uitstellen", "tot": "ooit", "toelichting": WHY}, "Schrijf een datum als"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_done(house: Desk, supervisor: Visitor, typed: dict[str, str], fault: str) -> None:
    number = undelivered(house)
    supervisor.open(LIST).send(TOGETHER, {"zaak": number, **typed})
    assert fault in supervisor.page
    assert show(number) in supervisor.page


def test_after_a_mistake_the_ticks_and_all_that_was_typed_are_still_there(house: Desk, supervisor: Visitor) -> None:
    number, other = undelivered(house), quiet(house, handed_back(house))
    typed = {"zaak": number, "wat": "uitstellen", "tot": "ooit", "toelichting": "", "wie": "niemand"}
    page = supervisor.open(f"{LIST}?dagen=").send(TOGETHER, typed).page
    summary = page.split('id="fouten"')[1].split("</div>")[0]
    assert [f'href="#veld-{name}"' in summary for name in ("tot", "toelichting", "wat")] == [True, True, False]
    assert 'value="ooit"' in page
    ticked = [one.split('value="')[1].split('"')[0] for one in page.split("<input") if 'name="zaak"' in one and " checked" in one]
    assert ticked == [number] != [other]


def half_handed_back(desk: Desk) -> str:
    """A case that stands still, in which another organisation is to act."""
    case = desk.open("ww", "akw", applicant=person(bsn=None))
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.DECLINED, reason=DeclineReason.OTHER)
    return quiet(desk, case.number)


def test_several_are_reminded_and_who_was_just_reminded_refuses_with_the_day(house: Desk, supervisor: Visitor) -> None:
    number = half_handed_back(house)
    typed: dict[str, str | list[str]] = {"zaak": [number], "wat": "herinneren", "toelichting": "Hoe staat het?"}
    supervisor.open(LIST).send(TOGETHER, typed)
    assert "krijgen een herinnering met uw tekst. Er is nog niets veranderd." in supervisor.page
    supervisor.submit(f"{TOGETHER}/uitvoeren")
    assert "Gedaan bij 1 van de 1 zaken." in supervisor.page
    assert [row.kind for row in house.deliveries(part_of(house.case(number), "akw"))] == ["aanvraag", "herinnering"]
    quiet(house, number)
    supervisor.open(LIST).send(TOGETHER, typed)
    assert f"{show(number)}</span>: Er ging pas een herinnering. Vanaf " in supervisor.page


def test_who_followed_a_case_and_signed_out_is_still_named_and_chosen(house: Desk, supervisor: Visitor) -> None:
    number = quiet(house, handed_back(house))
    case = house.case(number)
    case.coordinator = "collega"
    house.session.commit()
    page = supervisor.open(f"{LIST}?toezichthouder=collega").page
    assert ("Toezichthouder: collega." in page, '<option value="collega" selected>' in page) == (True, True)


def test_a_number_that_is_none_is_told(supervisor: Visitor, house: Desk) -> None:
    undelivered(house)
    supervisor.open(LIST).submit(TOGETHER, zaak="L-\x00", wat="opnieuw", toelichting=WHY)
    assert "Een van de zaaknummers klopt niet." in supervisor.page


def test_nothing_ticked_is_told(house: Desk, supervisor: Visitor) -> None:
    undelivered(house)
    supervisor.open(LIST).submit(TOGETHER, wat="opnieuw", toelichting=WHY)
    assert "Kruis minstens één zaak aan." in supervisor.page


def test_the_file_holds_the_chosen_cases_and_nothing_of_a_person(house: Desk, supervisor: Visitor) -> None:
    number, other = quiet(house, handed_back(house)), undelivered(house)
    answer = supervisor.open(f"{LIST}.csv?reden=teruggegeven").answer
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == ("text/csv", "attachment; filename=vastgelopen.csv")
    head, *lines = csv.reader(io.StringIO(supervisor.page.removeprefix(csv_lines.MARK)), delimiter=";")
    assert [line[0] for line in lines] == [number]
    assert (len(head), len(lines[0]), lines[0][-1]) == (13, 13, "doorsturen")
    assert other not in supervisor.page
    assert not any(personal in supervisor.page for personal in ("Moulin", "1985", "999993653"))


def test_no_cell_of_a_file_is_a_formula() -> None:
    assert csv_lines.lines([["=1+1", "+31", "-5", "@x", "gewoon", None, 3, "a;b"]]) == "'=1+1;'+31;'-5;'@x;gewoon;;3;\"a;b\"\r\n"


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
