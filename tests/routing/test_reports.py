"""What each status report does to a part, also when it comes twice, late or in the wrong order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from loket.adapters.port import Outcome, Report, Verb
from loket.cases.models import Case, Referral
from loket.cases.states import CaseState, ReferralState, Turn
from loket.errors import BadRequest, Conflict
from loket.routing import callbacks, completion, sweep
from loket.routing.context import MACHINE, Actor
from tests.support.desk import Desk, part_of

S = ReferralState
LATER = date(2026, 4, 1)


def sent(desk: Desk, product: str = "ww", **given: Any) -> Referral:
    """The only part of a new case, delivered."""
    case = desk.open(product, **given)
    desk.drain()
    return part_of(case, product)


def asked(desk: Desk, part: Referral, until: date = LATER) -> None:
    desk.tell(part, Verb.INFORMATION_ASKED, information_due=until, questions=("loonstrook",))


#: verb, what is told, the state and turn of the part, the state of the case
VERBS = [
    (Verb.RECEIVED, {}, S.RECEIVED, Turn.ORGANISATION, CaseState.IN_PROGRESS),
    (Verb.TAKEN_UP, {}, S.ACCEPTED, Turn.ORGANISATION, CaseState.IN_PROGRESS),
    (Verb.DECLINED, {}, S.DECLINED, Turn.COUNTER, CaseState.IN_PROGRESS),
    (Verb.INFORMATION_ASKED, {"information_due": LATER}, S.NEEDS_INFORMATION, Turn.APPLICANT, CaseState.WAITING_FOR_CITIZEN),
    (Verb.SUSPENDED, {}, S.SUSPENDED, Turn.ORGANISATION, CaseState.IN_PROGRESS),
    (Verb.EXTENDED, {"new_due": date(2026, 6, 1)}, S.SENT, Turn.ORGANISATION, CaseState.IN_PROGRESS),
    (Verb.DECIDED, {"outcome": Outcome.GRANTED}, S.DECIDED, Turn.NONE, CaseState.SETTLED),
    (Verb.REVISED, {"outcome": Outcome.REFUSED}, S.DECIDED, Turn.NONE, CaseState.SETTLED),
]


@pytest.mark.parametrize(("verb", "told", "state", "turn", "case_state"), VERBS, ids=[row[0].value for row in VERBS])
def test_a_report_moves_the_part_and_its_case(
    desk: Desk, verb: Verb, told: dict[str, Any], state: ReferralState, turn: Turn, case_state: CaseState
) -> None:
    part = sent(desk)
    received = desk.tell(part, verb, **told)
    assert (received.processed, part.state, part.turn, part.case.state) == (True, state, turn, case_state)
    assert verb.value in desk.events(part.case)


def test_carrying_out_and_closing_follow_a_decision(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    desk.tell(part, Verb.CARRIED_OUT)
    assert (part.state, part.carried_out_at) == (S.DELIVERED, desk.clock.now())
    desk.tell(part, Verb.CLOSED)
    assert (part.state, part.case.state) == (S.CLOSED, CaseState.SETTLED)


def test_a_decision_tells_outcome_date_and_the_day_it_was_announced(desk: Desk) -> None:
    part = sent(desk)
    desk.tell(part, Verb.DECIDED, outcome=Outcome.PARTLY_GRANTED, decided_on=date(2026, 3, 1), announced_on=date(2026, 3, 2))
    assert (part.outcome, part.decided_on, part.announced_on) == ("deels-toegekend", date(2026, 3, 1), date(2026, 3, 2))


def test_a_decision_without_a_date_is_of_today(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    assert part.decided_on == date(2026, 3, 2)


def test_a_decision_may_come_before_the_confirmation_of_receipt(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    late = desk.tell(part, Verb.RECEIVED)
    assert (late.processed, late.reason, part.state) == (False, "dit deel was al besloten", S.DECIDED)
    assert desk.events(part.case)[-1] == "te-laat-bericht"


def test_a_report_before_our_own_note_of_their_2xx_starts_the_term(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    desk.tell(part, Verb.RECEIVED)
    assert (part.state, part.sent_at, part.due_on) == (S.RECEIVED, desk.clock.now(), date(2026, 4, 28))
    desk.drain()
    assert (part.state, part.due_on) == (S.RECEIVED, date(2026, 4, 28))


def test_carried_out_before_the_decision_is_applied_once_the_decision_comes(desk: Desk) -> None:
    part = sent(desk)
    early = desk.tell(part, Verb.CARRIED_OUT)
    assert (early.processed, part.state) == (False, S.SENT)
    desk.decide(part)
    assert (part.state, desk.events(part.case)[-2:]) == (S.DELIVERED, ["besloten", "uitgevoerd"])


def test_a_refusal_is_not_carried_out_by_an_earlier_word(desk: Desk) -> None:
    part = sent(desk)
    desk.tell(part, Verb.CARRIED_OUT)
    desk.decide(part, Outcome.REFUSED)
    assert part.state is S.DECIDED


def test_a_product_that_delivers_nothing_is_never_carried_out(desk: Desk) -> None:
    part = sent(desk, "wlz-indicatie")
    desk.decide(part)
    received = desk.tell(part, Verb.CARRIED_OUT)
    assert (received.processed, received.reason, part.state) == (False, "bij dit product hoort geen levering", S.DECIDED)


def test_a_revision_replaces_the_outcome_also_after_closing(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part, Outcome.REFUSED)
    desk.tell(part, Verb.CLOSED)
    desk.tell(part, Verb.REVISED, outcome=Outcome.GRANTED)
    assert (part.state, part.outcome) == (S.DECIDED, "toegekend")
    assert [event for event in desk.events(part.case) if event in ("besloten", "herzien")] == ["besloten", "herzien"]


def test_a_report_after_the_case_was_closed_changes_its_part_and_not_the_case(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    desk.clock.advance(days=43)
    sweep.close_old(desk.context(MACHINE))
    assert desk.case(part.case.number).state is CaseState.CLOSED
    received = desk.tell(part, Verb.CARRIED_OUT)
    assert (received.processed, part.state, part.case.state) == (True, S.DELIVERED, CaseState.CLOSED)


def test_a_second_decision_is_late_and_changes_nothing(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    desk.clock.advance(minutes=1)
    second = desk.decide(part, Outcome.REFUSED)
    assert (second.processed, part.outcome) == (False, "toegekend")


def test_a_term_to_complete_in_the_past_is_refused(desk: Desk) -> None:
    part = sent(desk)
    with pytest.raises(BadRequest) as raised:
        asked(desk, part, until=desk.clock.today())
    assert raised.value.faults[0].pointer == "/data/hersteltermijn"
    assert desk.case(part.case.number).state is CaseState.IN_PROGRESS


def test_what_was_asked_stands_in_the_to_do_list_of_the_applicant(desk: Desk) -> None:
    part = sent(desk)
    asked(desk, part)
    status = desk.status(part.case)
    assert (status["status"], status["aanZet"]) == ("wacht-op-aanvrager", "aanvrager")
    assert status["moetUNog"][0] == {"tekst": "Uwv heeft nog iets van u nodig.", "uiterlijk": "2026-04-01"}
    assert status["deelzaken"][0]["gevraagd"] == ["loonstrook"]


def test_the_days_that_the_applicant_needs_are_added_to_the_term(desk: Desk) -> None:
    part = sent(desk)  # received 2 March, eight weeks: 27 April is a holiday, so 28 April
    desk.clock.set(datetime(2026, 3, 16, 9, tzinfo=UTC))
    asked(desk, part)
    desk.clock.set(datetime(2026, 3, 24, 9, tzinfo=UTC))
    desk.tell(part, Verb.INFORMATION_RECEIVED)
    assert (part.state, part.suspended_days, part.due_on) == (S.ACCEPTED, 7, date(2026, 5, 4))


def test_the_same_days_count_when_the_completion_goes_through_a_counter(desk: Desk) -> None:
    part = sent(desk)
    desk.clock.set(datetime(2026, 3, 16, 9, tzinfo=UTC))
    asked(desk, part)
    desk.clock.set(datetime(2026, 3, 24, 9, tzinfo=UTC))
    completion.supply(desk.context(), part.number, {}, "Hier is mijn loonstrook")
    assert (part.suspended_days, part.due_on) == (7, date(2026, 5, 4))


def test_a_term_to_complete_that_lapsed_unused_suspends_no_longer(desk: Desk) -> None:
    part = sent(desk)
    desk.clock.set(datetime(2026, 3, 16, 9, tzinfo=UTC))
    asked(desk, part, until=date(2026, 3, 20))
    desk.clock.set(datetime(2026, 5, 1, 9, tzinfo=UTC))
    desk.tell(part, Verb.INFORMATION_RECEIVED)
    assert part.suspended_days == 4  # 17 to 20 March


def test_suspending_and_resuming_stops_the_term_for_those_days(desk: Desk) -> None:
    part = sent(desk)
    desk.clock.set(datetime(2026, 3, 16, 9, tzinfo=UTC))
    desk.tell(part, Verb.SUSPENDED)
    desk.clock.set(datetime(2026, 3, 24, 9, tzinfo=UTC))
    desk.tell(part, Verb.RESUMED)
    assert (part.state, part.suspended_days, part.due_on) == (S.ACCEPTED, 7, date(2026, 5, 4))


def test_an_extension_names_the_new_last_day(desk: Desk) -> None:
    part = sent(desk)
    desk.tell(part, Verb.EXTENDED, new_due=date(2026, 6, 30))
    assert part.due_on == date(2026, 6, 30)
    assert desk.timeline(part.case)[-1]["tekst"] == "Uwv heeft meer tijd nodig, tot 30 juni 2026."


def test_the_last_explanation_and_reference_are_kept(desk: Desk) -> None:
    part = sent(desk)
    desk.tell(part, Verb.TAKEN_UP, explanation="Wij kijken ernaar", reference="UWV-1")
    assert (part.explanation, part.reference) == ("Wij kijken ernaar", "UWV-1")


def test_an_employee_of_the_organisation_tells_the_same_in_the_worklist(desk: Desk) -> None:
    part = sent(desk)
    actor = Actor(name="behandelaar", label="uwv", organisation="uwv", origin="web")
    received = callbacks.report(desk.context(actor), part.number, Report(Verb.DECIDED, outcome=Outcome.GRANTED))
    assert (received.processed, part.state) == (True, S.DECIDED)


def test_a_report_on_a_part_that_never_left_is_refused(desk: Desk) -> None:
    case: Case = desk.open("wlz-indicatie", "wlz-bijdrage")
    with pytest.raises(Conflict):
        desk.decide(part_of(case, "wlz-bijdrage"))


def test_two_outcomes_that_bite_are_warned_of_once(desk: Desk) -> None:
    case = desk.open("ww", "bijstand")
    desk.drain()
    desk.decide(part_of(case, "ww"), Outcome.REFUSED)
    assert "botsing" not in desk.events(case)
    desk.decide(part_of(case, "bijstand"), Outcome.REFUSED)
    desk.tell(part_of(case, "bijstand"), Verb.REVISED, outcome=Outcome.REFUSED)
    assert desk.events(case).count("botsing") == 1
