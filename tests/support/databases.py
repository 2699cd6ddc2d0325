"""Databases with the tables of today, made once and emptied between tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Engine, create_engine, event, inspect

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
    engine = _engine(url)
    with engine.begin() as connection:
        for statement in _statements(engine):
            connection.exec_driver_sql(statement)


@cache
def _engine(url: str) -> Engine:
    """Kept, with its one connection: making both costs more than what they do here. A server may have been restarted meanwhile."""
    engine = create_engine(url, pool_size=1, pool_pre_ping=True)
    hurry(engine)
    return engine


def hurry(engine: Engine) -> None:
    """Let SQLite not wait for the disk: no test in this process cuts the power. PostgreSQL is started that way."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))


@cache
def _statements(engine: Engine) -> tuple[str, ...]:
    """What empties a database, made once: no test makes a table. PostgreSQL takes all of it as one."""
    deletes = [f'DELETE FROM "{name}"' for name in inspect(engine).get_table_names() if name != "alembic_version"]
    if engine.dialect.name == "sqlite":
        return ("PRAGMA foreign_keys=OFF", *deletes)
    return ("; ".join(["SET LOCAL session_replication_role = replica", *deletes]),)
