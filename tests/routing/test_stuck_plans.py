"""However many cases there are: the list and its counts go through an index, in a fixed number of statements."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text

from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.routing import stuck_list
from loket.routing.stuck_list import Choice
from tests.support.desk import SUPERVISOR, Desk

CASES, STUCK = 3000, 150
SCAN = re.compile(r'Seq Scan on "?(case|referral|case_line)\b|SCAN "?(case|referral|case_line)"?(?! USING)')


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """Thousands of cases, one in twenty of which stands still."""
    case = desk.open("ww")
    part = case.referrals[0]
    columns = {column.key: getattr(case, column.key) for column in Case.__table__.columns}
    of_part = {column.key: getattr(part, column.key) for column in Referral.__table__.columns}
    cases, parts = list[dict[str, Any]](), list[dict[str, Any]]()
    for number in range(CASES):
        own = {"id": new_id(desk.clock.now()), "number": f"L-{number:011d}", "joinable": False, "counter": f"loket-{number % 50}"}
        if number % (CASES // STUCK) == 0:
            reason = "geen-voortgang" if number % 3 else "teruggegeven"
            own |= {"stuck_reason": reason, "stuck_since": desk.clock.advance(seconds=1), "stuck_rank": -(number % 7)}
            own |= {"stuck_organisation": f"gemeente-{number % 100:04d}", "coordinator": f"t-{number % 10}"}
        cases.append(columns | own)
        parts.append(of_part | {"id": new_id(desk.clock.now()), "case_id": own["id"], "number": f"L-{number:011d}-1"})
    desk.session.execute(insert(Case), cases)
    desk.session.execute(insert(Referral), parts)
    desk.session.commit()
    desk.session.execute(text("ANALYZE"))
    desk.session.commit()
    return desk


def plans(desk: Desk, ask: Any) -> list[str]:
    """The query plans of all that is asked of the database meanwhile."""
    engine = desk.session.get_bind()
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    desk.session.rollback()
    connection = desk.session.connection()
    return ["\n".join(" ".join(map(str, row)) for row in connection.exec_driver_sql(explain + one, with_)) for one, with_ in asked]


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
