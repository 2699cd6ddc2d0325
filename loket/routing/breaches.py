"""Breaches of personal data (AVG art. 33): an entry with a 72-hour clock, and what an account, key, organisation or period touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import Select, select

from loket.cases.arrears import ArrearsSignal
from loket.cases.audit import AuditLog
from loket.cases.base import new_id
from loket.cases.models import Case, Person
from loket.cases.outbox import Delivery, DeliveryAttempt
from loket.cases.privacy import Breach, BreachReceipt, BreachSubject
from loket.db import insert_all, insert_missing
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import journal
from loket.routing.compose import stored_fields
from loket.routing.context import Context
from loket.routing.disclosure import Disclosure

TIME_TO_REPORT = timedelta(hours=72)
CASE_NUMBER = 13  # characters: what stands before the ordinal in a deelzaaknummer
BATCH = 200
#: The acts by which somebody sees who stands on a gemeente's list of arrears, and what they see.
SIGNAL_LOOKS = ("schuldsignaal-inzien", "schuldsignaal-oppakken", "schuldsignaal-sluiten")
SIGNAL_FIELDS = ("burgerservicenummer", "schuldsignaal")


@dataclass(slots=True)
class Touched:
    """What was touched: case numbers, persons by pseudonym with their fields, and objects that no longer exist here."""

    cases: set[str] = field(default_factory=set)
    persons: dict[UUID, set[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    @property
    def fields(self) -> Mapping[str, int]:
        """Of how many persons each field was touched, the most first."""
        counts: dict[str, int] = {}
        for names in self.persons.values():
            for name in names:
                counts[name] = counts.get(name, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def add(self, person: UUID, fields: Iterable[str]) -> None:
        """Note that these fields of a person were touched."""
        self.persons.setdefault(person, set()).update(fields)


def touched(context: Context, begin: datetime, end: datetime, *, actor: str | None = None, organisation: str | None = None) -> Touched:
    """Which persons and fields were touched from ``begin`` to before ``end`` (aware). Commits: the question itself is audited.

    ``actor`` is an account or the name of an API key: all that stands in the cases that they opened, searched or changed, which is
    the most that they can have seen. ``organisation``: the fields that it was sent. Neither: everybody, by the audit log.
    """
    found = Touched()
    if organisation is not None:
        _sent_to(context, organisation, begin, end, found)
    if actor is not None or organisation is None:
        _looked_at(context, actor, begin, end, found)
    what = actor or organisation or "periode"
    journal.audit(context, "inbreuk-onderzoeken", what[:60], van=begin.isoformat(), tot=end.isoformat(), personen=len(found.persons))
    journal.log_processing(context, "inbreuk-onderzoeken", [None])
    context.session.commit()
    return found


def _looked_at(context: Context, actor: str | None, begin: datetime, end: datetime, found: Touched) -> None:
    query = select(AuditLog.object).where(AuditLog.at >= begin, AuditLog.at < end).distinct()
    if actor is not None:
        query = query.where(AuditLog.actor == actor)
    numbers = {name[:CASE_NUMBER] for name in context.session.scalars(query) if name.startswith("L-")}
    _add_signals(context, query.where(AuditLog.action.in_(SIGNAL_LOOKS)), found)
    found.gone |= numbers
    rest = iter(sorted(numbers))
    while batch := list(islice(rest, BATCH)):
        for case in context.session.scalars(select(Case).where(Case.number.in_(batch))):
            _add_case(case, found)
        context.session.expunge_all()


def _add_signals(context: Context, query: Select[str], found: Touched) -> None:
    """The persons on a gemeente's list of arrears whom somebody opened: that list is not about a case."""
    rest = iter(sorted(set(context.session.scalars(query))))
    while batch := list(islice(rest, BATCH)):
        columns = select(ArrearsSignal.id, Person.pseudonym).join(Person, Person.id == ArrearsSignal.person_id)
        rows = context.session.execute(columns.where(ArrearsSignal.id.in_([UUID(name) for name in batch]))).all()
        found.gone |= set(batch) - {str(row.id) for row in rows}
        for row in rows:
            found.add(row.pseudonym, SIGNAL_FIELDS)


def _add_case(case: Case, found: Touched) -> None:
    found.cases.add(case.number)
    found.gone.discard(case.number)
    for one in case.participants:
        found.add(one.person.pseudonym, (f"{one.role}.{name}" for name in stored_fields(one)))
    found.add(case.person.pseudonym, (f"antwoorden.{answer.question}" for answer in case.answers))


