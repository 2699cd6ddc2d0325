"""A product that is added later gets the same rules, grounds and questions as at intake, inside the case that stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from loket.cases.lifecycle import CaseTrigger, follow
from loket.cases.models import Answer, Case, Referral
from loket.cases.outbox import Delivery
from loket.cases.states import CaseState, ReferralState
from loket.errors import BadRequest, Conflict
from loket.routing import additions
from loket.routing.progress import lock_case
from loket.routing.request import ProductChoice, Statement
from tests.support.desk import Desk, part_of, person

WHY = "Het geld is op"


def add(desk: Desk, case: Case, *products: str, reason: str = WHY, answers: dict[str, Any] | None = None) -> tuple[str, ...]:
    choices = [ProductChoice(slug, reason=reason) for slug in products]
    return additions.add(desk.context(), case.number, choices, answers or {})


def body(desk: Desk, part: Referral) -> dict[str, Any]:
    rows = desk.session.scalars(select(Delivery).where(Delivery.referral_id == part.id)).all()
    found: dict[str, Any] = json.loads(rows[0].body or "")
    return found


def test_a_product_becomes_a_part_with_its_own_number_ground_and_reason(desk: Desk) -> None:
    case = desk.open("ww")
    assert add(desk, case, "akw") == (f"{case.number}-2",)
    part = part_of(desk.case(case.number), "akw")
    assert (part.reason, part.organisation, part.ground) == (WHY, "svb", desk.dispatcher.catalogue.products["akw"].ground)
    desk.drain()
    assert desk.post["svb"].kinds_received == ["aanvraag"]


def test_what_is_known_goes_along_and_is_not_asked_again(desk: Desk) -> None:
    case = desk.open("ww", answers={"laatste-werkgever": "Bakker BV"})
    asked = additions.questions(desk.context(), desk.case(case.number), [ProductChoice("zw")])
    assert "laatste-werkgever" not in [question.key for question in asked]
    add(desk, case, "zw")
    told = {row["vraag"]: row["waarde"] for row in body(desk, part_of(desk.case(case.number), "zw"))["antwoorden"]}
    assert told.get("laatste-werkgever") == "Bakker BV"


def test_a_new_answer_is_added_to_the_ledger(desk: Desk) -> None:
    case = desk.open("ww", answers={"laatste-werkgever": "Bakker BV"})
    add(desk, case, "zw", answers={"ziek-nu": True})
    assert sorted(desk.session.scalars(select(Answer.question))) == ["laatste-werkgever", "ziek-nu"]


def test_a_product_of_the_gemeente_goes_to_the_gemeente_of_the_person(desk: Desk) -> None:
    case = desk.open("ww")
    add(desk, case, "bijstand")
    assert part_of(desk.case(case.number), "bijstand").organisation == "gemeente-0518"


def test_without_a_gemeente_a_local_product_cannot_be_added(desk: Desk) -> None:
    case = desk.open("ww", applicant=person(gemeente_code=None))
    with pytest.raises(BadRequest) as raised:
        add(desk, case, "bijstand")
    assert raised.value.code == "gemeente-onduidelijk"


def test_the_timeline_tells_that_something_was_added(desk: Desk) -> None:
    case = desk.open("ww")
    add(desk, case, "akw")
    assert desk.events(case)[-2:] == ["product-toegevoegd", "deel-gemaakt"]


def test_what_runs_already_is_not_added_twice(desk: Desk) -> None:
    case = desk.open("ww")
    with pytest.raises(Conflict):
        add(desk, case, "ww")
    assert len(desk.case(case.number).referrals) == 1


def test_what_was_withdrawn_before_can_come_back(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    part = part_of(case, "akw")
    part.state = ReferralState.WITHDRAWN
    desk.session.commit()
    add(desk, case, "akw")
    assert len(desk.case(case.number).referrals) == 3


def test_a_settled_case_becomes_open_again(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(case, "ww"))
    add(desk, case, "akw")
    assert desk.case(case.number).state is CaseState.IN_PROGRESS


def test_what_the_citizen_declares_is_kept_with_the_case(desk: Desk) -> None:
    case = desk.open("ww")
    declared = Statement("aanvrager", "handtekening", desk.clock.now())
    additions.add(desk.context(), case.number, [ProductChoice("akw", reason=WHY)], {}, declared)
    case = desk.case(case.number)
    assert (case.stated_by, case.stated_how, case.stated_at) == ("aanvrager", "handtekening", declared.at)


def test_nothing_is_added_to_a_closed_case(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(case, "ww"))
    context = desk.context()
    follow(lock_case(context, case.id), CaseTrigger.CLOSE)
    context.session.commit()
    with pytest.raises(Conflict):
        add(desk, case, "akw")


@pytest.mark.parametrize(
    ("products", "reason", "pointer"),
    [((), WHY, "/producten"), (("bestaat-niet",), WHY, "/producten/0"), (("akw",), " ", "/producten/0/reden")],
)
def test_what_misses_something_is_refused(desk: Desk, products: tuple[str, ...], reason: str, pointer: str) -> None:
    case = desk.open("ww")
    with pytest.raises(BadRequest) as raised:
        add(desk, case, *products, reason=reason)
    assert [fault.pointer for fault in raised.value.faults] == [pointer]


def test_an_event_proposes_nothing_that_was_not_chosen(desk: Desk) -> None:
    case = desk.open(life_event="pensioen")
    before = {part.product for part in case.referrals}
    add(desk, case, "akw")
    assert {part.product for part in desk.case(case.number).referrals} == before | {"akw"}
