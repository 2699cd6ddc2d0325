"""The page on which citizens look for themselves: it tells next to nothing, and the same to everybody who guesses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.models import Case
from loket.cases.people import Participant
from loket.cases.states import Turn
from loket.db import db
from tests.support.clock import Clock
from tests.web.pages.browsing import Visitor
from tests.web.pages.taken import take_in

BORN = "27-04-1981"


@pytest.fixture
def number(app: Flask) -> str:
    """The case of Willem Kierkegaard, born on 27 April 1981."""
    return take_in(app)


def look(visitor: Visitor, number: str, born: str = BORN, language: str = "nl") -> Visitor:
    return visitor.open(f"/status?taal={language}").send("/status", {"nummer": number, "geboortedatum": born})


def test_number_and_birth_date_tell_the_sentence_whose_turn_and_until_when(visitor: Visitor, number: str) -> None:
    look(visitor, number)
    assert visitor.answer.status_code == 200
    assert "Uw vraag is ontvangen." in visitor.page or "Uw vraag is in behandeling." in visitor.page
    assert "Wie is aan zet?" in visitor.page
    assert "Er is geen datum bekend." in visitor.page


def test_the_day_by_which_the_citizen_must_act_is_told(visitor: Visitor, number: str, told: Callable[..., None], clock: Clock) -> None:
    due = clock.today() + timedelta(days=14)
    told(f"{number}-1", "aanvulling-gevraagd", hersteltermijn=due.isoformat(), gevraagd=["loonstrook"])
    page = look(visitor, number, language="en").page
    assert "It is your turn." in page
    assert f"At the latest {due.day} " in page


def test_no_name_organisation_product_or_event_is_told(visitor: Visitor, number: str, app: Flask) -> None:
    page = look(visitor, number).page
    catalogue = app.extensions["loket"].catalogue
    with app.app_context():
        case = db.session.scalars(select(Case).where(Case.number == number)).one()
        known = {part.terms["naam"] for part in case.referrals} | {
            catalogue.organisations[part.organisation].short_name for part in case.referrals
        }
    told = page.split("<main")[1].split("</main>")[0]
    assert [word for word in (*known, "Kierkegaard", "Willem", "Ontslag", "ontslag", number, "Den Haag") if word in told] == []


def test_a_wrong_number_a_wrong_date_and_a_hidden_case_get_the_same_answer(visitor: Visitor, number: str, app: Flask) -> None:
    pages = []
    for typed in ((number, "28-04-1981"), ("L-7K3M9-P2XQ4-H", BORN), ("geen nummer", BORN), (number, "geen datum")):
        found = look(visitor, *typed)
        pages.append((found.answer.status_code, found.page.split("<main")[1]))
    with app.app_context():
        db.session.execute(update(Case).where(Case.number == number).values(hidden=True))
        db.session.commit()
    hidden = look(visitor, number)
    pages.append((hidden.answer.status_code, hidden.page.split("<main")[1]))
    bare = {(status, _without_token(text)) for status, text in pages}
    assert len(bare) == 1
    assert pages[0][0] == 404


def _without_token(text: str) -> str:
    return "".join(line for line in text.splitlines() if "csrf_token" not in line)


def test_a_birth_date_of_which_the_day_is_unknown_is_typed_with_zeroes(visitor: Visitor, number: str, app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(Participant).where(Participant.role == "aanvrager").values(birth_date="1981-00-00"))
        db.session.commit()
    assert look(visitor, number, "00-00-1981").answer.status_code == 200
    assert look(visitor, number).answer.status_code == 404


def test_a_look_is_accounted_for_and_so_is_a_try_that_fails(visitor: Visitor, number: str, app: Flask) -> None:
    look(visitor, number)
    look(visitor, number, "01-01-1990")
    with app.app_context():
        query = select(AuditLog.object, AuditLog.actor, AuditLog.result).where(AuditLog.action == "stand-opvragen")
        rows = [tuple(row) for row in db.session.execute(query)]
        looks = db.session.scalars(select(ProcessingLog).where(ProcessingLog.name == "stand-opvragen")).all()
    assert sorted(rows) == [(number, "inwoner", "gelukt"), (number, "inwoner", "geweigerd")]
    assert len(looks) == 1


def test_the_page_is_not_for_search_engines_and_its_address_holds_nothing(visitor: Visitor, number: str) -> None:
    found = look(visitor, number)
    assert found.path == "/status"
    assert found.answer.request.query_string == b""
    assert "noindex" in found.answer.headers["X-Robots-Tag"]
    assert found.answer.headers["Referrer-Policy"] == "no-referrer"
    assert found.answer.headers["Cache-Control"] == "no-store"


def test_an_outage_is_told_without_saying_whose(visitor: Visitor, number: str, app: Flask) -> None:
    with app.app_context():
        db.session.execute(
            update(Case).where(Case.number == number).values(stuck_reason="organisatie-onbereikbaar", turn=Turn.ORGANISATION)
        )
        db.session.commit()
    assert "Een organisatie heeft een storing." in look(visitor, number).page


def test_english_is_one_click_away_and_stays(visitor: Visitor, number: str) -> None:
    assert 'href="/status?taal=en"' in visitor.open("/status").page
    page = look(visitor, number, "01-01-1990", "en").page
    assert "do not belong together" in page
