"""Guessing at the page for citizens: tries are counted per address and per number, and the shared store says no name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from loket import create_app
from loket.db import db
from loket.settings import Settings
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.servers import Valkey
from tests.web.pages.browsing import Visitor
from tests.web.pages.taken import take_in

BORN = "27-04-1981"


@pytest.fixture
def app(sqlite_url: str, environment: dict[str, str], valkey: Valkey, clock: Clock) -> Iterator[Flask]:
    """The application with an empty shared store, behind one proxy, with three tries."""
    empty(sqlite_url)
    valkey.flush()
    around = {"LOKET_DATABASE_URL": sqlite_url, "LOKET_REDIS_URL": valkey.url, "LOKET_STATUS_LIMIT": "3", "LOKET_PROXIES": "1"}
    made = create_app(Settings.load({**environment, **around}), clock=clock.now)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def look(app: Flask) -> Callable[..., int]:
    """Tries a number and a birth date from an address; gives the status of the answer."""

    def _look(number: str, born: str = BORN, address: str = "192.0.2.1") -> int:
        visitor = Visitor(app.test_client())
        visitor.client.environ_base["HTTP_X_FORWARDED_FOR"] = address
        return visitor.open("/status").send("/status", {"nummer": number, "geboortedatum": born}).answer.status_code

    return _look


def test_an_address_may_try_a_few_times_and_then_waits_even_with_the_right_date(app: Flask, look: Callable[..., int]) -> None:
    number = take_in(app)
    assert [look(number, f"0{day}-01-1990") for day in (1, 2, 3)] == [404, 404, 404]
    assert look(number) == 429
    assert look("L-7K3M9-P2XQ4-H") == 429


def test_a_number_that_is_tried_from_many_addresses_is_held_too(app: Flask, look: Callable[..., int]) -> None:
    number = take_in(app)
    assert [look(number, "01-01-1990", f"192.0.2.{host}") for host in (2, 3, 4)] == [404, 404, 404]
    assert look(number, BORN, "192.0.2.5") == 429
    assert look("L-7K3M9-P2XQ4-H", BORN, "192.0.2.6") == 404  # whoever asks about another number goes on


def test_what_is_no_number_at_all_holds_up_nobody_else(look: Callable[..., int]) -> None:
    assert [look("onleesbaar", BORN, f"192.0.2.{host}") for host in range(10, 15)] == [404] * 5
