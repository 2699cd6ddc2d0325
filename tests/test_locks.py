"""The lock files install the same everywhere: hashes of everything, and nothing about where one machine found it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from loket.settings import ROOT

PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
LOCKS = [*PYTHON_LOCKS, ROOT / "package-lock.json"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
@pytest.mark.parametrize("word", ["://", '"resolved"', "--find-links", "--index-url", "--extra-index-url", " @ "])
def test_a_lock_names_no_place(lock: Path, word: str) -> None:
    assert word not in lock.read_text()


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_every_python_package_is_pinned_with_a_hash(lock: Path) -> None:
    entries = [entry for entry in re.split(r"\n(?=\S)", lock.read_text().strip()) if entry]
    assert entries
    assert [entry for entry in entries if not re.match(r"[a-z0-9._-]+==\S+", entry) or "--hash=sha256:" not in entry] == []


def test_every_npm_package_has_an_integrity() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_what_runs_is_what_is_tested() -> None:
    run, test = ((ROOT / "requirements" / name).read_text() for name in ("run.txt", "test.txt"))
    pins = re.findall(r"^[a-z0-9._-]+==\S+", run, re.MULTILINE)
    assert [pin for pin in pins if pin not in test] == []
