"""A supervisor withdraws only with the applicant's word recorded (practice rule 21), closes and opens again."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.acts import SourcedNote
from loket.cases.models import Case
from loket.cases.outbox import AuditLog
from loket.cases.states import CaseState, ReferralState, Turn
from loket.errors import BadRequest, Conflict
from loket.routing import closing, withdrawal
from loket.routing.sourced_notes import Heard
from tests.support.desk import SUPERVISOR, Desk, part_of

SAID = Heard("de heer Moulin", date(2026, 3, 2), "telefoon", "Ik heb weer werk, het hoeft niet meer.")
WHY = "De inwoner belde dat er toch iets open staat."


def two(desk: Desk) -> Case:
    case = desk.open("ww", "akw")
    desk.drain()
    return desk.case(case.number)


def withdraw(desk: Desk, case: Case, parts: list[str], heard: Heard = SAID, **who: str) -> None:
    withdrawal.at_their_word(desk.context(SUPERVISOR), case.number, parts, heard, **who)


def settled(desk: Desk) -> Case:
    case = desk.open("ww")
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.DECIDED, outcome=Outcome.REFUSED)
    return desk.case(case.number)


def details_of(desk: Desk, action: str) -> dict[str, Any] | None:
    return desk.session.scalars(select(AuditLog.details).where(AuditLog.action == action)).one()


def test_a_part_is_withdrawn_with_who_said_so_when_how_and_what(desk: Desk) -> None:
    case = two(desk)
    withdraw(desk, case, [f"{case.number}-1"])
    note = desk.session.scalars(select(SourcedNote)).one()
    assert (note.source, note.said_by, note.said_on, note.channel, note.text) == (
        *("aanvrager", "de heer Moulin", date(2026, 3, 2), "telefoon", "Ik heb weer werk, het hoeft niet meer."),
    )
    assert [part.state for part in desk.case(case.number).referrals] == [ReferralState.WITHDRAWN, ReferralState.SENT]
    assert desk.events(case)[-2:] == ["op-verzoek-ingetrokken", "ingetrokken"]


def test_the_organisation_hears_it_and_the_audit_log_has_before_and_after(desk: Desk) -> None:
    case = two(desk)
    withdraw(desk, case, [f"{case.number}-1", f"{case.number}-2"])
    desk.drain()
    assert [message.kind.value for message in desk.post["uwv"].received] == ["aanvraag", "intrekking"]
    details = details_of(desk, "intrekken-op-verzoek") or {}
    assert (details["van"], details["tot"]) == ("in-behandeling", "ingetrokken")
    assert details["delen"] == [f"{case.number}-1", f"{case.number}-2"]


def test_what_they_said_does_not_go_to_the_organisation(desk: Desk) -> None:
    case = two(desk)
    withdraw(desk, case, [f"{case.number}-1"])
    desk.drain()
    assert json.loads(desk.post["uwv"].received[-1].body)["reden"] == "Op verzoek van de inwoner."


def test_without_their_word_nothing_is_withdrawn(desk: Desk) -> None:
    case = two(desk)
    with pytest.raises(BadRequest) as refused:
        withdraw(desk, case, [], Heard("", None, "", ""), who="partner")
    assert [fault.pointer for fault in refused.value.faults] == ["/door", "/op", "/wijze", "/woorden", "/wie", "/delen"]
    assert {part.state for part in desk.case(case.number).referrals} == {ReferralState.SENT}


def test_after_a_decision_it_is_too_late_and_no_note_is_kept(desk: Desk) -> None:
    case = settled(desk)
    with pytest.raises(Conflict):
        withdraw(desk, case, [f"{case.number}-1"])
    desk.session.rollback()
    assert desk.session.scalars(select(SourcedNote)).all() == []


def test_a_case_closes_with_a_supervisors_reason(desk: Desk) -> None:
    case = settled(desk)
    closing.close(desk.context(SUPERVISOR), case.number, "onbereikbaar", reason="Drie keer gebeld")
    assert desk.timeline(case)[-1]["tekst"] == "De zaak is gesloten: de inwoner was niet te bereiken."
    assert desk.timeline(case)[-1]["toelichting"] == "Drie keer gebeld"
    assert (details_of(desk, "zaak-sluiten") or {}).items() >= {"van": "besloten", "tot": "afgerond", "hoe": "onbereikbaar"}.items()


def test_a_closed_case_opens_again_and_forgets_its_archive_date(desk: Desk) -> None:
    case = settled(desk)
    closing.close(desk.context(SUPERVISOR), case.number, "geholpen")
    case = desk.case(case.number)
    case.nomination, case.archive_on = "vernietigen", date(2031, 3, 2)
    desk.session.commit()
    closing.reopen(desk.context(SUPERVISOR), case.number, WHY)
    case = desk.case(case.number)
    assert (case.state, case.closed_at, case.closing, case.nomination, case.archive_on) == (CaseState.SETTLED, None, None, None, None)
    assert (details_of(desk, "zaak-heropenen") or {}).items() >= {"van": "afgerond", "tot": "besloten"}.items()
    assert desk.events(case)[-1] == "zaak-heropend"


def test_what_is_not_closed_does_not_open(desk: Desk) -> None:
    with pytest.raises(Conflict):
        closing.reopen(desk.context(SUPERVISOR), settled(desk).number, WHY)


def test_opening_again_needs_a_reason(desk: Desk) -> None:
    case = settled(desk)
    closing.close(desk.context(SUPERVISOR), case.number, "geholpen")
    with pytest.raises(BadRequest):
        closing.reopen(desk.context(SUPERVISOR), case.number, "")
    assert desk.case(case.number).state is CaseState.CLOSED


def test_an_opened_case_does_not_stand_in_the_way_of_a_newer_one_for_the_same_event(desk: Desk) -> None:
    first = desk.open("ww", life_event="ontslag", left_out=())
    withdrawal.withdraw(desk.context(), first.number, None, "toch niet")
    closing.close(desk.context(SUPERVISOR), first.number, "niet-meer-nodig")
    second = desk.open("ww", life_event="ontslag")
    closing.reopen(desk.context(SUPERVISOR), first.number, WHY)
    assert desk.case(first.number).state is CaseState.WITHDRAWN
    assert desk.case(second.number).state is CaseState.RECEIVED


def test_a_case_for_which_there_is_nobody_closes_and_opens_as_it_was(desk: Desk) -> None:
    case = desk.open()
    assert case.state is CaseState.UNROUTABLE
    closing.close(desk.context(SUPERVISOR), case.number, "elders-verder", reason="Naar de huisarts verwezen")
    closed = desk.case(case.number)
    assert (closed.state, closed.stuck_reason, closed.turn) == (CaseState.CLOSED, None, Turn.NONE)
    closing.reopen(desk.context(SUPERVISOR), case.number, WHY)
    again = desk.case(case.number)
    assert (again.state, again.stuck_reason, again.turn) == (CaseState.UNROUTABLE, "geen-route", Turn.COUNTER)
