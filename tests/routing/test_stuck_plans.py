"""However many cases there are: the list and its counts go through an index, in a fixed number of statements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select, text

from loket.cases.models import Case
from loket.routing import stuck_list
from loket.routing.stuck_list import Choice
from tests.support.crowd import SCAN, crowd, plans
from tests.support.desk import SUPERVISOR, Desk

CASES, STUCK = 3000, 150


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """Thousands of cases, one in twenty of which stands still."""

    def of_case(number: int) -> Mapping[str, Any]:
        own = {"counter": f"loket-{number % 50}"}
        if number % (CASES // STUCK):
            return own
        reason = "geen-voortgang" if number % 3 else "teruggegeven"
        stuck = {"stuck_reason": reason, "stuck_since": desk.clock.advance(seconds=1), "stuck_rank": -(number % 7)}
        return own | stuck | {"stuck_organisation": f"gemeente-{number % 100:04d}", "coordinator": f"t-{number % 10}"}

    crowd(desk, CASES, of_case)
    return desk


CHOICES = {
    "all": Choice(),
    "reason": Choice(reason="geen-voortgang"),
    "organisation": Choice(organisation="gemeente-0040"),
    "counter": Choice(counter="loket-20"),
    "coordinator": Choice(coordinator="t-0"),
    "old": Choice(days=0),
    "outage": Choice(reason="organisatie-onbereikbaar"),
}


def both(desk: Desk, choice: Choice) -> list[str]:
    """The plans of a second page of this choice and of its counts."""
    context = desk.context(SUPERVISOR)
    first = stuck_list.page(context, choice, limit=3)
    after = stuck_list.cursor(first[-1]) if first else None
    return plans(desk, lambda: (stuck_list.page(context, choice, after, 26), stuck_list.counts(context, choice)))


def test_a_page_and_the_counts_scan_no_big_table_and_a_scan_would_be_found(crowded: Desk) -> None:
    found = {name: [plan for plan in both(crowded, choice) if SCAN.search(plan)] for name, choice in CHOICES.items()}
    assert found == {name: [] for name in CHOICES}
    scanning = plans(crowded, lambda: crowded.session.scalars(select(Case.id).where(Case.channel == "post")).all())
    assert SCAN.search(scanning[0])


def test_a_page_takes_two_statements_and_the_counts_one_however_many_there_are(crowded: Desk) -> None:
    context = crowded.context(SUPERVISOR)
    assert len(plans(crowded, lambda: stuck_list.page(context, Choice(), limit=26))) == 2
    assert len(plans(crowded, lambda: stuck_list.counts(context, Choice()))) == 1


def test_which_cases_of_one_reason_a_page_shows_is_read_from_the_index_alone(crowded: Desk) -> None:
    context = crowded.context(SUPERVISOR)
    with crowded.dispatcher.sessions() as session:
        engine = session.get_bind().engine
    if engine.dialect.name == "postgresql":  # as its own housekeeping does in a while
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text('VACUUM "case"'))
    which = plans(crowded, lambda: stuck_list.page(context, Choice(reason="geen-voortgang"), limit=26))[0]
    assert re.search("(COVERING INDEX|Index Only Scan using) ix_case_stuck_reason", which)
