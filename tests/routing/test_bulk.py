"""One act on many cases: the rehearsal tells the truth and changes nothing, and what one refuses holds no other up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from loket.cases.audit import AuditLog
from loket.cases.models import Case, CaseEvent
from loket.cases.states import ReferralState
from loket.routing import bulk, coordinating, supervise
from loket.routing.context import Context
from tests.support.desk import MONDAY, SUPERVISOR, Desk, person
from tests.support.post import REFUSED, TAKEN

WHY = "Het adres is hersteld"


def again(context: Context, case: Case) -> None:
    supervise.offer_again(context, case, WHY)


def off(context: Context, case: Case) -> None:
    coordinating.put_off(context, case, MONDAY.date() + timedelta(days=5), WHY)


def two_stuck_and_one_that_moves(desk: Desk) -> list[str]:
    desk.post["uwv"].will(REFUSED, REFUSED, then=TAKEN)
    numbers = [desk.open("ww", applicant=person(bsn=None)).number for _ in range(2)]
    desk.drain()
    moving = desk.open("ww", applicant=person(bsn=None)).number
    desk.drain()
    return [*numbers, moving]


def rows(desk: Desk) -> tuple[int, ...]:
    desk.session.rollback()
    return tuple(desk.session.scalar(select(func.count()).select_from(table)) or 0 for table in (AuditLog, CaseEvent))


def test_a_rehearsal_names_what_cannot_be_done_and_changes_nothing(desk: Desk) -> None:
    numbers = two_stuck_and_one_that_moves(desk)
    before = rows(desk), [desk.case(number).version for number in numbers]
    lines = bulk.rehearse(desk.context(SUPERVISOR), [*numbers, "L-0000000000"], again)
    assert [line.number for line in lines if line.fault is None] == numbers[:2]
    assert [line.fault for line in lines[2:]] == [
        "Er staat voor dit deel niets klaar om opnieuw aan te bieden.",
        "Deze zaak is hier niet bekend.",
    ]
    assert (rows(desk), [desk.case(number).version for number in numbers]) == before


def test_carrying_out_does_what_the_rehearsal_said(desk: Desk) -> None:
    numbers = two_stuck_and_one_that_moves(desk)
    rehearsed = bulk.rehearse(desk.context(SUPERVISOR), numbers, again)
    assert bulk.carry_out(desk.context(SUPERVISOR), numbers, again) == rehearsed
    assert [desk.case(number).referrals[0].state for number in numbers] == [
        ReferralState.PENDING,
        ReferralState.PENDING,
        ReferralState.SENT,
    ]
    desk.drain()
    assert desk.stuck() == []


def test_each_case_is_its_own_transaction(desk: Desk) -> None:
    first, second, moving = two_stuck_and_one_that_moves(desk)
    lines = bulk.carry_out(desk.context(SUPERVISOR), [first, moving, second], off)
    assert [line.fault is None for line in lines] == [True, False, True]
    assert set(desk.stuck(snoozed=True)) == {first, second}


def test_a_case_that_somebody_else_holds_holds_no_other_up(desk: Desk) -> None:
    first, held, second = (desk.open("ww", applicant=person(bsn=None)).number for _ in range(3))

    def act(_context: Context, case: Case) -> None:
        if case.number == held:
            raise OperationalError("UPDATE", {}, LockNotAvailable())
        case.joinable = False

    lines = bulk.carry_out(desk.context(SUPERVISOR), [first, held, second], act)
    assert [line.fault for line in lines] == [None, bulk.HELD_UP, None]
    assert [desk.case(number).joinable for number in (first, held, second)] == [False, True, False]


def test_when_the_database_is_gone_it_stops(desk: Desk) -> None:
    number = desk.open("ww").number

    def act(_context: Context, _case: Case) -> None:
        raise OperationalError("UPDATE", {}, ConnectionError())

    with pytest.raises(OperationalError):
        bulk.carry_out(desk.context(SUPERVISOR), [number], act)


def test_no_more_than_the_most_at_once(desk: Desk) -> None:
    assert len(bulk.rehearse(desk.context(SUPERVISOR), ["L-0000000000"] * (bulk.MOST + 1), again)) == bulk.MOST


def test_every_part_of_a_case_that_has_something_is_offered_again(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    desk.post["svb"].will(REFUSED)
    number = desk.open("ww", "akw").number
    desk.drain()
    assert bulk.carry_out(desk.context(SUPERVISOR), [number], again) == [bulk.Line(number)]
    assert {part.state for part in desk.case(number).referrals} == {ReferralState.PENDING}
    assert desk.events(desk.case(number)).count("opnieuw-aangeboden") == 2
