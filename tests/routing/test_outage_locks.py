"""Who locks what, and in which order, when lines go away and are opened: nobody waits in a ring with who writes results."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from loket import session_of
from loket.cases.audit import ProcessingLog
from loket.cases.models import Case
from loket.cases.watch import OutageCall
from loket.routing import bulk, downtime, outage_calls, outage_log, supervise
from loket.routing.context import MACHINE
from tests.support.counting import counted
from tests.support.desk import SUPERVISOR, Desk, general, person
from tests.support.post import REFUSED

TWO_WRITERS = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer at a time


def away_with(desk: Desk, urgent: int) -> list[str]:
    """CAK said that it is away, and so many urgent cases wait; their numbers as they knocked."""
    now = desk.context().now
    downtime.announce(desk.context(), "cak", now, now + timedelta(hours=2), "Nieuwe versie")
    return [desk.open(*general("cak"), applicant=person(bsn=None), urgent=True).number for _ in range(urgent)]


@TWO_WRITERS
def test_while_a_case_is_held_its_outage_begins_and_no_line_is_held(desk: Desk, app: Flask) -> None:
    (number,) = away_with(desk, 1)
    with session_of(app) as other:
        other.scalars(select(Case).where(Case.number == number).with_for_update()).one()
        context = desk.context(MACHINE)
        context.session.execute(text("SET lock_timeout = '100ms'"))
        context.session.commit()
        with pytest.raises(OperationalError):
            outage_log.look(context)
        other.execute(text("SELECT organisation FROM channel WHERE organisation = 'cak' FOR UPDATE NOWAIT"))
    context.session.rollback()
    assert outage_log.lasting_of(context, "cak") is not None
    context.session.execute(text("SET lock_timeout = '5s'"))
    outage_log.look(desk.context(MACHINE))
    assert len(desk.session.scalars(select(OutageCall)).all()) == 1


def test_the_call_list_is_one_statement_in_the_order_in_which_people_knocked(desk: Desk, app: Flask) -> None:
    numbers = away_with(desk, 5)
    with counted(app) as statements:
        outage_log.look(desk.context(MACHINE))
    assert len([one for one in statements if one.startswith("INSERT INTO outage_call")]) == 1
    outage = outage_log.lasting_of(desk.context(SUPERVISOR), "cak")
    assert outage is not None
    listed, _ = outage_calls.listed(desk.context(SUPERVISOR), outage)
    assert [line.part.case.number for line in listed] == numbers


def test_who_called_is_accounted_for_in_the_processing_log(desk: Desk) -> None:
    (number,) = away_with(desk, 1)
    outage_log.look(desk.context(MACHINE))
    call_id = desk.session.scalars(select(OutageCall.id)).one()
    outage_calls.called(desk.context(SUPERVISOR), "cak", call_id, "Zij bellen de inwoner zelf.")
    rows = desk.session.scalars(select(ProcessingLog).where(ProcessingLog.name == "zaak-bijsturen")).all()
    assert [row.subject for row in rows] == [desk.case(number).person.pseudonym]


def test_what_is_offered_again_opens_each_line_once_and_by_name_after_all_else_is_locked(desk: Desk, app: Flask) -> None:
    for organisation in ("uwv", "svb"):
        desk.post[organisation].will(REFUSED)
    number = desk.open("ww", "akw").number
    desk.drain()
    with counted(app) as statements:
        lines = bulk.carry_out(desk.context(SUPERVISOR), [number], lambda context, case: supervise.offer_again(context, case, "Hersteld"))
    assert lines == [bulk.Line(number)]
    opened = [place for place, one in enumerate(statements) if one.startswith("UPDATE channel")]
    sent = [place for place, one in enumerate(statements) if one.startswith(("INSERT INTO delivery", "UPDATE delivery"))]
    assert (len(opened), max(sent) < min(opened)) == (2, True)
