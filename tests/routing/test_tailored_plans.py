"""However many tables, conversations, precedents and signals there are: each list goes through an index."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from loket.cases.arrears import ArrearsSignal
from loket.cases.base import new_id
from loket.cases.models import Case, Person
from loket.cases.tailored import BridgingMeasure, Harm, PlannedTalk, Precedent, PrecedentProduct, TailoredTable
from loket.routing import sweep
from loket.routing.arrears import handling
from loket.routing.context import MACHINE
from loket.routing.tailored import listing, memory, talks
from loket.routing.tailored.listing import Wanted
from loket.routing.tailored.memory import Sought
from loket.web import today_tailored
from loket.web.work import Place
from tests.routing.arrears_told import GEMEENTE
from tests.support.crowd import plans, scans
from tests.support.desk import COUNTER, SUPERVISOR, Desk

CASES = 3000
BIG = ("case", "tailored_table", "planned_talk", "precedent", "precedent_product", "bridging_measure", "arrears_signal", "arrears_notice")


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """Thousands of cases: one table in three hundred is still open, as many were decided and not told; most of the rest is over."""
    case = desk.open("akw")
    columns = {column.key: getattr(case, column.key) for column in Case.__table__.columns}
    now, rows = desk.clock.now(), {kind: list[dict[str, Any]]() for kind in KINDS}
    for number in range(CASES):
        for kind, made in one(columns, number, now).items():
            rows[kind].append(made)
    for kind in KINDS:
        desk.session.execute(insert(kind), rows[kind])
    desk.session.commit()
    desk.session.execute(text("ANALYZE"))
    desk.session.commit()
    return desk


KINDS = (Person, Case, TailoredTable, BridgingMeasure, PlannedTalk, Precedent, PrecedentProduct, ArrearsSignal)


def one(columns: dict[str, Any], number: int, now: Any) -> dict[Any, dict[str, Any]]:
    """The rows of one case, by table; most of what it had is over."""
    case, person, table, precedent = (new_id(now) for _ in range(4))
    old, late = now - timedelta(days=400 + number % 300), number % 300
    asked = {"harm": list(Harm)[number % 8], "hurts": "x", "products": ["akw"], "shared": [], "opened_by": "b", "source": COUNTER}
    ended = {} if late == 0 else {"ended_at": old, "outcome": "maatwerk", "told_at": None if late == 1 else old}
    closed = {"closed_at": None if late == 0 else old, "outcome": None if late == 0 else "hulp"}
    taught = {"harm": list(Harm)[number % 8], "law": f"Awb art. {number % 200}", "outcome": "maatwerk", "decided_by": "gemeente"}
    signal = {"list_slug": "vroegsignalering", "organisations": ["cak"], "grounds": [], "raised_at": old, "expires_on": now.date()}
    measure = {"text": "x", "until": old.date(), "at": old, "by": "b"}
    due = old.date() if late else now.date()
    done = old if late else None
    return {
        Person: {"id": person, "bsn": None, "bsn_blind": None, "pseudonym": new_id(now)},
        Case: columns | {"id": case, "number": f"L-{number:011d}", "joinable": False, "counter": f"loket-{number % 50}"},
        TailoredTable: {"id": table, "case_id": case, **asked, "opened_at": old, "due_on": due, **NOTHING, **ended},
        BridgingMeasure: {"id": new_id(now), "case_id": case, "table_id": table, **measure},
        PlannedTalk: {
            "id": new_id(now),
            "case_id": case,
            "kind": "k",
            "name": "K",
            "counter": f"loket-{number % 50}",
            "due_on": due,
            "done_at": done,
        },
        Precedent: {"id": precedent, **taught, "summary": "x", "month": old.date().replace(day=1)},
        PrecedentProduct: {"precedent_id": precedent, "product": f"product-{number % 1000}"},
        ArrearsSignal: {"id": new_id(now), "person_id": person, "gemeente_code": f"{number % 300:04d}", **signal, **closed},
    }


NOTHING = {"ended_at": None, "outcome": None, "told_at": None}


def lists(desk: Desk, app: Flask) -> dict[str, Any]:
    """Every list, as a question."""
    context, clock, gemeente = desk.context(SUPERVISOR), desk.context(MACHINE), desk.context(GEMEENTE)
    place = Place(desk.session, context.catalogue, "loket-7", context.now)
    table = desk.session.scalars(select(TailoredTable).limit(1)).one()
    seventh = listing.listed(context, Wanted(), 7)[1]
    return {
        "open": lambda: listing.listed(context, Wanted(after=seventh)),
        "late": lambda: listing.overdue(context),
        "ended": lambda: listing.listed(context, Wanted(ended=True)),
        "clock": lambda: sweep.look_at_tables(clock),
        "memory": lambda: memory.search(context, Sought(harm=Harm.DEBTS)),
        "product": lambda: memory.search(context, Sought(product="product-9")),
        "article": lambda: memory.search(context, Sought(law="Awb art. 84")),
        "comparable": lambda: memory.comparable(context, table),
        "today": lambda: today_tailored.tailored(place),
        "talks of cases that are over": lambda: talks.end_with_case(clock),
        "signals": lambda: handling.listed(gemeente),
    }


def test_no_list_reads_a_table_from_end_to_end(crowded: Desk, app: Flask) -> None:
    with app.test_request_context():
        found = {name: scans(plans(crowded, ask), *BIG) for name, ask in lists(crowded, app).items()}
    assert [f"{name}: {plan}" for name, bad in found.items() for plan in bad] == []
