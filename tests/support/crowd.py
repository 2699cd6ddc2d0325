"""Thousands of cases at once, and the plans by which a database finds some of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import event, insert, text

from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from tests.support.desk import Desk

#: A partial index: what is read of it without a condition is what was asked for, all of its few rows or a page in its order.
PARTIAL = ("ix_planned_talk_due", "ix_case_hidden", "ix_tailored_table_ended")
FULL = re.compile(
    r'(?:(?:Seq Scan|Index (?:Only )?Scan(?: Backward)? using "?(\w+)"?) on|SCAN) "?(\w+)"?(?: USING (?:COVERING )?INDEX "?(\w+))?'
)

Differs = Callable[[int], Mapping[str, Any]]


def crowd(desk: Desk, count: int, of_case: Differs = lambda _: {}, of_part: Differs = lambda _: {}) -> None:
    """So many cases of one part, copies of one another but for the columns that are given; the database has counted them."""
    case = desk.open("ww")
    part = case.referrals[0]
    columns = {column.key: getattr(case, column.key) for column in Case.__table__.columns}
    columns_of_part = {column.key: getattr(part, column.key) for column in Referral.__table__.columns}
    cases, parts = list[dict[str, Any]](), list[dict[str, Any]]()
    for number in range(count):
        own = {"id": new_id(desk.clock.now()), "number": f"L-{number:011d}", "joinable": False}
        cases.append({**columns, **own, **of_case(number)})
        of_own = {"id": new_id(desk.clock.now()), "case_id": own["id"], "number": f"L-{number:011d}-1"}
        parts.append({**columns_of_part, **of_own, **of_part(number)})
    desk.session.execute(insert(Case), cases)
    desk.session.execute(insert(Referral), parts)
    desk.session.commit()
    desk.session.execute(text("ANALYZE"))
    desk.session.commit()


def plans(desk: Desk, ask: Callable[[], object]) -> list[str]:
    """All that is asked of the database meanwhile, each statement with its plan. Something must be asked."""
    engine = desk.session.get_bind()
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            asked.append((statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert asked, "nothing was asked of the database"
    explain = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    desk.session.rollback()
    connection = desk.session.connection()
    found = [(one, connection.exec_driver_sql(explain + one, with_)) for one, with_ in asked]
    return ["\n".join([one, *(" ".join(map(str, row)) for row in rows)]) for one, rows in found]


def scans(plans: Iterable[str], *tables: str) -> list[str]:
    """Those of these plans that read one of these tables from end to end, itself or an index of it that is not PARTIAL."""
    return [plan for plan in plans if any(_is_scan(step, tables) for step in re.split(r"\n *->", plan))]


def _is_scan(step: str, tables: Collection[str]) -> bool:
    """Whether a step of a plan of PostgreSQL, or the whole of SQLite's, is one; ``case_1`` is a case beside another."""
    read = ((re.sub(r"_\d+$", "", table), first or second) for first, table, second in FULL.findall(step))
    return "Index Cond:" not in step and any(table in tables and index not in PARTIAL for table, index in read)
