"""Counting over at the command line tells what it found, and fails when counts were wrong."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from loket.cases.figures import FigureCount
from loket.cli import main
from tests.support import counted
from tests.support.databases import empty
from tests.support.desk import Desk


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough for the command: what it calls is tested on both."""
    empty(sqlite_url)
    return sqlite_url


def run(desk: Desk, url: str, environment: dict[str, str]) -> Result:
    desk.session.rollback()
    return CliRunner().invoke(main, ["cijfers", "hertellen"], env={**environment, "LOKET_DATABASE_URL": url})


def test_it_tells_how_many_it_counted_and_fails_once_when_a_count_was_wrong(
    desk: Desk, database_url: str, environment: dict[str, str]
) -> None:
    desk.open("ww")
    first = run(desk, database_url, environment)
    assert (first.exit_code, first.stdout.strip()) == (0, "1 zaken geteld, waarvan 1 nog niet waren bijgewerkt.")
    right = counted.counted(desk)
    desk.session.execute(update(FigureCount).values(counts={}))
    desk.session.commit()
    second = run(desk, database_url, environment)
    assert second.exit_code == 1
    assert "tellingen klopten niet. Ze zijn hersteld." in second.stderr
    assert counted.counted(desk) == right
    assert run(desk, database_url, environment).exit_code == 0
