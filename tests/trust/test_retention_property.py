"""Whatever cases there are, retention destroys those that it must and leaves every other row alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select, update

from loket.cases import crypto
from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.base import Base
from loket.cases.deadlines import amsterdam_date
from loket.cases.lifecycle import CaseTrigger, follow
from loket.cases.models import Case, Person
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.privacy import RequestKind
from loket.routing import audit, avg_requests, retention
from loket.routing.progress import lock_case
from tests.support.databases import empty
from tests.support.desk import MONDAY, Desk, person
from tests.support.privacy import officer

#: As in config/selectielijst.toml.
YEARS = {"ww": 5, "akw": 5, "bijstand": 10, "jeugdhulp": 20}
BSNS = ("999993653", "999992740", "999990342")
DAYS = st.integers(0, 24 * 366) | st.sampled_from([days + more for days in (5 * 365 + 1, 10 * 365 + 3) for more in (-1, 0, 1)])


@dataclass(frozen=True)
class Plan:
    """One case as it will be found: what it was about, whose, how it ended and how many days ago, and what stands in the way."""

    products: frozenset[str]
    applicant: str
    partner: str | None
    end: str | None  # closed, withdrawn or None
    days: int
    held: bool
    waiting: bool


PLANS = st.builds(
    Plan,
    st.frozensets(st.sampled_from(sorted(YEARS)), min_size=1, max_size=3),
    st.sampled_from(BSNS),
    st.none() | st.sampled_from(BSNS),
    st.sampled_from(["closed", "withdrawn", "closed", None]),
    DAYS,
    st.sampled_from([False, False, True]),
    st.sampled_from([False, False, False, True]),
)


def build(desk: Desk, plan: Plan) -> Case:
    """Make the case of a plan, today being the day on which retention runs."""
    others = (person("partner", surname="Jager", bsn=plan.partner),) if plan.partner else ()
    case = desk.open(*sorted(plan.products), applicant=person(bsn=plan.applicant), others=others)
    context = desk.context()
    found = lock_case(context, case.id)
    at = context.now - timedelta(days=plan.days)
    if plan.end == "closed":
        follow(found, CaseTrigger.SETTLE)
        follow(found, CaseTrigger.CLOSE)
        found.settled_at, found.closed_at = at - timedelta(days=42), at
    elif plan.end == "withdrawn":
        follow(found, CaseTrigger.WITHDRAW)
        found.settled_at = at
    if not plan.waiting:
        done = update(Delivery).where(Delivery.case_id == case.id).values(state=DeliveryState.CANCELLED)
        context.session.execute(done.execution_options(synchronize_session=False))
    context.session.commit()
    if plan.held:
        retention.hold(desk.context(), case.number, "rechtszaak")
    return case


def must_go(plan: Plan, today: date, asking: str | None) -> bool:
    """What the law says, reckoned without the code under test."""
    ended = today - timedelta(days=plan.days)
    years = max(YEARS[product] for product in plan.products)
    try:
        ends = ended.replace(year=ended.year + years)
    except ValueError:
        ends = date(ended.year + years, 3, 1)
    blocked = plan.held or plan.waiting or (asking is not None and asking in (plan.applicant, plan.partner))
    return plan.end is not None and ends <= today and not blocked


def rows_of(desk: Desk, table: Table) -> dict[Any, list[dict[str, Any]]]:
    """All rows of a table by the case that they belong to, without what retention plans."""
    desk.session.rollback()
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in desk.session.execute(select(table)).mappings():
        values = {key: value for key, value in row.items() if key not in ("nomination", "archive_on", "version")}
        found.setdefault(row["id"] if table.name == "case" else row["case_id"], []).append(values)
    return found


def belonging() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name == "case" or "case_id" in table.columns]


def logs(desk: Desk) -> set[Any]:
    return {row for table in (AuditLog, ProcessingLog) for row in desk.session.scalars(select(table.id))}


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plans=st.lists(PLANS, min_size=4, max_size=10), asking=st.none() | st.sampled_from(BSNS))
def test_it_destroys_what_it_must_and_nothing_else(desk: Desk, database_url: str, plans: list[Plan], asking: str | None) -> None:
    desk.session.rollback()
    empty(database_url)
    desk.clock.set(MONDAY)
    cases = {build(desk, plan).id: plan for plan in plans}
    if asking and any(asking in (plan.applicant, plan.partner) for plan in plans):
        avg_requests.receive(officer(desk), RequestKind.ACCESS, bsn=asking)
    before, logged = {table: rows_of(desk, table) for table in belonging()}, logs(desk)
    gone = {case_id for case_id, plan in cases.items() if must_go(plan, amsterdam_date(desk.clock.now()), asking)}
    with TemporaryDirectory() as name:
        folder = Path(name)
        audit.seal(desk.context(), folder / "zegels.log")
        assert retention.expire(desk.context(), folder / "uitvoer") == len(gone)
        _nothing_else_changed(desk, before, gone)
        _persons_stay_while_they_have_a_case(desk)
        _what_went_was_exported(desk, folder / "uitvoer", len(gone))
        assert logged <= logs(desk)
        audit.seal(desk.context(), folder / "zegels.log")
        assert audit.verify(desk.context(), folder / "zegels.log").findings == ()


def _nothing_else_changed(desk: Desk, before: dict[Table, dict[Any, list[dict[str, Any]]]], gone: set[Any]) -> None:
    for table, by_case in before.items():
        assert rows_of(desk, table) == {case_id: rows for case_id, rows in by_case.items() if case_id not in gone}, table.name


def _persons_stay_while_they_have_a_case(desk: Desk) -> None:
    cases = desk.session.scalars(select(Case)).all()
    wanted = {case.person_id for case in cases} | {one.person_id for case in cases for one in case.participants}
    assert set(desk.session.scalars(select(Person.id))) == wanted


def _what_went_was_exported(desk: Desk, folder: Path, count: int) -> None:
    left = set(desk.session.scalars(select(Case.number)))
    files = list(folder.rglob("*.enc"))
    numbers = {json.loads(crypto.keys().decrypt(file.read_text()))["zaaknummer"] for file in files}
    assert len(files) == len(numbers) == count
    assert not numbers & left
