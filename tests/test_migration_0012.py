"""A filled database of 0011 goes up to 0012: the clock looks at what stands still, and weighs the urgent cases that run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import MetaData, insert, text

from loket import create_app
from loket.db import db
from loket.migrating import upgrade
from loket.settings import Settings
from tests.test_migration_0006 import whole

#: number → urgent, state, why it stands still, whether the clock looks at it afterwards
CASES = {
    "L-stuck": (False, "in_progress", "teruggegeven", True),
    "L-urgent": (True, "in_progress", None, True),
    "L-quiet": (False, "in_progress", None, False),
    "L-over": (True, "closed", None, False),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str]) -> Iterator[Flask]:
    """A database at 0011 with these cases."""
    url = f"sqlite:///{tmp_path / 'gevuld.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create_database(tmp_path.name)
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": url}))
    with app.app_context():
        upgrade(app, "0011")
        _fill()
        yield app
        db.engine.dispose()


def _fill() -> None:
    known = MetaData()
    known.reflect(db.engine)
    person, case, one = known.tables["person"], known.tables["case"], uuid4()
    with db.engine.begin() as connection:
        connection.execute(insert(person).values(whole(person, {"id": one, "pseudonym": uuid4()})))
        for number, (urgent, state, reason, _) in CASES.items():
            given = {"id": uuid4(), "person_id": one, "number": number, "urgent": urgent, "state": state, "joinable": False}
            connection.execute(insert(case).values(whole(case, given | {"stuck_reason": reason})))
            if reason:
                connection.execute(text('UPDATE "case" SET stuck_since = knocked_at WHERE number = :number'), {"number": number})


def test_the_clock_looks_at_what_stands_still_and_at_what_is_urgent(filled: Flask) -> None:
    upgrade(filled, "0012")
    with db.engine.connect() as connection:
        rows = connection.execute(text('SELECT number, stuck_next IS NOT NULL FROM "case"')).all()
    assert {number: bool(looks) for number, looks in rows} == {number: looks for number, (*_, looks) in CASES.items()}
