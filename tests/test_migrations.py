"""The migrations: up and down on both kinds of database, and equal to the models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from loket import create_app
from loket.db import db
from loket.migrating import downgrade, upgrade
from loket.settings import Settings

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def fresh(request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str]) -> Iterator[Flask]:
    """The application on a database without tables."""
    url = f"sqlite:///{tmp_path / 'nieuw.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create_database(tmp_path.name)
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": url}))
    with app.app_context():
        yield app
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_going_up_makes_every_table(fresh: Flask) -> None:
    upgrade(fresh)
    assert tables() == set(db.metadata.tables)


def test_going_up_twice_changes_nothing(fresh: Flask) -> None:
    upgrade(fresh)
    upgrade(fresh)
    assert tables() == set(db.metadata.tables)


def test_going_down_leaves_no_table_and_going_up_again_works(fresh: Flask) -> None:
    upgrade(fresh)
    downgrade(fresh, "base")
    assert tables() == set()
    upgrade(fresh)
    assert tables() == set(db.metadata.tables)


def test_the_models_and_the_migrated_schema_are_equal(fresh: Flask) -> None:
    upgrade(fresh)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
