"""Who may speak for somebody, and until when."""

from __future__ import annotations

from datetime import date

import pytest

from loket.cases.mandates import gets_data, is_adult, last_day


@pytest.mark.parametrize(
    ("born", "last"),
    [
        ("2009-01-22", date(2027, 1, 21)),
        ("2008-02-29", date(2026, 2, 28)),  # the birthday is then 1 March
        ("2009-03-01", date(2027, 2, 28)),
        ("2009-05-00", date(2027, 4, 30)),  # of an unknown day the earliest counts
        ("2009-00-00", date(2026, 12, 31)),
        ("0000-00-00", None),
    ],
)
def test_a_parents_mandate_ends_the_day_before_the_child_is_eighteen(born: str, last: date | None) -> None:
    assert last_day("ouder", born, None) == last


def test_a_parents_mandate_can_end_earlier_but_never_later() -> None:
    assert last_day("ouder", "2009-01-22", date(2026, 12, 1)) == date(2026, 12, 1)
    assert last_day("ouder", "2009-01-22", date(2030, 1, 1)) == date(2027, 1, 21)


@pytest.mark.parametrize("kind", ["bewindvoerder", "curator", "gemachtigde", "mentor"])
def test_another_mandate_ends_on_the_day_that_was_named(kind: str) -> None:
    assert last_day(kind, "2009-01-22", None) is None
    assert last_day(kind, "2009-01-22", date(2030, 1, 1)) == date(2030, 1, 1)


def test_the_last_day_itself_still_counts() -> None:
    last = date(2027, 1, 21)
    assert gets_data("ouder", last, last)
    assert not gets_data("ouder", last, date(2027, 1, 22))


def test_a_begeleider_gets_nothing() -> None:
    assert not gets_data("begeleider", None, date(2026, 1, 1))


def test_who_may_be_eighteen_is_an_adult() -> None:
    assert [is_adult("2008-11-22", date(2026, 11, day)) for day in (21, 22)] == [False, True]
    assert not is_adult("0000-00-00", date(2026, 1, 1))
