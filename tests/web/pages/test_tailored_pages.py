"""Tailored help on screen: a desk asks for it, supervisors set the table and decide, the desk tells the citizen, others learn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from loket.cases.numbers import show
from loket.routing import withdrawal
from loket.routing.tailored import bridging
from tests.routing.sitting import HURTS, Sitting
from tests.support.desk import SUPERVISOR, Desk, person
from tests.web.pages.at_table import AtTable
from tests.web.pages.browsing import Visitor

SignIn = Callable[[str], Visitor]
ASKED = {"schade": "schulden", "watKnelt": HURTS, "wetsartikel": "Participatiewet art. 18 lid 10", "akkoord": "ja"}
LESSON = "Een vordering kan stil staan zolang iemand geen inkomen heeft."


def taken_in(house: Desk) -> str:
    number = house.open("ww", "betalingsregeling-cjib", applicant=person(bsn=None)).number
    house.drain()
    house.session.rollback()
    return number


def test_a_desk_asks_for_a_table_from_the_case(morning: Desk, desk: Visitor) -> None:
    number = taken_in(morning)
    path = f"/zaken/{number}/maatwerk"
    assert f'href="{path}"' in desk.open(f"/zaken/{number}").page
    page = desk.open(path).send(path, {}).page
    assert [told for told in ("Kies wat het meeste pijn doet.", "Schrijf op wat er knelt.", "Vertel de inwoner") if told not in page] == []
    page = desk.open(path).send(path, ASKED).page
    assert ("De zaak ligt nu op de maatwerktafel." in page, HURTS in page) == (True, True)
    assert "besluit uiterlijk op 16 maart 2026" in desk.open(f"/zaken/{number}").page
    assert "Over deze zaak zit al een maatwerktafel." in desk.open(path).page


def test_another_loket_sees_that_there_is_a_table_but_not_what_is_written_there(at_table: AtTable, signed_in: SignIn) -> None:
    elsewhere = signed_in("balie-uwv")
    page = elsewhere.open(f"/zaken/{at_table.sitting.number}").page
    assert ("De zaak gaat naar de maatwerktafel." in page, "schulden" in page) == (True, False)
    assert elsewhere.client.get(at_table.path).status_code == 403


def test_a_supervisor_sets_the_table(at_table: AtTable) -> None:
    page = at_table.act("beschrijven", bedoeling="Niemand komt op straat.", juridisch="De hardheidsclausule geeft ruimte.")
    assert ("Opgeschreven." in page, "Niemand komt op straat." in page) == (True, True)
    assert "Ali Demir, CJIB" in at_table.act("aanschuiven", organisatie="CJIB", naam="Ali Demir")
    typed = {"beslisser": "Fatima de Wit", "beslisorganisatie": "UWV", "uiterlijk": "06-03-2026", "waarom": "Zij mag hierover besluiten"}
    page = at_table.act("beslisser", **typed)
    assert "Fatima de Wit beslist, namens UWV." in page
    assert "De tafel besluit uiterlijk op 6 maart 2026." in page


def test_somebody_leaves_the_table(at_table: AtTable) -> None:
    page = at_table.act("aanschuiven", organisatie="CJIB", naam="Ali Demir")
    seat = page.split('name="stoel" value="', 1)[1].split('"', 1)[0]
    assert "Er zit nog niemand aan tafel." in at_table.act("vertrekken", stoel=seat)


def test_what_is_wrong_stands_at_its_field_with_what_was_typed(at_table: AtTable) -> None:
    page = at_table.act("beslisser", beslisser="Fatima de Wit", beslisorganisatie="De bank", uiterlijk="ooit", waarom="Zij mag")
    assert ("Kies een organisatie uit de lijst." in page, "Kies vandaag of een dag daarna." in page) == (True, True)
    assert ('value="De bank"' in page, 'value="ooit"' in page) == (True, True)


def test_a_mistake_in_one_form_empties_no_other(at_table: AtTable) -> None:
    at_table.act("beschrijven", bedoeling="Niemand komt op straat.")
    page = at_table.act("besluiten", hoe="maatwerk", besluit="")
    assert "Niemand komt op straat.</textarea>" in page
    page = at_table.act("beschrijven", juridisch="De hardheidsclausule geeft ruimte.")
    assert ("Niemand komt op straat." in page, "De hardheidsclausule geeft ruimte." in page) == (True, True)


def test_help_in_between_asks_who_collects_to_wait(at_table: AtTable) -> None:
    part = at_table.sitting.part()
    typed = {"overbrugging": "Voorschot", "overbruggingTot": "01-04-2026", "delen": [part], "pauzewoorden": "Wilt u wachten?"}
    page = at_table.act("overbruggen", **typed)
    assert ("Tot en met 1 april 2026" in page, "Gevraagd om te wachten: CJIB" in page) == (True, True)
    page = at_table.act("overbruggen", **typed | {"delen": ["L-22222222222-1"]})
    assert "Kies alleen organisaties uit de lijst." in page


def test_a_sensitive_part_is_named_only_when_the_desk_shared_it_with_the_citizens_consent(morning: Desk, signed_in: SignIn) -> None:
    desk, supervisor = signed_in("balie-den-haag"), signed_in("toezichthouder")
    for shared in (True, False):
        number = taken_in(morning)
        path, part = f"/zaken/{number}/maatwerk", f"{number}-2"
        assert "CJIB: " in desk.open(path).page
        desk.send(path, {**ASKED, **({"delen": [part]} if shared else {})})
        page = supervisor.open(desk.path).page
        assert (f'value="{part}"' in page, f'value="{number}-1"' in page) == (shared, True)


def test_a_supervisor_cannot_open_a_sensitive_part_by_posting_its_number(morning: Desk, signed_in: SignIn) -> None:
    supervisor, number = signed_in("toezichthouder"), taken_in(morning)
    path = f"/zaken/{number}/maatwerk"
    page = supervisor.open(path).send(path, {**ASKED, "delen": [f"{number}-2"]}).page
    assert ("Kies alleen onderdelen uit de lijst." in page, "CJIB" in page) == (True, False)


def test_a_supervisor_finds_the_table_from_the_case_without_a_ground_for_the_case(at_table: AtTable) -> None:
    assert f'href="{at_table.path}"' in at_table.visitor.open(f"/zaken/{at_table.sitting.number}").page


def test_the_decision_is_told_by_the_desk_that_sees_it_in_todays_work(at_table: AtTable, desk: Visitor) -> None:
    at_table.sitting.appoint()
    page = at_table.act("besluiten", hoe="maatwerk", besluit="De vordering staat een jaar stil.", grond="Awb art. 4:84")
    assert ("De inwoner krijgt maatwerk." in page, "Waarom dit mag: Awb art. 4:84" in page) == (True, True)
    mine = desk.open("/").page.split('aria-labelledby="lijst-maatwerk"', 1)[1].split("</section>", 1)[0]
    assert ("Vertel de inwoner hoe het afliep." in mine, at_table.path in mine) == (True, True)
    page = desk.open(at_table.path).submit(f"{at_table.path}/verteld", kanaal="telefoon").page
    assert "De inwoner weet het sinds" in page
    assert 'aria-labelledby="lijst-maatwerk"' not in desk.open("/").page


def test_help_that_ends_soon_stands_in_todays_work(at_table: AtTable, signed_in: SignIn) -> None:
    house, sitting = at_table.house, at_table.sitting
    today = house.clock.today()
    bridging.bridge(house.context(SUPERVISOR), sitting.number, sitting.id, "Voorschot", today, (), "")
    house.session.rollback()
    assert "De hulp voor de tussentijd stopt." in signed_in("balie-den-haag").open("/vandaag/maatwerk").page
    house.clock.advance(days=1)
    assert "Te laat: 2 maart 2026" in signed_in("balie-den-haag").open("/vandaag/maatwerk").page
    bridging.bridge(house.context(SUPERVISOR), sitting.number, sitting.id, "Nog een voorschot", today + timedelta(days=30), (), "")
    house.session.rollback()
    assert "De hulp voor de tussentijd stopt." not in signed_in("balie-den-haag").open("/vandaag/maatwerk").page


def test_help_that_ends_is_named_also_where_other_help_lasts_longer(at_table: AtTable, signed_in: SignIn) -> None:
    house, sitting, today = at_table.house, at_table.sitting, at_table.house.clock.today()
    for words, days in (("Opvang", 90), ("Voorschot", 3)):
        bridging.bridge(house.context(SUPERVISOR), sitting.number, sitting.id, words, today + timedelta(days=days), (), "")
        house.clock.advance(minutes=1)
    house.session.rollback()
    page = signed_in("balie-den-haag").open("/vandaag/maatwerk").page
    assert page.count("De hulp voor de tussentijd stopt.") == 1


def test_who_withdrew_the_request_still_hears_what_the_table_decided(at_table: AtTable, desk: Visitor) -> None:
    house, sitting = at_table.house, at_table.sitting
    withdrawal.withdraw(house.context(), sitting.number, None, "Weer werk")
    sitting.decide()
    house.session.rollback()
    assert at_table.path in desk.open("/vandaag/maatwerk").page


def test_a_table_that_changed_meanwhile_shows_what_happened(at_table: AtTable) -> None:
    at_table.visitor.open(at_table.path)
    at_table.house.clock.advance(seconds=1)
    at_table.sitting.appoint()
    at_table.house.session.rollback()
    answer = at_table.visitor.send(f"{at_table.path}/beschrijven", {"bedoeling": "Mijn tekst"}).answer
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "Deze zaak is intussen veranderd" in page, "Mijn tekst" in page) == (409, True, True)


def test_a_second_supervisor_releases_what_the_first_wrote_and_the_next_table_sees_it(at_table: AtTable, signed_in: SignIn) -> None:
    at_table.sitting.decide()
    page = at_table.act("samenvatten", samenvatting=LESSON)
    assert ("U schreef dit zelf." in page, "vrijgeven</button>" in page) == (True, False)
    second = AtTable(at_table.house, signed_in("toezichthouder-2"), at_table.sitting)
    assert "De samenvatting is vrijgegeven voor andere tafels." in second.act("vrijgeven")
    other = AtTable(at_table.house, second.visitor, Sitting(at_table.house, applicant=person(bsn=None)))
    assert LESSON in other.visitor.open(other.path).page
    page = other.visitor.open("/maatwerk/geheugen?schade=schulden").page
    assert ("De inwoner krijgt maatwerk. Besloten door een andere organisatie in maart 2026." in page, LESSON in page) == (True, True)
    assert LESSON not in other.visitor.open("/maatwerk/geheugen?schade=werk").page


def test_a_precedent_is_taken_back_with_a_reason(at_table: AtTable, signed_in: SignIn) -> None:
    at_table.sitting.decide()
    at_table.act("samenvatten", samenvatting=LESSON)
    second = AtTable(at_table.house, signed_in("toezichthouder-2"), at_table.sitting)
    second.act("vrijgeven")
    visitor = second.visitor.open("/maatwerk/geheugen")
    action = visitor.page.split('action="/maatwerk/geheugen/', 1)[1].split('"', 1)[0]
    address = f"/maatwerk/geheugen/{action}"
    assert "Vul een reden in." in visitor.send(address, {"reden": ""}).page
    page = visitor.open("/maatwerk/geheugen").send(address, {"reden": "Te herkenbaar"}).page
    assert ("Ingetrokken." in page, LESSON in page) == (True, False)


def test_the_list_marks_what_is_too_late_and_leads_to_the_table(at_table: AtTable, signed_in: SignIn) -> None:
    visitor = at_table.visitor
    page = visitor.open("/maatwerk").page
    assert (show(at_table.sitting.number) in page, "nog 10 werkdagen" in page, "Te laat</span>" in page) == (True, True, False)
    at_table.house.clock.advance(days=15)
    visitor = signed_in("toezichthouder")
    page = visitor.open("/maatwerk").page
    assert ("Tafels die te laat zijn: 1." in page, "Te laat</span>" in page, at_table.path in page) == (True, True, True)
    at_table.sitting.decide()
    at_table.house.session.rollback()
    assert "Er ligt geen zaak op een maatwerktafel" in visitor.open("/maatwerk").page
    assert "De inwoner weet het nog niet." in visitor.open("/maatwerk?lijst=klaar").page


@pytest.mark.parametrize("query", ["na=onzin", "na=2026-03-01_x", "na=morgen_00000000-0000-0000-0000-000000000001"])
def test_a_place_in_the_list_that_is_none_is_said_to_be_none(morning: Desk, signed_in: SignIn, query: str) -> None:
    assert signed_in("toezichthouder").open(f"/maatwerk?{query}").answer.status_code == 400


def test_wrong_choices_choose_nothing(at_table: AtTable) -> None:
    page = at_table.visitor.open("/maatwerk?schade=pech&lijst=oud&van=jou")
    assert (page.answer.status_code, at_table.path in page.page) == (200, True)
