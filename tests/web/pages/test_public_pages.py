"""The pages that everybody may open, and the pages that tell what went wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loket import create_app
from loket.errors import ConfigurationError
from loket.settings import Settings
from loket.web.accounts import load_accounts
from loket.web.texts import ERRORS
from tests.support.clock import Clock
from tests.web.pages.browsing import Visitor

ACCOUNTS = (
    "Balie gemeente Den Haag",
    "Balie UWV",
    "Behandelaar SVB",
    "Behandelaar gemeente Utrecht",
    "Toezichthouder",
    "Beheerder",
    "Privacy officer",
    "Beleidsmaker",
)


def test_the_start_page_tells_a_stranger_what_loket_is(visitor: Visitor) -> None:
    visitor.open("/")
    assert visitor.answer.status_code == 200
    assert "Eén vraag" in visitor.title
    assert 'href="/inloggen"' in visitor.page


def test_the_sign_in_page_has_one_button_per_practice_account(visitor: Visitor) -> None:
    page = visitor.open("/inloggen").page
    assert [name for name in ACCOUNTS if name not in page] == []


@pytest.mark.parametrize("path", ["/toegankelijkheid", "/privacy"])
def test_the_pages_about_loket_can_be_read_without_signing_in(visitor: Visitor, path: str) -> None:
    assert visitor.open(path).answer.status_code == 200


def test_security_txt_names_a_contact_and_has_not_expired(client: FlaskClient, clock: Clock) -> None:
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").get_data(as_text=True).splitlines())
    assert lines["Contact"].startswith(("http", "mailto:"))
    assert clock.now() + timedelta(days=30) < datetime.fromisoformat(lines["Expires"]) < clock.now() + timedelta(days=366)


def test_the_practice_organisations_are_one_link_away(client: FlaskClient, environment: dict[str, str]) -> None:
    assert client.get("/oefenorganisaties").location == environment["LOKET_PRACTICE_URL"] + "/oefenorganisaties"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/bestaat-niet", 404), ("DELETE", "/privacy", 405), ("GET", "/inloggen/", 404)],
)
def test_what_is_not_there_is_told_in_plain_dutch(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert ERRORS[status][0] in answer.get_data(as_text=True)
    assert answer.mimetype == "text/html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_method_that_is_not_allowed_names_the_ones_that_are(client: FlaskClient) -> None:
    assert "GET" in client.delete("/privacy").headers["Allow"]


def test_a_form_that_is_too_large_is_refused(desk: Visitor) -> None:
    desk.open("/nieuwe-vraag")
    answer = desk.client.post("/nieuwe-vraag", data={"toelichting": "x" * 300_000})
    assert answer.status_code == 413


def test_with_the_database_away_the_desk_shows_a_plain_page_and_when_to_come_back(environment: dict[str, str]) -> None:
    away = {**environment, "LOKET_DATABASE_URL": "sqlite:////nergens/loket.db"}
    visitor = Visitor(create_app(Settings.load(away)).test_client())
    visitor.open("/inloggen").submit("/inloggen", account="balie-den-haag")
    assert visitor.answer.status_code == 503
    assert int(visitor.answer.headers["Retry-After"]) > 0
    assert "even niet bereikbaar" in visitor.title
    assert "sqlite" not in visitor.page


def test_an_account_with_a_wrong_role_or_loket_is_named_at_start(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "oefenaccounts.toml"
    path.write_text('[account.a]\nnaam = "A"\nrol = "baas"\n[account.b]\nnaam = "B"\nrol = "balie"\nloket = "nergens"\nkleur = 1\n')
    with pytest.raises(ConfigurationError) as error:
        load_accounts(path, app.extensions["loket"].catalogue)
    assert [line.split(": ")[0] for line in str(error.value).splitlines()] == [
        "oefenaccounts.toml, account.a",
        "oefenaccounts.toml, account.b",
        "oefenaccounts.toml, account.b",
    ]
