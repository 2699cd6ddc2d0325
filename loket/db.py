"""The database: one SQLAlchemy object and the few places where SQLite and PostgreSQL differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVarTuple

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, CursorResult, Engine, Insert, Select, event, exists, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from loket.cases import access, acts, arrears, audit, desk, feed, figures, models, outbox, privacy, signals, stuck_views, tailored, watch
from loket.cases.base import Base

#: Importing them declares the tables.
TABLES = (models, outbox, audit, privacy, access, desk, feed, acts, signals, stuck_views, watch, tailored, arrears, figures)

db = SQLAlchemy(model_class=Base, disable_autonaming=True)

HELD_UP = ("55P03", "40P01")  #: lock_not_available, deadlock_detected

Row = Mapping[str, Any]
Ts = TypeVarTuple("Ts")


def engine_options(url: str) -> dict[str, Any]:
    """Pool and time-outs: fail within seconds when the database is away, and test a connection before it is used again.

    The text of an error never holds the values of its statement: they may be personal.
    """
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 15}, "hide_parameters": True}
    return {
        "hide_parameters": True,
        "pool_size": 8,
        "max_overflow": 8,
        "pool_timeout": 5,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 3, "prepare_threshold": None, "application_name": "loket"},
    }


def prepare_engine(engine: Engine) -> None:
    """On SQLite: WAL, foreign keys, and every transaction begins with the write lock, so that none fails halfway.

    On PostgreSQL: nobody waits long for a lock, and a transaction of a process that hangs is ended.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _be_impatient)
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        connection.exec_driver_sql("BEGIN" if options.get("read_only") else "BEGIN IMMEDIATE")


def _be_impatient(connection: Any, _record: object) -> None:
    for setting in ("lock_timeout = '5s'", "idle_in_transaction_session_timeout = '30s'"):
        connection.execute(f"SET {setting}")
    connection.commit()


def insert_all(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """One INSERT for all rows, sent together and written one after the other; none for no rows."""
    _insert(session, _dialect(session).insert(table.__table__), rows)


def insert_missing(session: Session, table: type[Base], rows: Sequence[Row], *keys: str) -> int:
    """As :func:`insert_all`, but rows whose unique ``keys`` already stand there are left alone; returns how many were new."""
    return _insert(session, _dialect(session).insert(table.__table__).on_conflict_do_nothing(index_elements=list(keys)), rows)


def insert_or_add(session: Session, table: type[Base], rows: Sequence[Row], *keys: str) -> None:
    """As :func:`insert_all`, of counts: where a row with these unique ``keys`` stands already, each number is added to its own."""
    if rows:
        statement, columns = _dialect(session).insert(table.__table__), table.__table__.c
        more = {name: columns[name] + statement.excluded[name] for name in rows[0] if name not in keys}
        _insert(session, statement.on_conflict_do_update(index_elements=list(keys), set_=more), rows)


def _insert(session: Session, statement: Insert, rows: Sequence[Row]) -> int:
    """How many rows were written. SQLAlchemy makes the text of the statement once for one row and once for any number of more.

    All rows have the same columns: ValueError otherwise, since what the first lacks would be left out of the others.
    """
    if not rows:
        return 0
    if any(row.keys() != rows[0].keys() for row in rows):
        raise ValueError("rows of one INSERT have the same columns")
    session.flush()  # what they refer to
    done = session.execute(statement, list(rows), execution_options={"preserve_rowcount": True})
    return done.rowcount if isinstance(done, CursorResult) else 0


def _dialect(session: Session) -> Any:
    return postgresql if session.get_bind().dialect.name == "postgresql" else sqlite


def insert_absent(session: Session, table: type[Base], rows: Sequence[Row], key: str) -> None:
    """As ``insert_missing``, for rows that are changed often: it never waits for who is changing one that stands there.

    On PostgreSQL ``ON CONFLICT`` alone waits for the transaction that wrote the newest version of a row.
    """
    columns = table.__table__.c
    absent = [
        select(*(literal(value, columns[name].type) for name, value in row.items())).where(~exists().where(columns[key] == row[key]))
        for row in rows
    ]
    if absent:
        statement = _dialect(session).insert(table).from_select(list(rows[0]), union_all(*absent))
        session.execute(statement.on_conflict_do_nothing(index_elements=[key]))


def locked(session: Session, query: Select[*Ts], *, skip: bool = False) -> Select[*Ts]:
    """``FOR UPDATE`` where rows can be locked; on SQLite the transaction already holds the only write lock."""
    if session.get_bind().dialect.name == "sqlite":
        return query
    return query.with_for_update(skip_locked=skip)


def database_now(session: Session) -> datetime:
    """The database's clock in UTC: leases are measured by it, since the clocks of processes may differ."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return now.astimezone(UTC)


def is_unreachable(error: DBAPIError) -> bool:
    """Whether this error means that the database cannot be reached or is too busy, rather than that we asked wrongly."""
    if error.connection_invalidated:
        return True
    name = getattr(error.orig, "sqlite_errorname", "")
    return isinstance(error, OperationalError) and not name.startswith("SQLITE_ERROR")


def is_held_up(error: DBAPIError) -> bool:
    """Whether another transaction held this one up too long, while the database itself answers: the next one may go on."""
    held_up = getattr(error.orig, "sqlstate", None) in HELD_UP or getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")
    return held_up and not error.connection_invalidated


def ping(session: Session) -> bool:
    """Whether the database answers."""
    with suppress(DBAPIError):
        session.execute(select(1))
        session.rollback()
        return True
    return False
