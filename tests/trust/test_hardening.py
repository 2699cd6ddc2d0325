"""What protects every page and every call, whoever asks: headers, plain forms, and errors that tell nothing."""

from __future__ import annotations

import io
import re
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from loket import create_app, session_of
from loket.routing.clients import add_client
from loket.settings import ROOT, Settings
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.desk import COUNTER
from tests.web.pages.browsing import Visitor

TEMPLATES = sorted((ROOT / "loket" / "web" / "templates").rglob("*.html"))
TAKES_A_FILE, FILES = "/deelzaken/L-00000000000/papieren", "multipart/form-data"  # a copy of a paper for who asked for it (rule 9)
ARGUMENT, UUID_ARGUMENT = re.compile(r"<[^>]+>"), re.compile(r"<uuid:[^>]+>")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is asked here is decided before anything is stored: one kind of database will do."""
    empty(sqlite_url)
    return sqlite_url


def sign_in(app: Flask, account: str) -> Visitor:
    visitor = Visitor(app.test_client())
    visitor.open("/inloggen").submit("/inloggen", account=account)
    return visitor


def addresses(app: Flask, method: str) -> list[str]:
    """A path for each route of this method, with a number of no case where it takes one."""
    rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return [
        ARGUMENT.sub("L-00000000000", UUID_ARGUMENT.sub(str(UUID(int=0)), rule.rule)) for rule in rules if rule.endpoint != "pages.static"
    ]


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
    expression = re.compile(r"{{.*?}}", re.DOTALL)  # what is called in one has names too, such as onderbreking=
    assert [path.name for path in TEMPLATES if own.search(expression.sub("", path.read_text()))] == []


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
        answer = client.post(path, data={"zoek": "999993653"}, content_type=FILES if path == TAKES_A_FILE else None)
        assert answer.status_code in (302, 400, 403, 404), path
        assert answer.status_code != 302 or answer.location.startswith("/inloggen"), path


def test_a_file_is_refused_at_every_address_but_one(app: Flask) -> None:
    client = sign_in(app, "balie-den-haag").client
    paths = addresses(app, "POST")
    paths.remove(TAKES_A_FILE)
    for path in paths:
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
