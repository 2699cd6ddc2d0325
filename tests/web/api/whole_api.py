"""Applications in which every operation can be called, for the tests of a whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, request

from loket import create_app, session_of
from loket.db import db
from loket.routing.clients import SCOPES, add_client
from loket.settings import Settings
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.web.api.conftest import Api
from tests.web.api.every_route import Everywhere, everywhere

SECRET = "999992740"  # a BSN that an error must not tell


@pytest.fixture(scope="module")
def made(environment: dict[str, str], sqlite_url: str) -> Iterator[Callable[..., Flask]]:
    """Makes applications on one database. One kind will do: what is asked here is decided before anything is stored."""
    empty(sqlite_url)
    apps: list[Flask] = []

    def make(clock: Clock, **settings: str) -> Flask:
        apps.append(create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url, **settings}), clock=clock.now))
        return apps[-1]

    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def there(made: Callable[..., Flask]) -> Everywhere:
    """The application with cases in it; what breaks on purpose does so by a header."""
    clock = Clock()
    app = made(clock)
    app.before_request_funcs.setdefault(None, []).insert(0, _break)
    return everywhere(app, clock, keys_for(app, clock))


def keys_for(app: Flask, clock: Clock) -> Callable[..., Api]:
    """Makes clients of this application."""

    def make(name: str, scopes: Any = SCOPES, counter: str | None = None, organisation: str | None = None) -> Api:
        with session_of(app) as session:
            return Api(app.test_client(), add_client(session, name, scopes, counter, organisation, clock.now()))

    return make


def _break() -> None:
    if "X-Breek" in request.headers:
        raise ValueError(SECRET)
