"""The Idempotency-Key header: the same key with the same body gives the first answer again (architecture §6)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.crypto import keys
from loket.cases.outbox import IdempotencyKey
from loket.errors import BadRequest, Conflict

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT = timedelta(days=7)
RUNNING = "idempotency-loopt"
FORM = re.compile(r"[!-~]{1,64}")


@dataclass(frozen=True, slots=True)
class Given:
    """A key as sent: the client it belongs to, and a keyed hash of the body, so that nobody can try out a BSN on it."""

    client: str
    key: str
    body_hash: str

    @property
    def row(self) -> tuple[str, str, str]:
        """What the use case keeps in its own transaction."""
        return self.client, self.key, self.body_hash


@dataclass(frozen=True, slots=True)
class First:
    """The first answer: its HTTP status and the case that it told of."""

    status: int
    case_number: str


def sent_key() -> str | None:
    """The key in the header, if there is one; BadRequest unless it is 1 to 64 visible ASCII characters."""
    key = request.headers.get(HEADER)
    if key is not None and not FORM.fullmatch(key):
        raise BadRequest("Een Idempotency-Key bestaat uit 1 tot 64 zichtbare ASCII-tekens.", code="idempotency-key-ongeldig")
    return key


def needed() -> str:
    """The key in the header where there must be one; BadRequest without."""
    key = sent_key()
    if key is None:
        raise BadRequest(f"Stuur in de header {HEADER} een nieuw nummer voor deze melding mee.", code="idempotency-key-ontbreekt")
    return key


def given(client: str, body: Mapping[str, Any]) -> Given | None:
    """The key of this request, if it has one. BadRequest unless it is 1 to 64 visible ASCII characters.

    Bodies are equal when their JSON is: spaces and the order of fields do not matter.
    """
    key = sent_key()
    if key is None:
        return None
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return Given(client, key, keys().blind(canonical))


def first_answer(session: Session, sent: Given, now: datetime) -> First | None:
    """What was answered to this key in the last 7 days; None when it is new.

    An older row is taken out, in the transaction of the use case that follows, so that the key can be used again. Raises
    BadRequest when the key was used for another body, Conflict (with Retry-After) while the first call still runs.
    """
    query = select(IdempotencyKey).where(IdempotencyKey.client == sent.client, IdempotencyKey.key == sent.key)
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return None
    if row.created_at < now - KEPT:
        session.delete(row)
        session.flush()
        return None
    if row.body_hash != sent.body_hash:
        raise BadRequest("Deze Idempotency-Key is al gebruikt voor een ander verzoek.", code="idempotency-key-hergebruikt")
    if row.status is None or row.case_number is None:
        raise Conflict("Het eerste verzoek met deze Idempotency-Key loopt nog.", code=RUNNING, retry_after=1)
    return First(row.status, row.case_number)
