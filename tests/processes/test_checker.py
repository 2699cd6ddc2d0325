"""The checker itself: it finds a promise that was broken. What it looks at is a real run, spoilt afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.processes.running import Running, only_on, write_down
from tests.support.checker import Evidence, faults
from tests.support.waiting import until

pytestmark = [pytest.mark.processes, only_on("sqlite")]

Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def number(running: Running) -> str:
    """A case about which everything is told."""
    case = running.open("toeslag-voorschot")
    until(lambda: running.case(case)["deelzaken"][0]["status"] == "uitgevoerd", "carried out")
    return case


def _evidence(running: Running, folder: Path, number: str, spoil: Callable[[Lines], Lines]) -> Evidence:
    write_down(folder / "accepted", number)
    lines = spoil([line for line in running.practice_log() if line.get("number", "").startswith(number)])
    (folder / "log").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return Evidence(folder / "accepted", running.database_url, folder / "log")


def test_a_run_that_kept_its_promises_has_no_faults(running: Running, tmp_path: Path, number: str) -> None:
    assert faults(_evidence(running, tmp_path, number, lambda lines: lines)) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda _: [], "never arrived"),
        (lambda lines: [*lines, *(line for line in lines if "effect" in line)], "effects"),  # taken up twice
        (lambda lines: [*lines, {**lines[0], "body_sha256": "0" * 64}], "different bytes"),  # a second try that differs
        (lambda lines: [{**line, "body_sha256": "0" * 64} for line in lines], "other bytes than were composed"),
    ],
)
def test_what_an_organisation_got_wrongly_is_found(
    running: Running, tmp_path: Path, number: str, spoil: Callable[[Lines], Lines], told: str
) -> None:
    assert any(told in fault for fault in faults(_evidence(running, tmp_path, number, spoil)))


def test_an_accepted_request_that_is_not_in_the_database_is_found(running: Running, tmp_path: Path, number: str) -> None:
    evidence = _evidence(running, tmp_path, number, lambda lines: lines)
    write_down(evidence.accepted, "L-0000000000-0")
    assert faults(evidence) == ["L-0000000000-0: accepted, but 0 times in the database"]


def test_a_client_that_wrote_nothing_down_is_a_fault(running: Running, tmp_path: Path) -> None:
    assert faults(Evidence(tmp_path / "nothing", running.database_url, running.stack.practice_log)) != []
