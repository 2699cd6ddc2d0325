"""What one case adds to the figures, and when."""

from __future__ import annotations

from datetime import date, timedelta

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.models import Case
from loket.routing import closing, contact, withdrawal, wrong_person
from loket.routing.figures.measures import Measure
from tests.support import counted
from tests.support.desk import COUNTER, MONDAY, Desk, general, part_of, person
from tests.support.privacy import officer

MARCH, APRIL, TERM = date(2026, 3, 1), date(2026, 4, 1), date(2026, 3, 20)


def delivered(desk: Desk, *products: str, **given: object) -> Case:
    case = desk.open(*products, **given)
    desk.drain()
    return desk.case(case.number)


def test_a_request_counts_as_one_case_and_one_part_for_each_organisation(desk: Desk) -> None:
    case = delivered(desk, "ww", "bijstand", life_event="ontslag")
    counted.count(desk)
    everything = counted.of(desk, MARCH)
    assert everything[Measure.CASES] == {"0": 1}
    assert everything[Measure.PARTS] == {"0": len(case.referrals)}
    assert counted.of(desk, MARCH, organisation="uwv", product="ww")[Measure.PARTS] == {"0": 1}
    assert counted.of(desk, MARCH, counter=COUNTER, life_event="ontslag")[Measure.CASES] == {"0": 1}


def test_a_case_with_two_parts_at_one_organisation_is_one_case_of_it(desk: Desk) -> None:
    delivered(desk, "ww", "zw")
    counted.count(desk)
    found = counted.of(desk, MARCH, organisation="uwv")
    assert (found[Measure.CASES], found[Measure.PARTS]) == ({"0": 1}, {"0": 2})


def test_days_run_to_receipt_to_being_taken_up_and_to_the_decision(desk: Desk) -> None:
    case = desk.open("ww")
    desk.clock.advance(days=2)
    desk.drain()
    desk.clock.advance(days=3)
    desk.tell(part_of(desk.case(case.number), "ww"), Verb.TAKEN_UP)
    desk.clock.advance(days=10)
    desk.decide(part_of(desk.case(case.number), "ww"))
    counted.count(desk)
    found = counted.of(desk, MARCH, organisation="uwv")
    assert found[Measure.RECEIVED] == {"2": 1}
    assert found[Measure.TAKEN_UP] == {"3": 1}
    assert found[Measure.DECIDED] == {"13": 1}
    assert found[Measure.IN_TIME] == {"1": 1}
    assert found[Measure.ANSWERED] == {"15": 1}


def test_a_question_to_the_citizen_takes_a_part_up(desk: Desk) -> None:
    case = delivered(desk, "ww")
    desk.clock.advance(days=4)
    desk.tell(
        part_of(case, "ww"), Verb.INFORMATION_ASKED, questions=("laatste-werkgever",), information_due=desk.clock.today() + timedelta(7)
    )
    counted.count(desk)
    assert counted.of(desk, MARCH)[Measure.TAKEN_UP] == {"4": 1}


def test_a_decision_after_its_last_day_is_not_in_time(desk: Desk) -> None:
    case = delivered(desk, "ww")
    due = part_of(case, "ww").due_on
    assert due is not None
    desk.clock.set(MONDAY + timedelta(days=(due - MONDAY.date()).days + 1))
    desk.decide(part_of(desk.case(case.number), "ww"))
    counted.count(desk)
    assert counted.of(desk, desk.clock.today())[Measure.IN_TIME] == {"0": 1}


def test_a_revised_decision_stays_where_the_first_one_was(desk: Desk) -> None:
    case = delivered(desk, "ww")
    desk.decide(part_of(case, "ww"), Outcome.REFUSED)
    counted.count(desk)
    before = counted.of(desk, MARCH)[Measure.DECIDED]
    desk.clock.advance(days=40)
    desk.tell(part_of(desk.case(case.number), "ww"), Verb.REVISED, outcome=Outcome.GRANTED)
    counted.count(desk)
    assert counted.of(desk, MARCH)[Measure.DECIDED] == before == {"0": 1}
    assert Measure.DECIDED not in counted.of(desk, APRIL)


