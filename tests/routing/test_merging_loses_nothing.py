"""Merging two cases loses nothing: the part that can begin goes on, what only one case knows goes along, or the merge is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from loket.adapters.port import Verb
from loket.cases.base import new_id
from loket.cases.desk import PaperCopy
from loket.cases.models import Answer, Case, CaseLine
from loket.cases.states import ReferralState
from loket.errors import Conflict
from loket.routing import legal_steps, merging, paper_copies
from loket.routing.legal_steps import Step
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.files import pdf

S = ReferralState
WHY = "Twee keer aan de balie gevraagd"
QUESTION = "laatste-werkgever"


@pytest.fixture
def asking(desk: Desk) -> Desk:
    """A desk where WW cannot begin without an answer."""
    desk.change_product("ww", required=(QUESTION,))
    return desk


def two(desk: Desk, first: dict[str, object], second: dict[str, object], product: str = "ww") -> tuple[Case, Case]:
    """The same asked twice, a day apart; both were delivered as far as they could be."""
    older = desk.open(product, **first)
    desk.drain()
    desk.clock.advance(days=1)
    newer = desk.open(product, counter="uwv-den-haag", **second)
    desk.drain()
    return desk.case(older.number), desk.case(newer.number)


def merge(desk: Desk, older: Case, newer: Case) -> tuple[Case, Case]:
    merging.merge(desk.context(SUPERVISOR), newer.number, older.number, WHY)
    return desk.case(older.number), desk.case(newer.number)


def refused(desk: Desk, older: Case, newer: Case) -> str:
    with pytest.raises(Conflict) as found:
        merge(desk, older, newer)
    desk.session.rollback()
    assert {part.state for part in desk.case(newer.number).referrals} & {S.WITHDRAWN} == set()
    return found.value.code


def test_an_application_that_is_complete_is_not_called_back_for_one_that_waits_for_answers(asking: Desk) -> None:
    older, newer = merge(asking, *two(asking, {}, {"answers": {QUESTION: "Bakker BV"}}))
    assert (part_of(older, "ww").state, part_of(newer, "ww").state) == (S.WITHDRAWN, S.SENT)


def test_of_two_that_wait_for_answers_the_older_goes_on(asking: Desk) -> None:
    older, newer = merge(asking, *two(asking, {}, {}))
    assert (part_of(older, "ww").state, part_of(newer, "ww").state) == (S.PLANNED, S.WITHDRAWN)


def test_two_halves_of_an_application_make_one_that_begins(desk: Desk) -> None:
    halves = {QUESTION: "Bakker BV"}, {"eerste-werkloze-dag": "2026-02-28"}
    desk.change_product("ww", required=tuple(key for half in halves for key in half))
    first, second = ({"answers": half} for half in halves)
    older, newer = merge(desk, *two(desk, first, second))
    assert (part_of(older, "ww").state, part_of(newer, "ww").state) == (S.PENDING, S.WITHDRAWN)


def test_an_answer_that_only_the_other_case_has_goes_along_with_its_source(desk: Desk) -> None:
    older, newer = merge(desk, *two(desk, {}, {"answers": {QUESTION: "Bakker BV"}}))
    copied = desk.session.scalars(select(Answer).where(Answer.case_id == older.id)).one()
    given = desk.session.scalars(select(Answer).where(Answer.case_id == newer.id)).one()
    assert (copied.value, copied.confirms_id) == ("Bakker BV", given.id)
    assert (copied.source, copied.answered_at) == (given.source, given.answered_at)


def test_an_answer_that_stands_is_not_overwritten(desk: Desk) -> None:
    older, _ = merge(desk, *two(desk, {"answers": {QUESTION: "Slager"}}, {"answers": {QUESTION: "Bakker"}}))
    assert [answer.value for answer in older.answers] == ["Slager"]


def test_the_urgency_and_what_makes_a_standstill_hit_harder_go_along(desk: Desk) -> None:
    urgent = {"urgent": True, "urgency": "geen-inkomen", "answers": {"onveilig": True}}
    older, newer = merge(desk, *two(desk, {}, urgent))
    assert (older.urgent, older.urgency, older.need) == (True, "geen-inkomen", newer.need)
    assert older.need > 50


def test_a_product_for_which_there_is_nobody_is_not_lost(desk: Desk) -> None:
    older, newer = two(desk, {}, {})
    unrouted = CaseLine(id=new_id(desk.clock.now()), case_id=newer.id, way="geen-route", product="akw", for_role="aanvrager", words="AKW")
    desk.session.add(unrouted)
    desk.session.commit()
    assert refused(desk, older, newer) == "geen-route"


def test_a_notice_that_did_not_arrive_yet_is_not_cancelled(desk: Desk) -> None:
    older, newer = two(desk, {}, {})
    legal_steps.take(desk.context(), part_of(newer, "ww").number, Step.COMPLAINT, "Niemand belt terug.")
    assert refused(desk, older, newer) == "bericht-onderweg"
    desk.drain()
    assert part_of(merge(desk, older, newer)[1], "ww").state is S.WITHDRAWN


def test_a_copy_that_waits_to_be_fetched_is_not_erased(desk: Desk) -> None:
    older, newer = two(desk, {}, {}, "wia")
    paper_copies.store_copy(desk.context(), part_of(newer, "wia").number, "re-integratieverslag", pdf())
    assert refused(desk, older, newer) == "kopie-staat-klaar"
    assert desk.session.scalars(select(PaperCopy.content)).one() is not None


def test_what_waits_for_a_part_that_goes_is_not_left_waiting(desk: Desk) -> None:
    older = desk.open("wlz-indicatie", "wlz-bijdrage")
    desk.clock.advance(days=1)
    newer = desk.open("wlz-indicatie", counter="uwv-den-haag")
    desk.tell(part_of(newer, "wlz-indicatie"), Verb.TAKEN_UP)
    assert refused(desk, desk.case(older.number), desk.case(newer.number)) == "ander-deel-wacht"


def test_what_waits_follows_the_part_that_it_waits_for(desk: Desk) -> None:
    both = ("wlz-indicatie", "wlz-bijdrage")
    older = desk.open(*both)
    desk.clock.advance(days=1)
    newer = desk.open(*both, counter="uwv-den-haag")
    desk.tell(part_of(newer, "wlz-indicatie"), Verb.TAKEN_UP)
    older, newer = merge(desk, desk.case(older.number), desk.case(newer.number))
    assert {part.state for part in older.referrals} == {S.WITHDRAWN}
    assert part_of(newer, "wlz-bijdrage").state is S.PLANNED


def test_a_part_that_is_sensitive_in_one_case_only_is_not_merged(desk: Desk) -> None:
    older = desk.open("ww")
    desk.change_product("ww", sensitive=True)
    newer = desk.open("ww", counter="uwv-den-haag")
    assert refused(desk, desk.case(older.number), desk.case(newer.number)) == "gevoelig"
