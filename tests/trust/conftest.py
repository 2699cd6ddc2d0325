"""What the tests of trust share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from loket import session_of
from loket.cases import crypto
from loket.db import db
from loket.settings import Settings
from tests.support.applications import Applications
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.desk import MONDAY, Desk


@pytest.fixture
def desk(app: Flask, session: Session, clock: Clock) -> Desk:
    """A counter on each kind of database, on a Monday morning in March."""
    clock.set(MONDAY)
    return Desk(app, session, clock)


@pytest.fixture
def busy_desk(postgresql_url: str, applications: Applications, clock: Clock) -> Iterator[Desk]:
    """A counter on PostgreSQL, for tests that write at the same moment: SQLite has one writer at a time."""
    empty(postgresql_url)
    clock.set(MONDAY)
    made = applications.fresh(postgresql_url, clock)
    with session_of(made) as session:
        yield Desk(made, session, clock)
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def keyring(environment: dict[str, str]) -> Iterator[crypto.Keyring]:
    """The keys that the application starts with; after the test they are in use again."""
    settings = Settings.load(environment)
    made = crypto.Keyring(settings.current_key, settings.key_texts, settings.lookup_key)
    crypto.use(made)
    yield made
    crypto.use(made)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """The file outside the database, in a folder that is not there yet."""
    return tmp_path / "elders" / "zegels.log"
