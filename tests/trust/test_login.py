"""Signing in at a real login provider, and what is refused on the way."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from loket import create_app, session_of
from loket.cases.access import WebSession
from loket.cases.audit import AuditLog
from loket.db import db
from loket.settings import Settings
from tests.support.databases import empty
from tests.support.provider import Provider

EMPLOYEE = {"name": "Noor de Vries", "roles": ["loket-medewerker"], "loket": "gemeente-0518"}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """One login provider for all tests; each has employees of its own."""
    with closing(Provider(tmp_path_factory.mktemp("provider") / "log")) as running:
        yield running


@pytest.fixture
def app(provider: Provider, sqlite_url: str, environment: dict[str, str]) -> Iterator[Flask]:
    """Loket with that provider. On the real clock: the provider's tokens have real times."""
    empty(sqlite_url)
    login = {"LOKET_OIDC_ISSUER": provider.issuer, "LOKET_OIDC_CLIENT_ID": "loket", "LOKET_OIDC_CLIENT_SECRET": "geheim-van-loket"}
    made = create_app(Settings.load({**environment, **login, "LOKET_DATABASE_URL": sqlite_url}))
    yield made
    with made.app_context():
        db.engine.dispose()


def to_provider(client: FlaskClient, back: str = "/") -> str:
    return str(client.get("/inloggen/organisatie", query_string={"terug": back}).location)


def come_back(client: FlaskClient, address: str) -> tuple[int, str | None]:
    split = urlsplit(address)
    answer = client.get(f"{split.path}?{split.query}")
    return answer.status_code, answer.location


def subject(id_token: str) -> str:
    """Of whom an id token is; its signature is not looked at."""
    payload = id_token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])


