"""The start page of a loket stays quick however many cases there are: short lists, few statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from loket import session_of
from loket.cases.base import new_id
from loket.cases.models import Case
from loket.cases.numbers import show
from loket.cases.states import Turn
from loket.web.today import MOST, SHOWN
from tests.support.clock import Clock
from tests.support.counting import counted
from tests.support.desk import MONDAY, Desk
from tests.web.pages.browsing import Visitor

MOST_STATEMENTS = 12


@pytest.fixture
def office(app: Flask, clock: Clock) -> Iterator[Desk]:
    """What happens behind the counter, on a Monday morning in March."""
    clock.set(MONDAY)
    with session_of(app) as session:
        yield Desk(app, session, clock)


def many(office: Desk, count: int) -> None:
    """So many cases in which it is this loket's turn."""
    case = office.case(office.open("ww").number)
    columns = {column.name: getattr(case, column.key) for column in Case.__table__.columns}
    for number in range(count - 1):
        own = {"id": new_id(office.clock.now()), "number": f"L-{number:011d}", "joinable": False}
        office.session.add(Case(**columns | own))
    office.session.flush()
    for row in office.session.scalars(select(Case)):
        row.turn = Turn.COUNTER
    office.session.commit()


def test_a_long_list_is_cut_and_goes_on_at_its_own_page(office: Desk, desk: Visitor) -> None:
    many(office, SHOWN + 2)
    office.session.rollback()
    mine = desk.open("/").page.split('aria-labelledby="lijst-loket"', 1)[1].split("</section>", 1)[0]
    assert mine.count("<li>") == SHOWN
    assert f"Alle {SHOWN + 2} bekijken" in mine
    assert desk.open("/vandaag/loket").page.count('<span class="loket-work__words">') == SHOWN + 2


@pytest.mark.parametrize("count", [3, MOST + 10])
def test_the_start_page_takes_at_most_twelve_statements_however_many_cases_there_are(
    office: Desk, app: Flask, signed_in: Callable[[str], Visitor], count: int
) -> None:
    many(office, count)
    office.clock.advance(days=20)
    visitor = signed_in("balie-den-haag")
    office.session.rollback()
    with counted(app) as statements:
        page = visitor.open("/").page
    assert show("L-00000000001") in page
    assert len(statements) <= MOST_STATEMENTS
