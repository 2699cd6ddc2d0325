"""The documents say what the code does, and what they point to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import pytest

from loket.adapters import gemeente
from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.adapters.reports import NEEDED
from loket.cases.diagram import page
from loket.practice.scenarios import Scenario
from loket.routing import catalogue_tables, conditions
from loket.routing.catalogue_reading import Key
from loket.routing.clients import SCOPES
from loket.routing.concepts import CONCEPT, CONCEPTS
from loket.routing.grounds import GROUND
from loket.routing.mandate import MANDATE
from loket.routing.programmes import PROGRAMME
from loket.routing.request import ROLES
from loket.routing.sign_in import SIGN_IN
from loket.settings import ROOT
from tests.support.pages import documents, prose, section

LINK = re.compile(r"\[[^\]]+\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
#: What looks like a path of this repository: it begins with one of its folders, or is a file in its root.
FOLDERS = ("config/", "docs/", "examples/", "loket/", "migrations/", "requirements/", "tests/", "tools/")
ROOT_FILE = re.compile(r"[A-Za-z][\w-]*\.(?:md|toml|py|json)|Makefile|LICENSE|NOTICE")
#: Set by one program of ours for another, never by a person.
INTERNAL = {"LOKET_STOP_AT_EOF"}
TABLES: Mapping[str, Mapping[str, Key]] = {
    "## organisaties.toml": catalogue_tables.ORGANISATION,
    "## producten/*.toml": {**catalogue_tables.PRODUCT, **catalogue_tables.WAITS_FOR},
    "## loketten.toml": catalogue_tables.COUNTER,
    "## gronden.toml": GROUND,
    "## aanmelden.toml": SIGN_IN,
    "## vragen.toml": catalogue_tables.QUESTION,
    "## deelname.toml": PROGRAMME,
    "## mandaten.toml": MANDATE,
    "## begrippen.toml": {**CONCEPTS, **CONCEPT},
    "## levensgebeurtenissen/*.toml": {**catalogue_tables.LIFE_EVENT, **catalogue_tables.ROW},
    "## The other files": {
        **catalogue_tables.SETTINGS,
        **catalogue_tables.NORMS,
        **catalogue_tables.EXECUTOR,
        **catalogue_tables.COLLISION,
    },
}


def anchors(text: str) -> set[str]:
    """The anchors that GitHub makes of the headings of a document."""
    headings = re.findall(r"^#{1,6} (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def repository_paths(text: str) -> Iterator[str]:
    """The paths of this repository that a text names in backticks, outside its fenced blocks."""
    for name in CODE.findall(prose(text)):
        if " " not in name and (name.startswith(FOLDERS) or ROOT_FILE.fullmatch(name)):
            yield name


def words_of(name: str, heading: str) -> set[str]:
    """The words in backticks below a heading."""
    return {word for code in CODE.findall(section(name, heading)) for word in re.findall(r"[\w-]+", code)}


def test_the_page_of_the_state_tables_is_what_the_tables_say() -> None:
    assert (ROOT / "docs" / "lifecycle.md").read_text() == page(), "write loket.cases.diagram.page() to docs/lifecycle.md"


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_each_relative_link_leads_to_a_file_and_a_heading(document: Path) -> None:
    for target in LINK.findall(prose(document.read_text())):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        aim = (document.parent / path).resolve() if path else document
        assert aim.exists(), f"{document.name}: {target}"
        assert not anchor or anchor in anchors(aim.read_text()), f"{document.name}: {target}"


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_each_path_in_backticks_is_there(document: Path) -> None:
    beside = ROOT / "config"  # docs/catalogue.md names the files of config/ by themselves
    missing = [path for path in repository_paths(document.read_text()) if not (ROOT / path).exists() and not (beside / path).exists()]
    assert missing == []


def test_each_setting_stands_in_the_readme_and_none_that_is_not_read() -> None:
    read = {name for path in (ROOT / "loket").rglob("*.py") for name in re.findall(r"LOKET_[A-Z_]*[A-Z]", path.read_text())} - INTERNAL
    rows = re.findall(r"^\| `(LOKET_[A-Z_]*[A-Z])`", section("README.md", "## Production"), re.MULTILINE)
    assert sorted(rows) == sorted(read)


def test_the_glossary_names_what_the_code_names() -> None:
    rows = re.findall(r"^\| [^|]+ \| (`[^|]+`) \|", section("README.md", "## Glossary"), re.MULTILINE)
    code = "\n".join(path.read_text() for path in (ROOT / "loket").rglob("*.py"))
    names = [name for row in rows for name in CODE.findall(row)]
    assert len(names) >= 20
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []


@pytest.mark.parametrize("heading", TABLES)
def test_each_key_of_the_configuration_is_explained(heading: str) -> None:
    assert TABLES[heading].keys() - words_of("docs/catalogue.md", heading) == set()


def test_the_fields_and_roles_of_the_allow_list_are_named() -> None:
    assert {*ROLES, *catalogue_tables.PERSON_FIELDS} - words_of("docs/catalogue.md", "## producten/*.toml") == set()


def test_the_whole_language_of_conditions_is_explained() -> None:
    assert {*conditions.KINDS, *conditions.OPERATORS} - words_of("docs/catalogue.md", "## Conditions") == set()


@pytest.mark.parametrize("words", [Verb, Outcome, DeclineReason])
def test_each_word_of_a_status_report_is_explained(words: type[StrEnum]) -> None:
    assert set(words) - words_of("docs/organisations.md", "## What you report") == set()


@pytest.mark.parametrize("verb", NEEDED)
def test_what_a_status_report_must_have_stands_with_its_verb(verb: Verb) -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([^|]*) \|", section("docs/organisations.md", "## What you report"), re.MULTILINE)
    assert f"`{NEEDED[verb][0]}`" in dict(rows)[verb]


def test_each_option_of_a_gemeente_is_explained() -> None:
    assert set(gemeente.Gemeente.options) - words_of("docs/organisations.md", "## The ZGW way") == set()


def test_each_right_of_a_key_is_explained() -> None:
    rows = re.findall(r"^\| `([\w-]+:[\w-]+)` \|", section("docs/operations.md", "## Keys for programs"), re.MULTILINE)
    assert sorted(rows) == sorted(SCOPES)


def test_each_behaviour_of_the_practice_organisations_is_named() -> None:
    assert set(Scenario) - words_of("README.md", "## Practice organisations") == set()
