"""Two cases of one person about the same: what is doubled is called back once, the newer points to the older, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.acts import CaseLink
from loket.cases.models import Case, ContactMoment
from loket.cases.numbers import new_case_number
from loket.cases.outbox import AuditLog
from loket.cases.states import CaseState, ReferralState
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import closing, contact, handover, merging
from loket.routing.context import Context
from loket.routing.handover import Offer
from loket.routing.merging import Merged
from tests.support.desk import PARTNER_BSN, SUPERVISOR, Desk, part_of, person

S = ReferralState
WHY = "Twee keer aan de balie gevraagd"


def twice(desk: Desk, *newer: str) -> tuple[Case, Case]:
    """The same person asks WW twice, the second time perhaps with more; both were delivered."""
    first = desk.open("ww")
    desk.drain()
    desk.clock.advance(days=1)
    second = desk.open("ww", *newer, counter="uwv-den-haag")
    desk.drain()
    return desk.case(first.number), desk.case(second.number)


def merge(desk: Desk, case: Case, other: Case, reason: str = WHY) -> Merged:
    return merging.merge(desk.context(SUPERVISOR), case.number, other.number, reason)


def kinds(desk: Desk) -> list[str]:
    return [message.kind.value for message in desk.post["uwv"].received]


def test_the_newer_case_closes_as_a_duplicate_and_its_request_is_called_back(desk: Desk) -> None:
    older, newer = twice(desk)
    merged = merge(desk, newer, older)
    desk.drain()
    assert merged == Merged(older.number, newer.number, closed=True)
    newer = desk.case(newer.number)
    assert (newer.state, newer.closing, newer.closed_at is None) == (CaseState.CLOSED, "dubbel", False)
    assert desk.case(older.number).state is CaseState.IN_PROGRESS
    assert kinds(desk) == ["aanvraag", "aanvraag", "intrekking"]


def test_it_is_the_same_from_the_page_of_the_older(desk: Desk) -> None:
    older, newer = twice(desk)
    assert merge(desk, older, newer).duplicate == newer.number


def test_both_timelines_tell_it_and_each_points_to_the_other(desk: Desk) -> None:
    older, newer = twice(desk)
    merge(desk, newer, older)
    assert desk.timeline(desk.case(newer.number))[-2]["tekst"].startswith("Deze vraag liep ook al in een andere zaak")
    assert "dubbel" in desk.events(newer)
    assert desk.events(older)[-1] == "dubbel-gevonden"
    links = desk.session.execute(select(CaseLink.case_id, CaseLink.kind, CaseLink.other_number)).all()
    assert {tuple(link) for link in links} == {
        (newer.id, "samengevoegd-in", older.number),
        (older.id, "samengevoegd-uit", newer.number),
    }


def test_the_audit_log_has_both_cases_before_and_after(desk: Desk) -> None:
    older, newer = twice(desk)
    merge(desk, newer, older)
    rows = desk.session.scalars(select(AuditLog).where(AuditLog.action == "zaken-samenvoegen").order_by(AuditLog.id)).all()
    known = {row.object: row.details or {} for row in rows}
    assert (known[newer.number]["van"], known[newer.number]["tot"]) == ("in-behandeling", "afgerond")
    assert (known[older.number]["van"], known[older.number]["tot"]) == ("in-behandeling", "in-behandeling")
    assert (known[newer.number]["andereZaak"], known[older.number]["andereZaak"]) == (older.number, newer.number)


def test_what_stands_only_in_the_newer_case_goes_on_there(desk: Desk) -> None:
    older, newer = twice(desk, "akw")
    assert merge(desk, newer, older).closed is False
    newer = desk.case(newer.number)
    assert (part_of(newer, "ww").state, part_of(newer, "akw").state) == (S.WITHDRAWN, S.SENT)
    assert newer.state is CaseState.IN_PROGRESS


def test_contacts_and_promises_move_to_the_case_that_runs(desk: Desk) -> None:
    older, newer = twice(desk)
    promised = {"promise": "Wij bellen", "promised_by": date(2026, 3, 5)}
    contact.record(desk.context(), newer.number, question="Hoe staat het?", channel="balie", **promised)
    merge(desk, newer, older)
    assert set(desk.session.scalars(select(ContactMoment.case_id))) == {older.id}


def test_the_part_that_the_organisation_had_first_goes_on(desk: Desk) -> None:
    first = desk.open("ww")
    claimed = desk.claim()  # under way, and never heard of again
    desk.clock.advance(days=1)
    second = desk.open("ww", counter="uwv-den-haag")
    part = part_of(second, "ww")
    desk.tell(part, Verb.TAKEN_UP)
    assert claimed
    assert merge(desk, desk.case(first.number), desk.case(second.number)).closed is False
    assert part_of(desk.case(second.number), "ww").state is S.ACCEPTED
    assert part_of(desk.case(first.number), "ww").state is S.WITHDRAWN


def test_a_new_request_after_a_decision_is_no_duplicate(desk: Desk) -> None:
    older, newer = twice(desk)
    desk.tell(part_of(older, "ww"), Verb.DECIDED, outcome=Outcome.REFUSED)
    with pytest.raises(Conflict) as refused:
        merge(desk, newer, older)
    assert refused.value.code == "niets-dubbel"


def test_a_newer_case_for_which_there_is_nobody_just_closes(desk: Desk) -> None:
    older, _ = twice(desk)
    desk.clock.advance(days=1)
    lost = desk.open()
    assert merge(desk, lost, older).closed is True
    assert desk.case(lost.number).stuck_reason is None


def test_cases_of_two_people_are_not_merged(desk: Desk) -> None:
    older, _ = twice(desk)
    other = desk.open("ww", applicant=person(bsn=PARTNER_BSN))
    with pytest.raises(BadRequest) as refused:
        merge(desk, other, older)
    assert [fault.code for fault in refused.value.faults] == ["andere-persoon"]


def test_without_a_bsn_the_name_and_birth_date_must_be_the_same(desk: Desk) -> None:
    older = desk.open("ww")
    desk.clock.advance(days=1)
    newer, other = (desk.open("ww", applicant=person(bsn=None, surname=name)) for name in ("Moulin", "Jansen"))
    with pytest.raises(BadRequest):
        merge(desk, other, older)
    assert merge(desk, newer, older).closed is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"given_names": "Anna"}, {"given_names": "Maria"}),
        ({"postcode": "2511AA", "house_number": "1"}, {"postcode": "2511AA", "house_number": "2"}),
        ({"birth_date": "1985-00-00"}, {"birth_date": "1985-00-00"}),
    ],
    ids=["twins", "namesakes at two addresses", "only a year is known"],
)
def test_without_a_bsn_who_may_be_two_people_are_not_merged(desk: Desk, one: dict[str, str], other: dict[str, str]) -> None:
    older = desk.open("ww", applicant=person(bsn=None, **one))
    newer = desk.open("ww", applicant=person(bsn=None, **other))
    with pytest.raises(BadRequest) as refused:
        merge(desk, newer, older)
    assert [fault.code for fault in refused.value.faults] == ["andere-persoon"]


def test_without_a_bsn_a_namesake_at_another_loket_is_somebody_else(desk: Desk) -> None:
    older = desk.open("ww", applicant=person(bsn=None))
    newer = desk.open("ww", applicant=person(), counter="uwv-den-haag")
    with pytest.raises(BadRequest):
        merge(desk, newer, older)


def test_every_fault_is_named(desk: Desk) -> None:
    older, newer = twice(desk)
    with pytest.raises(BadRequest) as refused:
        merging.merge(desk.context(SUPERVISOR), newer.number, "geen nummer", "")
    assert [fault.pointer for fault in refused.value.faults] == ["/reden", "/andereZaak"]
    with pytest.raises(BadRequest):
        merge(desk, older, older)


def test_an_unknown_case_is_not_found(desk: Desk) -> None:
    older, _ = twice(desk)
    with pytest.raises(NotFound):
        merging.merge(desk.context(SUPERVISOR), older.number, new_case_number(), WHY)


def test_a_closed_case_is_not_merged_and_a_duplicate_does_not_open_again(desk: Desk) -> None:
    older, newer = twice(desk)
    merge(desk, newer, older)
    with pytest.raises(Conflict):
        merge(desk, newer, older)
    with pytest.raises(Conflict) as refused:
        closing.reopen(desk.context(SUPERVISOR), newer.number, WHY)
    assert refused.value.code == "dubbel"


def test_a_case_that_is_being_handed_over_waits(desk: Desk) -> None:
    older, newer = twice(desk)
    offer = Offer("gemeente-0363", None, "verhuisd", "De WW loopt", "bellen", agreed=True)
    handover.offer(desk.context(), newer.number, offer)
    with pytest.raises(Conflict):
        merge(desk, newer, older)


def test_of_two_supervisors_who_merge_from_either_side_at_once_one_does_it(desk: Desk) -> None:
    older, newer = twice(desk)
    sides = ((older.number, newer.number), (newer.number, older.number))
    contexts = [desk.context(SUPERVISOR, session=desk.dispatcher.sessions()) for _ in sides]
    desk.session.rollback()

    def merged(context: Context, number: str, other: str) -> str:
        with context.session:
            try:
                return merging.merge(context, number, other, WHY).duplicate
            except Conflict as refused:
                return refused.code

    with ThreadPoolExecutor(len(sides)) as threads:
        told = [threads.submit(merged, context, *side) for context, side in zip(contexts, sides, strict=True)]
    assert sorted(one.result() for one in told) == sorted([newer.number, "past-niet-bij-status"])
    assert desk.events(newer).count("dubbel") == 1
