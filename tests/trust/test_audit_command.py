"""What an auditor and an operator do at the command line."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from loket.cases.audit import AuditLog
from loket.cli import main
from loket.routing import audit
from tests.support.databases import empty
from tests.support.desk import BSN, Desk

Command = Callable[..., Result]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough for the commands: what they call is tested on both."""
    empty(sqlite_url)
    return sqlite_url


@pytest.fixture
def command(desk: Desk, database_url: str, environment: dict[str, str], outside: Path) -> Command:
    """Runs ``loket …`` on the desk's database."""

    def run(*arguments: str, **changes: str) -> Result:
        desk.session.rollback()
        known = {**environment, "LOKET_DATABASE_URL": database_url, "LOKET_AUDIT_FILE": str(outside), **changes}
        return CliRunner().invoke(main, arguments, env=known)

    return run


def test_verify_says_that_all_is_well(desk: Desk, command: Command, outside: Path) -> None:
    desk.open("ww")
    rows = audit.seal(desk.context(), outside)
    result = command("audit", "verify")
    assert (result.exit_code, result.stdout) == (0, f"De logboeken kloppen: {rows} rijen in 1 zegels.\n")


def test_verify_names_the_seal_and_the_row_that_is_wrong_and_ends_with_1(desk: Desk, command: Command, outside: Path) -> None:
    desk.open("ww")
    audit.seal(desk.context(), outside)
    desk.session.execute(update(AuditLog).values(actor="niemand"))
    desk.session.commit()
    row = desk.session.scalars(select(AuditLog.id)).one()
    result = command("audit", "verify")
    assert result.exit_code == 1
    assert f"zegel 1, rij audit_log {row.hex}: de rij is veranderd" in result.stdout


def test_export_gives_both_logs_of_a_period_in_the_names_of_the_standard(desk: Desk, command: Command) -> None:
    case = desk.open("ww")
    desk.drain()
    result = command("audit", "export", "--van", "2026-03-02", "--tot", "2026-03-02")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    first = next(line for line in lines if line["logboek"] == "audit")
    assert (first["handeling"], first["object"], first["wie"]) == ("zaak-openen", case.number, "balie-den-haag")
    sent = next(line for line in lines if line.get("name") == "verstrekken")
    assert sent["start_time"] == int(desk.clock.now().timestamp() * 1000)
    assert sent["attributes"] == {
        "dpl.core.processing_activity_id": "https://verwerkingenregister.example/loket/vraag-verstrekken/v1",
        "dpl.core.data_subject_id": str(case.person.pseudonym),
        "dpl.core.data_subject_id_type": "urn:loket:pseudoniem",
        "dpl.core.foreign_operation.processor": "urn:nld:oin:00000001810220350000",
    }
    assert BSN not in result.stdout


def test_export_leaves_other_days_out_and_is_accounted_for_itself(desk: Desk, command: Command) -> None:
    desk.open("ww")
    assert command("audit", "export", "--van", "2026-03-03", "--tot", "2026-03-04").stdout == ""
    asked = select(AuditLog).where(AuditLog.action == "logboek-uitvoeren")
    assert desk.session.scalars(asked).one().details == {"van": "2026-03-03", "tot": "2026-03-04"}


def test_keys_are_shown_by_name_and_rotated_without_telling_their_value(desk: Desk, command: Command, environment: dict[str, str]) -> None:
    desk.open("ww")
    secret = environment["LOKET_KEYS"].partition(":")[2]
    both = f"{environment['LOKET_KEYS']},nieuw:{base64.b64encode(os.urandom(32)).decode()}"
    shown = command("sleutels", "tonen")
    assert shown.stdout.startswith("demo: ")
    assert secret not in shown.stdout
    rotated = command("sleutels", "roteren", LOKET_KEYS=both)
    assert "person.bsn: 1\n" in rotated.stdout
    assert "demo: 0 waarden\n" in command("sleutels", "tonen", LOKET_KEYS=both).stdout


def test_an_export_may_begin_before_1970(command: Command) -> None:
    result = command("audit", "export", "--van", "1960-01-01", "--tot", "1960-01-02")
    assert (result.exit_code, result.stdout) == (0, "")
