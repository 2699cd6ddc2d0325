"""The export at the command line: the BSN comes in where nobody else can read it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from loket.cli import main
from tests.support.databases import empty
from tests.support.desk import BSN, Desk


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough for the command: what it calls is tested on both."""
    empty(sqlite_url)
    return sqlite_url


def run(desk: Desk, url: str, environment: dict[str, str], *arguments: str, typed: str = "") -> Result:
    desk.session.rollback()
    known = {**environment, "LOKET_DATABASE_URL": url}
    return CliRunner().invoke(main, ["persoon-uitvoer", *arguments], env=known, input=typed)


def test_the_export_reads_the_bsn_from_its_input(desk: Desk, database_url: str, environment: dict[str, str]) -> None:
    case = desk.open("ww")
    done = run(desk, database_url, environment, typed=f"{BSN}\n")
    assert [found["zaaknummer"] for found in json.loads(done.stdout)["zaken"]] == [case.number]


def test_the_export_takes_no_bsn_as_an_argument(desk: Desk, database_url: str, environment: dict[str, str]) -> None:
    done = run(desk, database_url, environment, BSN)
    assert done.exit_code == 2
    assert not done.stdout


def test_the_export_says_that_a_number_is_wrong_and_does_not_repeat_it(desk: Desk, database_url: str, environment: dict[str, str]) -> None:
    done = run(desk, database_url, environment, typed="123456789\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "burgerservicenummer" in done.stderr
    assert "123456789" not in done.stderr
