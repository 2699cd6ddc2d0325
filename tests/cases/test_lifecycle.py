"""Every (state, trigger) pair of both tables moves, is ignored with a reason, or is refused. Nothing in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from loket.cases.lifecycle import (
    CASE_TABLE,
    FINAL,
    OPEN,
    REFERRAL_MACHINE,
    REFERRAL_TABLE,
    CaseTrigger,
    Trigger,
    case_trigger,
    case_turn,
    fire,
    follow,
    turn_of,
)
from loket.cases.states import CaseState, ReferralState, Turn
from loket.errors import Conflict

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EARLIER = datetime(2026, 11, 1, tzinfo=UTC)

# States (their first five letters) in the header, triggers in front: + moves or stays by right, . is ignored with a reason, x is refused.
REFERRALS = """
          plann pendi sent  recei accep needs suspe decid deliv close decli retur forwa undel withd
ready     +     .     .     .     .     .     .     .     .     .     .     .     .     .     .
send      x     +     .     .     .     .     .     .     .     .     .     .     .     .     .
give_up   x     +     .     .     .     .     .     .     .     .     .     .     .     .     .
retry     x     x     x     x     x     x     x     x     x     x     x     x     x     +     x
receive   x     +     +     .     .     .     .     .     .     .     .     .     .     +     .
accept    x     +     +     +     .     .     .     .     .     .     .     .     .     +     .
ask       x     +     +     +     +     +     +     .     .     .     .     .     .     +     .
complete  x     .     .     .     .     +     .     .     .     .     .     .     .     .     .
suspend   x     +     +     +     +     .     .     .     .     .     .     .     .     +     .
resume    x     .     .     .     .     +     +     .     .     .     .     .     .     .     .
extend    x     +     +     +     +     +     +     .     .     .     .     .     .     +     .
decide    x     +     +     +     +     +     +     .     .     .     .     .     .     +     .
carry_out x     .     .     .     .     .     .     +     .     .     .     .     .     .     .
revise    x     +     +     +     +     +     +     +     +     +     .     .     .     +     .
close     x     x     x     x     x     x     x     +     +     .     .     .     .     x     .
decline   x     +     +     +     +     +     +     .     .     .     .     .     .     +     .
forward   x     x     x     x     x     x     x     x     x     x     +     x     x     +     x
return    x     x     x     x     x     x     x     x     x     x     +     x     x     +     x
withdraw  +     +     +     +     +     +     +     x     x     x     +     .     .     +     .
"""

CASES = """
           recei unrou in_pr waiti settl close withd
