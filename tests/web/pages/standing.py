"""Cases that stand still, for the pages of the supervisor."""

from __future__ import annotations

from loket.cases.models import Case
from tests.support.desk import Desk, person
from tests.support.post import REFUSED, TAKEN

LIST = "/vastgelopen"


def quiet(desk: Desk, number: str) -> str:
    """End the transaction: on SQLite a reader holds the write lock."""
    desk.session.rollback()
    return number


def undelivered(desk: Desk) -> str:
    desk.post["uwv"].will(REFUSED, then=TAKEN)
    number = desk.open("ww", applicant=person(bsn=None)).number
    desk.drain()
    return quiet(desk, number)


def case_of(desk: Desk, number: str) -> Case:
    found = desk.case(number)
    desk.session.expunge_all()
    desk.session.rollback()
    return found
