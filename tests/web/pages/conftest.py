"""A desk to work at in tests: a signed-in client that fills in forms as a browser does, hidden fields included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from loket import session_of
from loket.cases import queries
from loket.db import db
from loket.routing import callbacks
from loket.routing.context import Actor
from loket.web.parts import context
from tests.routing.sitting import Sitting
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.desk import MONDAY, Desk, person
from tests.web.pages.at_table import AtTable
from tests.web.pages.browsing import Visitor
from tests.web.pages.cases import AtDesk
from tests.web.pages.supervised import Supervised


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Pages hold no SQL that differs between databases; the use cases are tested on both elsewhere."""
    empty(sqlite_url)
    return sqlite_url


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(app.test_client())


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], Visitor]:
    """Signs in with a practice account."""

    def sign_in(account: str) -> Visitor:
        visitor = Visitor(app.test_client())
        visitor.open("/inloggen").submit("/inloggen", account=account)
        return visitor

    return sign_in


@pytest.fixture
def desk(signed_in: Callable[[str], Visitor]) -> Visitor:
    """An employee at the counter of gemeente Den Haag."""
    return signed_in("balie-den-haag")


@pytest.fixture
def told(app: Flask) -> Callable[..., None]:
    """Lets an organisation tell something about its part, as its callback would."""

    def tell(number: str, verb: str, **data: object) -> None:
        with app.test_request_context():
            organisation = queries.find_referral(db.session(), number).organisation
            actor = Actor(name=organisation, label=organisation, organisation=organisation, origin="callback")
            callbacks.report(context(actor), number, callbacks.report_from(verb, data))

    return tell


@pytest.fixture
def house(app: Flask, clock: Clock) -> Iterator[Desk]:
    """The use cases and the organisations of the application whose pages are tested."""
    with session_of(app) as session:
        yield Desk(app, session, clock)


@pytest.fixture
def at_desk(house: Desk, signed_in: Callable[[str], Visitor]) -> AtDesk:
    """A case with parts of UWV (1) and SVB (2), both delivered, at the counter of gemeente Den Haag."""
    case = house.open("ww", "akw", answers={"laatste-werkgever": "Bakker BV"})
    house.drain()
    number = case.number
    house.session.rollback()
    return AtDesk(signed_in("balie-den-haag"), house, number)


@pytest.fixture
def supervised(house: Desk, signed_in: Callable[[str], Visitor]) -> Callable[..., Supervised]:
    """Takes a case in for these products, delivers it, and lets a supervisor look; ``seen`` opens it with a reason first."""
    house.clock.set(MONDAY)

    def take_in(*products: str, seen: bool = True, **given: Any) -> Supervised:
        number = house.open(*products, **given).number
        house.drain()
        found = Supervised(house, signed_in("toezichthouder"), number)
        if seen:
            found.open_with_reason()
        return found

    return take_in


@pytest.fixture
def morning(house: Desk, clock: Clock) -> Desk:
    """The application on a Monday morning in March."""
    clock.set(MONDAY)
    return house


@pytest.fixture
def at_table(morning: Desk, signed_in: Callable[[str], Visitor]) -> AtTable:
    return AtTable(morning, signed_in("toezichthouder"), Sitting(morning, applicant=person(bsn=None)))