def _sent_to(context: Context, organisation: str, begin: datetime, end: datetime, found: Touched) -> None:
    tried = select(DeliveryAttempt.delivery_id).where(DeliveryAttempt.started_at >= begin, DeliveryAttempt.started_at < end)
    query = select(Delivery).where(Delivery.organisation == organisation, Delivery.id.in_(tried)).order_by(Delivery.id)
    for row in context.session.scalars(query):
        case = context.session.get_one(Case, row.case_id)
        found.cases.add(case.number)
        for name in row.fields or ():
            role = name.split(".")[0]
            concerned = [one.person.pseudonym for one in case.participants if one.role == role] or [case.person.pseudonym]
            for person in concerned:
                found.add(person, [name])


def record(
    context: Context,
    kind: str,
    words: str,
    subjects: Iterable[UUID],
    *,
    case_number: str | None = None,
    new_case_number: str | None = None,
    receipts: Iterable[Disclosure] = (),
) -> UUID:
    """Write a breach entry; the 72 hours run from now. ``receipts`` are put together per organisation. The caller commits."""
    breach = Breach(
        id=new_id(context.now),
        kind=kind,
        words=words,
        known_at=context.now,
        due_at=context.now + TIME_TO_REPORT,
        by=context.actor.name,
        case_number=case_number,
        new_case_number=new_case_number,
    )
    context.session.add(breach)
    context.session.flush()
    insert_all(context.session, BreachSubject, [{"breach_id": breach.id, "subject": subject} for subject in sorted(set(subjects))])
    insert_all(context.session, BreachReceipt, list(_receipts(context, breach.id, receipts)))
    journal.audit(context, "inbreuk-vastleggen", str(breach.id), soort=kind)
    return breach.id


def complete(context: Context, breach: Breach, subjects: Iterable[UUID], *, new_case_number: str, receipts: Iterable[Disclosure]) -> None:
    """Add to an entry what became known since: where the case went on, who else it touches, who else received something.

    The caller commits.
    """
    breach.new_case_number = new_case_number
    insert_missing(
        context.session,
        BreachSubject,
        [{"breach_id": breach.id, "subject": subject} for subject in sorted(set(subjects))],
        "breach_id",
        "subject",
    )
    insert_missing(context.session, BreachReceipt, list(_receipts(context, breach.id, receipts)), "breach_id", "organisation")
    journal.audit(context, "inbreuk-aanvullen", str(breach.id))


def _receipts(context: Context, breach: UUID, sent: Iterable[Disclosure]) -> Iterable[dict[str, object]]:
    by_organisation: dict[str, list[Disclosure]] = {}
    for one in sent:
        by_organisation.setdefault(one.organisation, []).append(one)
    for organisation, ones in by_organisation.items():
        yield {
            "id": new_id(context.now),
            "breach_id": breach,
            "organisation": organisation,
            "fields": sorted({name for one in ones for name in one.fields}),
            "sent_at": min(one.at for one in ones),
            "certain": any(one.certain for one in ones),
        }


def decide(context: Context, breach_id: UUID, *, reported: bool, words: str) -> None:
    """Record that a breach was reported (to whom, when), or why it is not (AVG art. 33 lid 1 and 5). Commits.

    NotFound; BadRequest without words; Conflict when it was decided already.
    """
    breach = context.session.get(Breach, breach_id)
    if breach is None:
        raise NotFound("Deze inbreuk is hier niet bekend.")
    if not words.strip():
        raise BadRequest("Vul in waar en wanneer u hebt gemeld, of waarom u niet meldt.")
    if breach.decided_at is not None:
        raise Conflict("Over deze inbreuk is al besloten.", code="al-besloten")
    breach.reported, breach.decision = reported, words.strip()
    breach.decided_at, breach.decided_by = context.now, context.actor.name
    journal.audit(context, "inbreuk-melden" if reported else "inbreuk-niet-melden", str(breach.id))
    context.session.commit()


def undecided(context: Context) -> Sequence[Breach]:
    """Breaches that nobody decided on yet, the nearest end of the 72 hours first."""
    return context.session.scalars(select(Breach).where(Breach.decided_at.is_(None)).order_by(Breach.due_at, Breach.id)).all()
