"""Two transactions at once: what is committed late gets a number late, and no reader passes over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from loket import session_of
from loket.cases.models import Referral
from loket.routing import pull
from loket.routing.context import Actor
from loket.routing.progress import lock_part
from tests.support.desk import Desk
from tests.support.pulling import PULLER

READER = Actor(name="client:uwv", label=PULLER, organisation=PULLER, origin="api")
TWO_WRITERS = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer at a time


@contextmanager
def another(desk: Desk) -> Iterator[Session]:
    """A session beside the desk's own."""
    with session_of(desk.app) as opened:
        yield opened


def read(desk: Desk, since: str | None = None) -> tuple[list[str], str]:
    """The numbers of the parts that changed, and where to go on."""
    page = pull.changes(desk.context(READER), since, 50)
    return [line.part.number for line in page.lines], page.after


def three(desk: Desk) -> list[str]:
    return [desk.open("ww", new_case_reason="ander verzoek").referrals[0].number for _ in range(3)]


@TWO_WRITERS
def test_a_change_that_is_committed_late_is_read_by_who_read_on_meanwhile(desk: Desk) -> None:
    first, second, third = three(desk)
    _, since = read(desk)
    with another(desk) as late, another(desk) as quick:
        late.execute(update(Referral).where(Referral.number == first).values(feed_number=None))
        quick.execute(update(Referral).where(Referral.number == third).values(feed_number=None))
        quick.commit()
        seen, since = read(desk, since)
        assert seen == [third]
        late.commit()
    assert read(desk, since)[0] == [first]
    assert second not in seen


@TWO_WRITERS
def test_a_case_that_is_opened_before_and_committed_after_another_is_not_passed_over(desk: Desk) -> None:
    number = desk.open("ww").referrals[0].number
    with another(desk) as late:
        old = desk.context(session=late)
        case, part = lock_part(old, number)
        part.reference = "laat"
        late.flush()
        desk.open("ww", new_case_reason="ander verzoek")
        seen, since = read(desk)
        assert (len(seen), number in seen) == (1, False)
        late.commit()
    assert case.number in number
    assert read(desk, since)[0] == [number]


def test_a_number_that_was_given_while_a_change_was_in_hand_is_taken_back(desk: Desk) -> None:
    number = desk.open("ww").referrals[0].number
    context = desk.context()
    _, part = lock_part(context, number)
    assert part.feed_number is None  # as this session read it; a reader gives it one before the change is written
    context.session.execute(
        update(Referral).where(Referral.id == part.id).values(feed_number=7), execution_options={"synchronize_session": False}
    )
    part.reference = "nieuw"
    context.session.commit()
    desk.session.expire_all()
    assert desk.case(number[:-2]).referrals[0].feed_number is None
    desk.session.rollback()


def test_what_the_clock_notes_for_itself_is_no_change_and_what_people_see_is(desk: Desk) -> None:
    number = three(desk)[0]
    _, since = read(desk)
    for change, seen in (({"overdue": True}, []), ({"reference": "nieuw"}, [number])):
        context = desk.context()
        _, part = lock_part(context, number)
        for name, value in change.items():
            setattr(part, name, value)
        context.session.commit()
        assert read(desk, since)[0] == seen
