"""A crisis at the desks: it is there from its first to its last day, every desk reads of it, and it has figures of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from loket import create_app, dispatcher_of, drain_job, session_of
from loket.cases.audit import AuditLog
from loket.clock import note_configuration
from loket.db import db
from loket.settings import ROOT, Settings
from tests.support.clock import Clock
from tests.support.crisis import NAME, SLUG, WORDS, begin_crisis
from tests.support.databases import empty
from tests.support.desk import MONDAY, Desk, person, request
from tests.web.pages.browsing import STEP, Visitor

SignIn = Callable[[str], Visitor]
EVENT = """
geldig_vanaf = 2026-03-02
geldig_tot = 2026-03-31
crisis = "Er is een overstroming in Limburg."
naam = "Overstroming"
uitleg = "Uw huis is nat geworden"
zekerheid = "schatting"
"""


@pytest.fixture
def struck(app: Flask, clock: Clock) -> Flask:
    """An application with a crisis that lasts all March."""
    clock.set(MONDAY)
    begin_crisis(app, date(2026, 3, 1), date(2026, 3, 31))
    return app


def test_every_desk_reads_of_it_and_nobody_else_does(struck: Flask, signed_in: SignIn) -> None:
    assert f"{WORDS}</strong> Tot en met 31 maart 2026. Kies bij een nieuwe vraag: {NAME}." in signed_in("balie-den-haag").open("/").page
    assert WORDS not in signed_in("toezichthouder").open("/vastgelopen").page


def test_it_can_be_chosen_until_its_last_day_and_the_case_goes_on_afterwards(
    struck: Flask, signed_in: SignIn, clock: Clock, house: Desk
) -> None:
    tile = f'value="{SLUG}"'
    assert tile in signed_in("balie-den-haag").meet().page
    number = house.take_in(request("bijstand", life_event=SLUG)).number
    house.session.rollback()
    clock.advance(days=30)
    later = signed_in("balie-den-haag")
    assert tile not in later.meet().page
    page = later.open(f"/zaken/{number}").page
    assert (NAME in page, WORDS in page) == (True, False)


def test_a_form_that_was_begun_on_the_last_evening_asks_for_another_event_after_midnight(
    app: Flask, signed_in: SignIn, clock: Clock
) -> None:
    clock.set(MONDAY.replace(hour=22, minute=50))
    begin_crisis(app, MONDAY.date(), MONDAY.date())
    desk = signed_in("balie-den-haag").meet().submit(STEP, levensgebeurtenis=SLUG)
    assert desk.title != "Wat is er gebeurd?"
    clock.advance(minutes=20)
    desk.submit(STEP)
    assert desk.title == "Wat is er gebeurd?"
    assert "Bij deze levensgebeurtenis kan vandaag niets worden gevraagd." in desk.page
    assert NAME not in desk.page.split("<main", 1)[1]


def test_a_supervisor_finds_the_figures_and_a_policy_maker_no_small_number(struck: Flask, signed_in: SignIn, house: Desk) -> None:
    house.take_in(request("bijstand", life_event=SLUG))
    house.session.rollback()
    watcher = signed_in("toezichthouder")
    assert 'href="/crisis"' in watcher.open("/vastgelopen").page
    assert f'href="/crisis/{SLUG}"' in watcher.open("/crisis").page
    assert "Samen: 1." in watcher.open(f"/crisis/{SLUG}").page
    page = signed_in("beleidsmaker").open(f"/crisis/{SLUG}").page
    assert ("Samen: 1." in page, "minder dan 10" in page) == (False, True)
    assert watcher.open("/crisis/ontslag").answer.status_code == 404


def test_a_crisis_that_has_yet_to_begin_has_a_day_and_no_figures(struck: Flask, signed_in: SignIn, clock: Clock) -> None:
    clock.advance(days=-5)
    page = signed_in("toezichthouder").open(f"/crisis/{SLUG}").page
    assert ("Deze gebeurtenis begint op 1 maart 2026." in page, "Per dag" in page) == (True, False)


def test_without_a_crisis_the_page_says_so_and_the_menu_is_silent(signed_in: SignIn) -> None:
    watcher = signed_in("toezichthouder")
    assert "Er is geen crisis, en er komt er geen." in watcher.open("/crisis").page
    assert ">Crisis</a></li>" not in watcher.page


@pytest.fixture
def own_config(environment: dict[str, str], sqlite_url: str, tmp_path: Path, clock: Clock) -> Iterator[tuple[Flask, Path]]:
    """An application with a folder of configuration of its own, at which every request looks."""
    clock.set(MONDAY)
    empty(sqlite_url)
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    settings = Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url, "LOKET_CONFIG": str(config)})
    app = create_app(settings, clock=clock.now)
    watch = app.extensions["loket.watch"]
    watch._every = watch._next = 0
    yield app, config / "levensgebeurtenissen" / "overstroming.toml"
    with app.app_context():
        db.engine.dispose()


def test_a_running_program_takes_a_crisis_up_without_a_restart(own_config: tuple[Flask, Path]) -> None:
    app, file = own_config
    desk = Visitor(app.test_client())
    desk.open("/inloggen").submit("/inloggen", account="balie-den-haag")
    assert "overstroming" not in desk.open("/").page
    file.write_text(EVENT)
    desk.open("/")
    assert "Er is een overstroming in Limburg." in desk.open("/").page
    assert app.extensions["loket.dispatcher"].catalogue is app.extensions["loket"].catalogue


def test_a_worker_and_the_clock_take_it_up_too_and_the_audit_log_says_so(own_config: tuple[Flask, Path]) -> None:
    app, file = own_config
    before = dispatcher_of(app)
    file.write_text(EVENT)
    with app.app_context():
        drain_job()
        drain_job()
    after = dispatcher_of(app)
    assert [event.slug for event in after.catalogue.crises()] == ["overstroming"]
    note_configuration(after, before.catalogue.version)
    note_configuration(after, after.catalogue.version)
    note_configuration(after, before.catalogue.version)  # another clock that did not hold the lease until now
    with session_of(app) as session:
        row = session.scalars(select(AuditLog).where(AuditLog.action == "configuratie-wijzigen")).one()
    assert row.details == {"van": before.catalogue.version[:12], "tot": after.catalogue.version[:12]}


def test_a_running_case_keeps_the_version_with_which_it_began(own_config: tuple[Flask, Path], clock: Clock) -> None:
    app, file = own_config
    with session_of(app) as session:
        old = Desk(app, session, clock).open("bijstand")
        number, version = old.number, old.catalogue_version
        file.write_text(EVENT)
        session.rollback()
        for _ in range(2):
            app.test_client().get("/health/live")
        desk = Desk(app, session, clock)
        new = desk.take_in(request("bijstand", life_event="overstroming", applicant=person(bsn=None)))
        assert new.catalogue_version == app.extensions["loket"].catalogue.version != version
        assert desk.case(number).catalogue_version == version


def test_a_broken_crisis_changes_nothing_and_the_administrator_reads_why(own_config: tuple[Flask, Path]) -> None:
    app, file = own_config
    administrator = Visitor(app.test_client())
    administrator.open("/inloggen").submit("/inloggen", account="beheerder")
    assert "De configuratie is in orde." in administrator.open("/").page
    before = app.extensions["loket"].catalogue
    file.write_text(EVENT.replace("geldig_tot = 2026-03-31\n", ""))
    administrator.open("/")
    page = administrator.open("/").page
    assert "De nieuwe configuratie klopt niet" in page
    assert "een crisis heeft een geldig_vanaf en een geldig_tot" in page
    assert app.extensions["loket"].catalogue is before
    parts = administrator.client.get("/health/ready").json["onderdelen"]
    assert parts["configuratie"] == "nieuwe-afgekeurd"
