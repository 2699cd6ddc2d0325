"""A filled database of 0014 goes up to 0015: who follows a case gets the name under which they are signed in."""

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

#: number → who follows it, and the name afterwards
CASES = {"L-here": ("noor", "Noor de Wit"), "L-gone": ("sam", None), "L-free": (None, None)}


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str]) -> Iterator[Flask]:
    """A database at 0014 with these cases, and one of the two signed in."""
    url = f"sqlite:///{tmp_path / 'gevuld.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create_database(tmp_path.name)
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": url}))
    with app.app_context():
        upgrade(app, "0014")
        _fill()
        yield app
        db.engine.dispose()


def _fill() -> None:
    known = MetaData()
    known.reflect(db.engine)
    person, case, session, one = known.tables["person"], known.tables["case"], known.tables["web_session"], uuid4()
    with db.engine.begin() as connection:
        connection.execute(insert(person).values(whole(person, {"id": one, "pseudonym": uuid4()})))
        for number, (account, _) in CASES.items():
            given = {"id": uuid4(), "person_id": one, "number": number, "state": "in_progress", "joinable": False, "coordinator": account}
            connection.execute(insert(case).values(whole(case, given)))
        connection.execute(insert(session).values(whole(session, {"id": uuid4(), "account": "noor", "name": "Noor de Wit"})))


def test_who_is_signed_in_gives_their_name_to_the_cases_that_they_follow(filled: Flask) -> None:
    upgrade(filled, "0015")
    with db.engine.connect() as connection:
        rows = connection.execute(text('SELECT number, coordinator_name FROM "case"')).all()
    assert {row.number: row.coordinator_name for row in rows} == {number: name for number, (_, name) in CASES.items()}
