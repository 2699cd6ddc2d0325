"""The register of requests under the AVG: a month, once two more, a review before anything is handed over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from loket.cases.outbox import AuditLog
from loket.cases.privacy import RequestKind, RequestOutcome
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import avg_requests, masking, rights
from loket.routing.dossier import Document
from loket.routing.masking import MASKED, OTHERS
from tests.support.desk import BSN, PARTNER_BSN, Desk, person
from tests.support.privacy import officer

WORDS = "Ik wil niet dat u mijn gegevens voor cijfers gebruikt."


def access(desk: Desk) -> UUID:
    """A request for access by a woman with a partner in her case."""
    desk.open("aow", others=(person("partner", surname="Jager", bsn=PARTNER_BSN),), note="Mijn zus Roos betaalt mijn huur")
    return avg_requests.receive(officer(desk), RequestKind.ACCESS, bsn=BSN)


def draft(desk: Desk, request: UUID) -> Document:
    context = officer(desk)
    (case,) = rights.export_for(context, avg_requests.find(context, request))["zaken"]
    found: Document = case
    return found


def partner_in(case: Document) -> Document:
    found: Document = next(one for one in case["personen"] if one["rol"] == "partner")
    return found


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (date(2026, 3, 2), date(2026, 4, 2), date(2026, 6, 2)),
        # a month without a 31st ends on its last day; that is a Saturday, so Monday
        (date(2026, 1, 31), date(2026, 3, 2), date(2026, 4, 30)),
    ],
)
def test_an_answer_is_due_in_a_month_and_once_two_months_later(desk: Desk, received: date, due: date, extended: date) -> None:
    desk.clock.set(datetime(received.year, received.month, received.day, 12, tzinfo=UTC))
    request = avg_requests.receive(officer(desk), RequestKind.ERASURE)
    assert avg_requests.find(officer(desk), request).due_on == due
    avg_requests.extend(officer(desk), request, "veel verzoeken tegelijk")
    assert avg_requests.find(officer(desk), request).due_on == extended
    with pytest.raises(Conflict):
        avg_requests.extend(officer(desk), request, "nog meer verzoeken")


def test_after_the_first_month_nothing_is_extended(desk: Desk) -> None:
    request = avg_requests.receive(officer(desk), RequestKind.ERASURE)
    desk.clock.advance(days=40)
    with pytest.raises(Conflict):
        avg_requests.extend(officer(desk), request, "te laat bedacht")


def test_the_person_stands_in_the_register_by_pseudonym(desk: Desk) -> None:
    request = access(desk)
    assert avg_requests.find(officer(desk), request).subject == rights.find_person(officer(desk), BSN).pseudonym


def test_a_request_of_somebody_unknown_is_noted_as_well(desk: Desk) -> None:
    request = avg_requests.receive(officer(desk), RequestKind.ACCESS, bsn=BSN)
    row = avg_requests.find(officer(desk), request)
    assert row.subject is None
    with pytest.raises(NotFound):
        rights.export_for(officer(desk), row)


def test_an_objection_is_noted_with_its_words_and_told_on_the_timeline(desk: Desk) -> None:
    case = desk.open("ww")
    with pytest.raises(BadRequest):
        avg_requests.receive(officer(desk), RequestKind.OBJECTION, case_number=case.number)
    request = avg_requests.receive(officer(desk), RequestKind.OBJECTION, case_number=case.number, note=WORDS)
    assert avg_requests.find(officer(desk), request).subject == case.person.pseudonym
    assert "bezwaar-tegen-verwerking" in desk.events(case)
    assert WORDS not in str(desk.timeline(desk.case(case.number)))


def test_the_open_requests_stand_in_order_of_their_last_day(desk: Desk) -> None:
    later = avg_requests.receive(officer(desk), RequestKind.ACCESS, bsn=BSN)
    sooner = avg_requests.receive(officer(desk), RequestKind.ERASURE, received_on=date(2026, 2, 20))
    assert [row.id for row in avg_requests.open_requests(officer(desk))] == [sooner, later]


def test_what_is_of_others_is_masked_until_the_officer_shows_it_on_a_ground(desk: Desk) -> None:
    request = access(desk)
    hidden = partner_in(draft(desk, request))
    assert hidden[MASKED] == OTHERS
    masking.decide(officer(desk), request, hidden["plaats"], masked=False, ground="de partner vindt het goed")
    assert partner_in(draft(desk, request))["geslachtsnaam"] == "Jager"
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "tonen")).one()
    assert row.ground == "de partner vindt het goed"


def test_the_officer_masks_what_is_of_others_in_the_persons_own_words(desk: Desk) -> None:
    request = access(desk)
    place = draft(desk, request)["inhoud"]["plaats"]
    masking.decide(officer(desk), request, place, masked=True, ground="noemt een zus")
    assert draft(desk, request)["inhoud"] == {"plaats": place, MASKED: "noemt een zus"}


def test_a_mask_without_a_ground_is_refused(desk: Desk) -> None:
    request = access(desk)
    with pytest.raises(BadRequest):
        masking.decide(officer(desk), request, partner_in(draft(desk, request))["plaats"], masked=False, ground=" ")


def test_access_is_not_given_before_somebody_reviewed_it(desk: Desk) -> None:
    request = access(desk)
    draft(desk, request)
    with pytest.raises(Conflict):
        avg_requests.close(officer(desk), request, RequestOutcome.GRANTED, "uitgereikt aan de balie")
    avg_requests.review(officer(desk), request)
    avg_requests.close(officer(desk), request, RequestOutcome.GRANTED, "uitgereikt aan de balie")
    assert avg_requests.open_requests(officer(desk)) == []


def test_the_review_makes_each_mask_the_officers_own_and_ends_the_changes(desk: Desk) -> None:
    request = access(desk)
    place = partner_in(draft(desk, request))["plaats"]
    avg_requests.review(officer(desk), request)
    masks = avg_requests.find(officer(desk), request).masks
    assert [(one.place, one.masked, one.ground, one.decided_by) for one in masks] == [(place, True, OTHERS, "privacy-officer")]
    with pytest.raises(Conflict):
        masking.decide(officer(desk), request, place, masked=False, ground="toch maar wel")


def test_what_came_after_the_review_is_masked_too(desk: Desk) -> None:
    request = access(desk)
    avg_requests.review(officer(desk), request)
    assert partner_in(draft(desk, request))[MASKED] == OTHERS


def test_a_closed_request_is_closed(desk: Desk) -> None:
    request = avg_requests.receive(officer(desk), RequestKind.ERASURE)
    avg_requests.close(officer(desk), request, RequestOutcome.REFUSED, "de bewaartermijn loopt nog")
    with pytest.raises(Conflict):
        avg_requests.close(officer(desk), request, RequestOutcome.GRANTED, "toch gewist")
