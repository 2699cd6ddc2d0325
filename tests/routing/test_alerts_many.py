"""Alerts when there is much: what one look cannot take comes with the next, none twice, and each ends by its own cause."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from loket.adapters.port import Message, Result
from loket.cases.states import ReferralState
from loket.cases.watch import Alert
from loket.clock import run_clock
from loket.queues import Waker
from loket.routing import alerts, messages, supervise
from loket.routing.progress import lock_case
from tests.routing.test_alerts import MAIL, ending, look, paused, refused, told
from tests.support.desk import SUPERVISOR, Desk, general
from tests.support.post import SILENT
from tests.support.waiting import until


@pytest.mark.parametrize("kind", ["stuck", "term"])
def test_more_than_one_look_can_take_is_told_all_and_once(desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(alerts, "LOOKED_AT", 2)
    for _ in range(5):
        refused(desk) if kind == "stuck" else ending(desk)
    seen = []
    for _ in range(5):
        look(desk)
        desk.clock.advance(minutes=1)
        seen.append(len(desk.session.scalars(select(Alert)).all()))
    assert seen == [2, 4, 5, 5, 5]
    assert sum(text.count("Spoed: ") for text in told(desk)) == 5
    assert desk.session.scalars(select(Alert).where(Alert.ended_at.is_not(None))).all() == []


def test_an_alert_ends_by_its_own_cause(desk: Desk) -> None:
    refused(desk)
    refused(desk)
    ending(desk)
    look(desk)
    first = desk.stuck()[0]
    supervise.offer_again(context := desk.context(SUPERVISOR), lock_case(context, desk.case(first).id), "Het adres is hersteld")
    context.session.commit()
    look(desk)
    ended = desk.session.scalars(select(Alert.cause).where(Alert.ended_at.is_not(None))).all()
    assert ended == [f"spoed-vast:{first}"]
    desk.clock.advance(days=5)
    look(desk)
    ended = desk.session.scalars(select(Alert.cause).where(Alert.ended_at.is_not(None))).all()
    assert sorted(cause.split(":")[0] for cause in ended) == ["spoed-termijn", "spoed-vast"]


def test_a_mail_server_that_hangs_delays_no_tick_of_the_clock(desk: Desk) -> None:
    hangs, release, stop = threading.Event(), threading.Event(), threading.Event()

    def hang(_message: Message) -> Result:
        hangs.set()
        release.wait(10)
        return SILENT

    desk.change(alerts=MAIL)
    desk.post[messages.LINE].will(then=hang)
    paused(desk)
    look(desk)
    desk.session.rollback()
    clock = threading.Thread(target=run_clock, args=(lambda: desk.dispatcher, Waker(None), stop))
    clock.start()
    try:
        assert hangs.wait(10)
        number = desk.open(*general("svb")).number

        def arrived() -> bool:
            desk.session.rollback()
            found = desk.case(number).referrals[0].state is ReferralState.SENT
            desk.session.rollback()
            return found

        until(arrived, "what waits arrives")
        assert not release.is_set()
    finally:
        stop.set()
        release.set()
        for thread in [clock, *(one for one in threading.enumerate() if one.name == "meldingen")]:
            thread.join()
