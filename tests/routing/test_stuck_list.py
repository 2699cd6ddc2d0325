"""The supervisor's list: its order, what is chosen from it, how many there are, and an outage that is one cause."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from loket.adapters.port import DeclineReason, Verb
from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.cases.numbers import new_case_number, referral_number
from loket.cases.outbox import Delivery
from loket.cases.stuck_reasons import REASONS
from loket.routing import correction, stuck, stuck_list, sweep
from loket.routing.context import MACHINE
from loket.routing.outages import How, outages
from loket.routing.stuck_list import NOBODY, Choice
from tests.support.desk import COUNTER, SUPERVISOR, Desk, general, part_of, person
from tests.support.post import ABSENT, REFUSED, TAKEN

DOWN = "organisatie-onbereikbaar"


def handed_back(desk: Desk, product: str = "ww", **given: Any) -> str:
    """A case that stands still because its only part was handed back."""
    case = desk.open(product, **{"applicant": person(bsn=None), **given})
    desk.drain()
    desk.tell(part_of(case, product), Verb.DECLINED, reason=DeclineReason.OTHER)
    desk.clock.advance(minutes=1)
    return case.number


def many(desk: Desk, count: int, **columns: Any) -> None:
    """So many copies of the newest case and its part, as rows: quicker than taking requests in."""
    case = desk.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()
    part = case.referrals[0]
    delivery = desk.deliveries(part)[0]
    rows: dict[type[Any], list[dict[str, Any]]] = {Case: [], Referral: [], Delivery: []}
    of_case, of_part, of_delivery = (
        {column.key: getattr(one, column.key) for column in one.__table__.columns} for one in (case, part, delivery)
    )
    for _ in range(count):
        case_id, part_id, number = new_id(desk.clock.now()), new_id(desk.clock.now()), new_case_number()
        own = {"id": case_id, "number": number, "joinable": False}
        rows[Case].append(of_case | own | columns)
        own = {"id": part_id, "case_id": case_id, "number": referral_number(number, 1)}
        rows[Referral].append(of_part | own)
        own = {"id": new_id(desk.clock.now()), "case_id": case_id, "referral_id": part_id}
        rows[Delivery].append(of_delivery | own)
    for table, found in rows.items():
        desk.session.execute(insert(table), found)
    desk.session.commit()


def test_the_greatest_harm_stands_first_and_then_the_longest_waiting(desk: Desk) -> None:
    first = handed_back(desk)
    evicted = handed_back(desk, urgent=True, urgency="ontruiming")
    child = handed_back(desk, answers={"kind-onder-18": True})
    late = handed_back(desk)
    assert desk.stuck() == [evicted, child, first, late]


@pytest.mark.parametrize(
    ("given", "need"),
    [
        ({}, 0),
        ({"urgent": True, "urgency": "geen-inkomen"}, 50),
        ({"urgent": True}, 30),  # some urgency, of no known kind
        ({"answers": {"kind-onder-18": True, "onveilig": True}}, 60),
        ({"answers": {"kind-onder-18": False}}, 0),
        ({"urgent": True, "urgency": "ontruiming", "answers": {"kind-onder-18": True}}, 80),
    ],
)
def test_how_hard_a_standstill_hits_somebody_is_kept_as_one_number(desk: Desk, given: dict[str, Any], need: int) -> None:
    assert desk.open("ww", **given).need == need


def test_an_answer_that_is_put_right_weighs_anew(desk: Desk) -> None:
    number = handed_back(desk, answers={"kind-onder-18": True})
    correction.correct(desk.context(), number, answers={"kind-onder-18": False}, people={}, reason="Het kind is 19")
    case = desk.case(number)
    assert (case.need, case.stuck_rank) == (0, -REASONS["teruggegeven"].harm)


def test_each_filter_chooses_and_together_they_narrow(desk: Desk) -> None:
    ww = handed_back(desk, urgent=True, urgency="ontruiming")
    akw = handed_back(desk, "akw", counter="uwv-den-haag")
    desk.clock.advance(days=3)
    young = handed_back(desk, "akw")
    found = {
        "organisation": desk.stuck(organisation="uwv"),
        "product": desk.stuck(product="akw"),
        "counter": desk.stuck(counter="uwv-den-haag"),
        "gemeente": desk.stuck(gemeente="0518"),
        "elsewhere": desk.stuck(gemeente="0344"),
        "urgency": desk.stuck(urgency="ontruiming"),
        "any urgency": desk.stuck(urgency=stuck_list.ANY),
        "another urgency": desk.stuck(urgency="afsluiting"),
        "days": desk.stuck(days=2),
        "together": desk.stuck(product="akw", counter=COUNTER, days=0),
        "reason": desk.stuck(reason="onbestelbaar"),
    }
    assert found == {
        "organisation": [ww],
        "product": [akw, young],
        "counter": [akw],
        "gemeente": [ww, akw, young],
        "elsewhere": [],
        "urgency": [ww],
        "any urgency": [ww],
        "another urgency": [],
        "days": [ww, akw],
        "together": [young],
        "reason": [],
    }


def test_pages_follow_each_other_without_gap_or_double_where_many_are_alike(desk: Desk) -> None:
    handed_back(desk)
    many(desk, 12)
    seen, after = list[str](), None
    while page := desk.stuck(after, limit=5):
        seen += page
        after = stuck_list.cursor(desk.case(page[-1]))
    assert (len(seen), len(set(seen))) == (13, 13)


def test_counts_are_told_per_reason_within_the_choice(desk: Desk) -> None:
    handed_back(desk)
    handed_back(desk, "akw")
    desk.post["uwv"].will(REFUSED)
    desk.open("ww", applicant=person(bsn=None))
    desk.drain()
    assert stuck_list.counts(desk.context(SUPERVISOR), Choice()) == {"teruggegeven": 2, "onbestelbaar": 1}
    assert stuck_list.counts(desk.context(SUPERVISOR), Choice(organisation="uwv")) == {"teruggegeven": 1, "onbestelbaar": 1}


def test_counting_stops_at_a_thousand(desk: Desk) -> None:
    handed_back(desk)
    many(desk, stuck_list.MOST + 5)
    assert stuck_list.counts(desk.context(SUPERVISOR), Choice()) == {"teruggegeven": stuck_list.MOST}


def test_the_whole_choice_is_read_in_chunks_and_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    handed_back(desk)
    many(desk, 9)
    monkeypatch.setattr(stuck_list, "CHUNK", 4)
    chunks = [[case.number for case in chunk] for chunk in stuck_list.whole(desk.context(SUPERVISOR), Choice())]
    assert [len(chunk) for chunk in chunks] == [4, 4, 2]
    assert len({number for chunk in chunks for number in chunk}) == 10


def test_a_case_of_the_wrong_person_is_in_no_list_and_no_count(desk: Desk) -> None:
    number = handed_back(desk)
    desk.session.execute(update(Case).where(Case.number == number).values(hidden=True))
    desk.session.commit()
    assert (desk.stuck(), stuck_list.counts(desk.context(SUPERVISOR), Choice())) == ([], {})


def test_an_outage_with_many_cases_is_one_cause_with_a_count_and_recovers_by_itself(desk: Desk) -> None:
    desk.post["uwv"].will(then=ABSENT)
    for _ in range(5):
        desk.open(*general("uwv"), applicant=person(bsn=None))
        desk.drain()
    number = handed_back(desk, "akw")
    desk.open(*general("uwv"), applicant=person(bsn=None))
    many(desk, 24)
    sweep.look_at_outages(desk.context(MACHINE))
    assert (desk.stuck(), stuck_list.counts(desk.context(SUPERVISOR), Choice())) == ([number], {"teruggegeven": 1})
    line = outages(desk.context(SUPERVISOR))[0]
    assert (line.organisation, line.how, line.waiting) == ("uwv", How.DOWN, 30)
    assert len(desk.stuck(reason=DOWN, limit=40)) == 30
    desk.post["uwv"].will(then=TAKEN)
    desk.clock.advance(minutes=2)
    desk.drain_until(desk.clock.now() + timedelta(minutes=3), 20)
    while sweep.look_at_outages(desk.context(MACHINE)):
        pass
    assert (desk.stuck(reason=DOWN, limit=40), desk.stuck()) == ([], [number])


def test_what_is_behind_an_outage_begins_with_the_greatest_harm_too(desk: Desk) -> None:
    desk.post["uwv"].will(then=ABSENT)
    numbers = [desk.open(*general("uwv"), applicant=person(bsn=None)).number for _ in range(5)]
    urgent = desk.open(*general("uwv"), applicant=person(bsn=None), urgent=True, urgency="ontruiming").number
    desk.drain()
    desk.drain()
    sweep.look_at_outages(desk.context(MACHINE))
    assert desk.stuck(reason=DOWN)[0] == urgent
    assert len(desk.stuck(reason=DOWN)) == len(numbers) + 1


def test_nobody_is_a_coordinator_to_choose_too(desk: Desk) -> None:
    mine, free = handed_back(desk), handed_back(desk)
    desk.session.execute(update(Case).where(Case.number == mine).values(coordinator="toezichthouder"))
    desk.session.commit()
    assert (desk.stuck(coordinator="toezichthouder"), desk.stuck(coordinator=NOBODY)) == ([mine], [free])


def test_a_case_that_moves_has_no_place_in_the_list(desk: Desk) -> None:
    with pytest.raises(ValueError, match="does not stand still"):
        stuck_list.cursor(desk.open("ww"))


def test_an_outage_ranks_behind_every_case_that_needs_a_person() -> None:
    assert all(stuck.rank(reason, 120) <= 0 for reason in REASONS if reason not in stuck.OUTAGES)
    assert all(stuck.rank(reason, 120) > 0 for reason in stuck.OUTAGES)


def test_age_counts_from_when_it_began_to_stand_still(desk: Desk) -> None:
    number = handed_back(desk)
    since = desk.case(number).stuck_since
    assert since is not None
    desk.clock.set(since + timedelta(days=7))
    assert desk.stuck(days=7) == [number]


def test_a_list_of_one_organisation_leaves_out_what_is_sensitive(desk: Desk) -> None:
    number = handed_back(desk, "wlz-indicatie")
    assert (desk.stuck(), desk.stuck(organisation="ciz")) == ([number], [])
    assert stuck_list.counts(desk.context(SUPERVISOR), Choice(organisation="ciz")) == {}
