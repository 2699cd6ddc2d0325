"""Many rows are written with one INSERT of which the text is made once, on both kinds of database."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from loket.cases.watch import LineHour
from loket.db import insert_all, insert_missing, insert_or_add
from tests.support.clock import Clock

KEYS = "hour", "organisation"


@pytest.fixture
def rows(clock: Clock) -> list[dict[str, Any]]:
    """Three counts of one hour."""
    return [{"hour": clock.now(), "organisation": f"org-{number}", "calls": number} for number in range(3)]


def counted(session: Session) -> dict[str, int]:
    """The calls that stand there, by organisation."""
    return {one.organisation: one.calls for one in session.scalars(select(LineHour))}


def test_the_text_of_an_insert_is_made_once_however_many_rows_there_are(session: Session, rows: list[dict[str, Any]]) -> None:
    made: list[str] = []

    def note(*told: Any) -> None:
        made.append(told[-2].cache_hit.name)

    insert_all(session, LineHour, rows[:2])
    event.listen(session.get_bind(), "after_cursor_execute", note)
    try:
        insert_all(session, LineHour, [row | {"organisation": f"more-{number}"} for number, row in enumerate(rows)])
    finally:
        event.remove(session.get_bind(), "after_cursor_execute", note)
    assert (made, len(counted(session))) == (["CACHE_HIT"], 5)


def test_no_rows_ask_nothing_of_the_database(session: Session) -> None:
    insert_all(session, LineHour, [])
    assert insert_missing(session, LineHour, [], *KEYS) == 0
    insert_or_add(session, LineHour, [], *KEYS)
    assert not session.in_transaction()


def test_rows_of_other_columns_are_refused_and_nothing_is_written(session: Session, rows: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="same columns"):
        insert_all(session, LineHour, [{key: value for key, value in rows[0].items() if key != "calls"}, *rows[1:]])
    assert counted(session) == {}


def test_how_many_rows_were_missing_is_told_and_those_that_stood_there_stay_as_they_were(
    session: Session, rows: list[dict[str, Any]]
) -> None:
    assert insert_missing(session, LineHour, rows[1:2], *KEYS) == 1
    assert insert_missing(session, LineHour, [row | {"calls": 9} for row in rows], *KEYS) == 2
    assert insert_missing(session, LineHour, rows, *KEYS) == 0
    assert counted(session) == {"org-0": 9, "org-1": 1, "org-2": 9}


def test_counts_are_added_to_those_that_stand_there_also_twice_in_one_go(session: Session, rows: list[dict[str, Any]]) -> None:
    insert_or_add(session, LineHour, rows, *KEYS)
    insert_or_add(session, LineHour, [rows[1], rows[1], rows[2]], *KEYS)
    assert counted(session) == {"org-0": 0, "org-1": 3, "org-2": 4}
