"""How alerts go out: over a real webhook and by real mail, again when they do not arrive, and not twice after a kill."""

from __future__ import annotations

import json
from datetime import date, time

from sqlalchemy import select

from loket.adapters.events import Events
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.adapters.messenger import made, messenger_settings
from loket.adapters.signing import new_secret, verify
from loket.alert_settings import Alerts
from loket.cases.watch import Alert, AlertMessage
from loket.routing import alert_outbox, line_pause, messages
from loket.routing.subscriptions import ADAPTER
from tests.adapters.serving import wsgi
from tests.adapters.smtp_server import Mailbox
from tests.routing.test_alerts import MAIL, look, paused, told
from tests.support.desk import SUPERVISOR, Desk
from tests.support.post import SILENT
from tests.support.subscribing import Subscriber


def test_alerts_go_out_signed_over_a_real_webhook_and_by_real_mail(desk: Desk) -> None:
    secret, subscriber = new_secret(), Subscriber()
    with wsgi(subscriber) as address, Mailbox() as box:
        settings = Alerts(webhook=f"{address}/", secret=secret, mail="toezicht@example.nl", digest=time(23, 59))
        client = Client(Guard(("127.0.0.0/8",)), clock=lambda: desk.clock.now())
        smtp = {"LOKET_MESSAGES": "smtp", "LOKET_MESSAGES_URL": f"smtp://127.0.0.1:{box.port}", "LOKET_MESSAGES_FROM": "loket@example.nl"}
        desk.post.organisations[ADAPTER] = Events(client)  # type: ignore[assignment]
        desk.post.organisations[messages.LINE] = made(messenger_settings(messages.LINE, smtp, ""), client)  # type: ignore[assignment]
        desk.change(alerts=settings)
        paused(desk)
        look(desk, settings)
        assert alert_outbox.send(desk.dispatcher) == 2
        assert alert_outbox.send(desk.dispatcher) == 0
    (headers, body), *_ = subscriber.calls
    verify([secret], headers, body, desk.clock.now())
    event = json.loads(body)
    assert (event["type"], event["data"]["meldingen"][0]["over"]) == ("nl.overheid.loket.toezicht.melding", "uwv")
    assert (box.recipients, "is gestopt" in box.mails[0].get_content()) == (["toezicht@example.nl"], True)


def test_an_alert_that_does_not_arrive_is_tried_again_with_the_same_bytes_and_then_given_up(desk: Desk) -> None:
    desk.change(alerts=MAIL)
    desk.post[messages.LINE].will(then=SILENT)
    paused(desk)
    look(desk)
    for _ in range(12):
        alert_outbox.send(desk.dispatcher)
        desk.clock.advance(days=1)
    received = desk.post[messages.LINE].received
    assert len(received) == len(desk.dispatcher.catalogue.retry_steps)
    assert len({(message.delivery_id, message.body) for message in received}) == 1
    desk.session.rollback()
    row = desk.session.scalars(select(AlertMessage)).one()
    assert (row.arrived, row.done_at is not None, row.last_error) == (False, True, SILENT.detail)


def test_who_is_killed_while_sending_loses_nothing(desk: Desk) -> None:
    desk.change(alerts=MAIL)
    paused(desk)
    look(desk)
    assert alert_outbox._claim(desk.dispatcher, "mail") is not None  # and killed here
    assert alert_outbox.send(desk.dispatcher) == 0
    desk.clock.advance(seconds=61)
    assert alert_outbox.send(desk.dispatcher) == 1
    assert len(desk.post[messages.LINE].received) == 1


def test_without_an_address_nothing_is_sent(desk: Desk) -> None:
    desk.change(alerts=Alerts())
    paused(desk)
    look(desk)
    assert alert_outbox.send(desk.dispatcher) == 0


def test_what_is_old_is_forgotten(desk: Desk) -> None:
    desk.change(alerts=MAIL)
    paused(desk)
    look(desk)
    alert_outbox.send(desk.dispatcher)
    line_pause.resume(desk.context(SUPERVISOR), "uwv", "Het adres is hersteld.")
    look(desk)
    desk.clock.advance(days=31)
    look(desk)
    assert (desk.session.scalars(select(Alert)).all(), told(desk)) == ([], [])
    assert desk.clock.today() == date(2026, 4, 2)
