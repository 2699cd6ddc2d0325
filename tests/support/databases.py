"""Databases with the tables of today, made once and emptied between tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import flask_migrate
from sqlalchemy import Connection, create_engine, inspect, text

from loket import create_app
from loket.db import db
from loket.settings import ROOT, Settings


def migrate(url: str, environment: Mapping[str, str]) -> None:
    """Run all migrations on an empty database."""
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": url}))
    with app.app_context():
        flask_migrate.upgrade(str(ROOT / "migrations"))
        db.engine.dispose()


def empty(url: str) -> None:
    """Delete every row; foreign keys and triggers of append-only tables do not apply to this."""
    engine = create_engine(url)
    with engine.begin() as connection:
        _without_rules(connection)
        for name in _tables(url):
            connection.execute(text(f'DELETE FROM "{name}"'))
    engine.dispose()


@cache
def _tables(url: str) -> tuple[str, ...]:
    """The names of the tables, asked once: no test makes one."""
    engine = create_engine(url)
    names = tuple(name for name in inspect(engine).get_table_names() if name != "alembic_version")
    engine.dispose()
    return names


def _without_rules(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA foreign_keys=OFF"))
    else:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
