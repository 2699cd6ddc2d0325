"""When a case stands still, why, and whose turn it then is: a question about time and turn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.cases.states import CaseState, ReferralState, Turn
from loket.cases.words import STUCK_SENTENCES
from loket.routing import stuck, stuck_list, sweep
from loket.routing.context import MACHINE
from loket.routing.entries import Norms
from loket.routing.norms import norm_at
from loket.routing.stuck import Facts
from tests.support.desk import MONDAY, Desk, general, part_of
from tests.support.post import ABSENT, REFUSED

S = ReferralState
TODAY = MONDAY.date()
PAST, FUTURE = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)
DONE = {S.DELIVERED, S.CLOSED, S.RETURNED, S.FORWARDED, S.WITHDRAWN}


def part(state: ReferralState, norm: datetime | None = None, due: date | None = None, turn: Turn = Turn.ORGANISATION) -> Referral:
    """A part in this state, without a database."""
    return Referral(id=new_id(), state=state, norm_at=norm, due_on=due, turn=turn, organisation="uwv", product="ww", overdue=False, hops=0)


def reason_of(parts: Sequence[Referral], state: CaseState = CaseState.IN_PROGRESS, **facts: Any) -> str | None:
    """Why a case with these parts stands still on Monday."""
    found = stuck.look(parts, state, Facts(MONDAY, TODAY, **facts))
    return found.reason if found else None


#: state, its norm, the last day for a decision, the organisations that are down → why it stands still
REASONS = [
    (S.PENDING, PAST, None, (), "niet-bezorgd"),
    (S.PENDING, FUTURE, None, (), None),
    (S.PENDING, FUTURE, None, ("uwv",), "organisatie-onbereikbaar"),
    (S.PENDING, FUTURE, None, ("svb",), None),  # another organisation is down
    (S.SENT, PAST, None, (), "geen-ontvangst"),
    (S.SENT, FUTURE, None, ("uwv",), None),  # what has arrived does not wait for the line
    (S.RECEIVED, PAST, None, (), "niet-opgenomen"),
    (S.ACCEPTED, PAST, None, (), "geen-voortgang"),
    (S.SUSPENDED, PAST, None, (), "geen-voortgang"),
    (S.NEEDS_INFORMATION, PAST, None, (), "aanvulling-verlopen"),
    (S.DECIDED, PAST, None, (), "niet-geleverd"),
    (S.DECIDED, None, None, (), None),
    (S.UNDELIVERABLE, None, None, (), "onbestelbaar"),
    (S.DECLINED, None, None, (), "teruggegeven"),
    (S.ACCEPTED, FUTURE, TODAY - timedelta(days=1), (), "termijn-verstreken"),
    (S.ACCEPTED, FUTURE, TODAY - timedelta(days=400), (), "termijn-verstreken"),  # however long ago
    (S.ACCEPTED, FUTURE, TODAY, (), None),  # the last day belongs to the term
    (S.SUSPENDED, FUTURE, TODAY - timedelta(days=1), (), None),  # the term does not run
    (S.NEEDS_INFORMATION, FUTURE, TODAY - timedelta(days=1), (), None),
    (S.DECIDED, None, TODAY - timedelta(days=1), (), None),
]


@pytest.mark.parametrize(("state", "norm", "due", "down", "reason"), REASONS)
def test_why_a_part_stands_still(
    state: ReferralState, norm: datetime | None, due: date | None, down: tuple[str, ...], reason: str | None
) -> None:
    assert stuck.part_reason(part(state, norm, due), Facts(MONDAY, TODAY, down)) == reason


@pytest.mark.parametrize("state", sorted(DONE))
def test_a_part_that_is_done_never_stands_still(state: ReferralState) -> None:
    assert stuck.part_reason(part(state, FUTURE, TODAY - timedelta(days=9)), Facts(MONDAY, TODAY, ("uwv",))) is None


@pytest.mark.parametrize(
    ("states", "reason"),
    [
        ((S.UNDELIVERABLE, S.DECLINED), "onbestelbaar"),
        ((S.DECLINED, S.ACCEPTED), "teruggegeven"),
        ((S.SENT, S.PENDING), "niet-bezorgd"),
        ((S.DECIDED, S.NEEDS_INFORMATION), "aanvulling-verlopen"),
        ((S.CLOSED,), None),
        ((), None),
    ],
)
def test_the_worst_reason_counts_for_the_case(states: tuple[ReferralState, ...], reason: str | None) -> None:
    assert reason_of([part(state, PAST) for state in states]) == reason


def test_a_case_without_a_route_stands_still_whatever_else() -> None:
    assert reason_of([], CaseState.UNROUTABLE) == "geen-route"


def test_every_reason_has_its_sentence_and_its_place_in_the_order() -> None:
    assert set(stuck.SILENT.values()) <= set(stuck.ORDER) <= set(STUCK_SENTENCES)


@pytest.mark.parametrize(
    ("state", "turn"),
    [
        (S.PENDING, Turn.COUNTER),
        (S.SENT, Turn.COUNTER),
        (S.PLANNED, Turn.COUNTER),
        (S.RECEIVED, Turn.NOBODY),
        (S.ACCEPTED, Turn.NOBODY),
        (S.SUSPENDED, Turn.NOBODY),
        (S.NEEDS_INFORMATION, Turn.APPLICANT),
    ],
)
def test_whose_turn_it_is_once_the_norm_has_passed(state: ReferralState, turn: Turn) -> None:
    assert stuck.overdue_turn(state) is turn


@pytest.mark.parametrize(
    ("state", "told", "at"),
    [
        (S.PENDING, {}, MONDAY + timedelta(days=1)),
        (S.SENT, {}, MONDAY + timedelta(days=2)),
        (S.RECEIVED, {}, MONDAY + timedelta(days=7)),
        (S.ACCEPTED, {}, MONDAY + timedelta(days=28)),
        (S.SUSPENDED, {}, MONDAY + timedelta(days=28)),
        (S.NEEDS_INFORMATION, {"information_due": date(2026, 3, 16)}, datetime(2026, 3, 19, tzinfo=UTC)),
        (S.NEEDS_INFORMATION, {}, None),
        (S.DECIDED, {"carries_out": True}, MONDAY + timedelta(days=14)),
        (S.DECIDED, {}, None),
        (S.UNDELIVERABLE, {}, None),  # somebody's turn at once: no norm is needed
    ],
)
def test_how_long_each_state_may_last(state: ReferralState, told: dict[str, Any], at: datetime | None) -> None:
    assert norm_at(state, Norms(), MONDAY, **told) == at


def silent(desk: Desk, verb: Verb | None, days: int) -> Case:
    """A case whose only part has been silent so many days after this report (None: after its delivery)."""
    case = desk.open("ww")
    desk.drain()
    if verb:
        desk.tell(part_of(case, "ww"), verb)
    desk.clock.advance(days=days)
    sweep.look_at_norms(desk.context(MACHINE))
    return desk.case(case.number)


@pytest.mark.parametrize(
    ("verb", "days", "reason", "turn"),
    [
        (None, 3, "geen-ontvangst", "loket"),
        (Verb.RECEIVED, 8, "niet-opgenomen", "niemand"),
        (Verb.TAKEN_UP, 29, "geen-voortgang", "niemand"),
        (Verb.TAKEN_UP, 27, None, "organisatie"),
    ],
)
def test_a_silent_part_is_nobodys_turn_in_the_shared_status(
    desk: Desk, verb: Verb | None, days: int, reason: str | None, turn: str
) -> None:
    status = desk.status(silent(desk, verb, days))
    assert (status["aanZet"], status["deelzaken"][0]["aanZet"]) == (turn, turn)
    assert (status["vastgelopen"] or {}).get("reden") == reason


def test_standing_still_is_told_once_on_the_timeline_however_often_the_clock_looks(desk: Desk) -> None:
    case = silent(desk, Verb.RECEIVED, 8)
    for _ in range(3):
        desk.clock.advance(days=1)
        sweep.look_at_norms(desk.context(MACHINE))
    assert desk.events(case).count("vastgelopen") == 1


def test_a_sign_of_life_makes_it_their_turn_again(desk: Desk) -> None:
    case = silent(desk, Verb.RECEIVED, 8)
    desk.tell(part_of(case, "ww"), Verb.TAKEN_UP)
    assert (case.turn, case.stuck_reason, case.stuck_since) == (Turn.ORGANISATION, None, None)


def test_a_silent_part_stays_so_when_another_part_moves(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.RECEIVED)
    desk.tell(part_of(case, "akw"), Verb.TAKEN_UP)
    desk.clock.advance(days=8)
    sweep.look_at_norms(desk.context(MACHINE))
    since = desk.case(case.number).stuck_since
    desk.clock.advance(hours=2)
    desk.decide(part_of(case, "akw"), Outcome.REFUSED)
    assert (case.turn, case.stuck_reason, case.stuck_since) == (Turn.NOBODY, "niet-opgenomen", since)


def test_a_legal_date_that_passed_puts_a_case_on_the_list_and_it_stays_there(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.TAKEN_UP)
    for days in (58, 400):  # due on 28 April
        desk.clock.set(MONDAY + timedelta(days=days))
        sweep.look_at_terms(desk.context(MACHINE))
        assert desk.case(case.number).stuck_reason == "termijn-verstreken"
    desk.decide(part_of(case, "ww"), Outcome.REFUSED)
    assert case.stuck_reason is None


def test_what_was_granted_and_not_carried_out_stands_still_until_it_is(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(case, "ww"))
    desk.clock.advance(days=15)
    sweep.look_at_norms(desk.context(MACHINE))
    case = desk.case(case.number)
    assert (case.state, case.stuck_reason) == (CaseState.SETTLED, "niet-geleverd")
    desk.tell(part_of(case, "ww"), Verb.CARRIED_OUT)
    assert case.stuck_reason is None


def test_the_supervisors_list_shows_the_oldest_first_page_by_page(desk: Desk) -> None:
    desk.post["uwv"].will(then=REFUSED)
    numbers = []
    for _ in range(5):
        numbers.append(desk.open(*general("uwv")).number)
        desk.clock.advance(minutes=1)
        desk.drain()
    first = desk.stuck(limit=2)
    rest = desk.stuck(after=stuck_list.cursor(desk.case(first[-1])))
    assert first + rest == numbers


def test_the_supervisor_asks_for_one_reason(desk: Desk) -> None:
    desk.post["uwv"].will(then=REFUSED)
    desk.open("ww")
    returned = desk.open("akw")
    desk.drain()
    desk.tell(part_of(returned, "akw"), Verb.DECLINED, reason=DeclineReason.OTHER)
    assert desk.stuck(reason="teruggegeven") == [returned.number]


def test_an_undelivered_part_is_the_counters_turn_after_a_day(desk: Desk) -> None:
    desk.post["uwv"].will(then=ABSENT)
    case = desk.open("ww")
    desk.drain()
    desk.clock.advance(days=1, minutes=1)
    sweep.look_at_norms(desk.context(MACHINE))
    assert (desk.case(case.number).stuck_reason, desk.case(case.number).turn) == ("niet-bezorgd", Turn.COUNTER)
