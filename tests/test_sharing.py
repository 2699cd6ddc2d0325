"""Tests that share a running Loket are run by one worker: a second one would start it again."""

from __future__ import annotations

import re

from loket.settings import ROOT
from tests.support.sharing import SHARED, group_of

TESTS = [path for path in (ROOT / "tests").rglob("test_*.py") if path.name != "test_sharing.py"]


def test_every_file_that_uses_the_shared_one_is_in_its_group() -> None:
    users = [path.relative_to(ROOT).as_posix() for path in TESTS if re.search(r"\bshared_stack\b", path.read_text())]
    assert users
    assert {group_of(f"{file}::test") for file in users} == {SHARED[0]}


def test_the_tests_of_real_processes_are_grouped_by_kind_of_database() -> None:
    assert group_of("tests/processes/test_kills.py::test_a[sqlite]") == "tests/processes/sqlite"
    assert group_of("tests/processes/test_outages.py::test_b[x-postgresql]") == "tests/processes/postgresql"


def test_any_other_file_is_a_group_of_its_own() -> None:
    assert group_of("tests/cases/test_numbers.py::test_c[sqlite]") == "tests/cases/test_numbers.py"
