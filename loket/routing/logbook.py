"""The two logs as an auditor or a privacy officer takes them along: JSON values of a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, select

from loket.cases.audit import AuditLog, LogRow, ProcessingLog, first_id
from loket.cases.deadlines import AMSTERDAM
from loket.cases.queries import stamp
from loket.routing import journal
from loket.routing.context import Context

Row = TypeVar("Row", bound=LogRow)
PAGE = 500
SUBJECT_TYPE = "urn:loket:pseudoniem"  # dpl.core.data_subject_id_type: a random id, whose link to a person only Loket has


def export(context: Context, first: date, last: date) -> Iterator[Mapping[str, Any]]:
    """Both logs from the first day to the last (in Amsterdam): the audit log, then the processing log.

    Processing rows bear the names of Logboek Dataverwerkingen 1.0.0. That the logs were exported is in the audit log too. Commits.
    """
    journal.audit(context, "logboek-uitvoeren", "logboek", van=first.isoformat(), tot=last.isoformat())
    context.session.commit()
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    for entry in context.session.scalars(_between(AuditLog, begin, end)):
        yield _audit_line(entry)
    processors = {slug: f"urn:nld:oin:{organisation.oin}" for slug, organisation in context.catalogue.organisations.items()}
    for action in context.session.scalars(_between(ProcessingLog, begin, end)):
        yield _processing_line(action, processors)


def _between(table: type[Row], begin: datetime, end: datetime) -> Select[Row]:
    """The rows of a period in order of time, read page by page."""
    query = select(table).where(table.id >= first_id(begin), table.id < first_id(end)).order_by(table.id)
    return query.execution_options(yield_per=PAGE)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM)


def _audit_line(row: AuditLog) -> dict[str, Any]:
    return {
        "logboek": "audit",
        "id": str(row.id),
        "moment": stamp(row.at),
        "wie": row.actor,
        "handeling": row.action,
        "object": row.object,
        "resultaat": row.result,
        "herkomst": row.origin,
        "grond": row.ground,
        "bijzonderheden": row.details,
        "zegel": row.seal,
    }


def _processing_line(row: ProcessingLog, processors: Mapping[str, str]) -> dict[str, Any]:
    attributes = {
        "dpl.core.processing_activity_id": row.activity,
        "dpl.core.data_subject_id": str(row.subject) if row.subject else None,
        "dpl.core.data_subject_id_type": SUBJECT_TYPE if row.subject else None,
        "dpl.core.foreign_operation.processor": processors.get(row.foreign, row.foreign) if row.foreign else None,
    }
    return {
        "logboek": "dataverwerkingen",
        "trace_id": row.trace_id,
        "span_id": row.span_id,
        **({"parent_span_id": row.parent_span_id} if row.parent_span_id else {}),
        "status": row.status,
        "name": row.name,
        "start_time": row.started_ms,
        "end_time": row.ended_ms,
        "resource": {"attributes": {"name": "loket"}},
        "attributes": {name: value for name, value in attributes.items() if value is not None},
        "zegel": row.seal,
    }


def by_whom(context: Context, action: str, what: str) -> str | None:
    """Who did this to the object first, as the audit log has it; None when no row tells."""
    query = select(AuditLog.actor).where(AuditLog.action == action, AuditLog.object == what).order_by(AuditLog.id)
    return context.session.scalars(query.limit(1)).first()
