"""Subscriptions over the API when things go wrong: addresses that hang, answers that end one, too many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select

from loket.cases.outbox import AuditLog, Channel, Delivery, DeliveryState
from loket.errors import NotFound
from loket.routing import announcing, line_pause, outages, replay
from loket.routing.context import MACHINE
from loket.web.limits import CALLS_OUT
from tests.routing.conftest import desk as desk
from tests.support.desk import SUPERVISOR, Desk
from tests.support.subscribing import Subscriber, deliver, program
from tests.support.waiting import until
from tests.web.api.conftest import Api
from tests.web.api.programs import Program
from tests.web.api.test_api_subscriptions import ONE_DATABASE, SENT, genuine, happen, made
from tests.web.api.test_api_subscriptions import heard as heard
from tests.web.api.test_api_subscriptions import uwv as uwv


@ONE_DATABASE
def test_addresses_that_hang_take_two_threads_of_a_process_and_no_more(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    path = f"/abonnementen/{made(uwv, heard)['abonnementId']}/testberichten"
    heard.opened.clear()
    with ThreadPoolExecutor(CALLS_OUT) as pool:
        hanging = [pool.submit(Api(desk.app.test_client(), uwv.key).post, path, None) for _ in range(CALLS_OUT)]
        try:
            until(lambda: len(heard.calls) == CALLS_OUT, "they wait for an answer", 5)
            wanted = {"adres": heard.address, "gebeurtenissen": [SENT]}
            refused = [uwv.post(path, None), uwv.post("/abonnementen", wanted)]
        finally:
            heard.opened.set()
    assert [(answer.status_code, answer.headers["Retry-After"]) for answer in refused] == [(429, "5")] * 2
    assert [answer.result().json["bezorgd"] for answer in hanging] == [True] * CALLS_OUT
    assert (len(heard.calls), uwv.post(path, None).status_code) == (CALLS_OUT, 200)


def line(desk: Desk, one: str) -> Channel:
    desk.session.rollback()
    return desk.session.get_one(Channel, announcing.line_of(UUID(one)), populate_existing=True)


def test_what_410_ended_is_in_the_audit_log_and_its_line_stands_nowhere(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)["abonnementId"]
    heard.answers = ["410 Gone"]
    happen(desk, 2)
    deliver(desk)
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "abonnement-beeindigen")).one()
    assert (row.actor, row.object, row.details) == (MACHINE.name, one, {"reden": "410"})
    found = line(desk, one)
    assert (found.paused_at, found.pause_reason, found.open_since) == (None, None, None)


@ONE_DATABASE
def test_the_line_of_a_subscription_is_its_organisations_own_and_no_supervisors(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)["abonnementId"]
    uwv.call("PATCH", f"/abonnementen/{one}", {"gepauzeerd": True})
    assert outages.outages(desk.context(SUPERVISOR)) == []
    with pytest.raises(NotFound):
        line_pause.resume(desk.context(SUPERVISOR), announcing.line_of(UUID(one)), "Dat mag ik niet.")
    assert line(desk, one).paused_at is not None


@ONE_DATABASE
def test_the_line_of_a_subscription_that_was_ended_while_it_was_paused_is_not_left_paused(
    desk: Desk, uwv: Program, heard: Subscriber
) -> None:
    one = made(uwv, heard)["abonnementId"]
    uwv.call("PATCH", f"/abonnementen/{one}", {"gepauzeerd": True})
    uwv.call("DELETE", f"/abonnementen/{one}")
    assert line(desk, one).paused_at is None


def test_410_to_an_event_that_they_had_already_ends_the_subscription_too(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)["abonnementId"]
    happen(desk)
    deliver(desk)
    event = desk.session.scalars(select(Delivery).where(Delivery.kind == "gebeurtenis")).one()
    replay.replay(desk.context(program("uwv")), "uwv", event.id)
    heard.answers = ["410 Gone"]
    deliver(desk)
    assert uwv.get(f"/abonnementen/{one}").status_code == 404
    assert (line(desk, one).paused_at, desk.session.get_one(Delivery, event.id).state) == (None, DeliveryState.DONE)


@ONE_DATABASE
def test_going_on_repairs_a_line_that_stands_still_by_itself(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)["abonnementId"]
    line(desk, one).paused_at = desk.clock.now()
    desk.session.commit()
    assert uwv.call("PATCH", f"/abonnementen/{one}", {"gepauzeerd": False}).status_code == 200
    assert line(desk, one).paused_at is None


@ONE_DATABASE
def test_the_secret_before_signs_no_longer_than_was_said_also_when_the_clock_is_late(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)
    path = f"/abonnementen/{one['abonnementId']}"
    uwv.post(f"{path}/geheimen", None)
    desk.clock.advance(days=1)
    happen(desk)
    deliver(desk)
    uwv.post(f"{path}/testberichten", None)
    assert [genuine(one["geheim"], call, desk) for call in heard.calls] == [False, False]
