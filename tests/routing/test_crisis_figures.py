"""The figures of a crisis: by day, loket and gemeente, without a small number for who does not answer for it (practice rules 25, 27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, update

from loket.cases.base import new_id
from loket.cases.models import Case
from loket.cases.states import CaseState
from loket.routing.context import Actor
from loket.routing.crisis_figures import Cell, Figures, figures
from loket.routing.figures.disclosure import FEWEST
from tests.routing.test_stuck_plans import plans
from tests.support.crisis import SLUG, with_crisis
from tests.support.desk import SUPERVISOR, Desk
from tests.support.signalling import POLICY_MAKER

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
OWN = replace(SUPERVISOR, organisation="gemeente-0518")


@pytest.fixture
def flooded(desk: Desk) -> Desk:
    """Twelve cases in Den Haag on Monday, four in Utrecht on Tuesday; of those of Den Haag three are decided."""
    case = desk.open("bijstand")
    columns = {column.key: getattr(case, column.key) for column in Case.__table__.columns} | {"life_event": SLUG, "joinable": False}
    rows: list[dict[str, Any]] = []
    for number in range(12):
        state = CaseState.SETTLED if number < 3 else CaseState.IN_PROGRESS
        rows.append(columns | {"id": new_id(desk.clock.now()), "number": f"L-{number:011d}", "state": state})
    desk.clock.advance(days=1)
    utrecht = {"counter": "gemeente-0344", "gemeente_code": "0344", "received_at": desk.clock.now(), "state": CaseState.IN_PROGRESS}
    rows += [columns | utrecht | {"id": new_id(desk.clock.now()), "number": f"L-{number:011d}"} for number in range(12, 16)]
    desk.session.execute(insert(Case), rows)
    desk.session.commit()
    desk.dispatcher = replace(desk.dispatcher, catalogue=with_crisis(desk.dispatcher.catalogue, FIRST, LAST))
    return desk


def found(desk: Desk, who: Actor = SUPERVISOR) -> Figures:
    context = desk.context(who)
    return figures(context, context.catalogue.life_events[SLUG])


def test_a_supervisor_sees_what_came_in_and_how_far_it_is(flooded: Desk) -> None:
    told = found(flooded)
    assert (told.total, told.standing) == (16, [("open", 13), ("besloten", 3), ("ingetrokken", 0)])
    assert told.days == [("2026-03-01", 0), ("2026-03-02", 12), ("2026-03-03", 4)]
    assert told.counters == [("gemeente-0518", 12), ("gemeente-0344", 4)]
    assert told.gemeenten == [("0518", 12), ("0344", 4)]


def test_a_policy_maker_sees_no_small_number_nor_one_that_tells_it(flooded: Desk) -> None:
    told = found(flooded, POLICY_MAKER)
    assert told.total == 20
    assert told.counters == [("gemeente-0518", 10), ("gemeente-0344", None)]
    assert told.days == [("2026-03-01", None), ("2026-03-02", 10), ("2026-03-03", None)]


@pytest.mark.parametrize("who", [POLICY_MAKER, OWN], ids=["policy", "own"])
def test_nobody_can_reckon_a_small_cell_back_from_the_others_and_the_total(flooded: Desk, who: Actor) -> None:
    """Two lokets with one case each, beside one of twelve: every number that fits what is told, and a small cell has more than one."""
    for number, change in ((12, {"counter": "uwv-den-haag"}), (13, {"hidden": True}), (14, {"hidden": True})):
        flooded.session.execute(update(Case).where(Case.number == f"L-{number:011d}").values(change))
    flooded.session.commit()
    told = found(flooded, who)
    assert [count for _, count in told.counters] == [12 if who is OWN else 10, None, None]
    highest = 29 if told.total is None else told.total + 4
    lowest = 0 if told.total is None else told.total - 5
    large = (12,) if who is OWN else range(10, 15)
    fits = [(one, other) for one in range(10) for other in range(10) for most in large if lowest <= one + other + most <= highest]
    assert [len(set(values)) > 1 for values in zip(*fits, strict=True)] == [True, True]


def test_a_supervisor_of_an_organisation_sees_the_cells_of_its_own_lokets(flooded: Desk) -> None:
    cells: dict[str, Cell] = {cell[0]: cell for cell in found(flooded, OWN).counters}
    assert cells["gemeente-0518"] == ("gemeente-0518", 12)
    assert cells["gemeente-0344"] == ("gemeente-0344", None)


def test_cases_of_the_wrong_person_and_of_before_the_crisis_are_left_out(flooded: Desk) -> None:
    flooded.dispatcher = replace(flooded.dispatcher, catalogue=with_crisis(flooded.dispatcher.catalogue, date(2026, 3, 3), LAST))
    assert found(flooded).total == 4
    flooded.case("L-00000000012").hidden = True
    flooded.session.commit()
    assert found(flooded).total == 3
    assert FEWEST > 3
    assert found(flooded, POLICY_MAKER).total is None


def test_the_figures_take_four_statements_over_the_index_of_the_event(flooded: Desk) -> None:
    context = flooded.context(SUPERVISOR)
    asked = plans(flooded, lambda: figures(context, context.catalogue.life_events[SLUG]))
    assert len(asked) == 4
    if flooded.session.get_bind().dialect.name == "sqlite":
        assert [plan for plan in asked if "ix_case_event" not in plan] == []
