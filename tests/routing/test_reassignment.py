"""Another route for a part: called back where it was sent, and its successor goes out with its ground."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.models import CaseEvent, Referral
from loket.cases.outbox import AuditLog, DeliveryState
from loket.cases.states import CaseState, ReferralState
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import reassignment
from loket.routing.forwarding import GROUND
from tests.support.desk import SUPERVISOR, Desk, part_of

S = ReferralState
WHY = "De inwoner woont in het buitenland"


def sent(desk: Desk) -> Referral:
    case = desk.open("ww")
    desk.drain()
    return part_of(case, "ww")


def reassign(desk: Desk, part: Referral, organisation: str = "svb", product: str = "algemeen-verzoek", reason: str = WHY) -> Referral:
    number = reassignment.reassign(desk.context(SUPERVISOR), part.number, organisation, product, reason)
    return next(other for other in desk.case(part.case.number).referrals if other.number == number)


def test_who_had_it_hears_that_it_is_withdrawn_and_the_other_gets_it_with_its_ground(desk: Desk) -> None:
    part = sent(desk)
    successor = reassign(desk, part)
    desk.drain()
    assert json.loads(desk.post["uwv"].received[-1].body)["soort"] == "intrekking"
    message = json.loads(desk.post["svb"].received[-1].body)
    assert (message["deelzaaknummer"], message["grondslag"], message["doorgezonden"]["van"]) == (successor.number, GROUND, "uwv")
    assert (part.state, successor.state, successor.predecessor_id) == (S.WITHDRAWN, S.SENT, part.id)


def test_the_reason_of_the_supervisor_goes_to_neither_of_them(desk: Desk) -> None:
    reassign(desk, sent(desk))
    desk.drain()
    assert json.loads(desk.post["uwv"].received[-1].body)["reden"] == "Hoort bij een andere organisatie of een ander product."
    assert WHY.encode() not in desk.post["svb"].received[-1].body


def test_the_first_knock_stays(desk: Desk) -> None:
    part = sent(desk)
    knocked = part.case.knocked_at
    desk.clock.advance(days=3)
    reassign(desk, part)
    desk.drain()
    assert json.loads(desk.post["svb"].received[-1].body)["aangekloptOp"].startswith(knocked.date().isoformat())


def test_what_never_left_is_not_sent_to_the_first_at_all(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    reassign(desk, part)
    desk.drain()
    assert desk.post["uwv"].received == []
    assert [row.state for row in desk.deliveries(part)] == [DeliveryState.CANCELLED]


def test_the_case_goes_on_and_both_logs_tell_what_was_and_what_is(desk: Desk) -> None:
    part = sent(desk)
    successor = reassign(desk, part)
    case = desk.case(part.case.number)
    line = desk.session.scalars(select(CaseEvent).where(CaseEvent.type == "anders-gerouteerd")).one()
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "route-wijzigen")).one()
    assert case.state is CaseState.IN_PROGRESS
    assert line.details == {"naar": "svb", "toelichting": WHY}
    told = {"van": "verzonden", "tot": "ingetrokken", "regel": line.sequence, "naar": "svb", "opvolger": successor.number}
    assert (row.object, row.details) == (part.number, told)


def test_it_is_undone_by_another_route_back(desk: Desk) -> None:
    part = sent(desk)
    back = reassign(desk, reassign(desk, part), "uwv", "ww", "Vergissing")
    desk.drain()
    assert (back.organisation, back.product, back.state, back.hops) == ("uwv", "ww", S.SENT, 2)


def test_what_waited_for_it_waits_for_its_successor(desk: Desk) -> None:
    case = desk.open("wlz-indicatie", "wlz-bijdrage")
    waiting, awaited = part_of(case, "wlz-bijdrage"), part_of(case, "wlz-indicatie")
    assert waiting.awaits_id == awaited.id
    successor = reassign(desk, awaited, "svb")
    assert part_of(desk.case(case.number), "wlz-bijdrage").awaits_id == successor.id


def test_every_fault_is_named_and_nothing_changes(desk: Desk) -> None:
    part = sent(desk)
    for organisation, product, pointers in (("nergens", "ww", ["/reden", "/organisatie"]), ("svb", "ww", ["/reden", "/product"])):
        with pytest.raises(BadRequest) as refused:
            reassign(desk, part, organisation, product, " ")
        assert [fault.pointer for fault in refused.value.faults] == pointers
    assert [row.kind for row in desk.deliveries(part)] == ["aanvraag"]


def test_it_must_go_somewhere_else(desk: Desk) -> None:
    with pytest.raises(Conflict):
        reassign(desk, sent(desk), "uwv", "ww")


def test_a_decided_part_gets_no_other_route(desk: Desk) -> None:
    part = sent(desk)
    desk.tell(part, Verb.DECIDED, outcome=Outcome.REFUSED)
    with pytest.raises(Conflict):
        reassign(desk, part)


def test_an_unknown_part_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        reassignment.reassign(desk.context(SUPERVISOR), "L-0000000000-1", "svb", "algemeen-verzoek", WHY)


def test_of_two_supervisors_the_second_finds_that_it_went_already(desk: Desk) -> None:
    part = sent(desk)
    reassign(desk, part)
    with pytest.raises(Conflict):
        reassign(desk, part, "cak")
