"""The outbox of alerts to supervisors: planned with their causes, sent by the clock, tried again as deliveries are.

The adapters are those of subscribers (a signed CloudEvent, with the guard on addresses) and of messages to citizens (mail). A row is
claimed by moving its next try past the longest call: who is killed meanwhile loses nothing, and the same bytes go again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select

from loket.adapters.port import Kind, Message, Result, Target, Verdict
from loket.alert_settings import WEBHOOK, Alerts
from loket.cases.base import new_id
from loket.cases.queries import stamp
from loket.cases.watch import AlertMessage
from loket.db import insert_missing, locked
from loket.routing import events, messages
from loket.routing.context import Context, new_traceparent
from loket.routing.dispatch import Dispatcher
from loket.routing.subscriptions import ADAPTER

log = structlog.get_logger()
LEASE = timedelta(seconds=60)  #: longer than any call


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: ``kind`` names it in the event, ``subject`` and ``text`` are for people, ``data`` for programs."""

    kind: str
    subject: str
    text: str
    data: dict[str, Any]


def plan(context: Context, settings: Alerts, key: str, letter: Letter) -> None:
    """Put a letter in the outbox of each line, once for each ``key``; the caller commits."""
    rows = [_row(context, settings, line, key, letter) for line in settings.lines]
    insert_missing(context.session, AlertMessage, rows, "line", "subject")


def send(dispatcher: Dispatcher) -> int:
    """Send what is due, one on each line, so that a line that hangs holds no more than its own; returns how many were tried."""
    tried = 0
    for line in dispatcher.settings.alerts.lines:
        claimed = _claim(dispatcher, line)
        if claimed is not None:
            _write(dispatcher, claimed, _call(dispatcher, claimed))
            tried += 1
    return tried


def _row(context: Context, settings: Alerts, line: str, key: str, letter: Letter) -> dict[str, Any]:
    message_id = new_id(context.now)
    if line == WEBHOOK:
        more = {"time": stamp(context.now), "datacontenttype": "application/json", "data": {"tekst": letter.text, **letter.data}}
        body = events.envelope(context, message_id, f"{events.PREFIX}toezicht.{letter.kind}", key, **more)
    else:
        head = {"soort": Kind.CITIZEN.value, "wijze": messages.EMAIL, "taal": "nl", "personen": [{"emailadres": settings.mail}]}
        body = json.dumps(head | {"onderwerp": letter.subject, "bericht": letter.text}, ensure_ascii=False)
    moments = {"created_at": context.now, "next_attempt_at": context.now}
    return {"id": message_id, "line": line, "subject": key, "body": body, "attempts": 0, "arrived": False, **moments}


def _claim(dispatcher: Dispatcher, line: str) -> AlertMessage | None:
    with dispatcher.sessions() as session:
        now = dispatcher.now(session)
        due = select(AlertMessage).where(AlertMessage.done_at.is_(None), AlertMessage.next_attempt_at <= now, AlertMessage.line == line)
        row = session.scalars(locked(session, due.order_by(AlertMessage.next_attempt_at).limit(1), skip=True)).one_or_none()
        if row is not None:
            row.attempts += 1
            row.next_attempt_at = now + LEASE
        session.commit()
        session.expunge_all()
        return row


def _call(dispatcher: Dispatcher, row: AlertMessage) -> Result:
    settings = dispatcher.settings.alerts
    webhook = row.line == WEBHOOK
    target = Target(settings.webhook or "", (settings.secret or "",)) if webhook else None
    message = Message(
        delivery_id=str(row.id),
        kind=Kind.EVENT if webhook else Kind.CITIZEN,
        number=row.subject,
        product="",
        body=row.body.encode(),
        created_at=row.created_at,
        attempt=row.attempts,
        traceparent=new_traceparent(),
        target=target,
    )
    try:
        return dispatcher.adapters[ADAPTER if webhook else messages.LINE].send(message)
    except Exception as error:
        log.exception("alert_adapter_broke", line=row.line)
        return Result(Verdict.RETRY, detail=f"adapter: {type(error).__name__}")


def _write(dispatcher: Dispatcher, claimed: AlertMessage, result: Result) -> None:
    """What came of a try. A refusal is tried again as well: it mostly means that the settings are wrong, and a person repairs them."""
    steps = dispatcher.catalogue.retry_steps
    with dispatcher.sessions() as session:
        now = dispatcher.now(session)
        row = session.get(AlertMessage, claimed.id)
        if row is None or row.attempts != claimed.attempts:
            return
        row.arrived = result.verdict is Verdict.DELIVERED
        row.last_error = None if row.arrived else result.detail[:300]
        row.next_attempt_at = now + timedelta(seconds=steps[min(row.attempts, len(steps) - 1)])
        if row.arrived or row.attempts >= len(steps):
            row.done_at = now
        session.commit()
    log.info("alert", line=claimed.line, attempt=claimed.attempts, verdict=result.verdict.value, detail=result.detail)
