"""After a decision (practice rule 18): an objection, a notice of default and a complaint are stamped today and go on today."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.desk import LegalStep
from loket.cases.models import Case, Referral
from loket.cases.outbox import DeliveryState
from loket.cases.queries import Viewer
from loket.errors import BadRequest, Conflict
from loket.routing import legal_steps
from loket.routing.legal_steps import Room, Step
from tests.support.desk import Desk, part_of
from tests.support.post import UNABLE

DECIDED = date(2026, 3, 2)


def sent(desk: Desk, product: str = "ww") -> Referral:
    case = desk.open(product)
    desk.drain()
    return part_of(case, product)


def refused(desk: Desk) -> Referral:
    part = sent(desk)
    desk.tell(part, Verb.DECIDED, outcome=Outcome.REFUSED, decided_on=DECIDED, announced_on=DECIDED)
    return part


def room(desk: Desk, part: Referral) -> Room:
    return legal_steps.room_for(desk.dispatcher.catalogue, part, desk.clock.today())


def take(desk: Desk, part: Referral, step: Step, text: str = "Ik ben het er niet mee eens.", **more: Any) -> None:
    legal_steps.take(desk.context(), part.number, step, text, **more)


def told(desk: Desk, part: Referral) -> dict[str, Any]:
    """The last message to the organisation of a part."""
    found: dict[str, Any] = json.loads(desk.deliveries(part)[-1].body or "")
    return found


def test_an_objection_goes_on_the_same_day_with_the_day_at_the_desk(desk: Desk) -> None:
    part = refused(desk)
    desk.clock.advance(days=3)
    take(desk, part, Step.OBJECTION)
    body = told(desk, part)
    assert (body["soort"], body["ingediendOp"], body["laatsteDag"]) == ("bezwaar", "2026-03-05", "2026-04-13")
    assert body["besluit"] == {"uitkomst": "afgewezen", "datumBesluit": "2026-03-02", "bekendgemaaktOp": "2026-03-02"}
    desk.drain()
    assert desk.post["uwv"].kinds_received == ["aanvraag", "bezwaar"]


def test_the_step_is_kept_as_a_row_with_its_last_day(desk: Desk) -> None:
    part = refused(desk)
    take(desk, part, Step.OBJECTION, "Mijn baas heeft mij ontslagen.")
    row = desk.session.scalars(select(LegalStep)).one()
    assert (row.kind, row.text, row.received_on, row.last_day) == (
        "bezwaar",
        "Mijn baas heeft mij ontslagen.",
        date(2026, 3, 2),
        date(2026, 4, 13),
    )
    assert (row.by, row.counter) == ("balie-den-haag", "gemeente-0518")


def test_a_provisional_objection_needs_no_grounds_yet(desk: Desk) -> None:
    part = refused(desk)
    take(desk, part, Step.OBJECTION, "", provisional=True)
    assert (told(desk, part)["voorlopig"], desk.session.scalars(select(LegalStep.provisional)).one()) == (True, True)


@pytest.mark.parametrize("step", [Step.OBJECTION, Step.COMPLAINT])
def test_without_words_nothing_is_sent(desk: Desk, step: Step) -> None:
    part = refused(desk)
    with pytest.raises(BadRequest) as raised:
        take(desk, part, step, "  ")
    assert [fault.pointer for fault in raised.value.faults] == ["/tekst"]
    assert desk.session.scalars(select(LegalStep)).all() == []


def test_a_late_objection_is_forwarded_too_and_warned_of(desk: Desk) -> None:
    part = refused(desk)
    desk.clock.advance(days=60)
    assert "voorbij" in room(desk, part).of(Step.OBJECTION)[0]
    take(desk, part, Step.OBJECTION)
    assert told(desk, part)["soort"] == "bezwaar"


def test_silence_past_the_term_can_be_objected_to(desk: Desk) -> None:
    part = sent(desk)
    assert Step.OBJECTION not in room(desk, part).steps
    with pytest.raises(Conflict):
        take(desk, part, Step.OBJECTION)
    desk.clock.advance(days=90)
    take(desk, desk.case(part.case.number).referrals[0], Step.OBJECTION)
    body = told(desk, part)
    assert (body["soort"], "besluit" in body, "laatsteDag" in body) == ("bezwaar", False, False)


def test_a_notice_of_default_goes_out_and_warns_while_the_term_runs(desk: Desk) -> None:
    part = sent(desk)
    assert "termijn loopt nog" in room(desk, part).of(Step.DEFAULT_NOTICE)[0]
    desk.clock.advance(days=90)
    assert room(desk, part).of(Step.DEFAULT_NOTICE) == ()
    take(desk, part, Step.DEFAULT_NOTICE)
    assert told(desk, part)["soort"] == "ingebrekestelling"


def test_after_a_decision_there_is_nothing_to_give_notice_of(desk: Desk) -> None:
    with pytest.raises(Conflict):
        take(desk, refused(desk), Step.DEFAULT_NOTICE)


@pytest.mark.parametrize("decided", [False, True])
def test_a_complaint_can_be_made_of_whoever_has_the_part(desk: Desk, decided: bool) -> None:
    part = refused(desk) if decided else sent(desk)
    take(desk, part, Step.COMPLAINT, "Ik werd steeds doorverbonden.")
    assert told(desk, part)["soort"] == "klacht"


def test_nothing_can_be_set_against_who_never_had_the_part(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    assert room(desk, part).steps == ()
    with pytest.raises(Conflict):
        take(desk, part, Step.COMPLAINT)


def test_what_an_organisation_cannot_take_in_becomes_a_task_for_a_person(desk: Desk) -> None:
    part = refused(desk)
    desk.post["uwv"].will(UNABLE)
    take(desk, part, Step.OBJECTION)
    desk.drain()
    assert desk.deliveries(part)[-1].state is DeliveryState.TASK
    assert desk.events(part.case)[-1] == "taak"


def test_others_see_only_that_something_was_sent(desk: Desk) -> None:
    part = refused(desk)
    take(desk, part, Step.OBJECTION, "Ik ben ziek.")
    case: Case = desk.case(part.case.number)
    line = desk.timeline(case, Viewer(counter="gemeente-0344"))[-1]
    assert line["tekst"] == "De inwoner heeft uwv iets gestuurd."
    assert not any(secret in str(line) for secret in ("bezwaar", "ziek"))
    assert desk.timeline(case)[-1]["toelichting"] == "Ik ben ziek."


def test_the_person_heard_of_us_when_they_brought_it(desk: Desk) -> None:
    part = refused(desk)
    take(desk, part, Step.COMPLAINT)
    assert desk.case(part.case.number).told_at == desk.clock.now()
