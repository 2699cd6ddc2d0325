"""The same person about the same event again: one case, and the knock is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loket import session_of
from loket.adapters.port import Outcome
from loket.cases.models import Case, CaseEvent, ContactMoment, Person
from loket.cases.states import CaseState, ReferralState
from loket.errors import Conflict
from loket.routing import intake, withdrawal
from loket.routing.intake import Opened
from loket.routing.request import Request
from tests.support.clock import Clock
from tests.support.desk import MONDAY, PARTNER_BSN, Desk, part_of, person, request

FALL_ILL = "ziek-arbeidsongeschikt"


def about(event: str, *products: str, **given: Any) -> Request:
    """A request about a life event for these products only, whatever else the rules propose."""
    return request(*products, life_event=event, **given)


def take_in(desk: Desk, wanted: Request) -> Opened:
    return intake.open_case(desk.context(), wanted)


def contacts(desk: Desk) -> list[ContactMoment]:
    desk.session.rollback()
    return list(desk.session.scalars(select(ContactMoment)))


def test_the_same_person_and_event_join_the_open_case(desk: Desk) -> None:
    first = take_in(desk, about("verhuizing"))
    assert take_in(desk, about("verhuizing")) == Opened(first.number, created=False)


def test_joining_is_kept_as_a_contact_moment_and_told_on_the_timeline(desk: Desk) -> None:
    number = take_in(desk, about("verhuizing")).number
    take_in(desk, about("verhuizing", note="Ik hoor niets", channel="telefoon"))
    knock = contacts(desk)[0]
    assert (knock.question, knock.channel, knock.answered) == ("Ik hoor niets", "telefoon", False)
    assert desk.events(desk.case(number)).count("opnieuw-gevraagd") == 1


def test_joining_adds_only_the_products_that_are_new(desk: Desk) -> None:
    number = take_in(desk, about("verhuizing", "ww")).number
    before = [part.number for part in desk.case(number).referrals]
    take_in(desk, about("verhuizing", "ww", "akw"))
    case = desk.case(number)
    assert [part.product for part in case.referrals if part.number not in before] == ["akw"]
    assert part_of(case, "akw").ordinal == len(case.referrals)
    assert len(desk.deliveries(part_of(case, "akw"))) == 1


def test_the_timeline_of_a_joined_case_has_no_gaps(desk: Desk) -> None:
    number = take_in(desk, about("verhuizing")).number
    desk.drain()
    take_in(desk, about("verhuizing", "akw"))
    desk.drain()
    case = desk.case(number)
    numbers = desk.session.scalars(select(CaseEvent.sequence).where(CaseEvent.case_id == case.id).order_by(CaseEvent.sequence))
    assert list(numbers) == list(range(1, case.events_count + 1))


def test_answers_that_come_with_a_second_request_let_a_waiting_part_begin(desk: Desk) -> None:
    desk.change_product("ww", required=("eerste-werkloze-dag",))
    number = take_in(desk, about("verhuizing", "ww")).number
    take_in(desk, about("verhuizing", "ww", answers={"eerste-werkloze-dag": "2026-04-01"}))
    part = part_of(desk.case(number), "ww")
    assert (part.state.value, len(desk.deliveries(part))) == ("pending", 1)


def test_a_version_grows_with_joining(desk: Desk) -> None:
    number = take_in(desk, about("verhuizing")).number
    before = desk.case(number).version
    take_in(desk, about("verhuizing"))
    assert desk.case(number).version > before


def test_another_event_opens_another_case(desk: Desk) -> None:
    assert take_in(desk, about("verhuizing")).number != take_in(desk, about("pensioen")).number


def test_another_person_opens_another_case(desk: Desk) -> None:
    first = take_in(desk, about("verhuizing"))
    assert take_in(desk, about("verhuizing", applicant=person(bsn="999992740"))) != first


def test_a_reason_for_a_new_case_opens_one_and_stands_on_record(desk: Desk) -> None:
    first = take_in(desk, about("verhuizing"))
    second = take_in(desk, replace(about("verhuizing"), new_case_reason="nieuwe feiten (Awb 4:6)"))
    assert second.created
    assert second.number != first.number
    assert take_in(desk, about("verhuizing")).number == first.number  # the second is never joined by itself


def test_without_a_bsn_nothing_is_joined_by_itself(desk: Desk) -> None:
    nameless = about("verhuizing", applicant=person(bsn=None))
    assert take_in(desk, nameless).number != take_in(desk, nameless).number


def test_a_decided_case_is_not_joined(desk: Desk) -> None:
    first = take_in(desk, request("ww"))
    desk.drain()
    desk.decide(part_of(desk.case(first.number), "ww"), Outcome.REFUSED)
    assert desk.case(first.number).state is CaseState.SETTLED
    assert take_in(desk, request("ww")).number != first.number


def test_a_withdrawn_case_is_not_joined(desk: Desk) -> None:
    first = take_in(desk, about("verhuizing"))
    withdrawal.withdraw(desk.context(), first.number, None, "toch niet")
    second = take_in(desk, about("verhuizing"))
    assert (second.created, second.number != first.number) == (True, True)


def at_once(app: Flask, wanted: list[tuple[Request, str]]) -> list[Opened | str]:
    """Each request taken in by a thread of its own, with an idempotency key; a conflict becomes its code."""

    def one(request_: Request, key: str) -> Opened | str:
        session: Session
        with session_of(app) as session:
            context = Desk(app, session, Clock(MONDAY)).context()
            try:
                return intake.open_case(context, request_, ("kassa", key, "0" * 64))
            except Conflict as conflict:
                return conflict.code

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(one, *zip(*wanted, strict=True)))


def test_the_same_request_from_several_counters_at_once_gives_one_case(app: Flask, session: Session) -> None:
    opened = at_once(app, [(about("verhuizing"), f"sleutel-{number}") for number in range(4)])
    assert sorted(one.created for one in opened if isinstance(one, Opened)) == [False, False, False, True]
    assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_the_same_key_at_once_gives_one_case_and_says_that_it_is_being_handled(app: Flask, session: Session) -> None:
    opened = at_once(app, [(request("ww"), "sleutel") for _ in range(3)])
    assert sorted(one if isinstance(one, str) else "geopend" for one in opened) == ["geopend", "idempotency-loopt", "idempotency-loopt"]
    assert session.scalar(select(func.count()).select_from(Case)) == 1


@pytest.mark.parametrize("rounds", [6])
def test_two_partners_who_name_each_other_at_once_are_both_taken_in(app: Flask, session: Session, rounds: int) -> None:
    one, other = {"bsn": "999993653"}, {"bsn": "999992740"}
    first = request("ww", applicant=person(**one), others=(person("partner", **other),))
    second = request("ww", applicant=person(**other), others=(person("partner", **one),))
    wanted = [(each, f"{number}-{index}") for number in range(rounds) for index, each in enumerate((first, second))]
    assert all(isinstance(found, Opened) for found in at_once(app, wanted))
    assert session.scalar(select(func.count()).select_from(Person)) == 2


def test_a_withdrawn_part_that_is_asked_again_is_a_new_part(desk: Desk) -> None:
    case = desk.open("ww", "aow", life_event="verhuizing")
    withdrawal.withdraw(desk.context(), case.number, [part_of(case, "ww").number], "bij nader inzien")
    again = desk.open("ww", life_event="verhuizing")
    assert [part.state for part in again.referrals if part.product == "ww"] == [ReferralState.WITHDRAWN, ReferralState.PENDING]


def test_a_second_request_adds_the_people_that_the_first_did_not_name(desk: Desk) -> None:
    first = desk.open("ww", life_event="verhuizing")
    desk.open("ww", life_event="verhuizing", others=(person("partner", bsn=PARTNER_BSN),))
    desk.session.expire_all()
    assert [participant.role for participant in first.participants] == ["aanvrager", "partner"]
