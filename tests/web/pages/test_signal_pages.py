"""The pages about signals: for supervisors whole, for policy makers without a case and without small numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from loket.cases.audit import AuditLog
from loket.cases.numbers import show
from loket.routing.figures.disclosure import FEWEST
from loket.routing.signals import answering, recording
from loket.routing.signals.answering import Answer
from tests.support.clock import Clock
from tests.support.counting import counted
from tests.support.desk import MONDAY, SUPERVISOR, Desk
from tests.support.signalling import LAW, WORDS, judged, noted, one_case, the_signal
from tests.web.pages.browsing import Visitor
from tests.web.pages.test_home_quick import MOST_STATEMENTS

SignIn = Callable[[str], Visitor]
TITLE = "De wet: Algemene bijstand bij gemeente Den Haag (Participatiewet art. 31)"
ALSO = replace(SUPERVISOR, name="andere-toezichthouder")


@pytest.fixture
def office(house: Desk, clock: Clock) -> Desk:
    clock.set(MONDAY)
    return house


def signal_of(office: Desk, times: int = 1) -> UUID:
    found = noted(office, times)
    office.session.rollback()
    return found


def test_a_supervisor_sees_count_and_harm_and_a_policy_maker_no_small_number(office: Desk, signed_in: SignIn) -> None:
    signal_of(office, 3)
    row = signed_in("toezichthouder").open("/signalen").page.split("<tbody")[1]
    assert TITLE in row
    assert ">3<" in row
    page = signed_in("beleidsmaker").open("/signalen").page
    assert [found in page for found in (TITLE.partition(" (")[0], LAW.article, ">3<", "minder dan 10")] == [True, False, False, True]


def test_the_list_is_chosen_by_cause_status_product_and_organisation(office: Desk, signed_in: SignIn) -> None:
    signal_of(office)
    watcher = signed_in("toezichthouder")
    found = {
        query: TITLE in watcher.open(f"/signalen?{query}").page for query in ("oorzaak=wet", "oorzaak=ict", "status=open", "product=ww")
    }
    assert found == {"oorzaak=wet": True, "oorzaak=ict": False, "status=open": True, "product=ww": False}
    assert watcher.open("/signalen?organisatie=niemand&oorzaak=x").answer.status_code == 400
    assert "organisatie, oorzaak" in watcher.page


def test_a_page_of_the_list_goes_on_where_the_last_ended(office: Desk, signed_in: SignIn) -> None:
    case = one_case(office).number
    for number in range(27):
        recording.record(office.context(), case, replace(LAW, article=f"Participatiewet art. {number + 1}"))
    office.session.rollback()
    watcher = signed_in("toezichthouder")
    first = watcher.open("/signalen").page
    address = first.split('rel="next" href="', 1)[1].split('"', 1)[0]
    second = watcher.open(address).page
    assert (first.count('scope="row"'), second.count('scope="row"')) == (25, 2)
    assert watcher.open("/signalen?na=niets").answer.status_code == 400


def test_a_sample_is_confirmed_on_the_page_and_becomes_examples_with_a_journey(office: Desk, signed_in: SignIn) -> None:
    signal = signal_of(office, 2)
    answering.answer(office.context(ALSO), signal, Answer("geagendeerd", "Ministerie van SZW", "Het staat op de agenda.", 0))
    office.session.rollback()
    watcher, path = signed_in("toezichthouder"), f"/signalen/{signal}"
    watcher.open(path).send(f"{path}/steekproef", {})
    assert "Kies bij elk voorbeeld ja of nee." in watcher.page
    stands = watcher.form(f"{path}/antwoord").fields
    assert (stands["status"], stands["geadresseerde"]) == ("geagendeerd", "Ministerie van SZW")
    assert (">Het staat op de agenda.</textarea>" in watcher.page, watcher.page.count("WW art. 45")) == (True, 2)
    form = watcher.form(f"{path}/steekproef")
    verdicts = {f"oordeel-{cause}": "ja" for cause in form.fields.getlist("voorbeeld")}
    watcher.send(f"{path}/steekproef", {"voorbeeld": form.fields.getlist("voorbeeld"), **verdicts})
    assert "Er tellen nu 2 zaken meer mee in een brief." in watcher.page
    assert watcher.page.count(WORDS) == 2
    journey = watcher.page.split(f'href="{path}/reizen/', 1)[1].split('"', 1)[0]
    assert "Iemand vraagt hulp bij een loket." in watcher.open(f"{path}/reizen/{journey}").page
    assert [word for word in ("Moulin", "L-", "maart") if word in watcher.page.split("<main", 1)[1]] == []


def test_a_sample_shows_its_case_to_a_supervisor_but_never_beside_something_sensitive(office: Desk, signed_in: SignIn) -> None:
    for product, organisation, beside, linked in (
        ("bijstand", "gemeente-0518", "ww", True),
        ("bijzondere-bijstand", "gemeente-0518", "wlz-indicatie", False),
        ("wlz-indicatie", "ciz", "ww", False),
        ("", "ciz", "ww", False),
    ):
        number = one_case(office, "bijstand", beside).number
        recording.record(office.context(), number, replace(LAW, product=product, organisation=organisation))
        office.session.rollback()
        page = signed_in("toezichthouder").open("/signalen?organisatie=" + organisation + f"&product={product}").page
        path = page.split("<tbody")[1].split('href="', 1)[1].split('"', 1)[0]
        assert (show(number) in signed_in("toezichthouder").open(path).page) is linked


def test_a_policy_maker_reads_a_signal_without_a_case_a_form_or_a_word_below_ten(office: Desk, signed_in: SignIn) -> None:
    signal = noted(office, FEWEST - 1)
    judged(office, signal)
    office.session.rollback()
    reader = signed_in("beleidsmaker")
    page = reader.open(f"/signalen/{signal}").page
    assert [found for found in ("L-", WORDS, "<textarea", "Steekproef", '<svg class="loket-trend') if found in page] == []
    noted(office)
    office.session.rollback()
    page = reader.open(f"/signalen/{signal}").page
    assert WORDS in page
    assert [found for found in ("L-", "<textarea", "Steekproef") if found in page] == []


def test_an_answer_is_typed_with_all_faults_named_and_then_told(office: Desk, signed_in: SignIn) -> None:
    signal = signal_of(office)
    watcher, path = signed_in("toezichthouder"), f"/signalen/{signal}"
    watcher.open(path).send(f"{path}/antwoord", {"status": "beantwoord", "antwoord": ""})
    assert "Schrijf het antwoord op: de loketten lezen het." in watcher.page
    watcher.send(f"{path}/antwoord", {"status": "beantwoord", "antwoord": "Het dagloon komt nu na een week."})
    assert "De loketten die dit opschreven, lezen het antwoord." in watcher.page


def test_who_answers_an_older_page_sees_what_a_colleague_did(office: Desk, signed_in: SignIn) -> None:
    signal = signal_of(office)
    watcher, path = signed_in("toezichthouder"), f"/signalen/{signal}"
    watcher.open(path)
    answering.answer(office.context(ALSO), signal, Answer("beantwoord", "", "Zij doen het al.", 0))
    office.session.rollback()
    watcher.send(f"{path}/antwoord", {"status": "afgewezen", "antwoord": "Nee."})
    assert watcher.answer.status_code == 409
    assert ("net veranderd" in watcher.page, "Zij doen het al." in watcher.page, ">Nee.</textarea>" in watcher.page) == (True, True, True)


def test_the_loket_finds_the_answer_in_todays_work_until_somebody_read_it(office: Desk, signed_in: SignIn) -> None:
    signal = signal_of(office)
    answering.answer(office.context(SUPERVISOR), signal, Answer("opgelost", "", "Het dagloon komt nu na een week.", 0))
    office.session.rollback()
    desk = signed_in("balie-den-haag").open("/")
    assert "De wet: Algemene bijstand bij gemeente Den Haag (Participatiewet art. 31): Opgelost" in desk.page
    desk.open(f"/signalen/{signal}/nieuws")
    assert "Het dagloon komt nu na een week." in desk.page
    desk.send(f"/signalen/{signal}/nieuws/gelezen", {})
    assert f"/signalen/{signal}/nieuws" not in desk.page
    assert signed_in("balie-uwv").open(f"/signalen/{signal}/nieuws").answer.status_code == 404


def test_a_supervisor_who_raised_it_finds_the_answer_above_the_list(office: Desk, signed_in: SignIn) -> None:
    recording.record(office.context(SUPERVISOR), one_case(office).number, LAW)
    signal = the_signal(office).id
    answering.answer(office.context(ALSO), signal, Answer("beantwoord", "", "Zij doen het al.", 0))
    office.session.rollback()
    watcher = signed_in("toezichthouder")
    assert "Antwoord op uw signalen" in watcher.open("/signalen").page
    watcher.open(f"/signalen/{signal}").send(f"/signalen/{signal}/nieuws/gelezen", {})
    assert "Antwoord op uw signalen" not in watcher.open("/signalen").page


def test_the_brief_prints_what_counts_and_its_file_has_no_word_of_a_case(office: Desk, signed_in: SignIn) -> None:
    signal = noted(office, FEWEST)
    judged(office, signal)
    answering.answer(office.context(SUPERVISOR), signal, Answer("geagendeerd", "=Ministerie", "", 0))
    office.session.rollback()
    reader = signed_in("beleidsmaker")
    page = reader.open("/signalen/brief").page
    assert f"Zaken: {FEWEST}. Samen dagen: minder dan 10, contacten: {FEWEST}," in page
    assert ("WW art. 45" in page, WORDS in page) == (True, True)
    lines = reader.open("/signalen/brief.csv?oorzaak=wet").page.splitlines()
    assert lines[1].startswith("De wet;Algemene bijstand;gemeente Den Haag;Participatiewet art. 31;'=Ministerie;Geagendeerd;10;")
    assert WORDS not in str(lines)
    rows = office.session.scalars(select(AuditLog.details).where(AuditLog.action == "knelpuntenbrief-maken")).all()
    assert sorted(str(row) for row in rows) == ["{'vorm': 'csv', 'filters': ['oorzaak']}", "{'vorm': 'pagina', 'filters': []}"]


def test_a_brief_without_anything_that_counts_says_so_and_a_small_one_has_no_number(office: Desk, signed_in: SignIn) -> None:
    signal = signal_of(office, 2)
    watcher = signed_in("toezichthouder")
    assert "Er zijn nog geen signalen die meetellen." in watcher.open("/signalen/brief").page
    judged(office, signal, by=ALSO)
    office.session.rollback()
    assert "Minder dan 10 zaken." in watcher.open("/signalen/brief").page
    assert ";minder dan 10;;;;" in watcher.open("/signalen/brief.csv").page


def test_two_products_stand_side_by_side_with_their_articles_and_how_sure_that_is(signed_in: SignIn) -> None:
    page = signed_in("beleidsmaker").open("/signalen/begrippen?links=bijstand&rechts=toeslag-voorschot").page
    assert ("Participatiewet art. 34" in page, "Awir art. 7" in page) == (True, True)
    assert page.count("Nog na te kijken door een jurist") == 8
    assert "Kies twee producten." in signed_in("toezichthouder").open("/signalen/begrippen?links=bijstand&rechts=onzin").page


def test_a_page_about_signals_takes_at_most_twelve_statements(office: Desk, app: Flask, signed_in: SignIn) -> None:
    signal = noted(office, FEWEST + 2)
    judged(office, signal)
    noted(office, 5)
    office.session.rollback()
    watcher = signed_in("toezichthouder")
    for path in ("/signalen", "/signalen/brief", f"/signalen/{signal}"):
        with counted(app) as statements:
            assert watcher.open(path).answer.status_code == 200
        assert len(statements) <= MOST_STATEMENTS, path
