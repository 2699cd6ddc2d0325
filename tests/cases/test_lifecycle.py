"""Every (state, trigger) pair of both tables moves, is ignored with a reason, or is refused. Nothing in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

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

# One line a state, one letter a trigger in the order of the header: + moves (or stays by right), . ignored with a reason, x refused.
REFERRALS = """
                  ready send give_up retry receive accept ask complete suspend resume extend decide carry_out revise close decline forward return withdraw
planned             +    x     x      x      x       x     x     x        x      x      x      x       x        x     x      x       x      x       +
pending             .    +     +      x      +       +     +     .        +      .      +      +       .        +     x      +       x      x       +
sent                .    .     .      x      +       +     +     .        +      .      +      +       .        +     x      +       x      x       +
received            .    .     .      x      .       +     +     .        +      .      +      +       .        +     x      +       x      x       +
accepted            .    .     .      x      .       .     +     .        +      .      +      +       .        +     x      +       x      x       +
needs_information   .    .     .      x      .       .     +     +        .      +      +      +       .        +     x      +       x      x       +
suspended           .    .     .      x      .       .     +     .        .      +      +      +       .        +     x      +       x      x       +
decided             .    .     .      x      .       .     .     .        .      .      .      .       +        +     +      .       x      x       x
delivered           .    .     .      x      .       .     .     .        .      .      .      .       .        +     +      .       x      x       x
closed              .    .     .      x      .       .     .     .        .      .      .      .       .        +     .      .       x      x       x
declined            .    .     .      x      .       .     .     .        .      .      .      .       .        .     .      .       +      +       +
returned            .    .     .      x      .       .     .     .        .      .      .      .       .        .     .      .       x      x       .
forwarded           .    .     .      x      .       .     .     .        .      .      .      .       .        .     .      .       x      x       .
undeliverable       .    .     .      +      +       +     +     .        +      .      +      +       .        +     x      +       +      +       +
withdrawn           .    .     .      x      .       .     .     .        .      .      .      .       .        .     .      .       x      x       .
"""

CASES = """
                     lose_route progress wait settle withdraw close reopen
received                 +         +      +     +       +       x      .
unroutable               .         +      +     +       +       x      .
in_progress              .         .      +     +       +       x      .
waiting_for_citizen      .         +      .     +       +       x      .
settled                  .         +      +     .       +       +      .
closed                   .         .      .     .       .       .      +
withdrawn                .         +      +     .       .       +      .
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


def pairs(table: str) -> list[tuple[str, str, str]]:
    header, *rows = [line.split() for line in table.strip("\n").splitlines()]
    return [(row[0], trigger, mark) for row in rows for trigger, mark in zip(header, row[1:], strict=True)]


def test_the_lists_below_name_every_pair() -> None:
    assert {(state, trigger) for state, trigger, _ in pairs(REFERRALS)} == {(s.value, t.value) for s in ReferralState for t in Trigger}
    assert {(state, trigger) for state, trigger, _ in pairs(CASES)} == {(s.value, t.value) for s in CaseState for t in CaseTrigger}


@pytest.mark.parametrize(("state", "trigger", "mark"), pairs(REFERRALS))
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


@pytest.mark.parametrize(("state", "trigger", "mark"), pairs(CASES))
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
    assert OPEN | FINAL == set(ReferralState)
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
        *((state.value, Turn.NONE) for state in FINAL),
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
