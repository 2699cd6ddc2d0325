"""What an organisation tells us: seen before? → lock → apply → keep the message → commit. One use case for every way in.

Signed callbacks, the worklist and what is read back from a gemeente all end in :func:`loket.routing.reports.apply`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, select, update

from loket.adapters.port import Kind
from loket.adapters.port import Report as Report
from loket.adapters.reports import Vocabulary, read_report
from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery, DeliveryState, InboundMessage
from loket.db import insert_missing
from loket.errors import LoketError, NotFound
from loket.routing import journal, reading, reports
from loket.routing.context import Context
from loket.routing.entries import Organisation
from loket.routing.progress import lock_part

ANEW = ("received_at", "type", "raw", "result")  #: what a message that was refused before is kept with when it comes again


@dataclass(frozen=True, slots=True)
class Received:
    """What was done with a message: it changed something, it was seen before, or why it changed nothing."""

    processed: bool
    duplicate: bool = False
    reason: str = ""


def receive(context: Context, organisation: Organisation, message_id: str, kind: str, raw: bytes, subject: str, report: Report) -> Received:
    """Take in one verified message about the part ``subject``. Commits.

    The unique index on (organisation, message id) decides on duplicates. Raises NotFound when the part is unknown or not
    theirs, BadRequest or Conflict when the report makes no sense; such a message is kept too, as not processed.
    """
    row = _row(context, organisation, message_id, kind, raw)
    if not _keep(context, row):
        context.session.rollback()
        return Received(False, duplicate=True, reason=_seen_before(context, row))
    try:
        case, part = _own_part(context, organisation, subject)
        fired = reports.apply(context, case, part, report)
    except LoketError as error:
        context.session.rollback()
        _keep(context, row | {"result": error.detail[:300]})
        context.session.commit()
        raise
    kept = InboundMessage.organisation == organisation.slug, InboundMessage.message_id == row["message_id"]
    values = {"case_id": case.id, "processed": fired.moved, "result": fired.reason or "verwerkt"}
    context.session.execute(update(InboundMessage).where(*kept).values(values))
    journal.audit(context, "statusmelding", part.number, result="gelukt" if fired.moved else "genegeerd", soort=report.verb.value)
    context.session.commit()
    return Received(fired.moved, reason=fired.reason)


def _row(context: Context, organisation: Organisation, message_id: str, kind: str, raw: bytes) -> dict[str, Any]:
    return {
        "id": new_id(context.now),
        "case_id": None,
        "organisation": organisation.slug,
        "message_id": message_id[:200],
        "received_at": context.now,
        "type": kind[:120],
        "raw": raw.decode("utf-8", "replace"),
        "processed": False,
        "result": "",
    }


def _keep(context: Context, row: Mapping[str, Any]) -> bool:
    """Keep the message; False when it was taken in before. One that was refused before may come again: what it needed may be there.

    The row then holds what came last, as it came: what stands in it is what was done.
    """
    if insert_missing(context.session, InboundMessage, [row], "organisation", "message_id"):
        return True
    same = InboundMessage.organisation == row["organisation"], InboundMessage.message_id == row["message_id"]
    refused = update(InboundMessage).where(*same, InboundMessage.case_id.is_(None)).values({name: row[name] for name in ANEW})
    done = context.session.execute(refused)
    return isinstance(done, CursorResult) and done.rowcount == 1


def _seen_before(context: Context, row: Mapping[str, Any]) -> str:
    """What to say of a known id. Other bytes under it are most likely a fault of the sender, who must hear that they did nothing."""
    same = InboundMessage.organisation == row["organisation"], InboundMessage.message_id == row["message_id"]
    if context.session.scalars(select(InboundMessage.raw).where(*same)).first() == row["raw"]:
        return "dit bericht is al verwerkt"
    return "onder dit id kwam eerder een ander bericht binnen; dat blijft gelden"


def report(context: Context, number: str, told: Report) -> Received:
    """An employee of the organisation tells the same in Loket's own worklist; or a person records what it said. Commits."""
    case, part = lock_part(context, number)
    if context.actor.organisation != part.organisation:
        raise NotFound("Dit deel is hier niet bekend.")
    fired = reports.apply(context, case, part, told)
    journal.audit(context, "statusmelding", part.number, result="gelukt" if fired.moved else "genegeerd", soort=told.verb.value)
    journal.log_processing(context, "deel-behandelen", [case.person.pseudonym], foreign=part.organisation)
    context.session.commit()
    return Received(fired.moved, reason=fired.reason)


def report_from(verb: str, data: Mapping[str, Any]) -> Report:
    """A report in the words of the Loket interface (architecture §6); BadRequest with all its faults."""
    return read_report(verb, data, Vocabulary())


def note_change(context: Context, organisation: Organisation, reference: str) -> bool:
    """A notification says only *that* something changed: fetch it. Commits; False when the part is unknown here."""
    query = select(Referral).where(Referral.organisation == organisation.slug, Referral.reference == reference)
    part = context.session.scalars(query.order_by(Referral.id.desc())).first()
    if part is None:
        return False
    fetch(context, part)
    context.session.commit()
    return True


def fetch(context: Context, part: Referral) -> None:
    """Plan to read a part back from the organisation's own system, unless that is planned already."""
    waiting = select(Delivery.id).where(
        Delivery.referral_id == part.id, Delivery.kind == Kind.FETCH.value, Delivery.state == DeliveryState.DUE, Delivery.attempts == 0
    )
    if context.session.scalars(waiting).first() is None:
        reading.plan(context, context.session.get_one(Case, part.case_id), part, context.now)


def _own_part(context: Context, organisation: Organisation, subject: str) -> tuple[Case, Referral]:
    case, part = lock_part(context, subject)
    if part.organisation != organisation.slug:
        raise NotFound("Dit deel is hier niet bekend.")
    return case, part
