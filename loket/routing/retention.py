"""Nothing is kept longer than the selectielijst says: the clock plans what happens to a closed case, exports it, and destroys it.

Destroyed is really gone, with the person when no case is left: then the pseudonym in the logs leads to nobody. The logs themselves
stay as they are, so that their seals still fit (law-and-standards §6).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, select, update

from loket.adapters.port import Kind
from loket.cases.arrears import ArrearsNotice, ArrearsSignal
from loket.cases.base import new_id
from loket.cases.crypto import keys
from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case, Participant, Person
from loket.cases.outbox import OPEN, Delivery, IdempotencyKey
from loket.cases.privacy import LegalHold, PrivacyRequest
from loket.cases.queries import find_case
from loket.cases.states import CASE_OVER
from loket.db import locked
from loket.errors import BadRequest, Conflict
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.dossier import case_document
from loket.routing.figures import folding
from loket.routing.progress import lock_case, today
from loket.routing.selection import DESTROY, KEEP, Retention

BATCH = 50


def expire(context: Context, folder: Path) -> int:
    """Plan cases that closed, destroy those whose time has come after exporting them to ``folder``; returns how many. Commits each.

    Not destroyed: a case on hold, one whose people have an open request under the AVG, one with a message that must still go out,
    one to be kept. OSError when the export cannot be written: then nothing is destroyed.
    """
    _plan(context)
    query = select(Case.id).where(*_destroyable(context)).order_by(Case.archive_on, Case.id).limit(BATCH)
    found = context.session.scalars(query).all()
    context.session.rollback()
    return sum(_destroy(context, folder, case_id) for case_id in found)


def hold(context: Context, number: str, reason: str) -> None:
    """Forbid to destroy a case until :func:`lift`. Commits. NotFound; BadRequest without a reason; Conflict when it is on hold already."""
    case = lock_case(context, find_case(context.session, number, hidden=True).id)
    if not reason.strip():
        raise BadRequest("Vul in waarom deze zaak niet mag worden vernietigd.")
    if _hold(context, case.id) is not None:
        raise Conflict("Deze zaak wordt al vastgehouden.", code="al-vastgehouden")
    row = LegalHold(id=new_id(context.now), case_id=case.id, reason=reason.strip()[:300], by=context.actor.name, at=context.now)
    context.session.add(row)
    journal.audit(context, "vasthouden", case.number)
    context.session.commit()


def lift(context: Context, number: str, reason: str) -> None:
    """End a hold. Commits. NotFound; BadRequest without a reason; Conflict when there is none."""
    case = lock_case(context, find_case(context.session, number, hidden=True).id)
    row = _hold(context, case.id)
    if not reason.strip():
        raise BadRequest("Vul in waarom deze zaak weer mag worden vernietigd.")
    if row is None:
        raise Conflict("Deze zaak wordt niet vastgehouden.", code="niet-vastgehouden")
    row.lifted_at, row.lifted_by, row.lifted_reason = context.now, context.actor.name, reason.strip()[:300]
    journal.audit(context, "vasthouden-beeindigen", case.number)
    context.session.commit()


def plan_again(context: Context) -> int:
    """Forget what was planned, so that a changed list holds for cases that closed before; returns for how many. Commits."""
    planned = update(Case).where(Case.nomination.is_not(None)).values(nomination=None, archive_on=None).returning(Case.id)
    count = len(context.session.scalars(planned.execution_options(synchronize_session=False)).all())
    journal.audit(context, "bewaartermijnen-herrekenen", "selectielijst", zaken=count)
    context.session.commit()
    return count


def clear_exports(context: Context, folder: Path) -> int:
    """Remove exports that stood long enough for the archivist to take them; returns of how many days."""
    last = today(context) - timedelta(days=context.catalogue.selection.export_days)
    old = [path for path in sorted(folder.glob("????-??-??")) if path.name < last.isoformat()]
    for path in old:
        shutil.rmtree(path)
    return len(old)


def _hold(context: Context, case_id: UUID) -> LegalHold | None:
    query = select(LegalHold).where(LegalHold.case_id == case_id, LegalHold.lifted_at.is_(None))
    return context.session.scalars(query).one_or_none()


def _plan(context: Context) -> None:
    query = select(Case.id).where(Case.state.in_(CASE_OVER), Case.nomination.is_(None)).order_by(Case.id).limit(BATCH)
    found = context.session.scalars(query).all()
    context.session.rollback()
    for case_id in found:
        _set_plan(context, lock_case(context, case_id))
        context.session.commit()


def _set_plan(context: Context, case: Case) -> bool:
    """Write down what the list says now; returns whether that is to destroy it today or earlier. What the list does not know is kept."""
    line, ended = _line(context, case), _ended_on(case)
    if ended is None or line is None:
        case.nomination, case.archive_on = None if ended is None else KEEP, None
        return False
    case.nomination, case.archive_on = line.nomination, line.ends(ended)
    return line.nomination == DESTROY and case.archive_on <= today(context)


def _line(context: Context, case: Case) -> Retention | None:
    return context.catalogue.selection.of_case(part.product for part in case.referrals)


def _ended_on(case: Case) -> date | None:
    """The day from which the period counts; None while the case runs, or runs again."""
    ended = case.closed_at or case.settled_at
    return amsterdam_date(ended) if ended and case.state in CASE_OVER else None


def _destroyable(context: Context) -> list[ColumnElement[bool]]:
    people = select(Person.pseudonym).join(Participant, Participant.person_id == Person.id).where(Participant.case_id == Case.id)
    open_state = and_(Delivery.state.in_(OPEN), Delivery.kind != Kind.EVENT.value)  # a paused subscriber keeps nobody's case
    return [
        Case.state.in_(CASE_OVER),
        Case.nomination == DESTROY,
        Case.archive_on <= today(context),
        ~exists().where(LegalHold.case_id == Case.id, LegalHold.lifted_at.is_(None)),
        ~exists().where(PrivacyRequest.closed_at.is_(None), PrivacyRequest.subject.in_(people.correlate(Case))),
        ~exists().where(Delivery.case_id == Case.id, open_state),
    ]


def _destroy(context: Context, folder: Path, case_id: UUID) -> bool:
    """Export and destroy one case, unless something changed since it was found."""
    case = lock_case(context, case_id)
    still = context.session.scalar(select(Case.id).where(Case.id == case_id, *_destroyable(context)))
    if still is None or not _set_plan(context, case):
        context.session.commit()
        return False
    line = _line(context, case)
    write_export(context, folder, case)
    persons = {case.person_id, *(one.person_id for one in case.participants)}
    pseudonyms = sorted({case.person.pseudonym, *(one.person.pseudonym for one in case.participants)})
    journal.audit(
        context,
        "gegevens-vernietigen",
        case.number,
        ground=f"{line.source}, {line.category}"[:200] if line else None,
        jaren=line.years if line else None,
    )
    journal.log_processing(context, "gegevens-vernietigen", pseudonyms)
    number = case.number
    context.session.flush()
    folding.retire(context, case_id)
    context.session.expunge_all()
    context.session.execute(delete(IdempotencyKey).where(IdempotencyKey.case_number == number))
    context.session.execute(delete(Case).where(Case.id == case_id))  # all that belongs to it goes along: every key cascades
    forget_persons(context, sorted(persons))
    context.session.commit()
    return True


def forget_persons(context: Context, ids: Sequence[UUID]) -> None:
    """Delete the persons who stand in no case and on no list any more, and the words of their requests.

    With that the pseudonym leads to nobody. They are locked first: a request for the same person that comes in now is seen, or finds
    nobody and makes the person anew.
    """
    people = context.session.scalars(locked(context.session, select(Person).where(Person.id.in_(ids)).order_by(Person.id))).all()
    by_id = {person.id: person.pseudonym for person in people}
    places = (Case.person_id, Participant.person_id, ArrearsNotice.person_id, ArrearsSignal.person_id)
    taken = {found for place in places for found in context.session.scalars(select(place).where(place.in_(ids)))}
    gone = [person for person in by_id if person not in taken]
    subjects = [by_id[person] for person in gone]
    context.session.execute(update(PrivacyRequest).where(PrivacyRequest.subject.in_(subjects)).values(note=None, answer=None))
    context.session.execute(delete(Person).where(Person.id.in_(gone)))


def write_export(context: Context, folder: Path, case: Case) -> Path:
    """Write the case, encrypted with the current key, to ``<folder>/<date>/<zaaknummer>.json.enc`` and wait until the disk has it."""
    place = folder / today(context).isoformat()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, draft = place / f"{case.number}.json.enc", place / f"{case.number}.tmp"
    text = keys().encrypt(json.dumps(case_document(context, case), ensure_ascii=False).encode())
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path
