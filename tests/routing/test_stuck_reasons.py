"""Every reason why a case stands still: the list shows it, and the act that it recommends ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from loket.adapters.port import Outcome, Verb
from loket.cases.models import Referral
from loket.cases.states import CaseState, ReferralState, Turn
from loket.cases.stuck_reasons import REASONS
from loket.routing import sweep
from loket.routing.context import MACHINE
from tests.routing.standing_acts import near_its_term, pass_time, sent, supplied, told
from tests.routing.standing_still import ELSEWHERE, SCENARIOS, Scenario
from tests.routing.test_stuck import FUTURE, TODAY, part, reason_of
from tests.support.desk import Desk, part_of

S = ReferralState
YESTERDAY = TODAY - timedelta(days=1)


def test_every_reason_has_its_scenario() -> None:
    assert SCENARIOS.keys() | ELSEWHERE == REASONS.keys()


@pytest.mark.parametrize(("reason", "scenario"), SCENARIOS.items(), ids=SCENARIOS)
def test_the_list_shows_it_and_the_recommended_act_ends_it(desk: Desk, reason: str, scenario: Scenario) -> None:
    case = scenario.make(desk)
    assert (case.stuck_reason, desk.stuck(reason=reason)) == (reason, [case.number])
    scenario.solve(desk, case)
    assert desk.stuck() == []


def test_each_row_of_the_table_says_whose_it_is_how_much_it_harms_and_what_to_do() -> None:
    assert all(0 <= reason.harm <= 60 and reason.sentence.endswith(".") and reason.advice.endswith(".") for reason in REASONS.values())


def of(state: ReferralState, organisation: str = "uwv", product: str = "ww", **fields: Any) -> Referral:
    """A part without a database."""
    made = part(state, FUTURE)
    made.organisation, made.product = organisation, product
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def test_handed_back_by_one_of_one_is_not_yet_by_all() -> None:
    assert reason_of([of(S.DECLINED)]) == "teruggegeven"
    assert reason_of([of(S.FORWARDED), of(S.DECLINED, "svb")]) == "door-allen-teruggegeven"
    assert reason_of([of(S.FORWARDED), of(S.DECLINED, "svb"), of(S.ACCEPTED, "cak")]) == "teruggegeven"


@pytest.mark.parametrize(("state", "reason"), [(S.SENT, "heen-en-weer"), (S.ACCEPTED, None), (S.DECIDED, None)])
def test_to_and_fro_ends_when_somebody_takes_it_up(state: ReferralState, reason: str | None) -> None:
    assert reason_of([of(state, hops=2)]) == reason
    assert reason_of([of(state, hops=1)]) is None


def refused(product: str, organisation: str, points_to: str | None = None) -> Referral:
    return of(S.DECIDED, organisation, product, outcome="afgewezen", points_to=points_to, norm_at=None, turn=Turn.NONE)


@pytest.mark.parametrize(
    ("uwv", "gemeente", "reason"),
    [
        ("bijstand", "ww", "tegenstrijdige-besluiten"),
        ("gemeente-0518", "uwv", "tegenstrijdige-besluiten"),  # they name the organisation
        ("bijstand", None, None),  # only one of them points at the other
        ("akw", "ww", None),
        (None, None, None),
    ],
)
def test_refusals_contradict_when_each_names_the_other(uwv: str | None, gemeente: str | None, reason: str | None) -> None:
    both = [refused("ww", "uwv", uwv), refused("bijstand", "gemeente-0518", gemeente)]
    assert reason_of(both, CaseState.SETTLED) == reason


def test_what_a_refusal_points_at_can_stand_in_the_configuration_but_their_own_word_counts_more() -> None:
    first = {"ww": ("bijstand",), "bijstand": ("ww",)}
    assert reason_of([refused("ww", "uwv"), refused("bijstand", "g")], CaseState.SETTLED, first=first) == "tegenstrijdige-besluiten"
    assert reason_of([refused("ww", "uwv", "akw"), refused("bijstand", "g")], CaseState.SETTLED, first=first) is None


def test_a_closed_case_holds_no_contradiction() -> None:
    assert reason_of([refused("ww", "uwv", "bijstand"), refused("bijstand", "g", "ww")], CaseState.CLOSED) is None


def test_an_organisation_names_what_comes_first_with_its_decision(desk: Desk) -> None:
    case = sent(desk, "ww", "akw")
    desk.tell(part_of(case, "ww"), Verb.DECIDED, outcome=Outcome.REFUSED, right_product="akw")
    desk.tell(part_of(case, "akw"), Verb.DECIDED, outcome=Outcome.REFUSED, right_organisation="uwv")
    case = desk.case(case.number)
    assert (case.state, case.stuck_reason) == (CaseState.SETTLED, "tegenstrijdige-besluiten")


def test_an_open_case_in_which_nobody_is_to_act_is_somebodys_to_look_at() -> None:
    assert reason_of([of(S.DECIDED, turn=Turn.NONE)]) == "niemand-aan-zet"
    assert reason_of([of(S.DECIDED, turn=Turn.NONE)], CaseState.SETTLED) is None
    assert reason_of([of(S.ACCEPTED)]) is None


def test_a_message_that_fails_while_the_line_is_down_is_the_outages_affair() -> None:
    failing = of(S.PENDING)
    assert reason_of([failing], failing={failing.id}) == "bezorgen-mislukt"
    assert reason_of([failing], failing={failing.id}, down={"uwv"}) == "organisatie-onbereikbaar"


def test_a_later_message_that_fails_holds_the_case_up_too() -> None:
    failing = of(S.ACCEPTED)
    assert reason_of([failing], failing={failing.id}) == "bezorgen-mislukt"


def test_what_was_supplied_is_unanswered_only_until_the_organisation_says_something(desk: Desk) -> None:
    case = supplied(desk)
    desk.tell(part_of(case, "ww"), Verb.EXTENDED, new_due=desk.clock.today() + timedelta(days=90))
    pass_time(desk, days=11)
    assert desk.case(case.number).stuck_reason is None


def test_a_term_that_is_near_is_a_warning_to_the_supervisor_and_to_nobody_else(desk: Desk) -> None:
    case = near_its_term(desk)
    assert (case.stuck_reason, desk.status(case)["vastgelopen"]) == ("termijn-nadert", None)
    assert "vastgelopen" not in desk.events(case)


def test_a_warning_becomes_worse_by_itself_when_the_term_passes(desk: Desk) -> None:
    case = near_its_term(desk)
    pass_time(desk, days=8)
    case = desk.case(case.number)
    assert (case.stuck_reason, desk.events(case)[-1]) == ("termijn-verstreken", "vastgelopen")


def test_a_case_that_stands_still_already_is_looked_at_again_when_its_term_passes(desk: Desk) -> None:
    case = told(desk, Verb.TAKEN_UP, days=29)
    assert case.stuck_reason == "geen-voortgang"
    pass_time(desk, days=30)
    assert desk.case(case.number).stuck_reason == "termijn-verstreken"
    assert sweep.look_again(desk.context(MACHINE)) == 0


def test_a_product_can_have_a_norm_of_its_own(desk: Desk) -> None:
    desk.change_product("ww", norms={"take_up": 2})
    case = told(desk, Verb.RECEIVED, days=3)
    assert case.stuck_reason == "niet-opgenomen"
