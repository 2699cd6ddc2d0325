"""The list of stuck cases as a file and in an address: nothing of a person, nor of what somebody answered about themselves."""

from __future__ import annotations

import csv
import io
import re

from sqlalchemy import select

from loket.cases.audit import AuditLog
from loket.cases.numbers import show
from loket.cases.stuck_views import StuckView
from loket.web import csv_lines
from loket.web.supervisor import PAGE
from tests.routing.test_stuck_list import handed_back, many
from tests.support.desk import Desk
from tests.web.pages.browsing import Visitor
from tests.web.pages.test_stuck_page import LIST, quiet, undelivered
from tests.web.pages.test_stuck_page import supervisor as supervisor


def test_the_file_holds_the_chosen_cases_and_nothing_of_a_person(house: Desk, supervisor: Visitor) -> None:
    number, other = quiet(house, handed_back(house)), undelivered(house)
    answer = supervisor.open(f"{LIST}.csv?reden=teruggegeven").answer
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == ("text/csv", "attachment; filename=vastgelopen.csv")
    head, *lines = csv.reader(io.StringIO(supervisor.page.removeprefix(csv_lines.MARK)), delimiter=";")
    assert [line[0] for line in lines] == [number]
    assert (len(head), len(lines[0]), lines[0][-1]) == (12, 12, "doorsturen")
    assert other not in supervisor.page
    assert not any(personal in supervisor.page for personal in ("Moulin", "1985", "999993653"))


def lines_of(page: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.removeprefix(csv_lines.MARK)), delimiter=";"))


def test_nothing_in_the_file_or_an_address_differs_by_what_somebody_answered_about_themselves(house: Desk, supervisor: Visitor) -> None:
    afraid = handed_back(house, urgent=True, urgency="huiselijk-geweld", answers={"onveilig": True, "kind-onder-18": True})
    quiet(house, handed_back(house, urgent=True))
    first, second = lines_of(supervisor.open(f"{LIST}.csv").page)
    assert (first.pop("zaaknummer"), second.pop("zaaknummer") != "") == (afraid, True)
    assert (first, first["spoed"]) == (second, "ja")
    many(house, PAGE)
    house.session.rollback()
    following = supervisor.open(LIST).page.split('rel="next" href="')[1].split('"')[0]
    assert re.fullmatch(rf"{LIST}\?na=[0-9a-f-]{{36}}", following)


def test_after_a_case_that_left_the_list_a_page_begins_at_the_beginning(house: Desk, supervisor: Visitor) -> None:
    number = undelivered(house)
    assert show(number) in supervisor.open(f"{LIST}?na=" + "0" * 32).page


def test_of_a_file_only_the_names_of_the_filters_are_logged(house: Desk, supervisor: Visitor) -> None:
    assert supervisor.open(f"{LIST}.csv?toezichthouder=Jan+Moulin").answer.status_code == 400
    supervisor.open(f"{LIST}.csv?toezichthouder=niemand&spoed=alle")
    house.session.rollback()
    rows = house.session.scalars(select(AuditLog).where(AuditLog.action == "vastgelopen-bestand")).all()
    assert [row.details for row in rows] == [{"filters": ["spoed", "toezichthouder"]}]


def test_a_choice_with_a_made_up_filter_is_not_kept(house: Desk, supervisor: Visitor) -> None:
    supervisor.open(f"{LIST}?spoed=alle").submit("/vastgelopen/weergaven", naam="Mijn", toezichthouder="Jan Moulin")
    house.session.rollback()
    assert house.session.scalars(select(StuckView)).all() == []


def test_no_cell_of_a_file_is_a_formula() -> None:
    assert csv_lines.lines([["=1+1", "+31", "-5", "@x", "gewoon", None, 3, "a;b"]]) == "'=1+1;'+31;'-5;'@x;gewoon;;3;\"a;b\"\r\n"
