"""The list of a gemeente: one line for a person, taken up by somebody, closed with what came of it; and nothing kept for long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, false, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from loket.cases.arrears import ArrearsNotice, ArrearsSignal
from loket.cases.models import Person
from loket.cases.privacy import PrivacyRequest
from loket.cases.queries import stamp
from loket.db import locked
from loket.errors import BadRequest, Conflict, Fault, NotFound
from loket.routing import journal, retention
from loket.routing.arrears import reporting
from loket.routing.context import Context
from loket.routing.progress import today

Document = dict[str, Any]
PAGE = 25
BATCH = 200
UNKNOWN = "Dit signaal staat niet op uw lijst."

#: What came of a signal: value → words.
OUTCOMES = {
    "hulp": "de inwoner neemt hulp aan",
    "geen-hulp": "de inwoner wil geen hulp",
    "niet-bereikt": "de inwoner is niet bereikt",
    "al-in-beeld": "de inwoner kreeg al hulp",
}


def gemeenten_of(context: Context, organisation: str | None) -> dict[str, frozenset[str]]:
    """By list the gemeenten whose signals this organisation gets: its own, or those that left the product to it."""
    catalogue, day = context.catalogue, today(context)
    found = catalogue.organisations.get(organisation or "")
    if found is None:
        return {}
    own = {found.gemeente_code} if found.gemeente_code else set()
    codes = own | {row.gemeente_code for row in catalogue.executors if row.organisation == organisation}
    return {
        slug: frozenset(code for code in codes if catalogue.executor_of(catalogue.products[one.product], code, day) == organisation)
        for slug, one in catalogue.arrears.lists.items()
    }


def listed(context: Context, after: UUID | None = None, size: int = PAGE) -> tuple[Sequence[ArrearsSignal], UUID | None]:
    """One page of open signals of the actor's organisation, the oldest first, and after which the next begins. At most two statements."""
    query = select(ArrearsSignal).where(ArrearsSignal.closed_at.is_(None), _ours(context))
    last = context.session.get(ArrearsSignal, after) if after else None
    if last is not None:
        query = query.where(tuple_(ArrearsSignal.raised_at, ArrearsSignal.id) > tuple_(last.raised_at, last.id))
    rows = context.session.scalars(query.order_by(ArrearsSignal.raised_at, ArrearsSignal.id).limit(size + 1)).all()
    return rows[:size], rows[size - 1].id if len(rows) > size else None


def look(context: Context, signal_id: UUID) -> ArrearsSignal:
    """One signal with its person: the look is accounted for. Commits. NotFound when it is not on the list of the actor's organisation."""
    signal = _find(context, signal_id)
    journal.audit(context, "schuldsignaal-inzien", str(signal.id))
    journal.log_processing(context, "schuldsignaal-inzien", [signal.person.pseudonym])
    context.session.commit()
    return _find(context, signal_id)


def take_up(context: Context, signal_id: UUID) -> None:
    """Make a signal one's own work. Commits. NotFound; Conflict when a colleague has it or it is closed."""
    signal = _running(context, signal_id)
    if signal.taken_up_by is not None:
        raise Conflict("Een collega pakte dit signaal al op.", code="al-opgepakt")
    signal.taken_up_at, signal.taken_up_by = context.now, context.actor.name
    _record(context, signal, "schuldsignaal-oppakken", "open", "opgepakt")


def close(context: Context, signal_id: UUID, outcome: str) -> None:
    """End a signal with what came of it. The notices that it told of are erased. Commits.

    NotFound; BadRequest for another outcome; Conflict when nobody took it up yet, or when it is closed already.
    """
    if outcome not in OUTCOMES:
        told = "Kies wat er van dit signaal kwam."
        raise BadRequest(told, faults=(Fault("/uitkomst", "verplicht", told),))
    signal = _running(context, signal_id)
    if signal.taken_up_by is None:
        raise Conflict("Pak dit signaal eerst op.", code="niet-opgepakt")
    reporting.end(context, signal, outcome)
    reporting.erase_told(context, signal)
    _record(context, signal, "schuldsignaal-sluiten", "opgepakt", outcome)


