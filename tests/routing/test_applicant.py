"""What the applicant does afterwards: gives what was asked, withdraws, asks how it stands."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.models import Answer, Case, CaseLine, ContactMoment, Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.states import CaseState, ReferralState, Turn
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import completion, contact, withdrawal
from tests.support.desk import Desk, part_of
from tests.support.post import SILENT

S = ReferralState


def sent(desk: Desk, product: str = "ww") -> Referral:
    case = desk.open(product)
    desk.drain()
    return part_of(case, product)


def asked(desk: Desk, *questions: str) -> Referral:
    part = sent(desk)
    until = desk.clock.today() + timedelta(days=14)
    desk.tell(part, Verb.INFORMATION_ASKED, information_due=until, questions=questions)
    return part


def body(row: Delivery) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row.body or "")
    return found


def test_what_was_asked_goes_to_who_asked_and_the_part_goes_on(desk: Desk) -> None:
    part = asked(desk, "laatste-werkgever")
    completion.supply(desk.context(), part.number, {"laatste-werkgever": "Bakker BV"}, "Zie ook mijn brief")
    told = body(desk.deliveries(part)[1])
    assert (told["soort"], told["toelichting"]) == ("aanvulling", "Zie ook mijn brief")
    assert [(row["vraag"], row["waarde"]) for row in told["antwoorden"]] == [("laatste-werkgever", "Bakker BV")]
    assert (part.state, part.asked, part.case.state) == (S.ACCEPTED, None, CaseState.IN_PROGRESS)


def test_an_answer_that_the_organisation_may_not_have_stays_here(desk: Desk) -> None:
    part = asked(desk)
    completion.supply(desk.context(), part.number, {"laatste-werkgever": "Bakker BV", "weinig-inkomen": True}, None)
    assert [row["vraag"] for row in body(desk.deliveries(part)[1])["antwoorden"]] == ["laatste-werkgever"]
    kept = {answer.question for answer in desk.session.scalars(select(Answer))}
    assert kept == {"laatste-werkgever", "weinig-inkomen"}


def test_the_newest_answer_counts_and_none_is_overwritten(desk: Desk) -> None:
    desk.change_product("ww", required=("laatste-werkgever", "ziek-nu"))
    part = part_of(desk.open("ww", answers={"laatste-werkgever": "Bakker BV"}), "ww")
    completion.supply(desk.context(), part.number, {"laatste-werkgever": "Slager BV", "ziek-nu": False}, None)
    told = {row["vraag"]: row["waarde"] for row in body(desk.deliveries(part)[0])["antwoorden"]}
    assert told["laatste-werkgever"] == "Slager BV"
    assert len(list(desk.session.scalars(select(Answer).where(Answer.question == "laatste-werkgever")))) == 2


def test_nothing_at_all_is_no_completion(desk: Desk) -> None:
    with pytest.raises(BadRequest):
        completion.supply(desk.context(), asked(desk).number, {}, None)


def test_a_wrong_answer_is_refused_and_nothing_changes(desk: Desk) -> None:
    part = asked(desk)
    with pytest.raises(BadRequest) as raised:
        completion.supply(desk.context(), part.number, {"ziek-nu": "misschien", "bestaat-niet": 1}, None)
    assert {fault.pointer for fault in raised.value.faults} == {"/antwoorden/ziek-nu", "/antwoorden/bestaat-niet"}
    assert desk.case(part.case.number).state is CaseState.WAITING_FOR_CITIZEN


def test_nothing_can_be_added_to_what_was_decided(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    with pytest.raises(Conflict):
        completion.supply(desk.context(), part.number, {}, "Nog iets")


def test_a_part_that_never_left_is_withdrawn_in_silence(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    withdrawal.withdraw(desk.context(), part.case.number, None, "toch niet")
    desk.drain()
    assert (part.state, part.case.state, part.turn) == (S.WITHDRAWN, CaseState.WITHDRAWN, Turn.NONE)
    assert [row.state for row in desk.deliveries()] == [DeliveryState.CANCELLED]
    assert desk.post["uwv"].received == []


def test_who_has_it_is_told_that_it_was_withdrawn(desk: Desk) -> None:
    part = sent(desk)
    withdrawal.withdraw(desk.context(), part.case.number, [part.number], "toch niet")
    desk.drain()
    assert desk.post["uwv"].kinds_received == ["aanvraag", "intrekking"]
    assert body(desk.deliveries(part)[1])["reden"] == "toch niet"


@pytest.mark.parametrize("way", ["aanvragen", "melden"])
def test_what_may_have_arrived_is_sent_to_the_end_before_the_withdrawal(desk: Desk, way: str) -> None:
    desk.post["uwv"].will(SILENT)
    part = sent(desk)
    part.way = way
    desk.deliveries(part)[0].kind = kind = "aanvraag" if way == "aanvragen" else "melding"
    desk.session.commit()
    withdrawal.withdraw(desk.context(), part.case.number, None, "toch niet")
    desk.clock.advance(minutes=1)
    desk.drain()
    assert desk.post["uwv"].kinds_received[1:] == [kind, "intrekking"]


def test_one_of_two_parts_is_withdrawn_and_the_other_goes_on(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    desk.drain()
    withdrawal.withdraw(desk.context(), case.number, [part_of(case, "ww").number], "toch niet")
    assert (part_of(case, "ww").state, part_of(case, "akw").state, case.state) == (S.WITHDRAWN, S.SENT, CaseState.IN_PROGRESS)
    desk.decide(part_of(case, "akw"), Outcome.REFUSED)
    assert case.state is CaseState.SETTLED


def test_a_decision_cannot_be_withdrawn(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    for parts in ([part.number], None):
        with pytest.raises(Conflict):
            withdrawal.withdraw(desk.context(), part.case.number, parts, "toch niet")


def test_a_part_of_another_case_is_named_as_a_fault(desk: Desk) -> None:
    part, other = sent(desk), sent(desk, "akw")
    with pytest.raises(BadRequest) as raised:
        withdrawal.withdraw(desk.context(), part.case.number, [part.number, other.number], "toch niet")
    assert [fault.pointer for fault in raised.value.faults] == ["/deelzaken/1"]
    assert desk.case(part.case.number).state is CaseState.IN_PROGRESS


def test_a_message_after_the_withdrawal_is_late(desk: Desk) -> None:
    part = sent(desk)
    withdrawal.withdraw(desk.context(), part.case.number, None, "toch niet")
    assert (desk.decide(part).processed, part.state) == (False, S.WITHDRAWN)


def record(desk: Desk, case: Case, **told: Any) -> None:
    contact.record(desk.context(), case.number, **({"question": "Hoe staat het?", "channel": "telefoon"} | told))


def test_a_knock_is_kept_with_what_was_said_and_promised(desk: Desk) -> None:
    case = desk.open("ww")
    record(desk, case, answered=True, said="Het loopt", promise="Wij bellen", promised_by=date(2026, 3, 4))
    knock = desk.session.scalars(select(ContactMoment)).one()
    assert (knock.question, knock.answered, knock.said, knock.promise, knock.promised_by) == (
        "Hoe staat het?",
        True,
        "Het loopt",
        "Wij bellen",
        date(2026, 3, 4),
    )
    assert (knock.counter, knock.employee, knock.channel) == ("gemeente-0518", "balie-den-haag", "telefoon")
    assert desk.events(case)[-1] == "contactmoment"


@pytest.mark.parametrize(
    ("told", "pointer"),
    [
        ({"question": "  "}, "/vraag"),
        ({"promise": "Wij bellen"}, "/toegezegdVoor"),  # a promise needs a date
        ({"promise": "Wij bellen", "promised_by": date(2026, 3, 1)}, "/toegezegdVoor"),  # yesterday
    ],
)
def test_a_knock_without_question_or_with_an_empty_promise_is_refused(desk: Desk, told: dict[str, Any], pointer: str) -> None:
    case = desk.open("ww")
    with pytest.raises(BadRequest) as raised:
        record(desk, case, **told)
    assert [fault.pointer for fault in raised.value.faults] == [pointer]


def test_what_the_person_did_themselves_is_ticked_off_once(desk: Desk) -> None:
    case = desk.open(life_event="overlijden-partner", answers={"voertuig-overledene": True})
    line = next(line for line in case.lines if line.way == "zelf-doen")
    before = len(desk.status(case)["moetUNog"])
    for _ in range(2):
        contact.tick_line(desk.context(), case.number, line.id)
    case = desk.case(case.number)
    assert len(desk.status(case)["moetUNog"]) == before - 1
    assert desk.events(case).count("regel-gedaan") == 1


def test_a_line_of_another_case_is_not_found(desk: Desk) -> None:
    case = desk.open(life_event="overlijden-partner", answers={"voertuig-overledene": True})
    line: CaseLine = case.lines[0]
    other = desk.open("ww")
    with pytest.raises(NotFound):
        contact.tick_line(desk.context(), other.number, line.id)
