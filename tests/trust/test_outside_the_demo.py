"""Outside the demo there are no practice accounts, and what belongs to the demo stops the start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from loket import create_app, guard_of, session_of
from loket.cases import crypto
from loket.cases.access import WebSession
from loket.db import db
from loket.errors import ConfigurationError
from loket.settings import ROOT, Settings
from tests.routing import small_config
from tests.support.databases import empty
from tests.trust.test_keys import production

SECRETS = dict.fromkeys(("SECRET_POST", "SECRET_0518", "SECRET_0153"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def settings_with(config: Path, url: str, **more: str) -> Settings:
    """The settings of a production with this configuration."""
    places = {"LOKET_CONFIG": str(config), "LOKET_DATABASE_URL": url, "LOKET_BASE_URL": "https://loket.example"}
    return Settings.load(production(**places, **SECRETS, PRACTICE="https://organisaties.example", **more))


@pytest.fixture
def app(tmp_path: Path, sqlite_url: str, keyring: crypto.Keyring) -> Iterator[Flask]:
    """A small Loket outside the demo, with the practice accounts of the demo in its folder."""
    config = small_config.write(tmp_path)
    organisations = config / "organisaties.toml"
    organisations.write_text(organisations.read_text().replace("00000099", "00000001"))
    (config / "oefenaccounts.toml").write_text((ROOT / "config" / "oefenaccounts.toml").read_text())
    empty(sqlite_url)
    made = create_app(settings_with(config, sqlite_url))
    made.config["WTF_CSRF_METHODS"] = set()
    yield made
    with made.app_context():
        db.engine.dispose()


def test_no_practice_account_can_sign_in(app: Flask, client: FlaskClient) -> None:
    assert client.post("/inloggen", data={"account": "toezichthouder"}).status_code == 404
    with session_of(app) as session:
        assert session.scalars(select(WebSession)).all() == []


def test_the_sign_in_page_shows_none(client: FlaskClient) -> None:
    shown = client.get("/inloggen").get_data(as_text=True)
    assert "oefenaccount" not in shown
    assert 'name="account"' not in shown


def test_the_configuration_of_the_demo_stops_the_start(sqlite_url: str, keyring: crypto.Keyring) -> None:
    with pytest.raises(ConfigurationError, match="testnummer"):
        create_app(settings_with(ROOT / "config", sqlite_url))


def test_a_login_provider_without_a_mapping_of_its_claims_stops_the_start(tmp_path: Path, sqlite_url: str, keyring: crypto.Keyring) -> None:
    config = small_config.write(tmp_path)
    organisations = config / "organisaties.toml"
    organisations.write_text(organisations.read_text().replace("00000099", "00000001"))
    login = {"LOKET_OIDC_ISSUER": "https://aan.example", "LOKET_OIDC_CLIENT_ID": "loket", "LOKET_OIDC_CLIENT_SECRET": "geheim-van-loket"}
    with pytest.raises(ConfigurationError, match=r"aanmelden\.toml: bestand ontbreekt"):
        create_app(settings_with(config, sqlite_url, **login))


def test_only_the_demo_calls_organisations_on_its_own_machine(tmp_path: Path, sqlite_url: str) -> None:
    settings = settings_with(small_config.write(tmp_path), sqlite_url, LOKET_PRACTICE_URL="http://127.0.0.1:9000")
    call = ("http", "127.0.0.1", 9000, ["127.0.0.1"])
    assert not guard_of(settings).lets_through(*call)
    assert guard_of(replace(settings, demo=True)).lets_through(*call)
    assert not guard_of(replace(settings, demo=True)).lets_through("http", "inside.example", 80, ["10.0.0.1"])
