"""The supervisor's pages about legal dates: what is near is warned of, the calendar counts, the file holds no person and no formula."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask

from loket.adapters.port import Outcome, Verb
from loket.cases.numbers import show
from loket.web import texts_terms
from tests.support.clock import Clock
from tests.support.desk import MONDAY, Desk, part_of, person
from tests.web.pages.browsing import Visitor
from tests.web.pages.test_home_quick import MOST_STATEMENTS, counted

SignIn = Callable[[str], Visitor]


@pytest.fixture
def watcher(house: Desk, clock: Clock, signed_in: SignIn) -> Visitor:
    """A supervisor; of one case something must be supplied within the week, of another the decision brought an objection's last day."""
    clock.set(MONDAY)
    first, second = (house.open("ww", applicant=person(bsn=None), urgent=urgent) for urgent in (True, False))
    house.drain()
    house.tell(part_of(first, "ww"), Verb.INFORMATION_ASKED, information_due=date(2026, 3, 6), questions=("Een kopie",))
    house.tell(part_of(second, "ww"), Verb.DECIDED, outcome=Outcome.REFUSED, announced_on=MONDAY.date())
    house.session.rollback()
    return signed_in("toezichthouder")


def test_what_ends_within_five_working_days_is_warned_of_on_top(watcher: Visitor) -> None:
    page = watcher.open("/termijnen").page
    assert "Binnen 5 werkdagen, tot en met 9 maart 2026" in page
    assert "1: aanvullen uiterlijk" in page
    assert page.count("Dichtbij") == 1
    assert "nog 4 werkdagen" in page
    assert "De termijn loopt niet sinds 2 maart 2026." in page


def test_one_chooses_a_kind_a_loket_or_urgency(watcher: Visitor) -> None:
    rows = {query: watcher.open(f"/termijnen?{query}").page.count('scope="row"') for query in ("soort=bezwaar", "loket=x", "spoed=ja", "")}
    assert rows == {"soort=bezwaar": 1, "loket=x": 0, "spoed=ja": 2, "": 3}


def test_what_is_over_stands_apart(watcher: Visitor, clock: Clock, signed_in: SignIn) -> None:
    clock.advance(days=5)
    later = signed_in("toezichthouder")
    assert "6 maart 2026" not in later.open("/termijnen").page
    page = later.open("/termijnen?periode=voorbij").page
    assert ("6 maart 2026" in page, "Voorbij" in page) == (True, True)


def test_a_number_in_the_calendar_leads_to_the_dates_of_that_day(watcher: Visitor) -> None:
    page = watcher.open("/termijnen/kalender").page
    assert "Termijnen in maart 2026" in page
    assert (
        'href="/termijnen?dag=2026-03-06&amp;soort=aanvulling"' in page or 'href="/termijnen?soort=aanvulling&amp;dag=2026-03-06"' in page
    )
    assert "Alleen 6 maart 2026" in watcher.open("/termijnen?dag=2026-03-06").page
    assert "In deze maand loopt geen termijn af." in watcher.open("/termijnen/kalender?maand=2026-12").page


@pytest.mark.parametrize(
    "path",
    [
        *("/termijnen?dag=ooit", "/termijnen/kalender?maand=2026-13", "/termijnen/kalender?maand=0001-01"),
        *("/termijnen?na=x", "/termijnen?na=2026-03-02_besluit_x", f"/termijnen?na=2026-03-02_iets_{UUID(int=0)}"),
    ],
)
def test_a_day_or_month_that_is_none_is_refused_in_words(watcher: Visitor, path: str) -> None:
    assert watcher.open(path).answer.status_code == 400


def test_the_file_has_a_row_for_each_date_and_no_name(watcher: Visitor) -> None:
    answer = watcher.open("/termijnen/uitvoer").answer
    lines = answer.get_data(as_text=True).splitlines()
    assert answer.mimetype == "text/csv"
    assert lines[0].startswith("\ufeffDag;Soort;Werkdagen over;Deelzaak")
    assert len(lines) == 4
    assert "Moulin" not in str(lines)


@pytest.mark.parametrize(
    ("day", "working_days", "words"),
    [
        (date(2026, 3, 6), 0, "vandaag"),
        (date(2026, 3, 7), 0, "voor de volgende werkdag"),  # a Saturday, seen on Friday
        (date(2026, 3, 9), 1, "nog 1 werkdag"),
        (date(2026, 3, 10), 2, "nog 2 werkdagen"),
    ],
)
def test_only_the_day_itself_is_today(day: date, working_days: int, words: str) -> None:
    assert texts_terms.left(day, working_days, date(2026, 3, 6)) == words


def test_a_page_goes_on_where_it_ended(house: Desk, watcher: Visitor) -> None:
    numbers = [house.open("ww", applicant=person(bsn=None)).referrals[0].number for _ in range(26)]
    house.drain()
    house.session.rollback()
    page = watcher.open("/termijnen?soort=besluit").page
    shown = {number for number in numbers if show(number) in page}
    following = page.split('rel="next" href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    rest = watcher.open(following).page
    assert shown | {number for number in numbers if show(number) in rest} == set(numbers)
    assert "Volgende termijnen" not in rest


@pytest.mark.parametrize("path", ["/termijnen", "/termijnen/kalender"])
@pytest.mark.parametrize("more", [0, 12])
def test_a_page_takes_few_statements_however_many_dates_there_are(app: Flask, house: Desk, watcher: Visitor, path: str, more: int) -> None:
    for _ in range(more):
        house.open("ww", "akw", applicant=person(bsn=None))
    house.drain()
    house.session.rollback()
    with counted(app) as statements:
        watcher.open(path)
    assert len(statements) <= MOST_STATEMENTS


def test_a_sensitive_product_is_not_named(house: Desk, signed_in: SignIn, clock: Clock) -> None:
    clock.set(MONDAY)
    case = house.open("bijzondere-bijstand", applicant=person(bsn=None))
    house.drain()
    part = part_of(house.case(case.number), "bijzondere-bijstand")
    part.terms = {**part.terms, "gevoelig": True}
    name, due = part.terms["naam"], part.due_on
    house.session.commit()
    assert due is not None
    assert due > MONDAY.date() + timedelta(days=1)
    told = [signed_in("toezichthouder").open(path).page.split("<tbody")[-1] for path in ("/termijnen", "/termijnen/uitvoer")]
    assert [[text.count("Een onderdeel"), name in text] for text in told] == [[2, False]] * 2
    assert [text.lower().count("gemeente den haag") for text in told] == [1, 1]  # the loket, not who has it


def test_nobody_chooses_by_a_sensitive_product_nor_finds_one_by_its_organisation(house: Desk, signed_in: SignIn, clock: Clock) -> None:
    clock.set(MONDAY)
    number = house.open("wlz-indicatie", applicant=person(bsn=None)).number
    house.drain()
    house.session.rollback()
    watcher = signed_in("toezichthouder")
    page = watcher.open("/termijnen").page
    assert (show(f"{number}-1") in page, 'value="wlz-indicatie"' in page, "CIZ" in page.split("<tbody")[1]) == (True, False, False)
    assert watcher.open("/termijnen?product=wlz-indicatie").answer.status_code == 400
    for path in ("/termijnen?organisatie=ciz", "/termijnen/uitvoer?organisatie=ciz"):
        assert show(f"{number}-1") not in watcher.open(path).page
        assert f"{number}-1" not in watcher.page