def signing_in(app: Flask) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Object, result and details of every sign-in in the audit log."""
    with session_of(app) as session:
        rows = session.scalars(select(AuditLog).where(AuditLog.action == "inloggen").order_by(AuditLog.id))
        return [(row.object, row.result, row.details) for row in rows]


def sessions(app: Flask) -> list[WebSession]:
    with session_of(app) as session:
        return list(session.scalars(select(WebSession)))


def test_an_employee_signs_in_and_gets_the_role_and_loket_of_the_claims(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    address = to_provider(client, "/nieuwe-vraag")
    assert come_back(client, provider.sign_in(address, "noor")) == (302, "/nieuwe-vraag")
    assert client.get("/nieuwe-vraag").status_code == 200
    found = sessions(app)[0]
    assert (found.account, found.name, found.role, found.counter) == ("noor", "Noor de Vries", "balie", "gemeente-0518")


def test_the_request_carries_state_nonce_and_pkce_s256(client: FlaskClient) -> None:
    asked = parse_qs(urlsplit(to_provider(client)).query)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))


def test_an_answer_with_another_state_is_refused(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    answer = provider.sign_in(to_provider(client), "noor")
    state = parse_qs(urlsplit(answer).query)["state"][0]
    assert come_back(client, answer.replace(state, "verzonnen"))[0] == 400
    assert sessions(app) == []


def test_an_answer_is_worth_nothing_in_another_browser(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    answer = provider.sign_in(to_provider(client), "noor")
    assert come_back(app.test_client(), answer)[0] == 400
    assert sessions(app) == []


def test_an_answer_is_worth_nothing_twice(client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    answer = provider.sign_in(to_provider(client), "noor")
    assert [come_back(client, answer)[0] for _ in range(2)] == [302, 400]


def test_an_id_token_of_another_sign_in_is_refused(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    address = to_provider(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    assert come_back(client, provider.sign_in(address.replace(nonce, "van-een-ander"), "noor"))[0] == 400
    assert sessions(app) == []


@pytest.mark.parametrize(
    "claims",
    [
        {"roles": ["directeur"], "loket": "gemeente-0518"},  # a role that means nothing here
        {"loket": "gemeente-0518"},  # no role at all
        {"roles": ["loket-medewerker"]},  # at a counter, but at none
        {"roles": ["loket-medewerker"], "loket": "maan"},
        {"roles": ["loket-behandelaar"], "organisatie": "maan"},
    ],
)
def test_without_a_known_role_nobody_comes_in(app: Flask, client: FlaskClient, provider: Provider, claims: dict[str, object]) -> None:
    provider.know("vreemd", **claims)
    assert come_back(client, provider.sign_in(to_provider(client), "vreemd"))[0] == 403
    assert sessions(app) == []


def test_only_a_counter_or_a_handler_brings_a_place_that_opens_content(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("chef", roles=["loket-toezichthouder"], loket="gemeente-0518", organisatie="svb")
    come_back(client, provider.sign_in(to_provider(client), "chef"))
    found = sessions(app)[0]
    assert (found.role, found.counter, found.organisation) == ("toezichthouder", None, None)


def test_signing_out_ends_the_session_here_and_goes_on_to_the_provider(app: Flask, client: FlaskClient, provider: Provider) -> None:
    app.config["WTF_CSRF_METHODS"] = set()
    provider.know("noor", **EMPLOYEE)
    come_back(client, provider.sign_in(to_provider(client), "noor"))
    answer = client.post("/uitloggen")
    assert answer.location.startswith(f"{provider.issuer}/oauth2/end_session?client_id=loket&post_logout_redirect_uri=")
    assert subject(parse_qs(urlsplit(answer.location).query)["id_token_hint"][0]) == "noor"
    assert f"form-action 'self' {provider.issuer}" in answer.headers["Content-Security-Policy"]
    assert sessions(app) == []


def test_a_changed_role_ends_the_sessions_with_the_old_one(app: Flask, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    first, second = app.test_client(), app.test_client()
    come_back(first, provider.sign_in(to_provider(first), "noor"))
    provider.know("noor", **{**EMPLOYEE, "loket": "gemeente-0344"})
    come_back(second, provider.sign_in(to_provider(second), "noor"))
    assert [one.counter for one in sessions(app)] == ["gemeente-0344"]
    assert first.get("/nieuwe-vraag").status_code == 302


def test_a_provider_that_is_away_is_told(environment: dict[str, str], sqlite_url: str) -> None:
    login = {"LOKET_OIDC_ISSUER": "http://127.0.0.1:9", "LOKET_OIDC_CLIENT_ID": "loket", "LOKET_OIDC_CLIENT_SECRET": "geheim"}
    away = create_app(Settings.load({**environment, **login, "LOKET_DATABASE_URL": sqlite_url}))
    assert away.test_client().get("/inloggen/organisatie").status_code == 503


def test_the_id_token_waits_encrypted_for_signing_out(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    come_back(client, provider.sign_in(to_provider(client), "noor"))
    assert subject(sessions(app)[0].id_token or "") == "noor"
    with session_of(app) as session:
        stored = session.scalars(text("SELECT id_token FROM web_session")).one()
    assert "." not in stored  # a token has three parts between dots
    assert str(stored).count(":") >= 1  # the id of the key stands before it


def test_signing_out_everywhere_goes_on_to_the_provider_too(app: Flask, client: FlaskClient, provider: Provider) -> None:
    app.config["WTF_CSRF_METHODS"] = set()
    provider.know("noor", **EMPLOYEE)
    come_back(client, provider.sign_in(to_provider(client), "noor"))
    assert "id_token_hint=" in client.post("/overal-uitloggen").location
    assert sessions(app) == []


def test_an_employee_of_several_lokets_chooses_one_after_signing_in(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **{**EMPLOYEE, "loket": ["gemeente-0518", "den-haag-mobiel"]})
    assert come_back(client, provider.sign_in(to_provider(client, "/nieuwe-vraag"), "noor")) == (302, "/loket-kiezen?terug=/nieuwe-vraag")
    found = sessions(app)[0]
    assert (found.counter, found.counters) == (None, ["gemeente-0518", "den-haag-mobiel"])


def test_each_sign_in_is_in_the_audit_log_and_so_is_who_was_refused_and_why(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    provider.know("vreemd", roles=["directeur"])
    come_back(client, provider.sign_in(to_provider(client), "noor"))
    come_back(client, provider.sign_in(to_provider(client), "vreemd"))
    come_back(client, "/inloggen/terug?code=verzonnen&state=verzonnen")
    assert signing_in(app) == [
        ("noor", "gelukt", {"rol": "balie"}),
        ("vreemd", "geweigerd", {"oorzaak": "geen-rol"}),
        ("onbekend", "geweigerd", {"oorzaak": "inloggen-mislukt"}),
    ]


def test_an_account_with_a_long_name_can_sign_in(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("n" * 80, **EMPLOYEE)
    assert come_back(client, provider.sign_in(to_provider(client), "n" * 80))[0] == 302
    assert signing_in(app) == [("n" * 60, "gelukt", {"rol": "balie"})]


def test_whoever_lost_their_role_is_signed_out_everywhere_at_the_next_try(app: Flask, client: FlaskClient, provider: Provider) -> None:
    provider.know("noor", **EMPLOYEE)
    come_back(client, provider.sign_in(to_provider(client), "noor"))
    provider.know("noor", name="Noor de Vries", roles=["oud-medewerker"])
    elsewhere = app.test_client()
    assert come_back(elsewhere, provider.sign_in(to_provider(elsewhere), "noor"))[0] == 403
    assert sessions(app) == []


def test_a_link_on_another_site_signs_nobody_in(client: FlaskClient) -> None:
    answer = client.get("/inloggen/organisatie", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.location == "/inloggen"


def test_signing_out_clears_what_the_browser_kept(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_METHODS"] = set()
    assert client.post("/uitloggen").headers["Clear-Site-Data"] == '"storage"'