def test_a_part_that_is_sent_on_counts_as_handed_back_and_as_a_new_part(desk: Desk) -> None:
    case = delivered(desk, *general("uwv"))
    part = case.referrals[0]
    desk.tell(part, Verb.DECLINED, reason=DeclineReason.NOT_COMPETENT, right_organisation="svb")
    counted.count(desk)
    assert counted.of(desk, MARCH, organisation="uwv")[Measure.HANDED_BACK] == {"0": 1}
    assert counted.of(desk, MARCH, organisation="svb")[Measure.PARTS] == {"0": 1}
    assert counted.of(desk, MARCH)[Measure.CASES] == {"0": 1}


def test_a_late_report_changes_nothing(desk: Desk) -> None:
    case = delivered(desk, "ww")
    desk.decide(part_of(case, "ww"))
    counted.count(desk)
    before = counted.counted(desk)
    desk.clock.advance(days=3)
    desk.tell(part_of(desk.case(case.number), "ww"), Verb.TAKEN_UP)
    assert counted.count(desk) > 0
    assert counted.counted(desk) == before


def test_each_time_that_somebody_comes_counts_once_everything_is_answered(desk: Desk) -> None:
    case = delivered(desk, "ww")
    contact.record(desk.context(), case.number, question="Hoe staat het?", channel="balie")
    counted.count(desk)
    assert Measure.KNOCKS not in counted.of(desk, MARCH)
    desk.decide(part_of(desk.case(case.number), "ww"))
    counted.count(desk)
    contact.record(desk.context(), case.number, question="Wanneer komt het geld?", channel="balie")
    counted.count(desk)
    assert counted.of(desk, MARCH)[Measure.KNOCKS] == {"2": 1}


def test_whether_it_helped_counts_at_closing_and_no_longer_when_it_is_opened_again(desk: Desk) -> None:
    case = delivered(desk, "ww")
    desk.decide(part_of(case, "ww"))
    closing.close(desk.context(), case.number, "geholpen", helped="deels")
    counted.count(desk)
    assert counted.of(desk, MARCH)[Measure.HELPED] == {str(closing.HELPED.index("deels")): 1}
    closing.reopen(desk.context(), case.number, "Er was nog iets")
    counted.count(desk)
    assert Measure.HELPED not in counted.of(desk, MARCH)


def test_a_withdrawn_case_is_not_open_and_has_no_answer(desk: Desk) -> None:
    case = delivered(desk, "ww")
    counted.count(desk)
    assert open_cases(desk) == 1
    withdrawal.withdraw(desk.context(), case.number, None, "niet meer nodig")
    counted.count(desk)
    assert open_cases(desk) == 0
    closing.close(desk.context(), case.number, "geholpen")
    counted.count(desk)
    assert counted.of(desk, MARCH).keys() & {Measure.ANSWERED, Measure.KNOCKS, Measure.HELPED} == {Measure.HELPED}


def test_a_part_that_waits_for_another_counts_from_the_day_that_it_may_go(desk: Desk) -> None:
    case = delivered(desk, "wlz-indicatie", "wlz-bijdrage")
    counted.count(desk)
    assert Measure.PARTS not in counted.of(desk, MARCH, product="wlz-bijdrage")
    desk.clock.advance(days=35)
    desk.decide(part_of(desk.case(case.number), "wlz-indicatie"))
    counted.count(desk)
    assert counted.of(desk, APRIL, product="wlz-bijdrage")[Measure.PARTS] == {"0": 1}


def test_a_part_that_waited_in_vain_never_could_go(desk: Desk) -> None:
    case = delivered(desk, "wlz-indicatie", "wlz-bijdrage")
    desk.decide(part_of(case, "wlz-indicatie"), Outcome.REFUSED)
    counted.count(desk)
    assert Measure.PARTS not in counted.of(desk, MARCH, product="wlz-bijdrage")


def test_a_case_of_the_wrong_person_adds_nothing(desk: Desk) -> None:
    case = delivered(desk, "ww")
    counted.count(desk)
    before = counted.of(desk, MARCH)[Measure.CASES]
    wrong_person.wrong_person(officer(desk), case.number, person(bsn=None, surname="Anders"), "Twee mensen met dezelfde naam")
    counted.count(desk)
    assert counted.of(desk, MARCH)[Measure.CASES] == before == {"0": 1}  # that of the right person
    assert counted.counted(desk) == counted.over_again(desk)


def open_cases(desk: Desk) -> int:
    now = next((counts for key, counts in counted.counted(desk).items() if key[:5] == ("", "", "", "", "stand")), {})
    return sum(now.get(Measure.OPEN, {}).values())
