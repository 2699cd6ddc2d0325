"""Keys of clients: hashed, scoped, limited."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from loket import create_app, session_of
from loket.cases.outbox import ApiClient
from loket.errors import BadRequest, Conflict
from loket.routing.clients import add_client
from loket.settings import Settings
from tests.support.clock import Clock
from tests.support.servers import Valkey
from tests.web.api.conftest import COUNTER, Api


def test_a_key_is_kept_as_a_hash_only(app: Flask, clock: Clock) -> None:
    with session_of(app) as session:
        key = add_client(session, "proef", ["zaken:lezen"], COUNTER, None, clock.now())
        kept = session.scalars(select(ApiClient).where(ApiClient.name == "proef")).one()
    assert len(key) > 40
    assert key not in repr(vars(kept))


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer onbekend", "Basic YTpi", "Bearer a b", "Bearer " + "x" * 5000, "Bearer é"])
def test_anything_but_a_known_key_is_the_same_401(client: FlaskClient, header: str) -> None:
    answer = client.get("/api/v1/catalogus", headers={"Authorization": header})
    assert (answer.status_code, answer.json["code"]) == (401, "niet-aangemeld")


def test_a_revoked_key_no_longer_works(api: Api, app: Flask, clock: Clock) -> None:
    assert api.get("/catalogus").status_code == 200
    with session_of(app) as session:
        session.scalars(select(ApiClient)).one().revoked_at = clock.now()
        session.commit()
    assert api.get("/catalogus").status_code == 401


def test_a_key_in_the_address_is_no_key(stranger: Api) -> None:
    assert stranger.get("/catalogus?access_token=x").status_code == 401


@pytest.mark.parametrize(
    ("scopes", "counter", "key"),
    [
        (["zaken:alles"], COUNTER, None),  # no such scope
        (["zaken:lezen"], None, None),  # belongs to nobody
        (["zaken:lezen"], COUNTER, "kort"),  # can be guessed
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(app: Flask, clock: Clock, scopes: list[str], counter: str | None, key: str | None) -> None:
    with session_of(app) as session, pytest.raises(BadRequest):
        add_client(session, "proef", scopes, counter, None, clock.now(), key)


def test_a_name_is_given_once(app: Flask, clock: Clock, as_client: Callable[..., Api]) -> None:
    as_client("proef", counter=COUNTER)
    with session_of(app) as session, pytest.raises(Conflict):
        add_client(session, "proef", ["zaken:lezen"], COUNTER, None, clock.now())


def test_past_its_allowance_a_client_gets_429_with_retry_after(
    sqlite_url: str, environment: dict[str, str], valkey: Valkey, clock: Clock
) -> None:
    valkey.flush()
    settings = {**environment, "LOKET_DATABASE_URL": sqlite_url, "LOKET_REDIS_URL": valkey.url, "LOKET_API_LIMIT": "2"}
    limited = create_app(Settings.load(settings), clock=clock.now)
    with session_of(limited) as session:
        key = add_client(session, f"druk-{clock.now().timestamp()}", ["zaken:lezen"], COUNTER, None, clock.now())
    caller = Api(limited.test_client(), key)
    answers = [caller.get("/catalogus") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [403, 403, 429]
    assert answers[-1].headers["Retry-After"] == "60"
