"""Reminding an organisation that says nothing: its own kind of message, and not more often than its norm."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.models import CaseEvent, Referral
from loket.cases.outbox import AuditLog
from loket.cases.states import ReferralState
from loket.errors import BadRequest, Conflict
from loket.routing import reminders
from tests.support.desk import SUPERVISOR, Desk, part_of

ASKED = "Kunt u laten weten hoe het staat?"


def sent(desk: Desk) -> Referral:
    case = desk.open("ww")
    desk.drain()
    return part_of(case, "ww")


def remind(desk: Desk, part: Referral, words: str = ASKED) -> None:
    reminders.remind(desk.context(SUPERVISOR), part.number, words)


def test_the_organisation_gets_a_reminder_with_the_words_and_its_own_last_day(desk: Desk) -> None:
    part = sent(desk)
    remind(desk, part)
    desk.drain()
    message = json.loads(desk.post["uwv"].received[-1].body)
    assert (message["soort"], message["toelichting"]) == ("herinnering", ASKED)
    assert message["uiterlijkeEinddatumAfdoening"] == part.due_on.isoformat() if part.due_on else False


def test_the_part_stays_as_it_is_and_both_logs_tell_it(desk: Desk) -> None:
    part = sent(desk)
    remind(desk, part)
    told = desk.session.scalars(select(CaseEvent).where(CaseEvent.type == "herinnerd")).one()
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "herinneren")).one()
    assert (part.state, told.details) == (ReferralState.SENT, {"toelichting": ASKED})
    assert (row.actor, row.object, row.details) == (
        "toezichthouder",
        part.number,
        {"van": "verzonden", "tot": "verzonden", "regel": told.sequence},
    )


def test_within_the_norm_of_the_organisation_a_second_one_is_refused_with_the_day_on_which_it_may(desk: Desk) -> None:
    part = sent(desk)
    remind(desk, part)
    desk.clock.advance(days=6)
    with pytest.raises(Conflict, match="Vanaf 9 maart 2026") as refused:
        remind(desk, part)
    assert refused.value.code == "te-vroeg"
    assert [row.kind for row in desk.deliveries(part)] == ["aanvraag", "herinnering"]


def test_after_the_norm_it_may_again(desk: Desk) -> None:
    part = sent(desk)
    remind(desk, part)
    desk.clock.advance(days=7)
    remind(desk, part)
    assert [row.kind for row in desk.deliveries(part)] == ["aanvraag", "herinnering", "herinnering"]


def test_who_does_not_have_it_yet_is_not_reminded(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    with pytest.raises(Conflict):
        remind(desk, part)


def test_who_waits_for_the_citizen_or_decided_is_not_reminded(desk: Desk) -> None:
    part = sent(desk)
    desk.tell(part, Verb.INFORMATION_ASKED, information_due=desk.clock.today().replace(day=20))
    with pytest.raises(Conflict):
        remind(desk, part)
    desk.tell(part, Verb.DECIDED, outcome=Outcome.GRANTED)
    with pytest.raises(Conflict):
        remind(desk, part)


def test_without_words_nothing_goes(desk: Desk) -> None:
    part = sent(desk)
    with pytest.raises(BadRequest):
        remind(desk, part, " ")
    assert len(desk.deliveries(part)) == 1


def test_of_a_whole_case_everybody_who_may_be_reminded_is_and_else_the_first_day_is_told(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    desk.drain()
    remind(desk, part_of(case, "ww"))
    reminders.remind_all(desk.context(SUPERVISOR), desk.case(case.number), ASKED)
    desk.session.commit()
    kinds = {product: [row.kind for row in desk.deliveries(part_of(case, product))] for product in ("ww", "akw")}
    assert kinds == {product: ["aanvraag", "herinnering"] for product in ("ww", "akw")}
    with pytest.raises(Conflict, match="Vanaf 9 maart 2026"):
        reminders.remind_all(desk.context(SUPERVISOR), desk.case(case.number), ASKED)


def test_a_case_in_which_no_organisation_is_to_act_is_not_reminded(desk: Desk) -> None:
    case = desk.open("ww")
    with pytest.raises(Conflict, match="aan zet"):
        reminders.remind_all(desk.context(SUPERVISOR), desk.case(case.number), ASKED)
