"""Closing a settled case, promises that are kept, and the desk's report of the wrong person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from loket.cases.desk import Feedback
from loket.cases.models import Case, ContactMoment
from loket.cases.outbox import DeliveryState
from loket.cases.privacy import Breach
from loket.cases.states import CaseState, ReferralState
from loket.errors import BadRequest, Conflict
from loket.routing import closing, contact, rights, wrong_person
from tests.support.desk import Desk, part_of, person
from tests.support.privacy import officer

RIGHT_BSN = "999990342"


def settled(desk: Desk) -> Case:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(case, "ww"))
    return desk.case(case.number)


def test_a_settled_case_closes_with_how_it_ended_and_the_two_answers(desk: Desk) -> None:
    case = settled(desk)
    closing.close(desk.context(), case.number, "geholpen", helped="ja", ease=5)
    case = desk.case(case.number)
    assert (case.state, case.closing, case.closed_at) == (CaseState.CLOSED, "geholpen", desk.clock.now())
    row = desk.session.scalars(select(Feedback)).one()
    assert (row.helped, row.ease, row.counter) == ("ja", 5, "gemeente-0518")
    assert desk.events(case)[-1] == "zaak-gesloten"


def test_a_citizen_who_was_not_asked_is_counted_as_unknown(desk: Desk) -> None:
    closing.close(desk.context(), settled(desk).number, "elders-verder")
    assert [(row.helped, row.ease) for row in desk.session.scalars(select(Feedback))] == [("onbekend", None)]


def test_a_case_with_an_open_part_does_not_close(desk: Desk) -> None:
    case = desk.open("ww")
    with pytest.raises(Conflict):
        closing.close(desk.context(), case.number, "geholpen")
    assert desk.session.scalars(select(Feedback)).all() == []


def test_a_case_closes_once(desk: Desk) -> None:
    case = settled(desk)
    closing.close(desk.context(), case.number, "geholpen")
    with pytest.raises(Conflict):
        closing.close(desk.context(), case.number, "niet-geholpen")
    assert desk.case(case.number).closing == "geholpen"


@pytest.mark.parametrize(
    ("given", "pointer"),
    [({"ending": "klaar"}, "/hoe"), ({"helped": "misschien"}, "/geholpen"), ({"ease": 6}, "/gemak")],
)
def test_a_value_that_does_not_exist_is_refused(desk: Desk, given: dict[str, Any], pointer: str) -> None:
    with pytest.raises(BadRequest) as raised:
        closing.close(desk.context(), settled(desk).number, **({"ending": "geholpen"} | given))
    assert [fault.pointer for fault in raised.value.faults] == [pointer]


def promised(desk: Desk, **more: Any) -> tuple[Case, ContactMoment]:
    case = desk.open("ww")
    told = {"question": "Hoe staat het?", "channel": "balie", "promise": "Wij bellen", "promised_by": date(2026, 3, 4)}
    contact.record(desk.context(), case.number, **(told | more))
    return desk.case(case.number), desk.session.scalars(select(ContactMoment)).one()


def test_a_promise_is_the_lokets_own_unless_somebody_else_is_named(desk: Desk) -> None:
    assert promised(desk)[1].promise_owner == "gemeente-0518"


def test_a_promise_can_be_an_organisations(desk: Desk) -> None:
    assert promised(desk, promise_owner="uwv")[1].promise_owner == "uwv"


def test_a_promise_of_nobody_known_is_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest) as raised:
        promised(desk, promise_owner="iemand")
    assert [fault.pointer for fault in raised.value.faults] == ["/toegezegdDoor"]


def test_a_way_of_contact_that_does_not_exist_is_refused(desk: Desk) -> None:
    case = desk.open("ww")
    with pytest.raises(BadRequest) as refused:
        contact.record(desk.context(), case.number, question="Hoe staat het?", channel="postduif" * 10)
    assert [fault.pointer for fault in refused.value.faults] == ["/communicatiekanaal"]


def test_a_kept_promise_says_who_says_so_and_stays_as_it_was(desk: Desk) -> None:
    case, knock = promised(desk)
    contact.keep_promise(desk.context(), case.number, str(knock.id), "Balie gemeente Den Haag")
    first = desk.session.get_one(ContactMoment, knock.id).promise_kept_at
    contact.keep_promise(desk.context(), case.number, str(knock.id), "Iemand anders")
    kept = desk.session.get_one(ContactMoment, knock.id)
    assert (kept.promise_kept_at, kept.promise_kept_by) == (first, "Balie gemeente Den Haag")
    assert desk.events(case).count("toezegging-nagekomen") == 1


def test_a_promise_of_another_case_is_refused(desk: Desk) -> None:
    _, knock = promised(desk)
    other = desk.open("akw", applicant=person(bsn=RIGHT_BSN))
    with pytest.raises(BadRequest):
        contact.keep_promise(desk.context(), other.number, str(knock.id))


def test_a_report_of_the_wrong_person_stops_what_did_not_leave(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    wrong_person.report(desk.context(), case.number, "Dit is de buurman")
    desk.drain()
    assert {row.state for row in desk.deliveries()} == {DeliveryState.CANCELLED}
    assert {part.state for part in desk.case(case.number).referrals} == {ReferralState.WITHDRAWN}
    assert desk.post["uwv"].received == []


def test_what_left_is_for_the_privacy_officer_who_finds_the_report(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    wrong_person.report(desk.context(), case.number, "Dit is de buurman")
    assert desk.case(case.number).referrals[0].state is ReferralState.SENT
    found = desk.session.scalars(select(Breach)).one()
    assert (found.kind, found.known_at, [row.organisation for row in found.receipts]) == ("verkeerde-persoon", desk.clock.now(), ["uwv"])


def test_a_second_report_is_refused(desk: Desk) -> None:
    case = desk.open("ww")
    wrong_person.report(desk.context(), case.number, "Dit is de buurman")
    with pytest.raises(Conflict):
        wrong_person.report(desk.context(), case.number, "Nog eens")


def test_moving_a_reported_case_completes_the_same_entry(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    desk.drain()
    wrong_person.report(desk.context(), case.number, "Dit is de buurman")
    right = person(birth_date="1987-04-05", bsn=RIGHT_BSN)
    new = rights.wrong_person(officer(desk), case.number, right, "Twee mensen met dezelfde naam")
    desk.session.expire_all()
    found = desk.session.scalars(select(Breach)).one()
    assert (found.new_case_number, len(found.subjects), len(found.receipts)) == (new, 2, 2)
