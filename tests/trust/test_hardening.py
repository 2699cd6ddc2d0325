"""What protects every page and every call, whoever asks: headers, plain forms, limits, and errors that tell nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs
from werkzeug.routing import Rule

from loket import create_app, session_of
from loket.cases import numbers
from loket.db import db
from loket.routing.clients import add_client
from loket.settings import ROOT, Settings
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.desk import COUNTER
from tests.support.servers import Valkey
from tests.web.pages.browsing import Visitor

TEMPLATES = sorted((ROOT / "loket" / "web" / "templates").rglob("*.html"))
ARGUMENT = re.compile(r"<[^>]+>")


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


def addresses(app: Flask, method: str) -> list[str]:
    """A path for each route of this method, with a number of no case where it takes one."""
    rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return [ARGUMENT.sub("L-00000000000", rule.rule) for rule in rules if rule.endpoint != "pages.static"]


def posting_forms(text: str) -> list[str]:
    """The forms of a template that post, with the macros of the same template written out."""
    for name, body in re.findall(r"{% macro (\w+)\(\) %}(.*?){% endmacro %}", text, re.DOTALL):
        text = text.replace(f"{{{{ {name}() }}}}", body)
    forms = re.findall(r"<form\b.*?</form>", text, re.DOTALL)
    return [form for form in forms if re.search(r'method="post"', form, re.IGNORECASE)]


@pytest.mark.parametrize("account", [None, "balie-den-haag", "toezichthouder", "behandelaar-svb"])
def test_every_answer_of_every_route_has_a_strict_policy_for_content(app: Flask, account: str | None) -> None:
    client = sign_in(app, account).client if account else app.test_client()
    for path in [*addresses(app, "GET"), "/static/loket.css", "/static/weg.css", "/bestaat-niet", "/api/v1/bestaat-niet"]:
        with client.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "*" not in policy, path
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY"), path


def test_no_page_has_script_or_style_of_its_own() -> None:
    own = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    assert [path.name for path in TEMPLATES if own.search(path.read_text())] == []


def test_only_our_own_drawings_go_into_a_page_unescaped() -> None:
    assert [path.name for path in TEMPLATES if re.search(r"\|\s*safe\b|autoescape false", path.read_text())] == ["tekens.html"]


def test_every_form_that_changes_something_carries_a_token() -> None:
    posting = [(path.name, form) for path in TEMPLATES for form in posting_forms(path.read_text())]
    assert posting
    assert [name for name, form in posting if "csrf_token()" not in form] == []


@pytest.mark.parametrize("account", [None, "balie-den-haag", "toezichthouder", "behandelaar-svb"])
def test_no_page_takes_a_form_without_a_token(app: Flask, account: str | None) -> None:
    client = sign_in(app, account).client if account else app.test_client()
    pages = [path for path in addresses(app, "POST") if not path.startswith("/api/")]
    assert len(pages) > 8
    for path in pages:
        answer = client.post(path, data={"zoek": "999993653"})
        assert answer.status_code in (302, 400, 403, 404), path
        assert answer.status_code != 302 or answer.location.startswith("/inloggen"), path


def test_a_file_is_refused_at_every_address(app: Flask) -> None:
    client = sign_in(app, "balie-den-haag").client
    for path in addresses(app, "POST"):
        answer = client.post(path, data={"bestand": (io.BytesIO(b"%PDF-1.7"), "brief.pdf")}, content_type="multipart/form-data")
        assert answer.status_code in ((401,) if path.startswith("/api/") else (415,)), path


def test_a_file_is_refused_with_a_key_too(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with session_of(app) as session:
        key = add_client(session, "bestanden", ["zaken:openen"], COUNTER, None, clock.now())
    sent = {"bestand": (io.BytesIO(b"%PDF-1.7"), "brief.pdf")}
    assert client.post("/api/v1/zaken", data=sent, headers={"Authorization": f"Bearer {key}"}).status_code == 415


@pytest.mark.parametrize(
    "back",
    [
        "https://kwaad.example/",
        "//kwaad.example",
        "/\\kwaad.example",
        "/%09/kwaad.example",  # browsers drop a tab, which would leave two slashes
        "/\t/kwaad.example",
        "/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
    ],
)
def test_signing_in_leads_to_no_other_site(app: Flask, back: str) -> None:
    visitor = Visitor(app.test_client()).open("/inloggen")
    fields = visitor.form("/inloggen").fields
    answer = visitor.client.post("/inloggen", data={**fields.to_dict(), "account": "balie-den-haag", "terug": back})
    assert answer.status_code == 302
    assert re.fullmatch(r"/(?![/\\\t\r\n])\S*", answer.location)
    assert "Set-Cookie: a=b" not in str(answer.headers)


def test_an_error_page_tells_nothing_of_the_inside(database_url: str, environment: dict[str, str], tmp_path: Path) -> None:
    away = f"sqlite:///{tmp_path / 'leeg.db'}"  # a database without tables: every query fails in a way that nobody foresaw
    client = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": away})).test_client()
    client.set_cookie("loket", "x" * 43)
    answer = client.get("/nieuwe-vraag")
    assert answer.status_code == 500
    assert not re.search(r"Traceback|sqlite|sqlalchemy|SELECT|\.py|werkzeug", answer.text, re.IGNORECASE)


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