def forget(context: Context) -> int:
    """Erase what may be kept no longer, and the persons of whom nothing else is known; returns how many rows. Commits.

    Not while the person has an open request under the AVG.
    """
    day, old = today(context), dict[type[ArrearsNotice | ArrearsSignal], list[UUID]]()
    persons = set[UUID]()
    for table in (ArrearsNotice, ArrearsSignal):
        asked = exists().where(Person.id == table.person_id, PrivacyRequest.subject == Person.pseudonym, PrivacyRequest.closed_at.is_(None))
        query = select(table.id, table.person_id).where(table.expires_on <= day, ~asked).order_by(table.expires_on, table.id)
        rows = context.session.execute(query.limit(BATCH)).all()
        old[table] = [row.id for row in rows]
        persons |= {row.person_id for row in rows}
    concerned = select(Person.id).where(Person.id.in_(persons)).order_by(Person.id)
    context.session.execute(locked(context.session, concerned))  # who signals them just now is waited for
    gone = sum(_erase(context.session, table, ids, day) for table, ids in old.items())
    if gone:
        retention.forget_persons(context, sorted(persons))
        journal.audit(context, "schuldsignalen-wissen", "vroegsignalering", aantal=gone)
    context.session.commit()
    return gone


def _erase(session: Session, table: type[ArrearsNotice | ArrearsSignal], ids: Collection[UUID], day: date) -> int:
    done = session.execute(delete(table).where(table.id.in_(ids), table.expires_on <= day))
    return done.rowcount if isinstance(done, CursorResult) else 0


def document(context: Context, person: Person) -> list[Document]:
    """What stands of a person in these lists, for their own export; never which employee."""
    notices = context.session.scalars(select(ArrearsNotice).where(ArrearsNotice.person_id == person.id).order_by(ArrearsNotice.at))
    signals = context.session.scalars(select(ArrearsSignal).where(ArrearsSignal.person_id == person.id).order_by(ArrearsSignal.raised_at))
    return [*(_notice(context, one) for one in notices), *(_signal(context, one) for one in signals)]


def _notice(context: Context, one: ArrearsNotice) -> Document:
    return {
        "lijst": one.list_slug,
        "door": _name(context, one.organisation),
        "moment": stamp(one.at),
        "grond": one.ground,
        "gewistOp": one.expires_on.isoformat(),
    }


def _signal(context: Context, one: ArrearsSignal) -> Document:
    return {
        "lijst": one.list_slug,
        "naar": _name(context, f"gemeente-{one.gemeente_code}"),
        "gemeldDoor": [_name(context, slug) for slug in one.organisations],
        "moment": stamp(one.raised_at),
        "grond": "; ".join(one.grounds),
        "opgepaktOp": stamp(one.taken_up_at),
        "klaarOp": stamp(one.closed_at),
        "uitkomst": one.outcome,
        "gewistOp": one.expires_on.isoformat(),
    }


def _ours(context: Context) -> ColumnElement[bool]:
    lists = gemeenten_of(context, context.actor.organisation).items()
    named = [and_(ArrearsSignal.list_slug == slug, ArrearsSignal.gemeente_code.in_(sorted(codes))) for slug, codes in lists if codes]
    return or_(*named) if named else false()


def _find(context: Context, signal_id: UUID) -> ArrearsSignal:
    query = select(ArrearsSignal).where(ArrearsSignal.id == signal_id, _ours(context)).options(joinedload(ArrearsSignal.person))
    signal = context.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if signal is None:
        raise NotFound(UNKNOWN)
    return signal


def _running(context: Context, signal_id: UUID) -> ArrearsSignal:
    """The signal as it stands under the lock of its person: what organisations tell at the same time waits, or is seen."""
    person = context.session.scalar(select(ArrearsSignal.person_id).where(ArrearsSignal.id == signal_id))
    if person is not None:
        reporting.lock_person(context, person)
    signal = _find(context, signal_id)
    if signal.closed_at is not None:
        raise Conflict("Dit signaal is al gesloten.", code="signaal-gesloten")
    return signal


def _record(context: Context, signal: ArrearsSignal, action: str, before: str, after: str) -> None:
    journal.audit(context, action, str(signal.id), van=before, tot=after)
    journal.log_processing(context, "schuldsignaal-behandelen", [signal.person.pseudonym])
    context.session.commit()


def _name(context: Context, slug: str) -> str:
    """An organisation, not the loket that may have the same slug."""
    found = context.catalogue.organisations.get(slug)
    return found.short_name if found else slug
