"""What is away stands once on the supervisor's page, with its cases behind it and the way to its call list and its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from loket.cases.models import Case
from loket.cases.numbers import show
from loket.cases.outbox import Channel
from loket.cases.stuck_reasons import DOWN
from loket.routing import downtime, line_pause, messages, sweep
from loket.routing.context import MACHINE
from loket.web.texts_outages import lasted
from tests.routing.test_stuck_list import many
from tests.support.counting import counted
from tests.support.desk import SUPERVISOR, Desk, general, person
from tests.support.post import ABSENT, GONE, REFUSED, TAKEN
from tests.web.api.test_api_subscriptions import ONE_DATABASE
from tests.web.pages.browsing import STEP, Visitor
from tests.web.pages.test_home_quick import MOST_STATEMENTS

BEHIND = "/vastgelopen?reden=organisatie-onbereikbaar&organisatie=uwv"


def test_an_announced_downtime_is_one_line_with_its_cases_behind_it(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    numbers = [house.open(*general("uwv")).number for _ in range(2)]
    now = house.context().now
    downtime.announce(house.context(), "uwv", now, now + timedelta(hours=2), "Nieuwe versie")
    sweep.look_at_outages(house.context(MACHINE))
    house.session.rollback()
    supervisor = signed_in("toezichthouder").open("/vastgelopen")
    assert supervisor.page.count("Is niet bereikbaar van") == 1
    assert "Berichten die wachten: 2. Met spoed: 0." in supervisor.page
    assert not any(show(number) in supervisor.page for number in numbers)
    supervisor.open("/vastgelopen?reden=organisatie-onderhoud")
    assert all(show(number) in supervisor.page for number in numbers)


def test_a_card_leads_to_its_cases_its_call_list_and_the_line(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    house.post["uwv"].will(GONE, then=TAKEN)
    house.open(*general("uwv"))
    house.drain()
    house.session.rollback()
    page = signed_in("toezichthouder").open("/vastgelopen").page
    assert "Neemt op dit adres niets meer aan" in page
    cases = "/vastgelopen?reden=organisatie-onbereikbaar&amp;organisatie=uwv"
    assert [f'href="{path}"' in page for path in (cases, "/organisaties/uwv/storing", "/organisaties/uwv")] == [True] * 3


def test_a_line_that_a_person_stopped_says_so(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    for path in ("/vastgelopen", "/organisaties", "/organisaties/uwv"):
        assert "Een toezichthouder stopte deze lijn op" in signed_in("toezichthouder").open(path).page


def test_the_line_to_citizens_has_no_page_and_is_started_on_its_card(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    paused = {"paused_at": house.clock.now(), "pause_reason": "410", "failures": 0, "probes": 0}
    house.session.add(Channel(organisation=messages.LINE, **paused))
    house.session.commit()
    supervisor = signed_in("toezichthouder").open("/vastgelopen")
    assert "/organisaties/inwonerberichten/storing" not in supervisor.page
    supervisor.submit("/organisaties/inwonerberichten/starten", reden="Het adres is hersteld.")
    assert "De lijn is weer gestart." in supervisor.page
    assert house.channel(messages.LINE).paused_at is None


def test_how_long_it_was_away_is_one_whole_unit() -> None:
    lengths = (5, 60, 7_200, 86_400, 6 * 86_400 + 5)
    assert [lasted(seconds) for seconds in lengths] == ["minder dan een minuut", "1 minuut", "2 uur", "1 dag", "6 dagen"]


def test_a_loket_reads_on_its_start_page_who_cannot_be_reached(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    assert "Nu niet bereikbaar" not in signed_in("balie-den-haag").open("/").page
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    assert "Nu niet bereikbaar: UWV." in signed_in("balie-den-haag").open("/").page


def test_a_loket_reads_it_on_the_first_step_of_a_new_request_too(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    assert "Nu niet bereikbaar" not in signed_in("balie-den-haag").open(STEP).page
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    assert "Nu niet bereikbaar: UWV." in signed_in("balie-den-haag").open(STEP).page


def test_a_case_that_stands_still_for_something_else_says_so_too(house: Desk, signed_in: Callable[[str], Visitor]) -> None:
    line_pause.pause(house.context(SUPERVISOR), "uwv", "Hun adres klopt niet.")
    house.post["svb"].will(REFUSED)
    number = house.open(*general("uwv", "svb")).number
    house.drain()
    sweep.look_at_outages(house.context(MACHINE))
    assert house.case(number).stuck_reason == "onbestelbaar"
    house.session.rollback()
    assert (
        "UWV is nu niet bereikbaar. Dit onderdeel is bewaard en gaat vanzelf." in signed_in("balie-den-haag").open(f"/zaken/{number}").page
    )


@ONE_DATABASE
def test_five_thousand_that_wait_for_one_organisation_are_one_cause_and_recover_by_themselves(
    app: Flask, house: Desk, signed_in: Callable[[str], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "BATCH", 20)
    house.post["uwv"].will(then=ABSENT)
    for _ in range(5):
        house.open(*general("uwv"), applicant=person(bsn=None))
        house.drain()
    house.open(*general("uwv"), applicant=person(bsn=None))
    many(house, 4994)
    assert sweep.look_at_outages(house.context(MACHINE)) == sweep.BATCH  # never more in one step
    told = house.session.scalars(select(Case).where(Case.stuck_reason == DOWN)).first()
    assert told is not None
    same = {name: getattr(told, name) for name in ("stuck_reason", "stuck_since", "stuck_rank", "stuck_organisation", "stuck_product")}
    house.session.execute(update(Case).where(Case.stuck_reason.is_(None)).values(**same))  # as the next steps would
    house.session.commit()
    supervisor = signed_in("toezichthouder")
    for path, words, rows in (("/vastgelopen", "Berichten die wachten: 5000.", 0), (BEHIND, "Deze zaken wachten op een organisatie", 25)):
        with counted(app) as statements:
            page = supervisor.open(path).page
        assert (words in page, page.count("Sinds "), len(statements) <= MOST_STATEMENTS) == (True, rows, True), path
    house.session.execute(update(Channel).values(open_since=None, probe_at=None))  # its first answer
    house.session.commit()
    waiting = select(func.count()).where(Case.stuck_reason == DOWN)
    assert [(sweep.look_at_outages(house.context(MACHINE)), house.session.scalar(waiting)) for _ in range(2)] == [(20, 4980), (20, 4960)]
    last = house.session.scalars(select(Case.id).where(Case.stuck_reason == DOWN).limit(30)).all()
    others = update(Case).where(Case.stuck_reason == DOWN, Case.id.not_in(last))
    house.session.execute(others.values(dict.fromkeys(same)))  # as the next steps would
    house.session.commit()
    assert [sweep.look_at_outages(house.context(MACHINE)) for _ in range(3)] == [20, 10, 0]
    assert house.session.scalar(waiting) == 0
    house.session.rollback()
    assert "Berichten die wachten" not in supervisor.open("/vastgelopen").page
    assert "Sinds " not in supervisor.open(BEHIND).page
