"""What holds a case up beside its parts: a promise that was not kept, and somebody who asked again without news."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from loket.adapters.port import Verb
from loket.cases.models import Case
from loket.cases.states import CaseState
from loket.cases.words import STUCK_SENTENCES
from loket.routing import contact, stuck, sweep
from loket.routing.context import MACHINE
from loket.web.texts import WHAT_NOW
from tests.support.desk import MONDAY, Desk, part_of

TODAY = MONDAY.date()
YESTERDAY = TODAY - timedelta(days=1)
PAST, FUTURE = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)


@pytest.mark.parametrize(
    ("found", "state", "reason"),
    [
        ({"handover_norm": PAST}, CaseState.IN_PROGRESS, "overdracht-niet-opgepakt"),
        ({"handover_norm": FUTURE}, CaseState.IN_PROGRESS, None),
        ({"promised_by": YESTERDAY}, CaseState.IN_PROGRESS, "toezegging-niet-nagekomen"),
        ({"promised_by": TODAY}, CaseState.IN_PROGRESS, None),  # the day itself belongs to the promise
        ({"promised_by": YESTERDAY}, CaseState.SETTLED, "toezegging-niet-nagekomen"),
        ({"promised_by": YESTERDAY}, CaseState.CLOSED, None),
        ({"knocks": 2}, CaseState.IN_PROGRESS, "opnieuw-aangeklopt"),
        ({"knocks": 1}, CaseState.IN_PROGRESS, None),
        ({"knocks": 5}, CaseState.SETTLED, None),
    ],
    ids=str,
)
def test_what_stands_beside_the_parts_can_hold_a_case_up(found: dict[str, Any], state: CaseState, reason: str | None) -> None:
    assert stuck.aside_reasons(stuck.Facts(MONDAY, TODAY, aside=stuck.Aside(**found)), state) == ([reason] if reason else [])


@pytest.mark.parametrize("reason", ["opnieuw-aangeklopt", "overdracht-niet-opgepakt", "toezegging-niet-nagekomen"])
def test_every_reason_has_a_sentence_and_says_what_to_do(reason: str) -> None:
    assert reason in stuck.ORDER
    assert reason in STUCK_SENTENCES
    assert reason in WHAT_NOW


def busy(desk: Desk) -> Case:
    """A case on which the organisation works: nothing else holds it up for four weeks."""
    case = desk.open("ww")
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.TAKEN_UP)
    return desk.case(case.number)


def ask(desk: Desk, case: Case, **said: Any) -> None:
    """The person asks how it stands; an hour later."""
    desk.clock.advance(hours=1)
    contact.record(desk.context(), case.number, question="Hoe staat het?", channel="balie", **said)


def stuck_by(desk: Desk, case: Case) -> str | None:
    return desk.case(case.number).stuck_reason


def test_a_promise_whose_day_has_passed_holds_the_case_up_until_it_is_kept(desk: Desk) -> None:
    case = busy(desk)
    ask(desk, case, promise="Wij bellen terug", promised_by=TODAY)
    assert sweep.look_at_promises(desk.context(MACHINE)) == 0
    desk.clock.advance(days=1)
    assert sweep.look_at_promises(desk.context(MACHINE)) == 1
    assert stuck_by(desk, case) == "toezegging-niet-nagekomen"
    assert desk.stuck() == [case.number]
    (knock,) = desk.case(case.number).contacts
    contact.keep_promise(desk.context(), case.number, str(knock.id))
    assert stuck_by(desk, case) is None


def test_a_broken_promise_is_told_once_however_often_the_clock_looks(desk: Desk) -> None:
    case = busy(desk)
    ask(desk, case, promise="Wij bellen terug", promised_by=TODAY)
    for _ in range(3):
        desk.clock.advance(days=1)
        sweep.look_at_promises(desk.context(MACHINE))
    assert desk.events(case).count("vastgelopen") == 1


def test_who_asks_twice_without_an_answer_or_news_holds_the_case_up(desk: Desk) -> None:
    case = busy(desk)
    ask(desk, case)
    assert stuck_by(desk, case) is None
    ask(desk, case)
    assert stuck_by(desk, case) == "opnieuw-aangeklopt"


@pytest.mark.parametrize("answer", [{"answered": True}, {"said": "Nog een week"}], ids=str)
def test_an_answer_ends_that(desk: Desk, answer: dict[str, Any]) -> None:
    case = busy(desk)
    ask(desk, case)
    ask(desk, case)
    ask(desk, case, **answer)
    assert stuck_by(desk, case) is None


def test_news_between_two_questions_is_an_answer_too(desk: Desk) -> None:
    case = busy(desk)
    ask(desk, case)
    desk.clock.advance(hours=1)
    desk.tell(part_of(case, "ww"), Verb.EXTENDED, new_due=TODAY + timedelta(days=90))
    ask(desk, case)
    assert stuck_by(desk, case) is None


def test_news_after_two_questions_lets_the_case_move_again(desk: Desk) -> None:
    case = busy(desk)
    ask(desk, case)
    ask(desk, case)
    desk.clock.advance(hours=1)
    desk.tell(part_of(case, "ww"), Verb.EXTENDED, new_due=TODAY + timedelta(days=90))
    assert stuck_by(desk, case) is None


def test_an_outage_is_told_before_a_broken_promise() -> None:
    order = list(stuck.ORDER)
    assert order.index("organisatie-onbereikbaar") < order.index("toezegging-niet-nagekomen") < order.index("geen-voortgang")
