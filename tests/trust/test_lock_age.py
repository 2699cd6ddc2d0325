"""How old what runs beside our own code is, and what only the tests use: the rest of the review of the locks."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from loket.settings import ROOT
from tests.trust.test_lock_review import NPM, PYTHON, REVIEW, licences, npm_packages, python_pins, told_by

REVIEWED: date = REVIEW["reviewed"]
TOOLS: Mapping[str, str] = REVIEW["tools"]
Row = Mapping[str, Any]


def wrong_with(row: Row, locked: str, reviewed: date, today: date) -> Iterator[str]:
    """What is wrong with the age in a row of the review, in words; nothing when it is right."""
    released, newest = row["released"], row.get("newest", row["released"])
    if row["version"] != locked:
        yield f"reviewed was {row['version']}, locked is {locked}"
    if max(released, newest, reviewed) > today:
        yield "a day that has yet to come"
    if newest < released:
        yield "the newest version is older than the locked one"
    young = released > reviewed - timedelta(days=REVIEW["young_days"])
    old = newest < reviewed - timedelta(days=365 * REVIEW["old_years"])
    for word, holds in (("young", young), ("old", old)):
        if holds != bool(row.get(word)):
            yield f"{word} without a reason" if holds else f"a reason for {word}, which it is not"


def today() -> date:
    return datetime.now(UTC).date()


@pytest.mark.parametrize("name", sorted(PYTHON))
def test_the_locked_version_was_reviewed_with_its_age(name: str) -> None:
    assert list(wrong_with(PYTHON[name], python_pins("run.txt")[name], REVIEWED, today())) == []


def test_the_style_sheets_that_we_ask_for_were_reviewed_with_their_age() -> None:
    asked = json.loads((ROOT / "package.json").read_text())
    assert {row["package"] for row in NPM.values()} == {*asked.get("dependencies", {}), *asked.get("devDependencies", {})}
    locked = {name: entry["version"] for name, entry in npm_packages().items()}
    assert [fault for row in NPM.values() for fault in wrong_with(row, locked[row["package"]], REVIEWED, today())] == []


SOUND: Row = {"version": "1.0", "released": date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"version": "1.1"}, ["reviewed was 1.1, locked is 1.0"]),
        ({"released": date(2026, 7, 1), "young": "x"}, ["a day that has yet to come"]),
        ({"released": date(2026, 5, 30)}, ["young without a reason"]),
        ({"released": date(2026, 5, 30), "young": "it closes a hole"}, []),
        ({"released": date(2024, 1, 1)}, ["old without a reason"]),
        ({"released": date(2024, 1, 1), "old": "it is finished"}, []),
        ({"released": date(2024, 1, 1), "newest": date(2026, 2, 1)}, []),
        ({"newest": date(2025, 12, 1)}, ["the newest version is older than the locked one"]),
        ({"old": "left over"}, ["a reason for old, which it is not"]),
    ],
)
def test_a_row_that_does_not_hold_would_be_found(changes: Row, words: list[str]) -> None:
    assert list(wrong_with({**SOUND, **changes}, "1.0", date(2026, 6, 1), date(2026, 6, 2))) == words


def tools() -> list[str]:
    """The packages that only the tests and the set-up use."""
    return sorted(python_pins("test.txt", "node.txt").keys() - PYTHON.keys())


@pytest.mark.parametrize("name", tools())
def test_what_only_the_tests_use_has_an_allowed_licence(name: str) -> None:
    try:
        told = told_by(name)
    except importlib.metadata.PackageNotFoundError:
        told = set()
    reviewed = licences(TOOLS[name]) if name in TOOLS else set()
    assert told | reviewed, f"{name} does not say its licence: look it up and name it under [tools]"
    assert not told or not reviewed or reviewed <= told
    assert told | reviewed <= set(REVIEW["allowed"])


def test_no_exception_is_left_over() -> None:
    assert TOOLS.keys() - set(tools()) == set()
