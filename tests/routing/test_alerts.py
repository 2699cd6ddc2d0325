"""Alerts to supervisors: each cause once until it ends, one digest a day, over a real webhook and real mail, never anything personal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from loket.adapters.port import Verb
from loket.adapters.signing import new_secret
from loket.alert_settings import Alerts
from loket.cases.models import Case
from loket.cases.numbers import show
from loket.cases.stuck_reasons import NEAR
from loket.cases.watch import Alert, AlertMessage
from loket.routing import alerts, line_pause, sweep
from loket.routing.context import MACHINE
from tests.support.desk import BSN, SUPERVISOR, Desk, general, part_of, person
from tests.support.post import ABSENT, REFUSED, TAKEN

MAIL = Alerts(mail="toezicht@example.nl", digest=time(23, 59))
LATE = datetime(2026, 3, 2, 6, 29, tzinfo=UTC)  # 07:29 in Amsterdam


def told(desk: Desk) -> list[str]:
    """The texts of the messages, in order."""
    desk.session.rollback()
    rows = desk.session.scalars(select(AlertMessage).order_by(AlertMessage.created_at, AlertMessage.id)).all()
    return [json.loads(row.body)["bericht"] for row in rows]


def look(desk: Desk, settings: Alerts = MAIL) -> None:
    sweep.look_at_outages(desk.context(MACHINE))
    sweep.look_at_norms(desk.context(MACHINE))
    alerts.look(desk.context(MACHINE), settings)


def go_down(desk: Desk) -> None:
    """UWV does not answer, and its breaker is open."""
    desk.post["uwv"].will(then=ABSENT)
    for _ in range(desk.dispatcher.settings.pace.breaker):
        desk.open(*general("uwv"), applicant=person(bsn=None))
    desk.drain()
    desk.drain()


def come_back(desk: Desk) -> None:
    desk.post["uwv"].will(then=TAKEN)
    desk.drain()


def dark(desk: Desk) -> None:
    go_down(desk)
    desk.clock.advance(days=5, minutes=1)
    desk.drain()


def paused(desk: Desk) -> None:
    line_pause.pause(desk.context(SUPERVISOR), "uwv", "Het adres klopt niet.")


def refused(desk: Desk) -> None:
    desk.post["uwv"].will(then=REFUSED)
    desk.open(*general("uwv"), urgent=True)
    desk.drain()


def ending(desk: Desk) -> None:
    case = desk.open("ww", urgent=True)
    desk.drain()
    until = desk.clock.today() + timedelta(days=4)
    desk.tell(part_of(case, "ww"), Verb.INFORMATION_ASKED, information_due=until, questions=("Een kopie",))


def deciding(desk: Desk) -> None:
    """The last day for a decision is near: that is told as a term, and nobody is told that the case stands still."""
    case = desk.open("ww", urgent=True)
    desk.drain()
    due = part_of(desk.case(case.number), "ww").due_on
    assert due is not None
    desk.clock.advance(days=(due - desk.clock.today()).days - 1)


def costing(desk: Desk) -> None:
    """The penalty for being late begins soon (Awb 4:17)."""
    case = desk.open("ww", urgent=True)
    desk.drain()
    part = part_of(desk.case(case.number), "ww")
    part.due_on, part.penalty_from, part.norm_at = None, desk.clock.today() + timedelta(days=3), None
    desk.session.commit()


CAUSES: list[tuple[Callable[[Desk], None], str]] = [
    (dark, "UWV antwoordt al dagen niet, sinds"),
    (paused, "De lijn naar UWV is gestopt sinds"),
    (refused, "Spoed: zaak L-"),
    (ending, "Spoed: een termijn van deelzaak L-"),
    (costing, "Spoed: een termijn van deelzaak L-"),
]


@pytest.mark.parametrize(("happen", "sentence"), CAUSES)
def test_each_cause_is_told_once_however_often_the_clock_looks(desk: Desk, happen: Callable[[Desk], None], sentence: str) -> None:
    happen(desk)
    for _ in range(3):
        look(desk)
        desk.clock.advance(minutes=1)
    assert len(told(desk)) == 1
    assert sentence in told(desk)[0]
    assert "Kijk op " in told(desk)[0]


def test_a_term_for_a_decision_that_is_near_is_told_as_a_term_and_not_as_a_standstill(desk: Desk) -> None:
    deciding(desk)
    number = desk.session.scalars(select(Case.number)).one()
    case = desk.case(number)
    case.stuck_reason, case.stuck_since, case.stuck_rank = NEAR, desk.clock.now(), 0
    desk.session.commit()
    alerts.look(desk.context(MACHINE), MAIL)
    (text,) = told(desk)
    assert ("een termijn van deelzaak L-" in text, "staat stil" in text) == (True, False)


def test_an_organisation_that_is_down_is_told_of_after_the_norm_and_again_only_after_it_was_back(desk: Desk) -> None:
    go_down(desk)
    seen = []
    for minutes in (0, 59, 2, 60):
        desk.clock.advance(minutes=minutes)
        look(desk)
        seen.append(len(told(desk)))
    come_back(desk)
    look(desk)
    assert [row.ended_at is not None for row in desk.session.scalars(select(Alert))] == [True]
    go_down(desk)
    desk.clock.advance(minutes=61)
    look(desk)
    assert (seen, len(told(desk))) == ([0, 0, 1, 1], 2)


def test_five_thousand_cases_behind_one_outage_are_one_cause(desk: Desk) -> None:
    paused(desk)
    for _ in range(6):
        desk.open(*general("uwv"), applicant=person(bsn=None), urgent=True)
    look(desk)
    assert len(desk.session.scalars(select(Alert)).all()) == 1


def test_much_that_is_new_at_once_is_one_message_with_a_count(desk: Desk) -> None:
    desk.post["uwv"].will(then=REFUSED)
    for _ in range(23):
        desk.open(*general("uwv"), applicant=person(bsn=None), urgent=True)
        desk.drain()
    look(desk)
    (text,) = told(desk)
    assert (text.count("Spoed: zaak"), "En nog 3." in text) == (20, True)


def test_no_message_holds_a_bsn_a_name_or_what_a_case_is_about(desk: Desk) -> None:
    case = desk.open("ww", urgent=True)
    desk.drain()
    desk.clock.advance(days=8)
    look(desk, Alerts(mail="toezicht@example.nl", webhook="https://toezicht.example", secret=new_secret(), digest=time(0, 0)))
    bodies = " ".join(desk.session.scalars(select(AlertMessage.body)))
    assert show(case.number) in bodies
    assert [word for word in (BSN, "Moulin", "WW", '"ww"', "uitkering") if word in bodies] == []


def test_the_digest_goes_once_a_day_at_its_time_in_amsterdam(desk: Desk) -> None:
    refused(desk)
    desk.clock.set(LATE)
    settings = Alerts(mail="toezicht@example.nl", digest=time(7, 30))
    counts = []
    for minutes in (0, 1, 60, 24 * 60):
        desk.clock.advance(minutes=minutes)
        look(desk, settings)
        counts.append(sum("Vastgelopen zaken" in text for text in told(desk)))
    assert counts == [0, 1, 1, 2]
    digest = next(text for text in told(desk) if "Vastgelopen" in text)
    assert "Vastgelopen zaken: 1, met spoed: 1." in digest
    assert "Alle organisaties zijn bereikbaar." in digest


def test_the_digest_counts_as_the_list_does(desk: Desk) -> None:
    """What is put off and what waits for an outage is not counted, nor a term that is near."""
    refused(desk)
    refused(desk)
    first, *_ = desk.session.scalars(select(Case).order_by(Case.id))
    first.snoozed_until = desk.clock.today() + timedelta(days=2)
    desk.session.commit()
    line_pause.pause(desk.context(SUPERVISOR), "svb", "Zij bouwen om.")
    desk.open(*general("svb"))
    sweep.look_at_outages(desk.context(MACHINE))
    text = alerts.digest(desk.context(MACHINE)).text
    assert "Vastgelopen zaken: 1, met spoed: 1." in text
    assert ("Niet bereikbaar: SVB." in text, "storing" in text) == (True, False)
