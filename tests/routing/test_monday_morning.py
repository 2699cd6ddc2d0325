"""An outage of a whole weekend: the urgent ones are called about by the list, the rest goes by itself, the report is there (rule 24)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from loket.adapters.port import Verb
from loket.cases.audit import AuditLog
from loket.cases.watch import Outage, OutageCall
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import downtime, line_pause, outage_calls, outage_log, outage_report, sweep, withdrawal
from loket.routing.context import MACHINE
from loket.settings import Pace
from tests.support.desk import SUPERVISOR, Desk, general, person
from tests.support.post import ABSENT, TAKEN

FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)  # 17:00 in Amsterdam
MONDAY_EIGHT = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
NOTE = "Mevrouw De Wit van de storingsdienst regelt vandaag een voorschot."


@pytest.fixture
def weekend(desk: Desk) -> Desk:
    """SVB answers no more from Friday evening; until Monday 08:00 eleven urgent requests and nine others came in."""
    desk.change(pace=Pace())
    desk.clock.set(FRIDAY)
    desk.post["svb"].will(then=ABSENT)
    for number in range(20):
        desk.open("akw", applicant=person(bsn=None), urgent=number < 11)
        if number % 10 == 9:
            desk.drain()
            desk.clock.advance(minutes=2)
    look(desk)
    desk.clock.set(MONDAY_EIGHT)
    desk.drain()
    look(desk)
    return desk


def look(desk: Desk) -> None:
    sweep.look_at_outages(desk.context(MACHINE))
    outage_log.look(desk.context(MACHINE))


def outage(desk: Desk) -> Outage:
    return last(desk, "svb")


def last(desk: Desk, organisation: str) -> Outage:
    found = outage_log.one(desk.context(SUPERVISOR), organisation)
    assert found is not None
    return found


def to_call(desk: Desk) -> list[UUID]:
    found, _ = outage_calls.listed(desk.context(SUPERVISOR), outage(desk))
    return [line.call.id for line in found]


def come_back(desk: Desk) -> None:
    desk.post["svb"].will(then=TAKEN)
    desk.drain_until(desk.clock.now() + timedelta(minutes=2), 30)
    look(desk)


def test_on_monday_the_eleven_urgent_ones_are_called_and_the_rest_goes_by_itself(weekend: Desk) -> None:
    calls = to_call(weekend)
    assert (len(calls), outage(weekend).until_at, outage_report.backlog(weekend.context(), outage(weekend))) == (11, None, 20)
    for call in calls:
        outage_calls.called(weekend.context(SUPERVISOR), "svb", call, NOTE)
    assert to_call(weekend) == []
    come_back(weekend)
    over = outage(weekend)
    assert over.report == {"wachtten": 20, "vanzelf": 20, "over": 0, "spoed": 11, "gebeld": 11, "termijnen": 0}
    assert over.until_at is not None
    assert (over.since >= FRIDAY, over.since < FRIDAY + timedelta(hours=1), over.until_at >= MONDAY_EIGHT) == (True, True, True)


def test_the_report_stays_as_it_was(weekend: Desk) -> None:
    outage_calls.called(weekend.context(SUPERVISOR), "svb", to_call(weekend)[0], NOTE)
    come_back(weekend)
    report = outage(weekend).report
    assert report is not None
    assert (report["spoed"], report["gebeld"]) == (11, 1)
    outage_calls.called(weekend.context(SUPERVISOR), "svb", to_call(weekend)[0], "Toch nog gebeld.")
    weekend.clock.advance(days=30)
    look(weekend)
    assert outage(weekend).report == report


def test_a_call_stands_on_the_timeline_in_the_audit_log_and_in_nobodys_clear_text(weekend: Desk) -> None:
    call = weekend.session.get_one(OutageCall, to_call(weekend)[0])
    outage_calls.called(weekend.context(SUPERVISOR), "svb", call.id, NOTE)
    line, _ = outage_calls.listed(weekend.context(SUPERVISOR), outage(weekend), called=True)
    part = line[0].part
    assert (line[0].call.called_by, line[0].call.note) == ("toezichthouder", NOTE)
    assert weekend.timeline(part.case)[-1]["tekst"].startswith("Een medewerker belde svb over deze vraag")
    assert weekend.session.scalars(select(AuditLog.object).where(AuditLog.action == "storing-bellen")).all() == [part.number]


def test_a_call_needs_a_note_is_made_once_and_stands_on_the_list_of_its_own_organisation(weekend: Desk) -> None:
    call = to_call(weekend)[0]
    with pytest.raises(BadRequest):
        outage_calls.called(weekend.context(SUPERVISOR), "svb", call, "  ")
    with pytest.raises(NotFound):
        outage_calls.called(weekend.context(SUPERVISOR), "uwv", call, NOTE)
    outage_calls.called(weekend.context(SUPERVISOR), "svb", call, NOTE)
    with pytest.raises(Conflict):
        outage_calls.called(weekend.context(SUPERVISOR), "svb", call, NOTE)


def test_looking_again_lists_nothing_twice_and_adds_who_comes_in_later(weekend: Desk) -> None:
    look(weekend)
    weekend.open("akw", applicant=person(bsn=None), urgent=True)
    look(weekend)
    assert len(to_call(weekend)) == 12


def test_the_citizens_own_last_day_stands_on_the_list(desk: Desk) -> None:
    desk.change(pace=Pace())
    line_pause.pause(desk.context(SUPERVISOR), "uwv", "Het adres klopt niet meer.")
    desk.open("ww", applicant=person(bsn=None), urgent=True, answers={"eerste-werkloze-dag": "2026-03-02"})
    look(desk)
    found, _ = outage_calls.listed(desk.context(SUPERVISOR), last(desk, "uwv"))
    assert [line.call.last_day for line in found] == [date(2026, 3, 9)]


def test_terms_that_end_in_the_outage_are_counted_as_touched(desk: Desk) -> None:
    case = desk.open(*general("uwv"), applicant=person(bsn=None))
    desk.drain()
    desk.tell(case.referrals[0], Verb.INFORMATION_ASKED, information_due=date(2026, 3, 4), questions=("Een kopie",))
    line_pause.pause(desk.context(SUPERVISOR), "uwv", "Het adres klopt niet meer.")
    desk.clock.advance(days=5)
    line_pause.resume(desk.context(SUPERVISOR), "uwv", "Het adres is hersteld.")
    look(desk)
    report = last(desk, "uwv").report
    assert report is not None
    assert (report["termijnen"], report["wachtten"]) == (1, 0)


def test_an_announced_downtime_ends_at_its_announced_end(desk: Desk) -> None:
    now = desk.clock.now()
    downtime.announce(desk.context(SUPERVISOR), "uwv", now, now + timedelta(hours=2), "Nieuwe versie")
    desk.open(*general("uwv"), applicant=person(bsn=None))
    look(desk)
    desk.clock.set(now + timedelta(hours=2, minutes=1))
    desk.drain()
    look(desk)
    found = last(desk, "uwv")
    assert (found.how, found.until_at) == ("onderhoud", now + timedelta(hours=2))
    assert found.report is not None
    assert (found.report["wachtten"], found.report["vanzelf"]) == (1, 1)


def test_what_still_waits_a_day_later_is_said_so(desk: Desk) -> None:
    line_pause.pause(desk.context(SUPERVISOR), "uwv", "Het adres klopt niet meer.")
    desk.open(*general("uwv"), applicant=person(bsn=None))
    look(desk)
    line_pause.resume(desk.context(SUPERVISOR), "uwv", "Het adres is hersteld.")
    look(desk)
    assert last(desk, "uwv").report is None
    desk.clock.advance(days=1, seconds=1)
    look(desk)
    report = last(desk, "uwv").report
    assert report is not None
    assert (report["wachtten"], report["vanzelf"], report["over"]) == (1, 0, 1)


def test_a_pause_and_its_end_need_a_reason_and_hold_the_line(desk: Desk) -> None:
    for act in (line_pause.pause, line_pause.resume):
        desk.open(*general("uwv"), applicant=person(bsn=None))
        with pytest.raises((BadRequest, NotFound)):
            act(desk.context(SUPERVISOR), "uwv", " ")
        act(desk.context(SUPERVISOR), "uwv", "Een goede reden.")
        with pytest.raises(Conflict):
            act(desk.context(SUPERVISOR), "uwv", "Nog een keer.")
        desk.drain()
    assert len(desk.post["uwv"].received) == 2
    found = last(desk, "uwv")
    assert (found.reason, found.resumed_because) == ("Een goede reden.", "Een goede reden.")
    with pytest.raises(NotFound):
        line_pause.pause(desk.context(SUPERVISOR), "bestaat-niet", "Een goede reden.")


def test_stopping_starting_and_calling_are_audited_with_before_and_after(desk: Desk) -> None:
    line_pause.pause(desk.context(SUPERVISOR), "uwv", "Het adres klopt niet meer.")
    desk.open(*general("uwv"), applicant=person(bsn=None), urgent=True)
    look(desk)
    (line,), _ = outage_calls.listed(desk.context(SUPERVISOR), last(desk, "uwv"))
    outage_calls.called(desk.context(SUPERVISOR), "uwv", line.call.id, NOTE)
    line_pause.resume(desk.context(SUPERVISOR), "uwv", "Het adres is hersteld.")
    found = {}
    for row in desk.session.scalars(select(AuditLog).where(AuditLog.action.in_(["lijn-pauzeren", "storing-bellen", "lijn-openen"]))):
        assert row.details is not None
        found[row.action] = (row.details["van"], row.details["tot"])
    assert found == {
        "lijn-pauzeren": ("open", "stilgezet"),
        "storing-bellen": ("te-bellen", "gebeld"),
        "lijn-openen": ("stilgezet", "open"),
    }


def test_what_was_withdrawn_or_is_of_the_wrong_person_need_not_be_called_about(weekend: Desk) -> None:
    first, second, *_ = outage_calls.listed(weekend.context(SUPERVISOR), outage(weekend))[0]
    numbers = first.part.case.number, second.part.case.number
    withdrawal.withdraw(weekend.context(), numbers[0], None, "De inwoner heeft het al geregeld.")
    weekend.case(numbers[1]).hidden = True
    weekend.session.commit()
    assert len(to_call(weekend)) == 9
