"""What has no route gets an organisation that a person chose, inside the case that stands."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from loket.cases.audit import AuditLog
from loket.cases.base import new_id
from loket.cases.models import Case, CaseEvent, CaseLine
from loket.cases.states import CaseState, ReferralState, Turn
from loket.errors import BadRequest, Conflict
from loket.routing import choosing
from tests.support.desk import SUPERVISOR, Desk, part_of, person

GENERAL, WHY = "algemeen-verzoek", "UWV gaat hierover"


def choose(desk: Desk, case: Case, organisation: str = "uwv", product: str = GENERAL, asked: str | None = None) -> str:
    return choosing.choose(desk.context(SUPERVISOR), case.number, organisation, product, WHY, asked)


def faults(desk: Desk, case: Case, **chosen: str | None) -> set[str]:
    with pytest.raises(BadRequest) as refused:
        choose(desk, case, **chosen)  # type: ignore[arg-type]
    desk.session.rollback()
    return {fault.pointer for fault in refused.value.faults}


def test_the_organisation_gets_it_and_the_case_moves(desk: Desk) -> None:
    case = desk.open(GENERAL)
    number = choose(desk, case)
    desk.drain()
    case = desk.case(case.number)
    part = part_of(case, GENERAL)
    assert (part.number, part.organisation, part.reason, part.state) == (number, "uwv", WHY, ReferralState.SENT)
    assert part.ground == desk.dispatcher.catalogue.products[GENERAL].ground
    assert (case.state, case.stuck_reason, desk.stuck()) == (CaseState.IN_PROGRESS, None, [])


def test_while_it_waits_to_go_out_it_has_a_route_already(desk: Desk) -> None:
    case = desk.open(GENERAL)
    choose(desk, case)
    case = desk.case(case.number)
    assert (part_of(case, GENERAL).state, case.stuck_reason, case.turn) == (ReferralState.PENDING, None, Turn.ORGANISATION)


def test_both_logs_tell_who_chose_what_and_why(desk: Desk) -> None:
    case = desk.open(GENERAL)
    number = choose(desk, case)
    line = desk.session.scalars(select(CaseEvent).where(CaseEvent.type == choosing.EVENT)).one()
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "organisatie-kiezen")).one()
    assert (line.actor, line.details) == ("toezicht", {"toelichting": WHY})
    told = {"van": "routering-nodig", "tot": "in-behandeling", "regel": line.sequence, "naar": "uwv", "delen": [number]}
    assert (row.object, row.details) == (case.number, told)


def test_it_may_go_for_another_product_than_was_asked(desk: Desk) -> None:
    case = desk.open("akw", GENERAL)
    choose(desk, case, product="ww")
    case = desk.case(case.number)
    (line,) = case.lines
    assert (line.done_by, case.stuck_reason) == ("toezichthouder", None)
    assert part_of(case, "ww").organisation == "uwv"


def test_of_several_it_must_be_said_which_one(desk: Desk) -> None:
    case = desk.open("akw", GENERAL)
    desk.session.add(
        CaseLine(id=new_id(desk.clock.now()), case_id=case.id, way="geen-route", product="zw", for_role="aanvrager", words="Ziektewet")
    )
    desk.session.commit()
    assert faults(desk, case) == faults(desk, case, asked="bijstand") == {"/voor"}
    choose(desk, case, asked=GENERAL)
    assert desk.case(case.number).stuck_reason == "geen-route"
    choose(desk, case, product="zw", asked="zw")
    assert desk.case(case.number).stuck_reason is None


def test_a_chosen_gemeente_is_from_then_on_the_one_of_the_citizen(desk: Desk) -> None:
    case = desk.open(GENERAL, applicant=person(gemeente_code=None))
    choose(desk, case, "gemeente-0518", "bijstand")
    case = desk.case(case.number)
    assert (case.gemeente_code, part_of(case, "bijstand").organisation) == ("0518", "gemeente-0518")


def test_a_product_of_the_gemeente_goes_to_no_other_than_the_citizens_own(desk: Desk) -> None:
    case = desk.open(GENERAL)
    assert faults(desk, case, organisation="gemeente-0344", product="bijstand") == {"/organisatie"}
    assert desk.case(case.number).referrals == []


def test_what_an_organisation_does_not_carry_out_and_a_missing_reason_are_told_at_once(desk: Desk) -> None:
    case = desk.open(GENERAL)
    with pytest.raises(BadRequest) as refused:
        choosing.choose(desk.context(SUPERVISOR), case.number, "uwv", "akw", " ")
    assert {fault.pointer for fault in refused.value.faults} == {"/reden", "/product"}
    assert faults(desk, case, organisation="nergens") == {"/organisatie"}


def test_where_everything_has_a_route_there_is_nothing_to_choose(desk: Desk) -> None:
    case = desk.open("ww")
    with pytest.raises(Conflict):
        choose(desk, case)
