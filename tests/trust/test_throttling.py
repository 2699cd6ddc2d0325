"""How often one may ask: for each account, client and address, counted in the shared store; and which limits can be set."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
import redis
from flask import Flask
from structlog.testing import capture_logs

from loket import create_app, session_of
from loket.cases import numbers
from loket.db import db
from loket.routing.clients import add_client
from loket.settings import Settings
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.desk import COUNTER
from tests.support.servers import Valkey
from tests.web.api.conftest import Api
from tests.web.pages.browsing import Visitor


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is asked here is decided before anything is stored: one kind of database will do."""
    empty(sqlite_url)
    return sqlite_url


@pytest.fixture
def limited(database_url: str, environment: dict[str, str], valkey: Valkey, clock: Clock) -> Iterator[Callable[..., Flask]]:
    """Makes the application with the shared store, empty, and these settings."""
    valkey.flush()
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        around = {**environment, "LOKET_DATABASE_URL": database_url, "LOKET_REDIS_URL": valkey.url, **settings}
        made.append(create_app(Settings.load(around), clock=clock.now))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


def sign_in(app: Flask, account: str) -> Visitor:
    visitor = Visitor(app.test_client())
    visitor.open("/inloggen").submit("/inloggen", account=account)
    return visitor


def test_an_account_that_asks_too_much_must_wait_and_others_need_not(limited: Callable[..., Flask]) -> None:
    app = limited(LOKET_PAGE_LIMIT="3")
    busy, other = sign_in(app, "balie-den-haag"), sign_in(app, "balie-uwv")
    answers = [busy.client.get("/mijn-account") for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "60"
    assert "Wacht even" in answers[-1].text
    assert other.client.get("/mijn-account").status_code == 200


def test_searching_is_limited_for_each_account(limited: Callable[..., Flask]) -> None:
    desk = sign_in(limited(LOKET_SEARCH_LIMIT="2"), "balie-den-haag").open("/")
    token = desk.form("/zoeken").fields.to_dict()
    statuses = [desk.client.post("/zoeken", data={**token, "zoek": "niets"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_signing_in_is_limited_for_each_address(limited: Callable[..., Flask]) -> None:
    client = limited(LOKET_SIGN_IN_LIMIT="2", LOKET_PROXIES="1").test_client()

    def attempt(address: str) -> int:
        return client.post("/inloggen", data={"account": "x"}, headers={"X-Forwarded-For": address}).status_code

    assert [attempt("192.0.2.7") for _ in range(3)] == [400, 400, 429]
    assert attempt("192.0.2.8") == 400
    assert attempt("192.0.2.8, 192.0.2.7") == 429  # only what our own proxy saw counts


@pytest.mark.parametrize("path", ["/inloggen/organisatie", "/inloggen/terug?code=geraden&state=geraden"])
def test_each_step_of_signing_in_at_the_provider_is_limited_for_each_address(limited: Callable[..., Flask], path: str) -> None:
    provider = {"LOKET_OIDC_ISSUER": "http://127.0.0.1:1", "LOKET_OIDC_CLIENT_ID": "loket", "LOKET_OIDC_CLIENT_SECRET": "geheim"}
    client = limited(**provider, LOKET_SIGN_IN_LIMIT="2", LOKET_PROXIES="1").test_client()

    def attempt(address: str) -> int:
        return client.get(path, headers={"X-Forwarded-For": address}).status_code

    assert 429 not in [attempt("192.0.2.7"), attempt("192.0.2.7")]
    assert [attempt("192.0.2.7"), client.post("/inloggen", headers={"X-Forwarded-For": "192.0.2.7"}).status_code] == [429, 429]
    assert attempt("192.0.2.8") != 429


def test_a_stranger_is_limited_by_address(limited: Callable[..., Flask]) -> None:
    client = limited(LOKET_STRANGER_LIMIT="2").test_client()
    assert [client.get("/privacy").status_code for _ in range(3)] == [200, 200, 429]


def test_trying_numbers_is_held_up_and_logged_without_the_number(limited: Callable[..., Flask]) -> None:
    desk = sign_in(limited(LOKET_MISS_LIMIT="3"), "balie-den-haag")
    known = desk.new_request()
    tried = [numbers.new_case_number() for _ in range(4)]
    with capture_logs() as lines:
        statuses = [desk.client.get(f"/zaken/{number}").status_code for number in tried]
    assert statuses == [404, 404, 404, 429]
    assert desk.client.get(f"/zaken/{known}").status_code == 429  # or a hit could be told from a miss
    assert desk.client.get("/mijn-account").status_code == 200
    told = [line["event"] for line in lines if line["event"].startswith("case_number")]
    assert told == ["case_number_unknown"] * 3 + ["case_numbers_held_up"]
    assert [number for number in tried if number in str(lines)] == []


def test_a_program_that_tries_numbers_is_held_up_too(limited: Callable[..., Flask], clock: Clock) -> None:
    app = limited(LOKET_MISS_LIMIT="2")
    with session_of(app) as session:
        key = add_client(session, "raden", ["zaken:lezen"], COUNTER, None, clock.now())
    client, headers = app.test_client(), {"Authorization": f"Bearer {key}"}
    statuses = [client.get(f"/api/v1/zaken/{numbers.new_case_number()}", headers=headers).status_code for _ in range(3)]
    assert statuses == [404, 404, 429]


def test_the_shared_store_holds_no_name_and_no_address(limited: Callable[..., Flask], valkey: Valkey) -> None:
    sign_in(limited(), "balie-den-haag").client.get(f"/zaken/{numbers.new_case_number()}")
    with redis.Redis.from_url(valkey.url) as store:
        kept = " ".join(key.decode() for key in store.scan_iter())
    assert "LOKET_MISS_LIMIT" in kept
    assert not re.search(r"den-haag|127\.0\.0\.1", kept)


def test_wrong_keys_are_limited_for_each_address_and_logged_without_it(limited: Callable[..., Flask], clock: Clock) -> None:
    app = limited(LOKET_WRONG_KEY_LIMIT="2", LOKET_PROXIES="1")
    with session_of(app) as session:
        key = add_client(session, "goed", ["catalogus:lezen"], COUNTER, None, clock.now())

    def attempt(word: str, address: str) -> int:
        headers = {"Authorization": f"Bearer {word}", "X-Forwarded-For": address}
        return app.test_client().get("/api/v1/catalogus", headers=headers).status_code

    with capture_logs() as lines:
        assert [attempt(word, "192.0.2.7") for word in ("a", "b", "c")] == [401, 401, 429]
    assert attempt(key, "192.0.2.7") == 429  # nothing is looked up for that address
    assert attempt(key, "192.0.2.8") == 200
    assert [line["event"] for line in lines if line["event"] == "wrong_keys_held_up"] == ["wrong_keys_held_up"]
    assert "192.0.2.7" not in str(lines)


def test_right_keys_do_not_count_as_wrong_ones(limited: Callable[..., Flask], clock: Clock) -> None:
    app = limited(LOKET_WRONG_KEY_LIMIT="2")
    with session_of(app) as session:
        key = add_client(session, "goed", ["zaken:lezen"], COUNTER, None, clock.now())
    statuses = [app.test_client().get("/api/v1/catalogus", headers={"Authorization": f"Bearer {key}"}).status_code for _ in range(4)]
    assert statuses == [403] * 4


@pytest.mark.parametrize(
    ("path", "media"),
    [("/api/v1/statusmeldingen", "application/cloudevents+json"), ("/api/v1/zgw/notificaties/gemeente-0363", "application/json")],
)
def test_false_reports_are_limited_for_each_address(limited: Callable[..., Flask], path: str, media: str) -> None:
    client = limited(LOKET_WRONG_KEY_LIMIT="2").test_client()
    answers = [client.post(path, data="{}", content_type=media) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_tries_at_the_key_of_the_figures_are_limited_too(limited: Callable[..., Flask]) -> None:
    client = limited(LOKET_WRONG_KEY_LIMIT="2", LOKET_METRICS_KEY="cijfers-van-dit-loket").test_client()
    assert [client.get("/metrics").status_code for _ in range(3)] == [401, 401, 429]


def test_an_operation_that_costs_much_is_limited_for_all_programs_of_an_organisation_together(limited: Callable[..., Flask]) -> None:
    app = limited(LOKET_TEST_LIMIT="2")
    programs = [organisations_program(app, *named) for named in (("een", "uwv"), ("twee", "uwv"), ("drie", "svb"))]
    wrong = {"adres": "x", "gebeurtenissen": []}
    answers = [api.post("/abonnementen", wrong) for api in (*programs, *programs)]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 429, 429, 400]
    assert answers[3].headers["Retry-After"] == "60"
    unknown = f"/abonnementen/{uuid.uuid4()}/testberichten"
    assert [programs[0].post(unknown, None).status_code for _ in range(3)] == [404, 404, 429]  # each operation by itself
    assert [programs[0].post("/herhalingen", {}).status_code for _ in range(3)] == [400, 400, 429]
    assert programs[0].get("/abonnementen").status_code == 200


def organisations_program(app: Flask, name: str, slug: str) -> Api:
    scopes = ["abonnementen:beheren", "bezorgingen:herhalen"]
    with session_of(app) as session:
        key = add_client(session, name, scopes, None, slug, app.extensions["loket"].clock())
    return Api(app.test_client(), key)
