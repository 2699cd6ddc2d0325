"""What runs beside our own code was looked at: each package has a row with its licence and why, and none is known to be bad."""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from loket.settings import ROOT

DATA = ROOT / "tests" / "data"
REVIEW: Mapping[str, Any] = tomllib.loads((DATA / "package_review.toml").read_text())
PYTHON: Mapping[str, Mapping[str, str]] = REVIEW["python"]
NPM: Mapping[str, Mapping[str, str]] = REVIEW["npm"]
PIN = re.compile(r"^([a-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
#: How packages that do not use the SPDX field name a licence.
CLASSIFIERS = {
    "Apache Software License": ("Apache-2.0",),
    "BSD License": ("BSD-2-Clause", "BSD-3-Clause"),
    "GNU Lesser General Public License v2 or later (LGPLv2+)": ("LGPL-2.1-or-later",),
    "MIT License": ("MIT",),
    "Mozilla Public License 2.0 (MPL 2.0)": ("MPL-2.0",),
}


def python_pins(*names: str) -> dict[str, str]:
    """Package → version of these locks."""
    return dict(pin for name in names for pin in PIN.findall((ROOT / "requirements" / name).read_text()))


def npm_packages() -> dict[str, Mapping[str, str]]:
    """Package → its entry in the lock of npm; a package inside another one's folder counts too."""
    entries = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {path.rpartition("node_modules/")[2]: entry for path, entry in entries.items() if path}


def known_bad() -> dict[str, set[str]]:
    """Package → its bad versions; empty when all are."""
    lines = [line.split() for line in (DATA / "known_bad_packages.txt").read_text().splitlines() if line and not line.startswith("#")]
    return {name: set(versions) for name, *versions in lines}


def bad(found: Mapping[str, str]) -> Iterator[str]:
    """The packages, with their versions, that are on the list."""
    listed = known_bad()
    return (f"{name} {version}" for name, version in found.items() if name in listed and (not listed[name] or version in listed[name]))


def licences(expression: str) -> set[str]:
    """The licences that an SPDX expression names; all of them must be allowed, since we do not choose between them."""
    return set(re.split(r" (?:AND|OR) ", expression))


def told_by(package: str) -> set[str]:
    """What the installed package says of its licence in a form that a program can read; empty when it does not."""
    told = importlib.metadata.metadata(package)
    if told["License-Expression"]:
        return licences(told["License-Expression"])
    words = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    return {licence for word in words for licence in CLASSIFIERS.get(word, (f"unknown: {word}",))}


def test_every_package_that_runs_was_looked_at_and_no_row_is_left_over() -> None:
    assert sorted(python_pins("run.txt")) == sorted(PYTHON)
    assert {name.partition("/")[0] for name in npm_packages()} == set(NPM)


@pytest.mark.parametrize("name", [*PYTHON, *NPM])
def test_every_row_says_why_and_names_an_allowed_licence(name: str) -> None:
    row = PYTHON.get(name) or NPM[name]
    assert row["why"]
    assert licences(row["licence"]) <= set(REVIEW["allowed"])


@pytest.mark.parametrize("name", PYTHON)
def test_a_package_has_the_licence_that_was_reviewed(name: str) -> None:
    try:
        told = told_by(name)
    except importlib.metadata.PackageNotFoundError:
        assert name == "async-timeout"  # only on Python before 3.11.3
        return
    assert not told or licences(PYTHON[name]["licence"]) <= told


def test_an_npm_package_has_the_licence_that_was_reviewed() -> None:
    wrong = [name for name, entry in npm_packages().items() if entry.get("license") != NPM[name.partition("/")[0]]["licence"]]
    assert wrong == []


def test_no_npm_package_runs_a_script_when_it_is_installed() -> None:
    assert [name for name, entry in npm_packages().items() if entry.get("hasInstallScript")] == []


def test_no_package_is_on_the_list_of_bad_ones() -> None:
    npm = {name: entry["version"] for name, entry in npm_packages().items()}
    assert list(bad(python_pins("run.txt", "test.txt", "node.txt"))) == []
    assert list(bad(npm)) == []


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"jeilyfish": "0.7.0"}, ["jeilyfish 0.7.0"]),  # a look-alike: every version
        ({"event-stream": "3.3.6"}, ["event-stream 3.3.6"]),  # the version that was taken over
        ({"event-stream": "4.0.1"}, []),
    ],
)
def test_a_bad_package_would_be_found(found: dict[str, str], expected: list[str]) -> None:
    assert list(bad(found)) == expected
