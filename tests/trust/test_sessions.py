"""Sessions are rows: they end when they should, and the cookie holds nothing but a token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.access import WebSession
from loket.cases.audit import AuditLog
from loket.errors import ConfigurationError
from loket.routing.clients import PRACTICE_KEY, add_client, find_client, refuse_practice
from loket.routing.sessions import IDLE, LONGEST, end_all, find
from tests.support.clock import Clock
from tests.support.desk import Desk

PAGE = "/nieuwe-vraag"


@pytest.fixture
def browser_of(app: Flask) -> Callable[..., FlaskClient]:
    """A browser in which a practice account is signed in."""
    app.config["WTF_CSRF_METHODS"] = set()

    def sign_in(account: str = "balie-den-haag") -> FlaskClient:
        client = app.test_client()
        client.post("/inloggen", data={"account": account})
        return client

    return sign_in


def is_in(client: FlaskClient) -> bool:
    return client.get(PAGE).status_code == 200


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("loket")
    return found.value if found else ""


def test_the_table_holds_no_token_and_the_cookie_no_name(browser_of: Callable[..., FlaskClient], session: Session) -> None:
    token = cookie(browser_of())
    row = session.scalars(select(WebSession)).one()
    assert token not in repr(vars(row))
    assert "balie" not in token


def test_half_an_hour_without_a_page_ends_a_session(browser_of: Callable[..., FlaskClient], clock: Clock) -> None:
    client = browser_of()
    clock.advance(seconds=(IDLE - timedelta(minutes=1)).total_seconds())
    assert is_in(client)
    clock.advance(seconds=(IDLE - timedelta(minutes=1)).total_seconds())
    assert is_in(client)
    clock.advance(seconds=IDLE.total_seconds())
    assert not is_in(client)


def test_a_session_ends_after_ten_hours_however_busy(browser_of: Callable[..., FlaskClient], clock: Clock) -> None:
    client, step = browser_of(), timedelta(minutes=20)
    for _ in range(LONGEST // step - 1):
        clock.advance(seconds=step.total_seconds())
        assert is_in(client)
    clock.advance(seconds=step.total_seconds())
    assert not is_in(client)


def test_signing_in_again_makes_a_new_token_and_the_old_one_is_worth_nothing(browser_of: Callable[..., FlaskClient], app: Flask) -> None:
    client = browser_of()
    old = cookie(client)
    client.post("/inloggen", data={"account": "balie-den-haag"})
    thief = app.test_client()
    thief.set_cookie("loket", old)
    assert is_in(client)
    assert not is_in(thief)


def test_signing_out_ends_this_session_only(browser_of: Callable[..., FlaskClient]) -> None:
    here, there = browser_of(), browser_of()
    here.post("/uitloggen")
    assert [is_in(here), is_in(there)] == [False, True]


def test_signing_out_everywhere_ends_all_of_this_account(browser_of: Callable[..., FlaskClient]) -> None:
    here, there, other = browser_of(), browser_of(), browser_of("balie-uwv")
    here.post("/overal-uitloggen")
    assert [is_in(here), is_in(there), is_in(other)] == [False, False, True]


def test_the_administrator_ends_the_sessions_of_an_account(browser_of: Callable[..., FlaskClient], desk: Desk) -> None:
    client = browser_of()
    assert end_all(desk.context(), "balie-den-haag") == 1
    assert not is_in(client)
    actions = desk.session.scalars(select(AuditLog.action).order_by(AuditLog.id)).all()
    assert [action for action in actions if "log" in action] == ["inloggen", "overal-uitloggen"]


def test_outside_the_demo_a_session_of_the_demo_is_worth_nothing(browser_of: Callable[..., FlaskClient], desk: Desk) -> None:
    token = cookie(browser_of())
    assert find(replace(desk.context(), practice=True), token) is not None
    assert find(replace(desk.context(), practice=False), token) is None


def test_outside_the_demo_the_key_that_everybody_knows_is_refused(session: Session, clock: Clock) -> None:
    add_client(session, "Oefenprogramma", ["zaken:lezen"], "gemeente-0518", None, clock.now(), PRACTICE_KEY)
    assert find_client(session, PRACTICE_KEY, practice=False) is None
    with pytest.raises(ConfigurationError):
        refuse_practice(session)
