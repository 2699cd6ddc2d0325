"""The privacy officer looks afterwards at cases that were opened for a typed reason (practice rule 20)."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from loket.cases import numbers
from loket.cases.access import CaseOpening, ReviewOutcome
from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.privacy import Breach, BreachSubject
from loket.errors import BadRequest, Conflict, Forbidden, NotFound
from loket.routing import opening_review
from tests.support.desk import BSN, PARTNER_BSN, Desk, person
from tests.support.privacy import officer
from tests.trust.test_openings import signed_in

REASON = "De huisarts belt over deze vraag."
PAGE = "/privacyregister/steekproef"
WRONG = "De medewerker keek bij een buurvrouw."


@pytest.fixture
def number(desk: Desk) -> str:
    """A case of Den Haag that somebody at UWV opened for a reason."""
    partner = person("partner", surname="Jager", bsn=PARTNER_BSN, birth_date="1984-02-03")
    found = desk.open("ww", others=(partner,)).number
    desk.session.rollback()
    signed_in(desk, "balie-uwv").post(f"/zaken/{found}/inzage", data={"grond": "met-reden", "reden": REASON})
    return found


@pytest.fixture
def privacy(desk: Desk, number: str) -> FlaskClient:
    """The privacy officer."""
    return signed_in(desk, "privacy-officer")


def opening(desk: Desk) -> CaseOpening:
    desk.session.rollback()
    desk.session.expire_all()
    return desk.session.scalars(select(CaseOpening)).one()


def opening_id(desk: Desk) -> UUID:
    found = opening(desk).id
    desk.session.rollback()
    return found


def judge(desk: Desk, client: FlaskClient, outcome: str, note: str = "") -> str:
    answer = client.post(PAGE, data={"id": str(opening_id(desk)), "uitkomst": outcome, "toelichting": note}, follow_redirects=True)
    return answer.get_data(as_text=True)


def test_the_register_tells_how_many_wait_and_the_page_shows_who_which_case_why_and_when(privacy: FlaskClient, number: str) -> None:
    assert "Nog te beoordelen: 1" in privacy.get("/privacyregister").get_data(as_text=True)
    shown = privacy.get(PAGE).get_data(as_text=True)
    for words in (numbers.show(number), "balie-uwv, balie", "UWV Den Haag", REASON, "De inwoner is er niet", "2 maart 2026"):
        assert words in shown


def test_a_look_with_the_citizen_there_is_not_in_the_sample(desk: Desk) -> None:
    found = desk.open("ww").number
    desk.session.rollback()
    signed_in(desk, "balie-uwv").post(f"/zaken/{found}/inzage", data={"grond": "inwoner-aanwezig"})
    assert "Alles is beoordeeld" in signed_in(desk, "privacy-officer").get(PAGE).get_data(as_text=True)


def test_in_order_takes_it_from_the_list_and_says_who_judged_when(desk: Desk, privacy: FlaskClient) -> None:
    assert "Alles is beoordeeld" in judge(desk, privacy, "in-orde")
    row = opening(desk)
    assert (row.outcome, row.reviewed_by, row.breach_id) == (ReviewOutcome.RIGHT, "privacy-officer", None)
    assert row.reviewed_at == desk.clock.now()


def test_not_in_order_makes_a_breach_about_everybody_in_the_case(desk: Desk, privacy: FlaskClient, number: str) -> None:
    judge(desk, privacy, "niet-in-orde", WRONG)
    breach = desk.session.get_one(Breach, opening(desk).breach_id)
    assert (breach.kind, breach.words, breach.case_number) == ("onbevoegde-inzage", WRONG, number)
    concerned = {one.person.pseudonym for one in desk.case(number).participants}
    assert len(concerned) == 2
    assert set(desk.session.scalars(select(BreachSubject.subject))) == concerned


def test_the_72_hours_of_that_breach_run_from_the_judgement(desk: Desk, privacy: FlaskClient) -> None:
    desk.clock.advance(seconds=9 * 86400)
    privacy = signed_in(desk, "privacy-officer")  # the first session ended meanwhile
    judge(desk, privacy, "niet-in-orde", WRONG)
    breach = desk.session.scalars(select(Breach)).one()
    assert (breach.known_at, (breach.due_at - breach.known_at).total_seconds()) == (desk.clock.now(), 72 * 3600)


@pytest.mark.parametrize(("outcome", "note"), [("niet-in-orde", " "), ("misschien", WRONG), ("niet-in-orde", "x" * 1001)])
def test_not_in_order_needs_a_note_and_an_outcome_is_one_of_two(desk: Desk, privacy: FlaskClient, outcome: str, note: str) -> None:
    judge(desk, privacy, outcome, note)
    assert opening(desk).reviewed_at is None
    assert desk.session.scalars(select(Breach)).all() == []


def test_nobody_judges_their_own_look(desk: Desk, privacy: FlaskClient) -> None:
    opening(desk).account = "privacy-officer"  # with another role, before
    desk.session.commit()
    assert "Dit is uw eigen inzage" in privacy.get(PAGE).get_data(as_text=True)
    with pytest.raises(Forbidden):
        opening_review.review(officer(desk), opening_id(desk), ReviewOutcome.RIGHT, "")


def test_a_judgement_is_given_once(desk: Desk, privacy: FlaskClient) -> None:
    judge(desk, privacy, "in-orde")
    with pytest.raises(Conflict):
        opening_review.review(officer(desk), opening_id(desk), ReviewOutcome.WRONG, WRONG)


def test_what_is_not_in_the_sample_cannot_be_judged(desk: Desk, privacy: FlaskClient) -> None:
    opening(desk).sampled = False
    desk.session.commit()
    with pytest.raises(NotFound):
        opening_review.review(officer(desk), opening_id(desk), ReviewOutcome.RIGHT, "")


def test_a_note_that_is_too_long_is_refused(desk: Desk, privacy: FlaskClient) -> None:
    with pytest.raises(BadRequest):
        opening_review.review(officer(desk), opening_id(desk), ReviewOutcome.RIGHT, "x" * 1001)


def test_looking_at_the_sample_and_judging_are_in_both_logs(desk: Desk, privacy: FlaskClient, number: str) -> None:
    privacy.get(PAGE)
    judge(desk, privacy, "niet-in-orde", WRONG)
    desk.session.rollback()
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "steekproef-beoordelen")).one()
    assert (row.actor, row.object, row.ground, row.details) == ("privacy-officer", number, "met-reden", {"uitkomst": "niet-in-orde"})
    subject = desk.case(number).person.pseudonym
    logged = desk.session.scalars(select(ProcessingLog.name).where(ProcessingLog.subject == subject)).all()
    assert {"steekproef-inzien", "steekproef-beoordelen"} <= set(logged)


def test_neither_log_repeats_the_reason_or_the_note(desk: Desk, privacy: FlaskClient) -> None:
    judge(desk, privacy, "niet-in-orde", WRONG)
    rows = [repr(vars(row)) for table in (AuditLog, ProcessingLog) for row in desk.session.scalars(select(table))]
    assert [row for row in rows if REASON in row or WRONG in row or BSN in row] == []
