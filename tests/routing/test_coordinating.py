"""Who follows a stuck case, and putting it off: with a reason, never past a legal date or the norm of its urgency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.models import CaseEvent
from loket.errors import BadRequest, Conflict, LoketError, NotFound
from loket.routing import coordinating, legal_steps, snoozing, stuck_list, supervise
from loket.routing.stuck_list import Choice
from tests.support.desk import MONDAY, SUPERVISOR, Desk, part_of, person
from tests.support.post import REFUSED, TAKEN

TODAY = MONDAY.date()
KNOWN, WHY = {"toezichthouder": "Toezichthouder", "collega": "Noor de Wit"}, "Ik bel de organisatie"


def stuck_case(desk: Desk, *more: str, **given: Any) -> str:
    """A case that stands still: UWV does not take it. Other parts run."""
    desk.post["uwv"].will(REFUSED)
    number = desk.open("ww", *more, applicant=person(bsn=None), **given).number
    desk.drain()
    return number


def snooze(desk: Desk, number: str, until: date, reason: str = WHY) -> None:
    coordinating.snooze(desk.context(SUPERVISOR), number, until, reason)


def assign(desk: Desk, number: str, who: str | None = "collega", reason: str = WHY) -> None:
    coordinating.assign(desk.context(SUPERVISOR), number, who, reason, KNOWN)


def audited(desk: Desk, action: str) -> list[tuple[str, str, Any]]:
    desk.session.rollback()
    rows = desk.session.scalars(select(AuditLog).where(AuditLog.action == action).order_by(AuditLog.id))
    return [(row.actor, row.object, {name: row.details[name] for name in ("van", "tot")}) for row in rows]


def last_event(desk: Desk, number: str) -> CaseEvent:
    query = select(CaseEvent).where(CaseEvent.case_id == desk.case(number).id).order_by(CaseEvent.sequence.desc()).limit(1)
    return desk.session.scalars(query).one()


def test_a_case_is_given_to_a_supervisor_and_that_is_told_with_before_and_after(desk: Desk) -> None:
    number = stuck_case(desk)
    for who, name in (("collega", "Noor de Wit"), ("toezichthouder", "Toezichthouder"), (None, None)):
        assign(desk, number, who)
        assert (desk.case(number).coordinator, desk.case(number).coordinator_name) == (who, name)
    assert [details for _, _, details in audited(desk, "zaak-toewijzen")] == [
        {"van": None, "tot": "collega"},
        {"van": "collega", "tot": "toezichthouder"},
        {"van": "toezichthouder", "tot": None},
    ]
    assert desk.events(desk.case(number))[-3:] == ["toegewezen", "toegewezen", "niet-meer-toegewezen"]
    assert last_event(desk, number).details == {"toelichting": WHY}


@pytest.mark.parametrize(
    ("who", "reason", "refusal"),
    [("onbekende", WHY, BadRequest), ("collega", "  ", BadRequest), (None, WHY, Conflict)],
    ids=["unknown", "without a reason", "was so already"],
)
def test_what_cannot_be_assigned_changes_nothing(desk: Desk, who: str | None, reason: str, refusal: type[LoketError]) -> None:
    number = stuck_case(desk)
    with pytest.raises(refusal):
        assign(desk, number, who, reason)
    assert (desk.case(number).coordinator, audited(desk, "zaak-toewijzen")) == (None, [])


def test_a_snoozed_case_leaves_the_list_and_its_counts_and_comes_back_by_itself(desk: Desk) -> None:
    number = stuck_case(desk)
    until = TODAY + timedelta(days=10)
    snooze(desk, number, until)
    assert (desk.stuck(), desk.stuck(snoozed=True)) == ([], [number])
    assert stuck_list.counts(desk.context(SUPERVISOR), Choice()) == {}
    desk.clock.advance(days=9)
    assert desk.stuck() == []
    desk.clock.advance(days=1)
    assert (desk.stuck(), desk.stuck(snoozed=True)) == ([number], [])


def test_putting_off_is_told_with_its_day_and_audited_with_before_and_after(desk: Desk) -> None:
    number = stuck_case(desk)
    snooze(desk, number, date(2026, 3, 9))
    snooze(desk, number, date(2026, 3, 12))
    assert audited(desk, "zaak-uitstellen")[-1] == ("toezichthouder", number, {"van": "2026-03-09", "tot": "2026-03-12"})
    assert desk.timeline(desk.case(number))[-1]["tekst"] == "Een toezichthouder kijkt op 12 maart 2026 weer naar deze zaak."


def test_each_act_points_to_the_line_with_its_reason_and_is_a_processing(desk: Desk) -> None:
    number = stuck_case(desk)
    assign(desk, number)
    snooze(desk, number, TODAY + timedelta(days=5))
    coordinating.wake(desk.context(SUPERVISOR), number, WHY)
    acts = ("zaak-toewijzen", "zaak-uitstellen", "uitstel-beeindigen")
    rows = desk.session.scalars(select(AuditLog).where(AuditLog.action.in_(acts)).order_by(AuditLog.id)).all()
    lines = [line["volgnummer"] for line in desk.timeline(desk.case(number))[-3:]]
    assert [row.details["regel"] for row in rows] == lines
    logged = desk.session.scalars(select(ProcessingLog.name).where(ProcessingLog.name == "zaak-bijsturen")).all()
    assert len(logged) == 3


def test_a_reason_has_a_longest_length(desk: Desk) -> None:
    number = stuck_case(desk)
    with pytest.raises(BadRequest):
        assign(desk, number, reason="a" * 1001)
    assert desk.case(number).coordinator is None


def test_a_case_that_was_put_off_can_be_taken_back_into_the_list(desk: Desk) -> None:
    number = stuck_case(desk)
    with pytest.raises(Conflict):
        coordinating.wake(desk.context(SUPERVISOR), number, WHY)
    snooze(desk, number, TODAY + timedelta(days=5))
    coordinating.wake(desk.context(SUPERVISOR), number, WHY)
    assert (desk.stuck(), desk.events(desk.case(number))[-1]) == ([number], "uitstel-beeindigd")


def with_term(desk: Desk) -> str:
    """Another part runs, with a legal date: 27 April."""
    number = stuck_case(desk, "akw")
    desk.tell(part_of(desk.case(number), "akw"), Verb.TAKEN_UP)
    due = part_of(desk.case(number), "akw").due_on
    assert due is not None
    desk.clock.set(MONDAY + (due - timedelta(days=10) - TODAY))
    return number


def asked(desk: Desk) -> str:
    """The citizen must give something within a week."""
    number = stuck_case(desk, "akw")
    desk.tell(part_of(desk.case(number), "akw"), Verb.INFORMATION_ASKED, information_due=TODAY + timedelta(days=7))
    return number


def objection(desk: Desk) -> str:
    """Another part was refused: an objection can be made for 20 days more (Awb 6:7)."""
    number = stuck_case(desk, "akw")
    desk.decide(part_of(desk.case(number), "akw"), Outcome.REFUSED)
    until = part_of(desk.case(number), "akw").objection_until
    assert until is not None
    desk.clock.set(MONDAY + (until - timedelta(days=20) - TODAY))
    return number


def in_default(desk: Desk) -> str:
    """A notice of default was given for another part: the penalty begins fifteen days later (Awb 4:17)."""
    number = stuck_case(desk, "akw")
    part = part_of(desk.case(number), "akw")
    desk.tell(part, Verb.TAKEN_UP)
    due = part_of(desk.case(number), "akw").due_on
    assert due is not None
    desk.clock.set(MONDAY + (due + timedelta(days=1) - TODAY))
    legal_steps.take(desk.context(), part.number, legal_steps.Step.DEFAULT_NOTICE, "Zij zijn te laat.")
    return number


@pytest.mark.parametrize("make", [objection, in_default])
def test_it_is_never_put_off_past_an_objection_or_a_penalty(desk: Desk, make: Callable[[Desk], str]) -> None:
    number = make(desk)
    found = [day for part in desk.case(number).referrals for day in (part.objection_until, part.penalty_from) if day is not None]
    assert len(found) == 1
    assert snoozing.last_day(desk.context(SUPERVISOR), desk.case(number)) <= found[0]


@pytest.mark.parametrize(
    ("make", "days"),
    [
        (lambda desk: stuck_case(desk), 28),
        (lambda desk: stuck_case(desk, urgent=True, urgency="ontruiming"), 3),  # Wgs: three working days
        (lambda desk: stuck_case(desk, urgent=True, urgency="geen-inkomen"), 28),  # P-wet 52: four weeks
        (with_term, 10),
        (asked, 7),
        (objection, 20),
    ],
    ids=["four weeks", "eviction", "no income", "a legal date", "information asked", "objection"],
)
def test_the_last_day_is_named_and_can_be_chosen(desk: Desk, make: Callable[[Desk], str], days: int) -> None:
    number = make(desk)
    last = desk.clock.today() + timedelta(days=days)
    with pytest.raises(BadRequest, match=f"hoogstens tot {last.day} "):
        snooze(desk, number, last + timedelta(days=1))
    snooze(desk, number, last)
    assert desk.case(number).snoozed_until == last


def test_when_the_norm_of_its_urgency_is_reached_it_cannot_be_put_off_at_all(desk: Desk) -> None:
    number = stuck_case(desk, urgent=True, urgency="geen-onderdak")
    desk.clock.advance(days=1)
    with pytest.raises(Conflict, match="Uitstellen kan niet"):
        snooze(desk, number, desk.clock.today() + timedelta(days=1))


@pytest.mark.parametrize("days", [0, -1])
def test_only_a_day_after_today_can_be_chosen(desk: Desk, days: int) -> None:
    with pytest.raises(BadRequest, match="na vandaag"):
        snooze(desk, stuck_case(desk), TODAY + timedelta(days=days))


def test_what_does_not_stand_still_or_is_unknown_cannot_be_put_off(desk: Desk) -> None:
    moving = desk.open("ww").number
    with pytest.raises(Conflict):
        snooze(desk, moving, TODAY + timedelta(days=1))
    with pytest.raises(NotFound):
        snooze(desk, "L-0000000000", TODAY + timedelta(days=1))


def test_without_a_reason_nothing_is_put_off(desk: Desk) -> None:
    number = stuck_case(desk)
    with pytest.raises(BadRequest):
        snooze(desk, number, TODAY + timedelta(days=1), " ")
    assert desk.stuck() == [number]


def test_another_reason_ends_putting_off(desk: Desk) -> None:
    number = stuck_case(desk, "akw")
    snooze(desk, number, TODAY + timedelta(days=5))
    desk.post["uwv"].will(then=TAKEN)
    supervise.retry(desk.context(SUPERVISOR), f"{number}-1", WHY)
    desk.drain()
    desk.tell(part_of(desk.case(number), "akw"), Verb.DECLINED, reason=DeclineReason.OTHER)
    assert (desk.stuck(), desk.case(number).snoozed_until) == ([number], None)


def test_a_legal_date_that_comes_nearer_ends_putting_off(desk: Desk) -> None:
    number = stuck_case(desk, "akw")
    snooze(desk, number, TODAY + timedelta(days=20))
    desk.tell(part_of(desk.case(number), "akw"), Verb.INFORMATION_ASKED, information_due=TODAY + timedelta(days=7))
    assert (desk.stuck(), desk.case(number).snoozed_until) == ([number], None)


def test_a_case_that_moved_and_stopped_again_is_in_the_list_whatever_was_chosen_before(desk: Desk) -> None:
    number = stuck_case(desk)
    snooze(desk, number, TODAY + timedelta(days=5))
    desk.post["uwv"].will(then=TAKEN)
    supervise.retry(desk.context(SUPERVISOR), f"{number}-1", WHY)
    desk.drain()
    case = desk.case(number)
    assert (case.stuck_reason, case.stuck_rank, case.snoozed_until) == (None, None, None)
    desk.decide(part_of(case, "ww"), Outcome.REFUSED)
    assert desk.stuck() == []
