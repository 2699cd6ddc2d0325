"""The application under test, made once for each database and handed to each test as new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask

from loket import create_app
from loket.cases import crypto
from loket.db import db
from loket.settings import Settings
from tests.support.clock import Clock
from tests.support.databases import hurry


@dataclass
class Application:
    """One application, what it looked like when it was made, and the clock of the test that has it now."""

    app: Flask
    clock: Clock
    keyring: crypto.Keyring
    config: dict[str, Any]
    extensions: dict[str, Any]
    adapters: dict[str, Any]


class Applications:
    """The applications by the address of their database."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._made: dict[str, Application] = {}

    def fresh(self, database_url: str, clock: Clock) -> Flask:
        """The application on this database with this clock. What an earlier test changed of its settings, parts or keys is undone."""
        if database_url not in self._made:
            self._made[database_url] = self._make(database_url, clock)
        found = self._made[database_url]
        found.clock = clock
        made = found.extensions["loket"].adapters._made
        for now, before in ((found.app.config, found.config), (found.app.extensions, found.extensions), (made, found.adapters)):
            now.clear()
            now.update(before)
        crypto.use(found.keyring)
        return found.app

    def close(self) -> None:
        """Close what they keep open."""
        for one in self._made.values():
            with one.app.app_context():
                db.engine.dispose()

    def _make(self, database_url: str, clock: Clock) -> Application:
        def now() -> datetime:
            return made.clock.now()

        app = create_app(Settings.load({**self._environment, "LOKET_DATABASE_URL": database_url}), clock=now)
        with app.app_context():
            hurry(db.engine)
        adapters = dict(app.extensions["loket"].adapters._made)
        made = Application(app, clock, crypto.keys(), dict(app.config), dict(app.extensions), adapters)
        return made
