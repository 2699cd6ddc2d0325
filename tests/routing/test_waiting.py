"""A part that follows another: it goes out only after the awaited outcome, and the timeline says why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.models import Case, Referral
from loket.cases.states import CaseState, ReferralState, Turn
from loket.routing import completion, forwarding, supervise, sweep, withdrawal
from loket.routing.context import MACHINE
from loket.routing.entries import WaitsFor
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.post import REFUSED

S = ReferralState
AWAITED, FOLLOWS = "wlz-indicatie", "wlz-bijdrage"  # CIZ decides, then the CAK follows; at most 56 days


def waiting(desk: Desk) -> tuple[Case, Referral, Referral]:
    """A case whose second part waits for its first, which was delivered."""
    case = desk.open(AWAITED, FOLLOWS)
    desk.drain()
    return case, part_of(case, AWAITED), part_of(case, FOLLOWS)


def sentences(desk: Desk, case: Case) -> str:
    return "\n".join(line["tekst"] for line in desk.timeline(case))


def test_a_part_that_follows_another_is_planned_and_not_sent(desk: Desk) -> None:
    case, _, follower = waiting(desk)
    assert (follower.state, desk.deliveries(follower)) == (S.PLANNED, [])
    assert desk.post["cak"].received == []
    assert "Het deel voor cak wacht: eerst komt een ander deel." in sentences(desk, case)


def test_a_part_may_be_named_before_what_it_waits_for_and_so_may_what_waits_for_that(desk: Desk) -> None:
    desk.change_product("wmo-aanvraag", waits_for=WaitsFor(product=FOLLOWS, outcomes=("toegekend",), days=30))
    case = desk.open("wmo-aanvraag", FOLLOWS, AWAITED)
    last, middle, first = (part_of(case, product) for product in ("wmo-aanvraag", FOLLOWS, AWAITED))
    assert [last.ordinal, middle.ordinal, first.ordinal] == [1, 2, 3]
    assert (last.awaits_id, middle.awaits_id, first.awaits_id) == (middle.id, first.id, None)


def test_without_the_awaited_part_in_the_request_it_goes_out_at_once(desk: Desk) -> None:
    assert part_of(desk.open(FOLLOWS), FOLLOWS).state is S.PENDING


def test_what_is_applied_for_is_never_held_back(desk: Desk) -> None:
    case = desk.open("ww", "bijstand")
    assert {part.state for part in case.referrals} == {S.PENDING}


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.PARTLY_GRANTED])
def test_the_awaited_outcome_lets_it_go(desk: Desk, outcome: Outcome) -> None:
    case, awaited, follower = waiting(desk)
    desk.decide(awaited, outcome)
    assert (follower.state, follower.awaits_id, follower.turn) == (S.PENDING, None, Turn.ORGANISATION)
    desk.drain()
    assert [message.number for message in desk.post["cak"].received] == [follower.number]
    assert f"kan nu beginnen: {awaited.terms['naam']} is {outcome.value}" in sentences(desk, case)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.DISMISSED])
def test_another_outcome_ends_it_as_not_needed(desk: Desk, outcome: Outcome) -> None:
    case, awaited, follower = waiting(desk)
    desk.decide(awaited, outcome)
    assert (follower.state, case.state) == (S.WITHDRAWN, CaseState.SETTLED)
    assert desk.deliveries(follower) == []
    assert f"is niet meer nodig: {awaited.terms['naam']} is {outcome.value}" in sentences(desk, case)


def test_a_whole_chain_ends_when_its_first_part_is_refused(desk: Desk) -> None:
    case = desk.open("wmo-melding", "wmo-aanvraag", "wmo-bijdrage")
    desk.drain()
    desk.decide(part_of(case, "wmo-melding"), Outcome.REFUSED)
    assert [part.state for part in case.referrals] == [S.DECIDED, S.WITHDRAWN, S.WITHDRAWN]
    assert (case.state, case.stuck_reason) == (CaseState.SETTLED, None)


def test_a_chain_goes_on_part_by_part(desk: Desk) -> None:
    case = desk.open("wmo-melding", "wmo-aanvraag", "wmo-bijdrage")
    for product in ("wmo-melding", "wmo-aanvraag"):
        desk.drain()
        desk.decide(part_of(case, product))
    assert [part.state for part in case.referrals] == [S.DECIDED, S.DECIDED, S.PENDING]


@pytest.mark.parametrize(
    ("verb", "turn"),
    [(Verb.RECEIVED, Turn.ORGANISATION), (Verb.INFORMATION_ASKED, Turn.APPLICANT)],
    ids=["received", "information asked"],
)
def test_the_turn_of_a_waiting_part_is_that_of_the_awaited_one(desk: Desk, verb: Verb, turn: Turn) -> None:
    _, awaited, follower = waiting(desk)
    desk.tell(awaited, verb, information_due=desk.clock.today() + timedelta(days=14))
    assert follower.turn is turn


def test_the_wait_follows_a_forwarded_part_to_its_successor(desk: Desk) -> None:
    case, awaited, follower = waiting(desk)
    desk.tell(awaited, Verb.DECLINED, reason=DeclineReason.NOT_COMPETENT, right_organisation="zorgkantoor")
    successor = case.referrals[-1]
    assert (follower.state, follower.awaits_id) == (S.PLANNED, successor.id)
    desk.drain()
    desk.decide(successor)
    assert follower.state is S.PENDING


@pytest.mark.parametrize("reason", [DeclineReason.OTHER, DeclineReason.ALREADY_ARRANGED], ids=["handed back", "ended"])
def test_a_wait_for_a_part_that_was_handed_back_is_for_the_counter(desk: Desk, reason: DeclineReason) -> None:
    case, awaited, follower = waiting(desk)
    desk.tell(awaited, Verb.DECLINED, reason=reason)
    assert (follower.state, follower.turn, case.turn) == (S.PLANNED, Turn.COUNTER, Turn.COUNTER)
    assert case.stuck_reason in ("teruggegeven", "voorganger-mislukt")


def test_a_wait_for_an_undeliverable_part_is_for_the_counter_until_it_is_offered_again(desk: Desk) -> None:
    desk.post["ciz"].will(REFUSED)
    case, awaited, follower = waiting(desk)
    assert (awaited.state, follower.turn) == (S.UNDELIVERABLE, Turn.COUNTER)
    supervise.retry(desk.context(SUPERVISOR), awaited.number, "hersteld")
    desk.drain()
    assert (follower.turn, case.stuck_reason) == (Turn.ORGANISATION, None)


def test_a_wait_for_a_withdrawn_part_is_on_the_stuck_list(desk: Desk) -> None:
    case, awaited, follower = waiting(desk)
    withdrawal.withdraw(desk.context(), case.number, [awaited.number], "toch niet")
    assert (follower.state, follower.turn) == (S.PLANNED, Turn.COUNTER)
    assert desk.stuck() == [case.number]


def test_withdrawing_everything_leaves_nothing_waiting(desk: Desk) -> None:
    case, _, follower = waiting(desk)
    withdrawal.withdraw(desk.context(), case.number, None, "toch niet")
    assert (follower.state, case.state, case.stuck_reason) == (S.WITHDRAWN, CaseState.WITHDRAWN, None)


def test_a_wait_has_a_last_day_and_then_it_is_the_counters_turn(desk: Desk) -> None:
    case, awaited, follower = waiting(desk)
    desk.tell(awaited, Verb.TAKEN_UP)
    assert follower.awaits_until == desk.clock.today() + timedelta(days=56)
    desk.clock.advance(days=57)
    sweep.look_at_norms(desk.context(MACHINE))
    case = desk.case(case.number)
    assert (part_of(case, FOLLOWS).turn, case.stuck_reason) == (Turn.COUNTER, "wacht-te-lang")


def test_a_wait_that_lasted_too_long_still_ends_with_the_awaited_outcome(desk: Desk) -> None:
    _, awaited, follower = waiting(desk)
    desk.clock.advance(days=57)
    sweep.look_at_norms(desk.context(MACHINE))
    desk.decide(awaited)
    assert (follower.state, follower.turn) == (S.PENDING, Turn.ORGANISATION)


def test_a_wait_that_lasted_too_long_stays_so_when_something_else_happens(desk: Desk) -> None:
    case, awaited, _ = waiting(desk)
    desk.clock.advance(days=57)
    sweep.look_at_norms(desk.context(MACHINE))
    desk.tell(awaited, Verb.TAKEN_UP)
    assert (part_of(case, FOLLOWS).turn, case.stuck_reason) == (Turn.COUNTER, "wacht-te-lang")


def test_a_person_can_send_the_awaited_part_elsewhere_and_the_wait_goes_along(desk: Desk) -> None:
    case, awaited, follower = waiting(desk)
    desk.tell(awaited, Verb.DECLINED, reason=DeclineReason.OTHER)
    number = forwarding.forward(desk.context(SUPERVISOR), awaited.number, "zorgkantoor", None, "zij doen dit hier")
    assert follower.awaits_id == next(part.id for part in case.referrals if part.number == number)
    assert follower.turn is Turn.ORGANISATION


def test_a_revision_after_the_end_of_a_follower_says_nothing_of_it(desk: Desk) -> None:
    _, awaited, follower = waiting(desk)
    desk.decide(awaited, Outcome.REFUSED)
    desk.tell(awaited, Verb.REVISED, outcome=Outcome.GRANTED)
    assert (awaited.outcome, follower.state) == ("toegekend", S.WITHDRAWN)


def test_an_answer_that_several_parts_wait_for_starts_them_all(desk: Desk) -> None:
    for slug in ("ww", "zw"):
        desk.change_product(slug, required=("laatste-werkgever",))
    case = desk.open("ww", "zw")
    completion.supply(desk.context(), part_of(case, "ww").number, {"laatste-werkgever": "Bakker BV"}, None)
    assert {part.state for part in case.referrals} == {S.PENDING}
    assert "kan nu beginnen: de ontbrekende antwoorden zijn er" in sentences(desk, case)
