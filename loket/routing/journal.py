"""What is written beside every change: the timeline, the processing log and the audit log, in the same transaction."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.base import new_id
from loket.cases.models import Case, CaseEvent, ContactMoment, Referral
from loket.db import insert_all
from loket.routing.context import NO_PARENT, Context

Row = dict[str, Any]


def event_row(context: Context, case_id: UUID, sequence: int, kind: str, referral_id: UUID | None = None, **details: Any) -> Row:
    """A timeline row. ``kind`` is a key of ``cases.words.EVENT_SENTENCES``; empty details are left out."""
    return {
        "id": new_id(context.now),
        "case_id": case_id,
        "sequence": sequence,
        "referral_id": referral_id,
        "type": kind,
        "at": context.now,
        "actor": context.actor.label,
        "details": {key: value for key, value in details.items() if value not in (None, "", [])},
    }


def tell(context: Context, case: Case, kind: str, part: Referral | None = None, **details: Any) -> None:
    """Add one line to the timeline of a locked case. Its number has no gaps; the case gets a new version."""
    case.events_count += 1
    row = event_row(context, case.id, case.events_count, kind, part.id if part else None, **details)
    context.session.add(CaseEvent(**row))


def note_contact(context: Context, case: Case, question: str, channel: str, **told: Any) -> None:
    """One knock at this counter, with this transaction; ``told`` are further columns of ``ContactMoment``."""
    by = {"counter": context.actor.source, "employee": context.actor.name}
    row = {"id": new_id(context.now), "case_id": case.id, "at": context.now, "answered": False, **by}
    context.session.add(ContactMoment(**row | {"question": question, "channel": channel} | told))


def audit_row(context: Context, action: str, what: str, *, result: str = "gelukt", ground: str | None = None, **details: Any) -> Row:
    """An audit row (BIO2 1.3, 8.15): actor, action, object, result, origin, time. Holds no personal data."""
    return {
        "id": new_id(context.now),
        "at": context.now,
        "actor": context.actor.name,
        "behalf": context.actor.label,
        "action": action,
        "object": what,
        "result": result,
        "origin": context.actor.origin,
        "ground": ground,
        "details": details or None,
    }


def audit(context: Context, action: str, what: str, *, result: str = "gelukt", ground: str | None = None, **details: Any) -> None:
    """Write one audit row with this transaction."""
    context.session.add(AuditLog(**audit_row(context, action, what, result=result, ground=ground, **details)))


def processing_rows(
    context: Context, action: str, subjects: Iterable[UUID | None], foreign: str | None = None, sent: str | None = None
) -> list[Row]:
    """One row per person (Logboek Dataverwerkingen 1.0.0). ``subjects`` are pseudonyms; no employee stands in it.

    ``action`` must stand in the article 30 register (``config/verwerkingen.toml``): KeyError otherwise. ``sent`` is the traceparent
    that went along to ``foreign``: its span is this action, so that their log can point to ours.
    """
    _, trace_id, parent, _ = (sent or context.traceparent).split("-")
    milliseconds = int(context.now.timestamp() * 1000)
    activity = context.catalogue.activities[action]
    return [
        {
            "id": new_id(context.now),
            "trace_id": trace_id,
            "span_id": parent if sent else os.urandom(8).hex(),
            "parent_span_id": None if sent or parent == NO_PARENT else parent,
            "status": "Ok",
            "name": action,
            "started_ms": milliseconds,
            "ended_ms": milliseconds,
            "activity": activity,
            "subject": subject,
            "foreign": foreign,
        }
        for subject in subjects
    ]


def log_processing(
    context: Context, action: str, subjects: Iterable[UUID | None], foreign: str | None = None, sent: str | None = None
) -> None:
    """Write processing rows with this transaction; see :func:`processing_rows`."""
    insert_all(context.session, ProcessingLog, processing_rows(context, action, subjects, foreign, sent))


def record(context: Context, action: str, what: str, **details: Any) -> None:
    """Account for a look or a file that is about nobody's case: an audit row. Commits."""
    audit(context, action, what, **details)
    context.session.commit()


def record_read(context: Context, case: Case, action: str = "zaak-inzien", ground: str | None = None) -> None:
    """Account for one look at a person's case: an audit row and a processing row. Commits."""
    audit(context, action, case.number, ground=ground)
    log_processing(context, action, [case.person.pseudonym])
    context.session.commit()


def record_look(context: Context, case: Case, since: datetime) -> None:
    """As :func:`record_read`, unless this actor's look at this case was accounted for after ``since``. Commits when it writes."""
    look = select(AuditLog.id).where(AuditLog.object == case.number, AuditLog.actor == context.actor.name, AuditLog.at > since)
    if context.session.scalars(look.where(AuditLog.action == "zaak-inzien").limit(1)).first() is None:
        record_read(context, case)


def record_refusal(context: Context, action: str, what: str) -> None:
    """Account for a look that brought nothing: an audit row. Commits."""
    audit(context, action, what, result="geweigerd")
    context.session.commit()
