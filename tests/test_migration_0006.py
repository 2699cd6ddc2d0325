"""A filled database of 0005 goes up to 0006 and down again, and no row that points to a delivery is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, insert, select

from loket import create_app
from loket.db import db
from loket.migrating import downgrade, upgrade
from loket.settings import Settings

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TABLES = ("person", "case", "participant", "referral", "delivery", "delivery_attempt")
ROWS = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str]) -> Iterator[Flask]:
    """A database at 0005 with three deliveries of one part, each tried once."""
    url = f"sqlite:///{tmp_path / 'gevuld.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create_database(tmp_path.name)
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": url}))
    with app.app_context():
        upgrade(app, "0005")
        _fill()
        yield app
        db.engine.dispose()


def _fill() -> None:
    known = MetaData()
    known.reflect(db.engine)
    person, case, part = uuid4(), uuid4(), uuid4()
    deliveries = [uuid4() for _ in range(ROWS)]
    rows: list[tuple[str, dict[str, Any]]] = [
        ("person", {"id": person, "pseudonym": uuid4()}),
        ("case", {"id": case, "person_id": person, "number": "L-7K3M9P2XQ4H"}),
        ("referral", {"id": part, "case_id": case, "number": "L-7K3M9P2XQ4H-1"}),
        *(("delivery", {"id": one, "case_id": case, "referral_id": part}) for one in deliveries),
        *(("delivery_attempt", {"id": uuid4(), "case_id": case, "delivery_id": one}) for one in deliveries),
    ]
    with db.engine.begin() as connection:
        for name, given in rows:
            connection.execute(insert(known.tables[name]).values(whole(known.tables[name], given)))


def whole(table: Table, given: dict[str, Any]) -> dict[str, Any]:
    """A row with something in every column that may not be empty."""
    blank: dict[str, Any] = {"INTEGER": 1, "BOOLEAN": False, "DATETIME": NOW, "TIMESTAMP": NOW, "JSON": {}, "DATE": NOW.date()}
    row = {}
    for column in table.columns:
        if column.name in given:
            value = given[column.name]
            row[column.name] = value if str(column.type) == "UUID" else getattr(value, "hex", value)
        elif not column.nullable:
            row[column.name] = blank.get(str(column.type).split("(")[0], "x")
    return row


def counts() -> dict[str, int]:
    known = MetaData()
    known.reflect(db.engine)
    with db.engine.connect() as connection:
        return {name: len(connection.execute(select(known.tables[name])).all()) for name in TABLES}


def test_going_up_and_down_keeps_every_delivery_and_every_try(filled: Flask) -> None:
    before = counts()
    assert (before["delivery"], before["delivery_attempt"]) == (ROWS, ROWS)
    upgrade(filled, "0006")
    assert counts() == before
    downgrade(filled, "0005")
    assert counts() == before


def test_after_the_migration_a_dropped_case_still_takes_its_deliveries_along(filled: Flask) -> None:
    upgrade(filled, "0006")
    known = MetaData()
    known.reflect(db.engine)
    with db.engine.begin() as connection:
        connection.execute(known.tables["case"].delete())
    assert (counts()["delivery"], counts()["delivery_attempt"]) == (0, 0)
