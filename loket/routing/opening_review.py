"""The look afterwards at cases that were opened for a typed reason (practice rule 20): each is in order, or a breach.

The privacy officer does it: that role opens no case itself, so that nobody judges their own look, and keeps the register of breaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import Session

from loket.cases.access import CaseOpening, ReviewOutcome
from loket.cases.models import Case, Person
from loket.db import locked
from loket.errors import BadRequest, Conflict, Forbidden, NotFound
from loket.routing import breaches, journal
from loket.routing.context import Context

KIND = "onbevoegde-inzage"  #: what the breach of an opening that was not in order is called
LONGEST = 1000  # characters in a note
PAGE = 50


@dataclass(frozen=True, slots=True)
class Sample:
    """The oldest openings that wait for a review, with the numbers of their cases, and how many wait in all."""

    rows: Sequence[tuple[CaseOpening, str]]
    total: int


def waiting(session: Session) -> int:
    """How many openings wait for a review."""
    return session.scalar(select(func.count()).select_from(CaseOpening).where(_waiting())) or 0


def sample(context: Context) -> Sample:
    """What waits, the oldest first, at most a page. Commits: the reasons are about people, so this look is accounted for too."""
    query = select(CaseOpening, Case.number, Person.pseudonym).join(Case, Case.id == CaseOpening.case_id)
    query = query.join(Person, Person.id == Case.person_id).where(_waiting()).order_by(CaseOpening.at, CaseOpening.id).limit(PAGE)
    found: Sequence[Row[CaseOpening, str, UUID]] = context.session.execute(query).all()
    total = waiting(context.session)
    context.session.expunge_all()  # what is shown stays as it was read
    journal.audit(context, "steekproef-inzien", "steekproef", aantal=len(found))
    journal.log_processing(context, "steekproef-inzien", sorted({row.pseudonym for row in found}))
    context.session.commit()
    return Sample([(row.CaseOpening, row.number) for row in found], total)


def review(context: Context, opening_id: UUID, outcome: ReviewOutcome, note: str) -> None:
    """Say of one opening whether it was in order. When it was not, there is a breach with the note as its words. Commits.

    NotFound; Forbidden for one's own opening; Conflict when somebody was first; BadRequest for a note that is missing with
    ``WRONG``, or longer than LONGEST.
    """
    row = context.session.scalars(
        locked(context.session, select(CaseOpening).where(CaseOpening.id == opening_id, CaseOpening.sampled))
    ).one_or_none()
    if row is None:
        raise NotFound("Deze inzage staat niet in de steekproef.")
    if row.account == context.actor.name:
        raise Forbidden("U kunt uw eigen inzage niet beoordelen.", code="eigen-inzage")
    if row.reviewed_at is not None:
        raise Conflict("Deze inzage is al beoordeeld.", code="al-beoordeeld")
    words = note.strip()
    if len(words) > LONGEST or (outcome is ReviewOutcome.WRONG and not words):
        raise BadRequest(f"Schrijf wat er niet in orde is, in hoogstens {LONGEST} tekens.")
    case = context.session.get_one(Case, row.case_id)
    row.reviewed_at, row.reviewed_by = context.now, context.actor.name
    row.outcome, row.review_note = outcome, words or None
    if outcome is ReviewOutcome.WRONG:
        subjects = {case.person.pseudonym, *(one.person.pseudonym for one in case.participants)}
        row.breach_id = breaches.record(context, KIND, words, subjects, case_number=case.number)
    journal.audit(context, "steekproef-beoordelen", case.number, ground=row.ground, uitkomst=outcome.value)
    journal.log_processing(context, "steekproef-beoordelen", [case.person.pseudonym])
    context.session.commit()


def _waiting() -> ColumnElement[bool]:
    return and_(CaseOpening.sampled, CaseOpening.reviewed_at.is_(None))
