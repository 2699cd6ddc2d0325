"""An organisation that only notifies: what is read back from its own system, and what of that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from loket.adapters.port import Kind, Report, Result, Verb, Verdict
from loket.cases.models import Case, Referral
from loket.cases.states import ReferralState
from loket.routing import callbacks, completion
from tests.support.desk import Desk, part_of
from tests.support.post import TAKEN

GEMEENTE = "gemeente-0518"
ASKED = Report(Verb.INFORMATION_ASKED, information_due=date(2026, 3, 20), questions=("Stuur een loonstrook.",))
STILL_ASKING = Result(Verdict.DELIVERED, status=200, reports=(ASKED,))


def asked(desk: Desk) -> tuple[Case, Referral]:
    """A part whose zaak was read back and asks the applicant for something."""
    desk.post[GEMEENTE].will(replace(TAKEN, reference="zaak-1", fetch=True), STILL_ASKING)
    case = desk.open("bijstand")
    desk.drain()
    part = part_of(desk.case(case.number), "bijstand")
    assert part.state is ReferralState.NEEDS_INFORMATION
    return case, part


def test_what_was_told_before_the_reference_was_known_is_read_back_after_the_delivery(desk: Desk) -> None:
    asked(desk)
    assert desk.post[GEMEENTE].kinds_received == [Kind.REQUEST, Kind.FETCH]


def test_who_reports_by_itself_is_not_read_back(desk: Desk) -> None:
    desk.open("ww")
    desk.drain()
    assert desk.post["uwv"].kinds_received == [Kind.REQUEST]


def test_a_system_that_still_asks_while_the_answer_is_on_its_way_asks_nothing_new(desk: Desk) -> None:
    case, part = asked(desk)
    callbacks.fetch(desk.context(), part)
    desk.session.commit()
    desk.post[GEMEENTE].will(STILL_ASKING, TAKEN)
    completion.supply(desk.context(), part.number, {}, "Hierbij mijn loonstrook.")
    desk.drain()
    assert desk.post[GEMEENTE].kinds_received == [Kind.REQUEST, Kind.FETCH, Kind.FETCH, Kind.COMPLETION]
    assert desk.events(case).count("aanvulling-gevraagd") == 1
    assert part_of(desk.case(case.number), "bijstand").state is ReferralState.ACCEPTED


def test_an_organisation_that_confirms_what_was_given_is_not_called_late(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    part = part_of(desk.case(case.number), "ww")
    desk.tell(part, Verb.INFORMATION_ASKED, information_due=date(2026, 3, 20))
    completion.supply(desk.context(), part.number, {}, "Hierbij mijn loonstrook.")
    desk.tell(part, Verb.INFORMATION_RECEIVED)
    assert desk.events(case)[-1] == "aanvulling-ontvangen"
