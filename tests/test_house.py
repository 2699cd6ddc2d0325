"""The rules of the house that a machine can check (shared design: style)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from loket.settings import ROOT

LONGEST_FILE = 250
LONGEST_FUNCTION = 40
#: Where organisations may be called by name.
MAY_NAME = ("loket/adapters/", "loket/practice/")
#: A number that anybody may have, called after the register that gives it.
KVK_NUMBER = re.compile(r"kvk[-_]?num\w+", re.IGNORECASE)
CODE = [ROOT / "wsgi.py", *sorted((ROOT / "loket").rglob("*.py")), *sorted((ROOT / "migrations").rglob("*.py"))]
PYTHON = [
    *CODE,
    *sorted((ROOT / "examples").rglob("*.py")),
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "tools").rglob("*.py")),
]
MAP = ROOT / "docs" / "map.md"


def of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def organisation_names() -> set[str]:
    """Slugs and short names of the organisations that the configuration names one by one, in lower case."""
    tables = tomllib.loads((ROOT / "config" / "organisaties.toml").read_text())["organisatie"]
    return {name.lower() for slug, table in tables.items() for name in (slug, table["korte_naam"])}


def rows_of_the_map() -> list[tuple[str, str, str]]:
    """Change, path and function of each row of docs/map.md: ``| change | `path` | `function` |``."""
    row = re.compile(r"^\| (?P<change>[^|]+?) \| `(?P<path>[^`]+)` \| `(?P<function>[^`]+)` \|$", re.MULTILINE)
    return [(found["change"], found["path"], found["function"]) for found in row.finditer(MAP.read_text())]


def defined(path: Path) -> set[str]:
    """Functions, classes and names that a Python file defines; the words of any other file."""
    if path.suffix != ".py":
        return set(re.findall(r"[\w.-]+", path.read_text()))
    nodes = list(ast.walk(ast.parse(path.read_text())))
    named = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return named | {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def test_no_python_file_is_long() -> None:
    lengths = {of(path): len(path.read_text().splitlines()) for path in PYTHON}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{of(path)} {node.name}"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert [entry for entry in long if not entry.startswith("migrations/versions/")] == []


def test_no_organisation_is_named_outside_its_own_rooms() -> None:
    named = re.compile(r"(?<![a-z0-9])(" + "|".join(map(re.escape, sorted(organisation_names()))) + r")(?![a-z0-9])", re.IGNORECASE)
    found = [
        f"{of(path)}:{number} {line.strip()}"
        for path in CODE
        if not of(path).startswith(MAY_NAME)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if named.search(KVK_NUMBER.sub("", line))
    ]
    assert found == []


def test_everybody_imports_in_the_right_direction() -> None:
    linter = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linter.returncode == 0, linter.stdout


def test_the_map_names_ten_changes_and_each_is_where_it_says() -> None:
    rows = rows_of_the_map()
    assert len(rows) >= 10
    assert [row for row in rows if not (ROOT / row[1]).is_file() or row[2] not in defined(ROOT / row[1])] == []
