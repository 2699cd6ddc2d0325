"""The conversations of a programme: foreseen with the request where the gemeente takes part, planned, moved, held, or not and why."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from loket.cases.audit import AuditLog
from loket.cases.models import Case
from loket.cases.tailored import PlannedTalk
from loket.errors import Conflict, NotFound
from loket.routing import additions, closing, rights, withdrawal
from loket.routing.context import MACHINE
from loket.routing.request import ProductChoice
from loket.routing.tailored import talks
from tests.routing import small_config
from tests.routing.sitting import faults
from tests.routing.test_catalogue_faults import faults as config_faults
from tests.support.desk import BSN, MONDAY, Desk, part_of, person
from tests.support.privacy import officer

KINDS = ["kennismaking", "voortgang", "vooruitkijken"]
TODAY = MONDAY.date()
WHERE, WHO = "Stadhuis, kamer 12", "UWV, de gemeente en mevrouw"


def of(desk: Desk, case: Case) -> list[PlannedTalk]:
    desk.session.rollback()
    return list(talks.of_case(desk.session, desk.case(case.number)))


def plan(desk: Desk, case: Case, talk: PlannedTalk, days: float = 3, place: str = WHERE) -> None:
    talk_id = talk.id
    talks.plan(desk.context(), case.number, talk_id, desk.clock.now() + timedelta(days=days), place, WHO)


def audited(desk: Desk, action: str) -> list[dict[str, Any]]:
    desk.session.rollback()
    return [row.details for row in desk.session.scalars(select(AuditLog).where(AuditLog.action == action).order_by(AuditLog.id))]


def test_who_asks_for_ww_where_the_gemeente_takes_part_gets_three_conversations(desk: Desk) -> None:
    found = of(desk, desk.open("ww"))
    assert [talk.kind for talk in found] == KINDS
    assert [talk.due_on for talk in found] == [TODAY + timedelta(days=days) for days in (14, 60, 90)]


@pytest.mark.parametrize(("product", "code"), [("ww", "0153"), ("akw", "0518")])
def test_nobody_else_gets_them(desk: Desk, product: str, code: str) -> None:
    assert of(desk, desk.open(product, applicant=person(gemeente_code=code))) == []


def test_they_come_with_a_product_that_is_added_and_never_twice(desk: Desk) -> None:
    case = desk.open("akw")
    additions.add(desk.context(), case.number, [ProductChoice("ww", reason="Ontslagen")], {})
    additions.add(desk.context(), case.number, [ProductChoice("bijstand", reason="Te weinig")], {})
    assert [talk.kind for talk in of(desk, case)] == KINDS


def test_a_conversation_is_planned_and_moved_with_before_and_after(desk: Desk) -> None:
    case = desk.open("ww")
    first = of(desk, case)[0]
    plan(desk, case, first)
    plan(desk, case, of(desk, case)[0], days=5, place="Bij mevrouw thuis")
    found = of(desk, case)[0]
    assert (found.place, found.people, found.due_on) == ("Bij mevrouw thuis", WHO, TODAY + timedelta(days=5))
    assert desk.events(case)[-2:] == ["gesprek-gepland", "gesprek-verzet"]
    planned, moved = audited(desk, "gesprek-plannen")
    assert (planned["van"], moved["van"]) == (None, planned["tot"])


def test_a_plan_needs_a_moment_that_comes_a_place_and_people(desk: Desk) -> None:
    case = desk.open("ww")
    talk = of(desk, case)[0].id
    wrong = faults(lambda: talks.plan(desk.context(), case.number, talk, desk.clock.now(), "", " "))
    assert wrong == {"/moment", "/plaats", "/deelnemers"}
    assert faults(lambda: talks.plan(desk.context(), case.number, talk, None, WHERE, WHO)) == {"/moment"}


def test_its_outcome_is_written_down_once_it_was_held(desk: Desk) -> None:
    case = desk.open("ww")
    talk = of(desk, case)[0].id
    plan(desk, case, of(desk, case)[0])
    with pytest.raises(Conflict):
        talks.held(desk.context(), case.number, talk, "Zij zoekt werk in de zorg.")
    desk.clock.advance(days=4)
    assert faults(lambda: talks.held(desk.context(), case.number, talk, "")) == {"/uitkomst"}
    talks.held(desk.context(), case.number, talk, "Zij zoekt werk in de zorg.")
    assert of(desk, case)[0].outcome == "Zij zoekt werk in de zorg."
    with pytest.raises(Conflict):
        talks.drop(desk.context(), case.number, talk, "Toch niet")


def test_one_that_nobody_planned_can_have_been_held(desk: Desk) -> None:
    case = desk.open("ww")
    talks.held(desk.context(), case.number, of(desk, case)[0].id, "Zij kwam zelf langs.")
    assert (of(desk, case)[0].outcome, of(desk, case)[0].planned_for) == ("Zij kwam zelf langs.", None)
    assert [(row["van"], row["tot"]) for row in audited(desk, "gesprek-vastleggen")] == [("te-plannen", "gehouden")]


def test_one_that_is_not_held_says_why(desk: Desk) -> None:
    case = desk.open("ww")
    talk = of(desk, case)[1].id
    assert faults(lambda: talks.drop(desk.context(), case.number, talk, "")) == {"/waaromNiet"}
    talks.drop(desk.context(), case.number, talk, "Mevrouw heeft weer werk.")
    assert (of(desk, case)[1].not_held, desk.events(case)[-1]) == ("Mevrouw heeft weer werk.", "gesprek-niet-gehouden")
    with pytest.raises(Conflict):
        plan(desk, case, of(desk, case)[1])


def test_in_a_case_that_is_over_what_nobody_planned_in_time_is_held_no_more_and_what_was_planned_stays(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(desk.case(case.number), "ww"))
    closing.close(desk.context(), case.number, "geholpen")
    plan(desk, case, of(desk, case)[1], days=20)
    desk.clock.advance(days=27)
    assert talks.end_with_case(desk.context(MACHINE)) == 0
    desk.clock.advance(days=30)
    assert talks.end_with_case(desk.context(MACHINE)) == 1
    assert [talk.not_held for talk in of(desk, case)] == ["De zaak is gesloten.", None, None]
    assert talks.end_with_case(desk.context(MACHINE)) == 0


def test_who_withdraws_the_request_is_not_invited_any_more(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    desk.drain()
    plan(desk, case, of(desk, case)[1])
    withdrawal.withdraw(desk.context(), case.number, [part_of(desk.case(case.number), "ww").number], "Weer werk")
    assert [talk.planned_for is not None for talk in of(desk, case)] == [True]
    assert len(audited(desk, "gesprek-laten-vervallen")) == 2


def test_who_asks_again_for_what_was_withdrawn_is_invited_again(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    desk.drain()
    withdrawal.withdraw(desk.context(), case.number, [part_of(desk.case(case.number), "ww").number], "Een vergissing")
    assert of(desk, case) == []
    additions.add(desk.context(), case.number, [ProductChoice("ww", reason="Toch nodig")], {})
    assert [talk.done_at for talk in of(desk, case)] == [None] * 3


def test_a_conversation_belongs_to_its_own_case(desk: Desk) -> None:
    talk = of(desk, desk.open("ww"))[0].id
    other = desk.open("akw", applicant=person(bsn=None)).number
    with pytest.raises(NotFound):
        talks.drop(desk.context(), other, talk, "Verkeerde zaak")


def test_the_person_reads_them_in_their_export(desk: Desk) -> None:
    case = desk.open("ww")
    plan(desk, case, of(desk, case)[0])
    (told,) = rights.export_person(officer(desk), BSN)["zaken"]
    assert [row["waar"] for row in told["gesprekken"]] == [WHERE, None, None]


def test_what_a_conversation_names_must_be_there(tmp_path: Path) -> None:
    config = small_config.write(tmp_path)
    talk = 'naam = "Praten"\nproduct = "niets"\ndeelname = "nergens"\nbinnen_dagen = 3\nbron = "eigen"\nzekerheid = "schatting"\n'
    (config / "gesprekken.toml").write_text(f"[gesprek.praten]\n{talk}")
    assert config_faults(config) == [
        'config/gesprekken.toml [gesprek.praten] product: onbekend: product "niets"',
        'config/gesprekken.toml [gesprek.praten] deelname: onbekend: deelname "nergens"',
    ]
