"""A request that belongs to a case that is open already: which case that is, and what of it the request completes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnExpressionArgument, exists, select

from loket.cases.crypto import keys
from loket.cases.desk import SEEN, Paper, PaperState
from loket.cases.identity import surname_key
from loket.cases.models import Case, Participant
from loket.cases.states import CASE_ENDED, CASE_OVER
from loket.db import insert_all, locked
from loket.errors import Conflict, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.facts import contact_of
from loket.routing.request import APPLICANT, PersonGiven, Request
from loket.routing.rows import Row, stated_columns

AGAIN = "Dezelfde vraag, opnieuw gesteld."
COMPLETED = "vraag-aangevuld"


def named_case(context: Context, request: Request) -> Case:
    """The case that the request names, locked. NotFound unless it is of the same person; Conflict when it is closed."""
    query = select(Case).where(Case.number == request.into, ~Case.hidden)
    case = context.session.scalars(locked(context.session, query)).one_or_none()
    if case is None or not same_person(request, case):
        raise NotFound("Deze zaak is hier niet bekend.")
    if case.state in CASE_OVER:  # one that is settled opens again by what is added to it
        raise Conflict("Deze zaak is al klaar. Begin een nieuwe vraag.", code="zaak-klaar")
    return case


def open_for(person_id: UUID, life_event: str) -> list[ColumnExpressionArgument[bool]]:
    """Which case is the person's open one for this life event: at most one (``uq_case_open_person_event``)."""
    return [Case.person_id == person_id, Case.life_event == life_event, Case.joinable, Case.state.not_in(CASE_ENDED)]


def newcomers(case: Case, others: Sequence[PersonGiven]) -> tuple[PersonGiven, ...]:
    """The people besides the applicant who do not stand in the case yet, by role and who they are."""
    there = {(one.role, one.surname_key, one.birth_date) for one in case.participants}
    return tuple(given for given in others if (given.role, surname_key(given.surname), given.birth_date) not in there)


def complete(context: Context, case: Case, request: Request) -> None:
    """What a later request adds to an open case itself; nothing that stands there is overwritten, but for a newer statement."""
    applicant = next(one for one in case.participants if one.role == APPLICANT)
    _fill(applicant, request.applicant)
    for name, value in stated_columns(request).items():
        setattr(case, name, value)
    case.told_at = context.now
    case.knocked_at = min(case.knocked_at, request.knocked_at or case.knocked_at)
    if request.urgent and not case.urgent:
        case.urgent, case.urgency = True, request.urgency
    if request.into:
        case.note = case.note or request.note
        _name_event(context, case, request.life_event)


def note_papers(context: Context, case: Case, rows: Sequence[Row]) -> None:
    """Write papers: a new kind is a row, a known one changes, and one that was seen stays seen (practice rule 9)."""
    query = select(Paper).where(Paper.case_id == case.id)
    known = {(paper.kind, paper.whose): paper for paper in context.session.scalars(query)}
    insert_all(context.session, Paper, [row for row in rows if (row["kind"], row["whose"]) not in known])
    for row in rows:
        paper = known.get((row["kind"], row["whose"]))
        if paper is not None and (paper.state not in SEEN or row["state"] is PaperState.COPY):
            for name in ("state", "dated", "noted_at", "noted_by", "counter"):
                setattr(paper, name, row[name])


def note_knock(context: Context, case: Case, request: Request) -> None:
    """A contact moment for who asked again; who only goes on with what was reported at once, did not knock twice."""
    if request.into and not request.note:
        return
    journal.note_contact(context, case, request.note or AGAIN, request.channel, counter=request.counter)


def same_person(request: Request, case: Case) -> bool:
    """Whether this request is of the applicant of that case: by BSN; without one by name and birth date, at its own loket only."""
    given, known = request.applicant, case.person.bsn_blind
    if given.bsn and known:
        return known in keys().blinds(given.bsn)
    applicant = next((one for one in case.participants if one.role == APPLICANT), None)
    who = applicant and (applicant.surname_key, applicant.birth_date)
    return case.counter == request.counter and who == (surname_key(given.surname), given.birth_date)


def _fill(one: Participant, given: PersonGiven) -> None:
    known = {
        "gemeente_code": given.gemeente_code,
        "kvk_number": given.kvk_number,
        "identity_check": given.identity_check,
        "foreigner_number": given.foreigner_number,
        "safe_contact": dict(given.safe_contact) if given.safe_contact else None,
        "registered": dict(given.registered) if given.registered else None,
    }
    for name, value in known.items():
        if value is not None and getattr(one, name) is None:
            setattr(one, name, value)
    one.secrecy = one.secrecy or given.secrecy
    one.contact = {**contact_of(given), **(one.contact or {})} or None


def _name_event(context: Context, case: Case, life_event: str | None) -> None:
    """The life event of a case that began without one, unless the person has another open case for it."""
    if life_event is None or case.life_event is not None:
        return
    other = exists().where(*open_for(case.person_id, life_event))
    if not case.joinable or not context.session.scalar(select(other)):
        case.life_event = life_event
