"""The BRP at the form of a new request, with a practice BRP over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket import create_app
from loket.cases.audit import AuditLog
from loket.cases.models import Case, Participant
from loket.db import db
from loket.practice import PracticeServer, create_practice
from loket.practice.brp_api import KEY, PREFIX
from loket.settings import ROOT, Settings
from loket.web.texts_taking import KEPT_BACK
from tests.support.clock import Clock
from tests.web.pages.browsing import STEP, Visitor

PERSONS = ROOT / "tests" / "data" / "brp_testpersonen.csv"
JAEL = {"aanvrager.burgerservicenummer": "999992740"}  # Jael de Jager, 1 January 2000, Leyweg 1485, 's-Gravenhage


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    log = tmp_path_factory.mktemp("brp") / "practice.jsonl"
    with PracticeServer(create_practice([], loket_url="http://127.0.0.1:9", log_path=log, persons=PERSONS)) as server:
        yield server


@pytest.fixture
def address(practice: PracticeServer) -> str:
    return practice.url


@pytest.fixture
def app(database_url: str, environment: dict[str, str], address: str, clock: Clock) -> Iterator[Flask]:
    brp = {"URL": f"{address}{PREFIX}", "KEY": KEY, "DOELBINDING": "oefenen", "VERWERKING": "loket"}
    given = {f"LOKET_BRP_{name}": value for name, value in brp.items()}
    settings = Settings.load({**environment, **given, "LOKET_DATABASE_URL": database_url, "LOKET_PRACTICE_URL": address})
    made = create_app(settings, clock=clock.now)
    yield made
    with made.app_context():
        db.engine.dispose()


def applicant(session: Session) -> Participant:
    return session.scalars(select(Participant).where(Participant.role == "aanvrager")).one()


def test_a_bsn_alone_is_enough_to_go_on_and_the_page_says_so(desk: Visitor) -> None:
    assert "Loket haalt de gegevens dan uit de BRP" in desk.open(STEP).page
    desk.send(STEP, JAEL)
    assert desk.title == "Spoed en veiligheid"
    assert "De gegevens komen uit de BRP." in desk.page


def test_the_case_has_the_person_as_registered_with_source_and_moment(desk: Visitor, session: Session) -> None:
    desk.new_request(person=JAEL)
    person = applicant(session)
    assert (person.given_names, person.prefix, person.surname, person.birth_date) == ("Jael", "de", "Jager", "2000-01-01")
    assert person.contact is not None
    assert person.contact["postcode"] == "2584AE"
    assert person.registered is not None
    assert person.registered["bron"] == "BRP"


def test_what_the_person_says_different_is_told_and_noted_and_not_overwritten(desk: Visitor, session: Session) -> None:
    desk.open(STEP).send(STEP, {**JAEL, "aanvrager.voornamen": "Jaël"})
    assert "De BRP zegt iets anders over: voornamen." in desk.page
    desk.new_request(person={**JAEL, "aanvrager.voornamen": "Jaël"})
    registered = applicant(session).registered
    assert registered is not None
    assert registered["afwijkend"] == {"voornamen": "Jaël"}


def test_the_check_page_says_where_it_comes_from(desk: Visitor) -> None:
    desk.meet({**JAEL, "aanvrager.voornamen": "Jaël"}).submit(STEP, levensgebeurtenis="ontslag").go_to("Controleren en versturen")
    assert "Uit de BRP, " in desk.page
    assert "Voornamen: de inwoner zegt Jaël" in desk.page


def test_a_bsn_is_asked_once(desk: Visitor, session: Session) -> None:
    desk.new_request(person=JAEL)
    asked = session.scalars(select(AuditLog.action).where(AuditLog.action == "brp-raadplegen")).all()
    assert len(asked) == 1


def test_a_bsn_that_nobody_has_is_looked_at_once_more_and_then_goes_on(desk: Visitor) -> None:
    nobody = {"aanvrager.burgerservicenummer": "999999990", "aanvrager.geslachtsnaam": "Jansen", "aanvrager.geboortedatum": "01-01-1980"}
    desk.open(STEP).send(STEP, nobody)
    assert desk.title == "Wie vraagt het?"
    assert "Dit BSN staat niet in de BRP." in desk.page
    assert desk.submit(STEP).title == "Spoed en veiligheid"


def test_somebody_who_died_is_not_helped_as_if_alive(desk: Visitor) -> None:
    with PERSONS.open(encoding="utf-8") as file:
        rows = [line.split(",") for line in file]
    place = rows[0].index("datum_overlijden")
    died = next(row[1] for row in rows[1:] if row[place] and "-00" not in row[place])
    desk.open(STEP).send(STEP, {"aanvrager.burgerservicenummer": died})
    assert "Volgens de BRP is deze persoon overleden." in desk.page


def test_what_the_brp_said_cannot_be_read_or_changed_in_the_form(desk: Visitor, session: Session) -> None:
    desk.open(STEP).send(STEP, JAEL)
    sealed = desk.form(STEP).fields["brp.aanvrager"]
    assert "Jager" not in sealed
    desk.submit(STEP, **{"brp.aanvrager": sealed[:-6] + "AAAAAA", "levensgebeurtenis": "ontslag"})
    assert applicants(session) == []


def applicants(session: Session) -> list[Participant]:
    return list(session.scalars(select(Participant)))


def test_a_secret_address_is_used_and_shown_nowhere(desk: Visitor, session: Session) -> None:
    arnoud = {"aanvrager.burgerservicenummer": "999990445"}  # Gooise Meren, 1216 MA, with secrecy
    desk.open(STEP).send(STEP, arnoud)
    assert "De gegevens komen uit de BRP." in desk.page
    assert "1216MA" not in desk.page
    desk.meet(arnoud).submit(STEP, levensgebeurtenis="anders")
    desk.submit(STEP, extra="wmo-melding", extra_reden="Hulp nodig").go_to("Controleren en versturen")
    assert "1216MA" not in desk.page
    assert KEPT_BACK in desk.page  # that organisation does get it
    desk.finish()
    contact = applicant(session).contact
    assert contact is not None
    assert contact["postcode"] == "1216MA"


def test_an_intermediary_asks_the_brp_nothing(signed_in: Callable[[str], Visitor], session: Session) -> None:
    mine = signed_in("intermediair")
    mine.open(STEP).send(STEP, JAEL)
    assert "Jager" not in mine.page
    assert session.scalars(select(AuditLog.action).where(AuditLog.action == "brp-raadplegen")).all() == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9"])
def test_a_brp_that_is_away_stops_nobody(desk: Visitor, session: Session) -> None:
    typed = {"aanvrager.geslachtsnaam": "Jager", "aanvrager.geboortedatum": "01-01-2000", "aanvrager.gemeentecode": "0518"}
    desk.open(STEP).send(STEP, {**JAEL, **typed})
    assert "De BRP gaf geen antwoord." in desk.page
    desk.new_request(person={**JAEL, **typed})
    assert session.scalars(select(Case.number)).all() != []
    assert applicant(session).registered is None


def test_the_case_page_says_where_it_comes_from(desk: Visitor) -> None:
    number = desk.new_request(person=JAEL)
    assert "Uit de BRP, " in desk.open(f"/zaken/{number}").page
