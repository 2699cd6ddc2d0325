"""The documents about security name controls and tests that are there, and leave nothing out in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loket.settings import ROOT

TEST = re.compile(r"`(test_\w+)`")
ROW = re.compile(r"^\| (?!-)(.+) \|$", re.MULTILINE)
DOCUMENTS = ["docs/security.md", "docs/asvs.md", "docs/dpia.md", "docs/security-office.md"]
STRIDE = ("spoofing", "tampering", "repudiation", "information", "denial", "elevation")
#: The sections of each chapter of ASVS 5.0.0.
SECTIONS = {1: 5, 2: 4, 3: 7, 4: 4, 5: 4, 6: 8, 7: 6, 8: 4, 9: 2, 10: 7, 11: 7, 12: 3, 13: 4, 14: 3, 15: 4, 16: 5, 17: 3}
STANDS = ("yes", "partly", "not yet", "not here", "operator")


def names_of_tests() -> set[str]:
    """The names of all test functions of the suite."""
    return {name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)}


def rows(document: str) -> list[list[str]]:
    """The cells of each row of all tables in a document, heads included."""
    return [row.split(" | ") for row in ROW.findall((ROOT / document).read_text())]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_test_that_a_document_names_is_there(document: str) -> None:
    assert set(TEST.findall((ROOT / document).read_text())) - names_of_tests() == set()


def test_each_threat_has_a_control_and_a_test_or_is_named_as_a_gap() -> None:
    threats = [row for row in rows("docs/security.md") if row[0].lower().startswith(STRIDE)]
    assert len(threats) >= 25
    assert {row[0].split()[0].lower() for row in threats} == set(STRIDE)
    assert [row for row in threats if len(row) != 4 or not row[2] or not (TEST.search(row[3]) or row[3].startswith("gap:"))] == []


def test_every_flow_of_the_picture_has_threats() -> None:
    text = (ROOT / "docs" / "security.md").read_text()
    flows = set(re.findall(r"^\| (F\d) \|", text, re.MULTILINE))
    assert len(flows) >= 6
    assert flows - set(re.findall(r"\((F\d)\)", text)) == set()


def test_every_section_of_asvs_5_has_a_row_with_a_test_or_a_reason() -> None:
    found = {row[0]: row for row in rows("docs/asvs.md") if re.fullmatch(r"V\d+\.\d+", row[0])}
    assert set(found) == {f"V{chapter}.{number + 1}" for chapter, most in SECTIONS.items() for number in range(most)}
    assert [row for row in found.values() if len(row) != 4 or row[2] not in STANDS or len(row[3]) < 10] == []
    assert [name for name, row in found.items() if row[2] == "yes" and not TEST.search(row[3])] == []


def test_who_finds_a_weak_spot_knows_where_to_go() -> None:
    text = Path(ROOT / "SECURITY.md").read_text()
    assert "/.well-known/security.txt" in text
    assert "docs/security.md" in text
