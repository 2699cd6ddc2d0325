"""What is known already stands in a form as a person would type it."""

from __future__ import annotations

from typing import Any

import pytest

from loket.web.typed import as_typed, iso_date


@pytest.mark.parametrize(
    ("value", "typed"), [("2026-03-01", ["01-03-2026"]), (True, ["ja"]), ("Bakker BV", ["Bakker BV"]), (["huur", "zorg"], ["huur", "zorg"])]
)
def test_a_known_answer_is_shown_as_the_form_asks_for_it(value: Any, typed: list[str]) -> None:
    assert as_typed(value) == typed


def test_a_date_comes_back_as_it_was() -> None:
    assert iso_date(as_typed("2026-03-01")[0]) == "2026-03-01"
