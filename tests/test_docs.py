"""The documents say what the code does."""

from __future__ import annotations

from loket.cases.diagram import page
from loket.settings import ROOT


def test_the_page_of_the_state_tables_is_what_the_tables_say() -> None:
    assert (ROOT / "docs" / "lifecycle.md").read_text() == page(), "write loket.cases.diagram.page() to docs/lifecycle.md"
