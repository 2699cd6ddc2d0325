"""What one case adds to the figures, from its rows as they stand: the same rows always add the same.

So a part that is revised, a case that is opened again or a report that comes late need no rule of their own: what the case added before is
taken off, and what it adds now is added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loket.cases.base import made_at
from loket.cases.deadlines import amsterdam_date
from loket.cases.desk import Feedback
from loket.cases.models import Answer, Case, CaseEvent, ContactMoment, Referral
from loket.cases.states import CASE_ENDED, CaseState, ReferralState
from loket.routing.closing import HELPED
from loket.routing.figures.measures import NO_EVENT, Measure
from loket.routing.merging import DUPLICATE

RELEASED, BACK, DECIDED, REVISED = "deel-vrijgegeven", "teruggegeven", "besloten", "herzien"
TAKES_UP = ("in-behandeling-genomen", "aanvulling-gevraagd", "opgeschort", DECIDED, REVISED)
KINDS = (RELEASED, BACK, *TAKES_UP)
UNKNOWN = "onbekend"

#: ``loket``, ``gebeurtenis``, ``zaak``: a list of Counted, ``delen``: organisation, product and such a list of each part. Plain JSON.
Adds = dict[str, Any]
Counted = list[Any]  # measure, day (ISO), value, how many


@dataclass(slots=True)
class _Beside:
    """What stands in other tables than those of cases and parts."""

    firsts: dict[UUID, dict[str, datetime]] = field(default_factory=dict)  # part → kind of line → when first
    contacts: dict[UUID, int] = field(default_factory=dict)  # until everything was answered
    answers: dict[UUID, tuple[int, int]] = field(default_factory=dict)  # case → answers, and how many of them were known
    helped: dict[UUID, str] = field(default_factory=dict)


def of_cases(session: Session, ids: Collection[UUID]) -> dict[UUID, Adds]:
    """What each of these cases adds; nothing for one that is hidden or destroyed. Six statements."""
    columns = (Case.id, Case.counter, Case.life_event, Case.state, Case.closing)
    moments = (Case.received_at, Case.knocked_at, Case.settled_at, Case.closed_at)
    cases = session.execute(select(*columns, *moments).where(Case.id.in_(ids), ~Case.hidden)).all()
    beside, parts = _beside(session, ids), _parts(session, ids)
    return {case.id: _adds(case, parts.get(case.id, ()), beside) for case in cases}


def _parts(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    columns = (Referral.id, Referral.case_id, Referral.organisation, Referral.product, Referral.state, Referral.awaits_id)
    query = select(*columns, Referral.received_by_organisation_at, Referral.decided_on, Referral.due_on)
    found: dict[UUID, list[Any]] = {}
    for row in session.execute(query.where(Referral.case_id.in_(ids)).order_by(Referral.case_id, Referral.ordinal)):
        found.setdefault(row.case_id, []).append(row)
    return found


def _beside(session: Session, ids: Collection[UUID]) -> _Beside:
    found = _Beside()
    lines = select(CaseEvent.referral_id, CaseEvent.type, func.min(CaseEvent.at)).where(CaseEvent.case_id.in_(ids))
    lines = lines.where(CaseEvent.type.in_(KINDS)).group_by(CaseEvent.referral_id, CaseEvent.type)
    for part, kind, at in session.execute(lines):
        if part is not None:
            found.firsts.setdefault(part, {})[kind] = at
    contacts = select(ContactMoment.case_id, func.count()).join(Case, Case.id == ContactMoment.case_id)
    contacts = contacts.where(ContactMoment.case_id.in_(ids), ContactMoment.at <= Case.settled_at).group_by(ContactMoment.case_id)
    found.contacts = dict(session.execute(contacts).all())
    answers = select(Answer.case_id, func.count(), func.count(Answer.confirms_id)).where(Answer.case_id.in_(ids))
    found.answers = {case: (number, known) for case, number, known in session.execute(answers.group_by(Answer.case_id))}
    said = select(Feedback.case_id, Feedback.helped).where(Feedback.case_id.in_(ids)).order_by(Feedback.at, Feedback.id)
    found.helped = dict(session.execute(said).all())
    return found


def _adds(case: Any, parts: Collection[Any], beside: _Beside) -> Adds:
    return {
        "loket": case.counter,
        "gebeurtenis": case.life_event or NO_EVENT,
        "zaak": [*_of_case(case, parts, beside)],
        "delen": [[part.organisation, part.product, [*_of_part(part, beside.firsts.get(part.id, {}))]] for part in parts],
    }


def _of_case(case: Any, parts: Collection[Any], beside: _Beside) -> Iterator[Counted]:
    came = amsterdam_date(case.received_at)
    yield _one(Measure.CASES, came)
    if case.state not in CASE_ENDED:
        yield _one(Measure.OPEN, came, came.toordinal())
    asked, known = beside.answers.get(case.id, (0, 0))
    yield from (_one(Measure.QUESTIONS, came, value, number) for value, number in ((0, asked - known), (1, known)) if number)
    answered = any(part.state is not ReferralState.WITHDRAWN for part in parts)  # withdrawn as a whole, or a duplicate: nobody answered
    if answered and case.state in (CaseState.SETTLED, CaseState.CLOSED) and case.settled_at is not None:
        day = amsterdam_date(case.settled_at)
        yield _one(Measure.ANSWERED, day, _days(amsterdam_date(case.knocked_at), day))
        yield _one(Measure.KNOCKS, day, 1 + beside.contacts.get(case.id, 0))
    if case.state is CaseState.CLOSED and case.closed_at is not None and case.closing != DUPLICATE:
        yield _one(Measure.HELPED, amsterdam_date(case.closed_at), HELPED.index(beside.helped.get(case.id, UNKNOWN)))


def _of_part(part: Any, firsts: Mapping[str, datetime]) -> Iterator[Counted]:
    start = amsterdam_date(firsts.get(RELEASED) or made_at(part.id))
    if part.state is not ReferralState.PLANNED and part.awaits_id is None:  # it could be sent; what ended while it waited never could
        yield _one(Measure.PARTS, start)
    if BACK in firsts:
        yield _one(Measure.HANDED_BACK, amsterdam_date(firsts[BACK]))
    if part.received_by_organisation_at is None:
        return
    received = amsterdam_date(part.received_by_organisation_at)
    yield _one(Measure.RECEIVED, received, _days(start, received))
    if taken := [firsts[kind] for kind in TAKES_UP if kind in firsts]:
        day = amsterdam_date(min(taken))
        yield _one(Measure.TAKEN_UP, day, _days(received, day))
    if part.decided_on is not None:
        day = _first_decided(part.decided_on, firsts)
        yield _one(Measure.DECIDED, day, _days(received, day))
        if part.due_on is not None:
            yield _one(Measure.IN_TIME, day, int(day <= part.due_on))


def _first_decided(decided_on: date, firsts: Mapping[str, datetime]) -> date:
    """The day of the first decision: a revision wrote its own over it, and then the day that we heard of the first one counts."""
    if REVISED not in firsts:
        return decided_on
    return amsterdam_date(min(firsts[kind] for kind in (DECIDED, REVISED) if kind in firsts))


def _one(measure: Measure, day: date, value: int = 0, number: int = 1) -> Counted:
    return [measure.value, day.isoformat(), value, number]


def _days(first: date, last: date) -> int:
    return max((last - first).days, 0)
