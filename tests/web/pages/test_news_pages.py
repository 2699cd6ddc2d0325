"""Keeping somebody informed: a ready text from the shared status, recorded as a contact, and sent to who chose messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from loket import session_of
from loket.adapters.port import Verb
from loket.cases.models import ContactMoment, Participant
from loket.cases.numbers import show
from loket.cases.outbox import Delivery
from loket.routing import news
from tests.support.clock import Clock
from tests.support.desk import COUNTER, MONDAY, Desk, part_of
from tests.web.pages.browsing import Visitor


@pytest.fixture
def office(app: Flask, clock: Clock) -> Iterator[Desk]:
    """What happens behind the counter."""
    clock.set(MONDAY)
    with session_of(app) as session:
        yield Desk(app, session, clock)


def opened(office: Desk, verb: Verb | None = None, **told: object) -> str:
    """A case that was delivered and of which the organisation told this; its zaaknummer."""
    case = office.open("ww")
    office.drain()
    if verb:
        office.tell(part_of(case, "ww"), verb, **told)
    number = office.case(case.number).number
    office.session.rollback()
    return number


def letter(visitor: Visitor, number: str) -> str:
    """The text that is ready."""
    page = visitor.open(f"/zaken/{number}/bijpraten").page
    return page.split('name="verteld"', 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]


def test_the_text_tells_where_each_part_stands_and_until_when(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    number = opened(office, Verb.TAKEN_UP)
    said = letter(signed_in("balie-den-haag"), number)
    assert said.startswith(f"Wij praten u bij over uw vraag met nummer {show(number)}.")
    assert "UWV behandelt uw vraag. U hoort dit uiterlijk op 28 april 2026." in said
    assert "U hoeft nu niets te doen." in said
    assert "bel 14 070" in said


def test_the_text_tells_what_the_person_must_do_by_when(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    number = opened(office, Verb.INFORMATION_ASKED, information_due=(MONDAY + timedelta(days=14)).date(), questions=("Loonstrook",))
    said = letter(signed_in("balie-den-haag"), number)
    assert "Wat u nog moet doen: UWV heeft nog iets van u nodig. Doe dit uiterlijk op 16 maart 2026." in said
    assert "U hoeft nu niets te doen." not in said


def test_telling_it_is_a_contact_moment_and_ends_the_silence(office: Desk, signed_in: Callable[[str], Visitor], clock: Clock) -> None:
    number = opened(office)
    clock.advance(days=20)
    path = f"/zaken/{number}/bijpraten"
    desk = signed_in("balie-den-haag").open(path).submit(path, verteld="UWV is ermee bezig.", kanaal="telefoon")
    assert desk.path == f"/zaken/{number}"
    knock = office.session.scalars(select(ContactMoment)).one()
    assert (knock.said, knock.channel, knock.answered) == ("UWV is ermee bezig.", "telefoon", True)
    assert office.case(number).told_at == clock.now()


def test_nothing_told_is_nothing_recorded(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    number = opened(office)
    path = f"/zaken/{number}/bijpraten"
    desk = signed_in("balie-den-haag").open(path).submit(path, verteld=" ")
    assert 'id="veld-verteld-fout"' in desk.page
    assert office.session.scalars(select(ContactMoment)).all() == []


def test_another_loket_does_not_write_for_this_one(office: Desk, signed_in: Callable[[str], Visitor]) -> None:
    number = opened(office)
    assert signed_in("balie-uwv").open(f"/zaken/{number}/bijpraten").answer.status_code == 403


@pytest.mark.parametrize(
    ("wish", "sent"), [({"berichten": "email"}, True), ({"berichten": "email", "nooit": "mailen"}, False), (None, False)]
)
def test_a_message_goes_only_to_who_chose_that_and_never_against_safe_contact(
    office: Desk, wish: dict[str, str] | None, sent: bool
) -> None:
    number = opened(office)
    person = office.session.scalars(select(Participant)).one()
    person.safe_contact, person.contact = wish, {"emailadres": "iemand@example.nl"}
    office.session.commit()
    assert news.send(replace(office.context(), messages=True), number) is sent
    lines = office.session.scalars(select(Delivery.organisation).where(Delivery.referral_id.is_(None))).all()
    assert len(lines) == int(sent)


@pytest.mark.parametrize(("days", "found"), [(2, 0), (3, 1)])
def test_a_product_can_have_a_norm_of_its_own(office: Desk, days: int, found: int) -> None:
    office.change_product("ww", news_days=3)
    opened(office)
    office.clock.advance(days=days)
    context = office.context()
    assert len(news.heard_nothing(context.session, context.catalogue, COUNTER, context.now, limit=5)) == found


def test_a_norm_of_a_product_holds_only_for_cases_with_that_product(office: Desk) -> None:
    office.change_product("akw", news_days=3)
    opened(office)
    office.clock.advance(days=10)
    context = office.context()
    assert news.heard_nothing(context.session, context.catalogue, COUNTER, context.now, limit=5) == []