lose_route +     .     +     .     .     .     .
progress   +     +     .     +     +     .     +
wait       +     +     +     .     +     .     +
settle     +     +     +     +     .     .     .
withdraw   +     +     +     +     +     .     .
close      x     +     x     x     +     .     +
reopen     .     .     .     .     .     +     .
"""


@dataclass
class Part:
    state: ReferralState
    state_since: datetime = EARLIER
    turn: Turn = Turn.NONE


@dataclass
class Whole:
    state: CaseState
    turn: Turn = Turn.NONE


def pairs(table: str, states: type[StrEnum]) -> list[tuple[str, str, str]]:
    names = {state.value[:5]: state.value for state in states}
    header, *rows = [line.split() for line in table.strip("\n").splitlines()]
    return [(names[short], row[0], mark) for row in rows for short, mark in zip(header, row[1:], strict=True)]


def test_the_lists_above_name_every_pair() -> None:
    assert {(state, trigger) for state, trigger, _ in pairs(REFERRALS, ReferralState)} == {
        (s.value, t.value) for s in ReferralState for t in Trigger
    }
    assert {(state, trigger) for state, trigger, _ in pairs(CASES, CaseState)} == {
        (s.value, t.value) for s in CaseState for t in CaseTrigger
    }


@pytest.mark.parametrize(("state", "trigger", "mark"), pairs(REFERRALS, ReferralState))
def test_each_pair_of_a_part_does_what_the_list_says(state: str, trigger: str, mark: str) -> None:
    part = Part(ReferralState(state))
    rule = REFERRAL_TABLE[Trigger(trigger)]
    if mark == "x":
        with pytest.raises(Conflict):
            fire(part, Trigger(trigger), NOW)
        assert part.state.value == state
        return
    fired = fire(part, Trigger(trigger), NOW)
    assert fired.moved is (mark == "+")
    assert part.state is (rule.target or ReferralState(state) if fired.moved else ReferralState(state))
    assert bool(fired.reason) is not fired.moved


@pytest.mark.parametrize(("state", "trigger", "mark"), pairs(CASES, CaseState))
def test_each_pair_of_a_case_does_what_the_list_says(state: str, trigger: str, mark: str) -> None:
    case = Whole(CaseState(state))
    if mark == "x":
        with pytest.raises(Conflict):
            follow(case, CaseTrigger(trigger))
        return
    fired = follow(case, CaseTrigger(trigger))
    assert fired.moved is (mark == "+")
    assert case.state is (CASE_TABLE[CaseTrigger(trigger)].target if fired.moved else CaseState(state))


def test_a_state_that_stays_keeps_its_since() -> None:
    part = Part(ReferralState.ACCEPTED)
    fire(part, Trigger.EXTEND, NOW)
    assert part.state_since == EARLIER


def test_a_state_that_changes_is_since_now() -> None:
    part = Part(ReferralState.SENT)
    fire(part, Trigger.RECEIVE, NOW)
    assert part.state_since == NOW


def test_no_state_can_be_reached_without_a_trigger_of_the_table() -> None:
    assert not [name for name in REFERRAL_MACHINE.events if name.startswith("to_")]


def test_open_and_final_divide_all_states() -> None:
    assert set(ReferralState) == OPEN | FINAL
    assert not OPEN & FINAL


@pytest.mark.parametrize(
    ("states", "trigger"),
    [
        ([], CaseTrigger.LOSE_ROUTE),
        (["withdrawn", "withdrawn"], CaseTrigger.WITHDRAW),
        (["decided", "withdrawn", "forwarded"], CaseTrigger.SETTLE),
        (["closed", "returned", "delivered"], CaseTrigger.SETTLE),
        (["decided", "needs_information"], CaseTrigger.WAIT),
        (["pending", "planned"], None),  # nothing left the house yet
        (["pending", "sent"], CaseTrigger.PROGRESS),
        (["decided", "declined"], CaseTrigger.PROGRESS),  # handed back is open: somebody must choose
        (["decided", "undeliverable"], CaseTrigger.PROGRESS),
        (["suspended"], CaseTrigger.PROGRESS),
    ],
)
def test_the_state_of_a_case_follows_from_its_parts(states: list[str], trigger: CaseTrigger | None) -> None:
    assert case_trigger([ReferralState(state) for state in states]) is trigger


@pytest.mark.parametrize(
    ("state", "turn"),
    [
        ("planned", Turn.APPLICANT),  # unless it waits for another part: see test_waiting
        ("pending", Turn.ORGANISATION),
        ("sent", Turn.ORGANISATION),
        ("received", Turn.ORGANISATION),
        ("accepted", Turn.ORGANISATION),
        ("suspended", Turn.ORGANISATION),
        ("needs_information", Turn.APPLICANT),
        ("declined", Turn.COUNTER),
        ("undeliverable", Turn.COUNTER),
        *((state.value, Turn.NONE) for state in sorted(FINAL)),
    ],
)
def test_whose_turn_a_part_is_follows_from_its_state(state: str, turn: Turn) -> None:
    assert turn_of(ReferralState(state)) is turn


@pytest.mark.parametrize(
    ("turns", "turn"),
    [
        ([Turn.ORGANISATION, Turn.APPLICANT, Turn.COUNTER], Turn.APPLICANT),
        ([Turn.ORGANISATION, Turn.COUNTER, Turn.NOBODY], Turn.COUNTER),
        ([Turn.ORGANISATION, Turn.NOBODY], Turn.NOBODY),
        ([Turn.NONE, Turn.ORGANISATION], Turn.ORGANISATION),
        ([Turn.NONE], Turn.NONE),
        ([], Turn.NONE),
    ],
)
def test_whose_turn_a_case_is_follows_from_its_parts(turns: list[Turn], turn: Turn) -> None:
    assert case_turn(turns) is turn
