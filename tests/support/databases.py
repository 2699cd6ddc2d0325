"""Databases with the tables of today, made once and emptied between tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import create_engine, inspect

from loket import create_app
from loket.db import db
from loket.migrating import upgrade
from loket.settings import Settings


def migrate(url: str, environment: Mapping[str, str]) -> None:
    """Run all migrations on an empty database."""
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": url}))
    upgrade(app)
    with app.app_context():
        db.engine.dispose()


def empty(url: str) -> None:
    """Delete every row; foreign keys and triggers of append-only tables do not apply to this."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in _statements(url):
            connection.exec_driver_sql(statement)
    engine.dispose()


@cache
def _statements(url: str) -> tuple[str, ...]:
    """What empties a database, made once: no test makes a table. PostgreSQL takes all of it as one."""
    engine = create_engine(url)
    deletes = [f'DELETE FROM "{name}"' for name in inspect(engine).get_table_names() if name != "alembic_version"]
    engine.dispose()
    if engine.dialect.name == "sqlite":
        return ("PRAGMA foreign_keys=OFF", *deletes)
    return ("; ".join(["SET LOCAL session_replication_role = replica", *deletes]),)
