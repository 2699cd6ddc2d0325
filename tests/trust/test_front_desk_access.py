"""What the front desk could show by accident: another person's case on the check page, earlier answers, reads without a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.audit import AuditLog
from loket.cases.desk import PaperCopy
from loket.cases.outbox import DeliveryState
from loket.routing import known, paper_copies, withdrawal, wrong_person
from loket.routing.context import Actor
from loket.routing.messages import LINE
from loket.routing.papers import seen_before
from loket.routing.request import PaperGiven
from loket.web.guard import csrf
from tests.support.desk import BSN, COUNTER, EMPLOYEE, PARTNER_BSN, Desk, part_of, person
from tests.support.files import pdf
from tests.trust.test_openings import signed_in
from tests.web.pages.browsing import STEP, Visitor

INTERMEDIARY = Actor(name="intermediair", label=COUNTER, counter=COUNTER, roles=frozenset({"intermediair"}), origin="web")
CHECK = "Controleren en versturen"
SENT = 'id="kop-verstuurd"'


def check_page(desk: Desk, account: str, number: str, event: str = "ontslag") -> str:
    """The check page of a request of Willem, in which somebody says that it belongs to the case with this number."""
    visitor = Visitor(signed_in(desk, account)).meet().submit(STEP, levensgebeurtenis=event)
    while visitor.title != CHECK:
        visitor.submit(STEP, zaak=number, snel=number)
    return visitor.page


def test_the_check_page_tells_nothing_of_the_case_of_somebody_else(desk: Desk) -> None:
    number = desk.open("ww").number  # of Suzanne
    desk.session.rollback()
    assert SENT not in check_page(desk, "balie-uwv", number)
    assert SENT not in check_page(desk, "balie-den-haag", number)


def test_the_check_page_tells_an_intermediary_nothing_of_a_case_of_a_colleague(desk: Desk) -> None:
    number = Visitor(signed_in(desk, "balie-den-haag")).new_request()
    assert SENT not in check_page(desk, "intermediair", number)


def test_an_intermediary_sees_no_earlier_answers_and_papers_but_their_own(desk: Desk) -> None:
    papers = (PaperGiven("bankafschriften", "aanvrager", "gezien"),)
    desk.open("bijstand", answers={"rekeningnummer": "NL91 ABNA 0417 1643 00"}, papers=papers)
    assert known.known_answers(desk.context(INTERMEDIARY), BSN, "identiteitsbewijs") == {}
    assert seen_before(desk.context(INTERMEDIARY), BSN, "identiteitsbewijs") == {}


def test_after_the_report_of_a_wrong_person_its_answers_and_papers_are_shown_nowhere(desk: Desk) -> None:
    papers = (PaperGiven("bankafschriften", "aanvrager", "gezien"),)
    number = desk.open("bijstand", answers={"rekeningnummer": "NL91 ABNA 0417 1643 00"}, papers=papers).number
    wrong_person.report(desk.context(), number, "Dit is de zus.")
    assert known.known_answers(desk.context(EMPLOYEE), BSN, "identiteitsbewijs") == {}
    assert seen_before(desk.context(EMPLOYEE), BSN, "identiteitsbewijs") == {}


def test_each_page_that_takes_a_form_is_guarded_against_other_sites(app: Flask) -> None:
    takes = {rule.endpoint.rpartition(".")[0] for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())} - {"api"}
    assert {"desk_drafts", "desk_papers", "desk_act", "status_page"} <= takes
    assert [name for name in sorted(takes) if csrf.protect not in app.before_request_funcs.get(name, ())] == []


def report(desk: Desk, number: str) -> None:
    wrong_person.report(desk.context(), number, "Dit is de zus.")


def move(desk: Desk, number: str) -> None:
    wrong_person.wrong_person(desk.context(), number, person(bsn=PARTNER_BSN), "Dit is de zus.")


def withdraw(desk: Desk, number: str) -> None:
    withdrawal.withdraw(desk.context(), number, None, "Niet meer nodig.")


@pytest.mark.parametrize("what", [report, move, withdraw])
def test_a_copy_that_nobody_fetched_is_erased_when_it_may_not_be_used_any_more(desk: Desk, what: Callable[[Desk, str], None]) -> None:
    case = desk.open("wia")
    number, part = case.number, case.referrals[0].number
    desk.drain()
    paper_copies.store_copy(desk.context(), part, "re-integratieverslag", pdf())
    what(desk, number)
    assert desk.session.scalars(select(PaperCopy)).one().content is None


def test_after_the_report_of_a_wrong_person_no_message_leaves_that_waited(desk: Desk) -> None:
    desk.change(environment={**desk.dispatcher.settings.environment, "LOKET_MESSAGES": "notify"})
    number = desk.open("ww", applicant=person(safe_contact={"berichten": "email"}, email="w@example.nl")).number
    report(desk, number)
    assert [row.state for row in desk.deliveries() if row.organisation == LINE] == [DeliveryState.CANCELLED]


@pytest.mark.parametrize(
    "path",
    [
        "/deelzaken/{part}/aanvulling",
        "/deelzaken/{part}/indienen",
        "/deelzaken/{part}/papieren",
        "/zaken/{number}/bijpraten",
        "/zaken/{number}/intrekken",
        "/zaken/{number}/overdragen",
        "/zaken/{number}/sluiten",
        "/zaken/{number}/stand",
        "/zaken/{number}/toevoegen",
        "/zaken/{number}/verbeteren",
        "/zaken/{number}/verkeerde-persoon",
    ],
)
def test_each_page_with_something_of_a_case_leaves_a_trace(desk: Desk, app: Flask, session: Session, path: str) -> None:
    case = desk.open("ww")
    number, part = case.number, part_of(case, "ww").number
    session.rollback()
    assert signed_in(desk, "balie-den-haag").get(path.format(number=number, part=part)).status_code == 200
    session.rollback()
    looks = select(AuditLog.actor).where(AuditLog.action == "zaak-inzien", AuditLog.object == number)
    assert session.scalars(looks).all() == ["balie-den-haag"]
