"""Organisations that signal arrears of one person, for the tests of what comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from loket.cases.arrears import ArrearsSignal
from loket.cases.audit import AuditLog
from loket.routing.arrears import handling, reporting
from loket.routing.arrears.reporting import Reported
from loket.routing.context import Actor
from tests.support.desk import BSN, Desk

LIST = "vroegsignalering"
GEMEENTE = Actor("behandelaar-den-haag", "gemeente-0518", organisation="gemeente-0518", origin="web")
ELSEWHERE = Actor("behandelaar-utrecht", "gemeente-0344", organisation="gemeente-0344", origin="web")


def tell(desk: Desk, organisation: str, code: str = "0518", **told: Any) -> date | None:
    """This organisation signals that the person is behind."""
    desk.clock.advance(minutes=1)
    actor = Actor(f"client:{organisation}", organisation, organisation=organisation, origin="api")
    return reporting.report(desk.context(actor), Reported(**{"list_slug": LIST, "bsn": BSN, "gemeente_code": code} | told))


def signals(desk: Desk, actor: Actor = GEMEENTE) -> list[ArrearsSignal]:
    return list(handling.listed(desk.context(actor))[0])


def audited(desk: Desk, action: str) -> list[AuditLog]:
    desk.session.rollback()
    return list(desk.session.scalars(select(AuditLog).where(AuditLog.action == action).order_by(AuditLog.id)))


def closed(desk: Desk, outcome: str) -> None:
    """A handler takes up the first signal, and closes it."""
    one = signals(desk)[0].id
    handling.take_up(desk.context(GEMEENTE), one)
    handling.close(desk.context(GEMEENTE), one, outcome)
