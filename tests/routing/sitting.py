"""A case at a table for tailored help, for the tests of what happens there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from loket.adapters.port import Verb
from loket.cases.audit import AuditLog
from loket.cases.models import Case
from loket.cases.tailored import TailoredTable
from loket.errors import BadRequest
from loket.routing.context import Actor
from loket.routing.tailored import deciding, setting, tables
from loket.routing.tailored.tables import Asked
from tests.routing.standing_acts import pass_time, told
from tests.support.desk import SUPERVISOR, Desk, part_of

COLLEAGUE = Actor(name="toezichthouder-2", label="toezicht", roles=frozenset({"toezichthouder"}), origin="web")
HURTS = "Zij kan de huur niet betalen en slaapt slecht."
KNOT = Asked("schulden", HURTS, "Participatiewet art. 18 lid 10", agreed=True)
DECISION, GROUND = "De vordering wordt een jaar stilgezet.", "Awb art. 4:84: de regel was hier niet voor bedoeld."
PRODUCTS = ("ww", "betalingsregeling-cjib")


def faults(act: Callable[[], object]) -> set[str]:
    """Where the faults are that this act is refused for."""
    with pytest.raises(BadRequest) as refused:
        act()
    return {fault.pointer for fault in refused.value.faults}


class Sitting:
    """A case with a part of UWV and one of CJIB, both taken up, and a table that looks at it."""

    def __init__(self, desk: Desk, asked: Asked = KNOT, products: tuple[str, ...] = PRODUCTS, *, share: bool = True, **given: Any) -> None:
        self.desk = desk
        self.number = desk.open(*products, **given).number
        desk.drain()
        for product in products:
            desk.tell(part_of(self.case, product), Verb.TAKEN_UP)
        shared = tuple(part.number for part in self.case.referrals) if share else ()
        self.id: UUID = tables.escalate(desk.context(), self.number, replace(asked, shared=shared), shared)

    @property
    def case(self) -> Case:
        """The case as it stands in the database."""
        return self.desk.case(self.number)

    @property
    def table(self) -> TailoredTable:
        """The table as it stands in the database."""
        self.desk.session.rollback()
        return tables.find(self.desk.session, self.case, self.id)

    def part(self, product: str = "betalingsregeling-cjib") -> str:
        """The deelzaaknummer of the part for a product."""
        return part_of(self.case, product).number

    def appoint(self, due_on: date | None = None, organisation: str = "uwv") -> None:
        """Fatima de Wit decides, by the day that was agreed."""
        day = due_on or self.desk.clock.today()
        setting.appoint(self.desk.context(SUPERVISOR), self.number, self.id, "Fatima de Wit", organisation, day, "Zij mag besluiten")

    def decide(self, outcome: str = "maatwerk", organisation: str = "uwv") -> None:
        """Say who decides, and let them."""
        self.appoint(organisation=organisation)
        deciding.decide(self.desk.context(SUPERVISOR), self.number, self.id, outcome, DECISION, GROUND)

    def audited(self, action: str) -> list[dict[str, Any]]:
        """The details of the audit rows of this action, in order."""
        self.desk.session.rollback()
        rows = self.desk.session.scalars(select(AuditLog).where(AuditLog.action == action).order_by(AuditLog.id))
        return [row.details or {} for row in rows]


def table_too_late(desk: Desk) -> Case:
    """A case on which the organisation works, and whose table for tailored help let its last day pass."""
    case = told(desk, Verb.TAKEN_UP)
    tables.escalate(desk.context(), case.number, KNOT)
    pass_time(desk, days=15)
    return desk.case(case.number)


def decide_at_the_table(desk: Desk, case: Case) -> None:
    """The table decides after all."""
    table = tables.open_table(desk.session, case)
    assert table is not None
    table_id = table.id
    setting.appoint(desk.context(SUPERVISOR), case.number, table_id, "Fatima de Wit", "uwv", desk.clock.today(), "Zij mag besluiten")
    deciding.decide(desk.context(SUPERVISOR), case.number, table_id, "maatwerk", DECISION, GROUND)
