"""However many cases there are: the list and its counts go through an index, in a fixed number of statements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from loket.cases.base import Base
from loket.cases.models import Case
from loket.cases.stuck_reasons import DOWN
from loket.routing import stuck_list
from loket.routing.stuck_list import ANY, Choice
from tests.support.crowd import PARTIAL, crowd, plans, scans
from tests.support.desk import SUPERVISOR, Desk

CASES, STUCK = 3000, 150


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """Thousands of cases, one in twenty of which stands still."""

    def of_case(number: int) -> Mapping[str, Any]:
        own = {"counter": f"loket-{number % 50}", "gemeente_code": f"{number % 60:04d}"}
        own |= {"urgent": not number % 40, "urgency": None if number % 40 else f"soort-{number % 3}"}
        if number % (CASES // STUCK):
            return own
        reason, rank = "geen-voortgang" if number % 3 else "teruggegeven", -(number % 9)
        reason, rank = (reason, rank) if number % 7 else (DOWN, 1)
        stuck = {"stuck_reason": reason, "stuck_rank": rank, "stuck_since": desk.clock.advance(seconds=1)}
        concerned = {"stuck_organisation": f"gemeente-{number % 100:04d}", "stuck_product": f"product-{number % 80}"}
        later = None if number % 60 else desk.clock.today() + timedelta(days=3)
        return own | stuck | concerned | {"coordinator": f"t-{number // 20 % 10}", "snoozed_until": later}

    crowd(desk, CASES, of_case)
    return desk


CHOICES = {
    "all": Choice(),
    "reason": Choice(reason="geen-voortgang"),
    "organisation": Choice(organisation="gemeente-0040"),
    "counter": Choice(counter="loket-20"),
    "coordinator": Choice(coordinator="t-0"),
    "product": Choice(product="product-40"),
    "gemeente": Choice(gemeente="0020"),
    "urgency": Choice(urgency="soort-1"),
    "any urgency": Choice(urgency=ANY),
    "snoozed": Choice(snoozed=True),
    "old": Choice(days=0),
    "outage": Choice(reason=DOWN),
}
BIG = ("case", "referral", "case_line")


def both(desk: Desk, choice: Choice) -> list[str]:
    """The plans of a second page of this choice and of its counts."""
    context = desk.context(SUPERVISOR)
    after = stuck_list.cursor(stuck_list.page(context, choice, limit=3)[-1])
    return plans(desk, lambda: (stuck_list.page(context, choice, after, 26), stuck_list.counts(context, choice)))


def test_a_page_and_the_counts_scan_no_big_table_and_a_scan_would_be_found(crowded: Desk) -> None:
    found = {name: scans(both(crowded, choice), *BIG) for name, choice in CHOICES.items()}
    assert found == {name: [] for name in CHOICES}
    for whole in (select(Case.id).where(Case.channel == "post"), select(func.count()).select_from(Case)):
        scanning = plans(crowded, lambda whole=whole: crowded.session.execute(whole).all())  # type: ignore[misc]
        assert scans(scanning, *BIG) == scanning


def test_an_index_that_is_read_from_end_to_end_is_a_scan_but_for_the_partial_ones_that_are_named() -> None:
    found = (
        'Seq Scan on "case" case_1',
        'Index Only Scan using ix_case_received_at on "case"  (cost=0.28..220.29 rows=3001 width=0)',
        'Index Scan Backward using ix_case_person_id on "case"\n  Filter: (a = 1)\n  ->  Index Scan using x on y\n  Index Cond: (b = 1)',
        "SCAN case_1",
        "SCAN case USING COVERING INDEX ix_case_person_id",
        "SCAN case USING INDEX ix_case_event",
    )
    right = (
        *(f"SCAN case USING INDEX {name}" for name in PARTIAL),
        "SEARCH case USING INDEX ix_case_event (id=?)",
        "SCAN cases",
        'Limit\n  ->  Index Scan using ix_case_person_id on "case"\n        Index Cond: (person_id = 1)\n        Filter: (channel = 1)',
    )
    assert scans((*found, *right), *BIG) == [*found]
    indexes = [index for table in Base.metadata.tables.values() for index in table.indexes]
    partial = {index.name for index in indexes if index.dialect_options["sqlite"]["where"] is not None}
    assert set(PARTIAL) <= partial


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
