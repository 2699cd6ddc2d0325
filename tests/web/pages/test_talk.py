"""The talk between the desk and an organisation's professionals: on the case page and in the worklist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.audit import AuditLog
from loket.cases.desk import CaseMessage
from tests.web.pages.browsing import Visitor
from tests.web.pages.cases import AtDesk

SignIn = Callable[[str], Visitor]


@pytest.fixture
def handler(signed_in: SignIn) -> Visitor:
    """Who handles AKW at SVB (part 2)."""
    return signed_in("behandelaar-svb")


def say(at_desk: AtDesk, words: str, part: str = "") -> Visitor:
    at_desk.open()
    return at_desk.visitor.send(f"{at_desk.path}/overleg", {"bericht": words, "deel": part})


def test_desk_and_handler_write_to_each_other(at_desk: AtDesk, handler: Visitor) -> None:
    say(at_desk, "Kan dit voor vrijdag?", at_desk.part(2))
    work = f"/werkvoorraad/{at_desk.part(2)}"
    assert "Kan dit voor vrijdag?" in handler.open(work).page
    handler.submit(f"{work}/berichten", bericht="Ja, ik kijk er morgen naar.")
    page = at_desk.open()
    assert "Ja, ik kijk er morgen naar." in page
    assert "Behandelaar SVB" in page


def test_what_is_about_another_organisations_part_is_not_there(at_desk: AtDesk, handler: Visitor) -> None:
    say(at_desk, "Alleen voor UWV", at_desk.part(1))
    say(at_desk, "Voor iedereen")
    page = handler.open(f"/werkvoorraad/{at_desk.part(2)}").page
    assert "Voor iedereen" in page
    assert "Alleen voor UWV" not in page


def test_an_empty_message_is_pointed_out(at_desk: AtDesk, handler: Visitor) -> None:
    assert "Schrijf een bericht" in say(at_desk, "  ").page
    work = f"/werkvoorraad/{at_desk.part(2)}"
    handler.open(work).submit(f"{work}/berichten", bericht=" ")
    assert "Schrijf een bericht" in handler.page


def test_every_message_is_accounted_for(at_desk: AtDesk, session: Session) -> None:
    say(at_desk, "Kan dit voor vrijdag?")
    assert session.scalars(select(AuditLog.actor).where(AuditLog.action == "overleg", AuditLog.object == at_desk.number)).all() == [
        "balie-den-haag"
    ]
    assert session.scalars(select(CaseMessage.author)).all() == ["Balie gemeente Den Haag"]


def test_who_opened_the_case_for_the_citizen_reads_no_talk(at_desk: AtDesk, signed_in: SignIn) -> None:
    say(at_desk, "Kan dit voor vrijdag?")
    other = signed_in("balie-uwv").open(at_desk.path)
    other.send(f"{at_desk.path}/inzage", {"grond": "inwoner-aanwezig"})
    assert "Bakker BV" in other.open(at_desk.path).page
    assert "Kan dit voor vrijdag?" not in other.page
