"""An id token is believed only when the right provider signed it, for us, for this sign-in, and now (OpenID Connect Core §3.1.3.7)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from loket import create_app, session_of
from loket.cases.access import WebSession
from loket.db import db
from loket.settings import Settings
from tests.support.databases import empty
from tests.support.dishonest import Claims, Dishonest


@pytest.fixture
def provider() -> Iterator[Dishonest]:
    with closing(Dishonest()) as running:
        yield running


@pytest.fixture
def app(provider: Dishonest, sqlite_url: str, environment: dict[str, str]) -> Iterator[Flask]:
    """Loket with that provider, on the real clock."""
    empty(sqlite_url)
    login = {"LOKET_OIDC_ISSUER": provider.issuer, "LOKET_OIDC_CLIENT_ID": "loket", "LOKET_OIDC_CLIENT_SECRET": "geheim-van-loket"}
    made = create_app(Settings.load({**environment, **login, "LOKET_DATABASE_URL": sqlite_url}))
    yield made
    with made.app_context():
        db.engine.dispose()


def try_with(client: FlaskClient, provider: Dishonest, make: Callable[[str], str]) -> int:
    """Sign in while the provider gives the id token that ``make`` makes for the request at an address."""
    address = str(client.get("/inloggen/organisatie").location)
    provider.answer = make(address)
    back = urlsplit(provider.back(address))
    return client.get(f"{back.path}?{back.query}").status_code


def who_is_in(app: Flask) -> list[str]:
    with session_of(app) as session:
        return list(session.scalars(select(WebSession.account)))


def test_a_sound_id_token_lets_its_owner_in(app: Flask, client: FlaskClient, provider: Dishonest) -> None:
    assert try_with(client, provider, lambda address: provider.signed(provider.claims(address))) == 302
    assert who_is_in(app) == ["noor"]


@pytest.mark.parametrize("sign", ["signed_by_a_key_of_its_own", "signed_by_another", "signed_with_the_secret", "unsigned"])
def test_an_id_token_that_the_provider_did_not_sign_is_refused(app: Flask, client: FlaskClient, provider: Dishonest, sign: str) -> None:
    sign_it: Callable[[Claims], str] = getattr(provider, sign)
    assert try_with(client, provider, lambda address: sign_it(provider.claims(address))) == 400
    assert who_is_in(app) == []


def test_a_provider_that_offers_weak_algorithms_gets_no_say_in_it(app: Flask, client: FlaskClient, provider: Dishonest) -> None:
    provider.metadata = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
    assert try_with(client, provider, lambda address: provider.signed_with_the_secret(provider.claims(address))) == 400
    assert try_with(client, provider, lambda address: provider.unsigned(provider.claims(address))) == 400
    assert try_with(client, provider, lambda address: provider.signed(provider.claims(address))) == 302


WRONG = {
    "for-another-client": {"aud": "een-ander"},
    "for-several-by-another": {"aud": ["loket", "een-ander"], "azp": "een-ander"},
    "from-another-issuer": {"iss": "https://elders.example"},
    "of-another-sign-in": {"nonce": "van-een-ander"},
    "without-a-nonce": {"nonce": None},
    "without-an-audience": {"aud": None},
    "without-an-end": {"exp": None},
    "without-an-owner": {"sub": None},
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_an_id_token_with_a_wrong_claim_is_refused(app: Flask, client: FlaskClient, provider: Dishonest, name: str) -> None:
    changes: Claims = WRONG[name]
    assert try_with(client, provider, lambda address: provider.signed(provider.claims(address, **changes))) == 400
    assert who_is_in(app) == []


def test_an_id_token_that_ended_is_refused(app: Flask, client: FlaskClient, provider: Dishonest) -> None:
    past = int(time.time()) - 120
    assert try_with(client, provider, lambda address: provider.signed(provider.claims(address, exp=past))) == 400
    assert who_is_in(app) == []


def test_metadata_of_another_issuer_is_not_believed(app: Flask, client: FlaskClient, provider: Dishonest) -> None:
    provider.metadata = {"issuer": "https://elders.example"}
    assert client.get("/inloggen/organisatie").status_code == 503
    assert who_is_in(app) == []


def test_neither_the_page_nor_the_cookies_hold_a_token_of_the_provider(client: FlaskClient, provider: Dishonest) -> None:
    try_with(client, provider, lambda address: provider.signed(provider.claims(address)))
    page = client.get("/")
    held = page.get_data(as_text=True) + "".join(page.headers.getlist("Set-Cookie"))
    held += "".join(cookie.value for name in ("loket", "session") if (cookie := client.get_cookie(name)))
    assert provider.answer
    assert provider.answer not in held
