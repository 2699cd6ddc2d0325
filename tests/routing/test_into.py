"""A request that belongs to an open case, and what the desk gives with it: statement, papers, confirmed answers, representatives."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from loket.cases.desk import Paper, PaperState
from loket.cases.models import Answer, Case, Participant, Person
from loket.cases.outbox import Delivery
from loket.cases.states import CaseState
from loket.errors import Conflict, NotFound
from loket.routing import intake, withdrawal
from loket.routing.request import REPRESENTATIVE, PaperGiven, Request, Statement
from tests.support.desk import PARTNER_BSN, Desk, person, request

EVENT = "schulden"
PASSPORT = PaperGiven("bankafschrift", "aanvrager", "gezien", date(2026, 2, 1))


def opened(desk: Desk, wanted: Request) -> str:
    return intake.open_case(desk.context(), wanted).number


def urgent(desk: Desk, **given: Any) -> str:
    """What Snel melden opens."""
    return opened(desk, request("shv-bedreigend", urgent=True, urgency="ontruiming", **given))


def bodies(desk: Desk) -> list[dict[str, Any]]:
    desk.session.rollback()
    return [json.loads(row.body or "{}") for row in desk.session.scalars(select(Delivery).order_by(Delivery.created_at, Delivery.id))]


def count(desk: Desk, table: type[Any]) -> int:
    desk.session.rollback()
    return desk.session.scalar(select(func.count()).select_from(table)) or 0


def said(desk: Desk, how: str) -> Statement:
    return Statement("aanvrager", how, desk.clock.now())


def test_the_rest_joins_the_case_that_was_opened_at_once(desk: Desk) -> None:
    number = urgent(desk)
    assert opened(desk, request("shv-bedreigend", life_event=EVENT, into=number)) == number
    case = desk.case(number)
    assert case.life_event == EVENT
    assert [part.product for part in case.referrals].count("shv-bedreigend") == 1
    assert count(desk, Case) == 1


def test_going_on_is_told_on_the_timeline_and_is_no_second_knock(desk: Desk) -> None:
    number = urgent(desk)
    opened(desk, request("akw", into=number))
    case = desk.case(number)
    assert "vraag-aangevuld" in desk.events(case)
    assert case.contacts == []


def test_without_a_bsn_the_same_name_at_the_same_loket_joins_and_stays_one_person(desk: Desk) -> None:
    nobody, speaker = person(bsn=None), person(REPRESENTATIVE, surname="Vos", representation="gemachtigde")
    number = urgent(desk, applicant=nobody, others=(speaker,))
    opened(desk, request("akw", applicant=nobody, others=(speaker,), into=number))
    assert (count(desk, Person), count(desk, Participant)) == (2, 2)


def test_a_bsn_that_is_found_later_makes_the_case_that_persons(desk: Desk) -> None:
    number = urgent(desk, applicant=person(bsn=None))
    opened(desk, request("akw", into=number))
    case = desk.case(number)
    assert case.person.bsn == person().bsn
    assert [one.person_id for one in case.participants] == [case.person_id]


@pytest.mark.parametrize("stranger", [{"bsn": PARTNER_BSN}, {"bsn": None, "surname": "Jansen"}])
def test_the_case_of_somebody_else_is_not_found(desk: Desk, stranger: dict[str, Any]) -> None:
    number = urgent(desk)
    with pytest.raises(NotFound):
        opened(desk, request("akw", applicant=person(**stranger), into=number))


def test_a_case_that_is_over_takes_nothing_in(desk: Desk) -> None:
    number = urgent(desk)
    withdrawal.withdraw(desk.context(), number, None, "Het is opgelost.")
    with pytest.raises(Conflict):
        opened(desk, request("akw", into=number))


def test_a_case_on_which_all_was_decided_opens_again(desk: Desk) -> None:
    number = urgent(desk)
    desk.drain()
    desk.decide(desk.case(number).referrals[0])
    assert desk.case(number).state is CaseState.SETTLED
    opened(desk, request("akw", into=number))
    assert desk.case(number).state is CaseState.IN_PROGRESS


def test_another_open_case_for_the_event_leaves_the_urgent_case_without_a_name(desk: Desk) -> None:
    opened(desk, request(life_event=EVENT))
    number = urgent(desk)
    opened(desk, request("akw", life_event=EVENT, into=number))
    assert desk.case(number).life_event is None


def test_a_later_request_fills_in_what_was_not_known_and_overwrites_nothing(desk: Desk) -> None:
    number = urgent(desk, applicant=person(telephone="0612345678"))
    more = person(telephone="0687654321", email="a@example.nl", identity_check="digid", safe_contact={"taal": "en"})
    opened(desk, request("akw", applicant=more, into=number))
    [one] = desk.case(number).participants
    assert one.contact == {"telefoonnummer": "0612345678", "emailadres": "a@example.nl"}
    assert (one.identity_check, one.safe_contact) == ("digid", {"taal": "en"})


def test_each_message_says_by_whom_and_how_it_was_declared(desk: Desk) -> None:
    opened(desk, request("ww", statement=said(desk, "handtekening")))
    [body] = bodies(desk)
    assert body["soort"] == "aanvraag"
    assert {name: body["verklaring"][name] for name in ("door", "wijze")} == {"door": "aanvrager", "wijze": "handtekening"}


def test_what_was_only_said_goes_as_a_report_and_keeps_the_date(desk: Desk) -> None:
    knocked = desk.clock.now() - timedelta(days=1)
    number = opened(desk, request("ww", statement=said(desk, "mondeling"), knocked_at=knocked))
    [body] = bodies(desk)
    assert body["soort"] == "melding"
    assert body["aangekloptOp"].startswith(f"{knocked:%Y-%m-%d}")
    assert (desk.case(number).stated_by, desk.case(number).stated_how) == ("aanvrager", "mondeling")


def test_without_a_statement_nothing_is_said_about_one(desk: Desk) -> None:
    opened(desk, request("ww"))
    assert "verklaring" not in bodies(desk)[0]


def test_a_begeleider_stands_in_no_message(desk: Desk) -> None:
    companion = person(REPRESENTATIVE, surname="Vos", representation="begeleider")
    number = opened(desk, request("shv-bedreigend", others=(companion,)))
    assert [one["rol"] for one in bodies(desk)[0]["personen"]] == ["aanvrager"]
    assert len(desk.case(number).participants) == 2


def test_a_parent_stands_in_a_message_until_the_child_is_eighteen(desk: Desk) -> None:
    child = person(birth_date="2008-05-02")
    parent = person(REPRESENTATIVE, surname="Vos", representation="ouder")
    number = opened(desk, request("shv-bedreigend", applicant=child, others=(parent,)))
    desk.clock.advance(days=90)
    opened(desk, request("bijzondere-bijstand", applicant=child, into=number))
    assert [[one["rol"] for one in body["personen"]] for body in bodies(desk)] == [["aanvrager", "gemachtigde"], ["aanvrager"]]


def test_a_paper_that_was_seen_is_kept_and_stays_seen(desk: Desk) -> None:
    number = urgent(desk, papers=(PASSPORT,))
    opened(desk, request("akw", into=number, papers=(replace(PASSPORT, state="nog-brengen", dated=None),)))
    desk.session.rollback()
    [paper] = desk.session.scalars(select(Paper))
    assert (paper.kind, paper.state, paper.dated) == ("bankafschrift", PaperState.SEEN, date(2026, 2, 1))


def test_a_paper_that_was_still_to_bring_can_be_seen_later(desk: Desk) -> None:
    number = urgent(desk, papers=(replace(PASSPORT, state="nog-brengen"),))
    opened(desk, request("akw", into=number, papers=(PASSPORT,)))
    desk.session.rollback()
    assert [paper.state for paper in desk.session.scalars(select(Paper))] == [PaperState.SEEN]


def test_an_answer_that_stood_names_the_one_that_it_confirms(desk: Desk) -> None:
    opened(desk, request("ww", answers={"heeft-schulden": True}))
    desk.session.rollback()
    first = desk.session.scalars(select(Answer)).one().id
    desk.session.rollback()
    opened(desk, request("akw", answers={"heeft-schulden": True}, confirmed={"heeft-schulden": first}))
    desk.session.rollback()
    assert sorted(desk.session.scalars(select(Answer.confirms_id)), key=str) == [first, None]


def test_the_applicant_was_told_something_when_the_request_came_in_and_when_more_came(desk: Desk) -> None:
    number = urgent(desk)
    first = desk.case(number).told_at
    desk.clock.advance(days=1)
    opened(desk, request("akw", into=number))
    assert first is not None
    assert (desk.case(number).told_at or first) > first
