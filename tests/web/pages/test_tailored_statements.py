"""What the pages of tailored help ask of the database, however much stands there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import islice

from flask import Flask

from loket.routing.tailored import bridging, setting
from tests.routing.sitting import Sitting
from tests.routing.test_tailored_memory import released
from tests.support.counting import counted_twice
from tests.support.desk import SUPERVISOR, Desk, person
from tests.web.pages.at_table import AtTable
from tests.web.pages.browsing import Visitor
from tests.web.pages.test_home_quick import MOST_STATEMENTS

SignIn = Callable[[str], Visitor]


def test_the_lists_take_few_statements_however_long_they_are(app: Flask, morning: Desk, signed_in: SignIn) -> None:
    def grow() -> None:
        for number in range(4):
            sitting = Sitting(morning, products=("ww",), applicant=person(bsn=None))
            if number % 2:
                released(morning, sitting)
        morning.session.rollback()

    grow()
    lists = ("/maatwerk", "/maatwerk?lijst=klaar", "/maatwerk/geheugen")
    visitor = signed_in("toezichthouder")
    seen = counted_twice(app, lambda path: visitor.open(path).answer.status_code, lists, grow)
    assert all(first == last <= MOST_STATEMENTS for first, last in seen.values()), seen


def test_the_page_of_a_table_takes_few_statements_however_much_stands_there(app: Flask, at_table: AtTable) -> None:
    house, sitting = at_table.house, at_table.sitting

    names, until = iter(("Anna", "Bob", "Carla", "Daan")), house.clock.today() + timedelta(days=9)

    def grow() -> None:
        for name in islice(names, 2):
            setting.seat(house.context(SUPERVISOR), sitting.number, sitting.id, "uwv", name)
            bridging.bridge(house.context(SUPERVISOR), sitting.number, sitting.id, name, until, (), "")
            released(house, Sitting(house, products=("ww",), applicant=person(bsn=None)))
        house.session.rollback()

    grow()
    seen = counted_twice(app, lambda path: at_table.visitor.open(path).answer.status_code, [at_table.path], grow)
    assert all(first == last <= MOST_STATEMENTS for first, last in seen.values()), seen
