"""A warm handover: offered to a loket or an organisation, taken up by a named person, complete once the citizen was told who it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from loket.cases import words
from loket.cases.base import new_id
from loket.cases.desk import Handover
from loket.cases.models import Case
from loket.cases.queries import find_case
from loket.cases.states import CASE_OVER
from loket.errors import Conflict, Faults, Forbidden, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.norms import handover_norm
from loket.routing.progress import lock_case, settle, today
from loket.routing.request import CHANNELS

LONGEST = 2000  # characters
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Offer:
    """What is handed over. Exactly one of ``counter`` and ``organisation``. ``reach``: how and when the citizen wants to be reached."""

    counter: str | None
    organisation: str | None
    reason: str = field(repr=False)
    summary: str = field(repr=False)
    reach: str = field(repr=False)
    agreed: bool = False  # the citizen knows of it and agrees


def offer(context: Context, number: str, given: Offer) -> UUID:
    """Offer a case to its next holder; a refused handover of it is settled by this. Returns the handover's id. Commits.

    BadRequest with a fault per field; Conflict when the case is closed or another handover of it runs; NotFound.
    """
    _check(context, given)
    case = lock_case(context, find_case(context.session, number).id)
    if case.state in CASE_OVER:
        raise Conflict("Deze zaak is gesloten. Overdragen kan niet meer.", code="zaak-gesloten")
    for earlier in _running(context.session, case):
        if earlier.refused_at is None:
            raise Conflict("Er loopt al een overdracht van deze zaak. Neem die eerst terug.", code="overdracht-loopt")
        earlier.ended_at = context.now
    row = Handover(
        id=new_id(context.now),
        case_id=case.id,
        from_counter=context.actor.source,
        from_account=context.actor.name,
        to_counter=given.counter,
        to_organisation=given.organisation,
        reason=given.reason,
        summary=given.summary,
        reach=given.reach,
        offered_at=context.now,
        norm_at=handover_norm(context.catalogue.desk_norms, context.catalogue.calendar, context.now, urgent=case.urgent),
    )
    context.session.add(row)
    _record(context, case, "overdracht-aangeboden", "overdragen", row, reden=given.reason.rstrip("."))
    return row.id


def take_up(context: Context, number: str, handover_id: UUID, name: str, *, told: str | None = None) -> None:
    """A person of the receiver, called ``name``, takes it up. ``told`` is the channel when the citizen heard it already. Commits.

    BadRequest without a name; Forbidden for who is not the receiver; Conflict when it no longer waits; NotFound.
    """
    faults = Faults()
    if not 2 <= len(name) <= LONGEST_NAME:
        faults.add("/naam", "verplicht", "Vul de naam in van wie de zaak oppakt.")
    faults.raise_if_any()
    case, row = _locked(context, number, handover_id)
    _only(context, row, receiver=True)
    if not row.waits:
        raise Conflict("Deze overdracht is al opgepakt, teruggenomen of niet aangenomen.", code="overdracht-voorbij")
    row.taken_up_at, row.taken_up_by = context.now, name
    _record(context, case, "overdracht-opgepakt", "overdracht-oppakken", row, commit=told is None)
    if told is not None:
        _tell(context, case, row, told)


def tell(context: Context, number: str, handover_id: UUID, channel: str) -> None:
    """The citizen was told who has the case now: the handover is complete. Commits.

    Sender or receiver may do so. Conflict when nobody took it up yet, or when it is over; Forbidden; NotFound.
    """
    case, row = _locked(context, number, handover_id)
    _only(context, row, receiver=True, sender=True)
    if row.taken_up_at is None or row.ended_at is not None:
        raise Conflict("Dit kan pas als iemand de zaak heeft opgepakt, en maar één keer.", code="overdracht-niet-opgepakt")
    _tell(context, case, row, channel)


def refuse(context: Context, number: str, handover_id: UUID, reason: str) -> None:
    """The receiver does not take it: it goes back to the sender with the reason, and the receiver's rights to the case end. Commits.

    BadRequest without a reason; Conflict when it no longer waits; Forbidden; NotFound.
    """
    faults = Faults()
    if not reason:
        faults.add("/reden", "verplicht", "Vul in waarom u deze zaak niet kunt oppakken.")
    faults.raise_if_any()
    case, row = _locked(context, number, handover_id)
    _only(context, row, receiver=True)
    if not row.waits:
        raise Conflict("Deze overdracht is al opgepakt, teruggenomen of niet aangenomen.", code="overdracht-voorbij")
    row.refused_at, row.refusal = context.now, reason[:LONGEST]
    _record(context, case, "overdracht-geweigerd", "overdracht-weigeren", row, reden=reason.rstrip("."))


def take_back(context: Context, number: str, handover_id: UUID) -> None:
    """The sender takes back what nobody took up, or settles what was refused. Commits.

    Conflict once it was taken up or is over; Forbidden for who did not send it; NotFound.
    """
    case, row = _locked(context, number, handover_id)
    _only(context, row, sender=True)
    if row.taken_up_at is not None or row.ended_at is not None:
        raise Conflict("Deze overdracht is al opgepakt of voorbij. Terugnemen kan niet meer.", code="overdracht-voorbij")
    row.ended_at = context.now
    _record(context, case, "overdracht-teruggenomen", "overdracht-terugnemen", row)


def of_case(session: Session, case: Case) -> Sequence[Handover]:
    """All handovers of a case, the newest first."""
    return session.scalars(select(Handover).where(Handover.case_id == case.id).order_by(Handover.id.desc())).all()


def find(session: Session, case: Case, handover_id: UUID) -> Handover:
    """One handover of this case; NotFound otherwise."""
    row = session.get(Handover, handover_id)
    if row is None or row.case_id != case.id:
        raise NotFound("Deze overdracht is hier niet bekend.")
    return row


def entitled(counter: str | None, organisation: str | None) -> ColumnElement[bool]:
    """Which handovers make a case the work of this loket, or of who handles at this organisation.

    The receiver's, while it waits and once it was taken up; not after a refusal or taking back.
    """
    theirs = Handover.to_counter == counter if counter else Handover.to_organisation == organisation
    return and_(theirs, Handover.refused_at.is_(None), or_(Handover.ended_at.is_(None), Handover.taken_up_at.is_not(None)))


def is_theirs(session: Session, case_id: UUID, counter: str | None, organisation: str | None) -> bool:
    """Whether a handover makes this case their work; see :func:`entitled`. One statement."""
    if not counter and not organisation:
        return False
    return session.scalar(select(Handover.id).where(Handover.case_id == case_id, entitled(counter, organisation)).limit(1)) is not None


def is_offered_by(session: Session, case_id: UUID, counter: str | None) -> bool:
    """Whether this loket offered the case to somebody and that is not over: it goes on reading, and does nothing else with it."""
    if counter is None:
        return False
    query = select(Handover.id).where(Handover.case_id == case_id, Handover.from_counter == counter, Handover.ended_at.is_(None))
    return session.scalar(query.limit(1)) is not None


def _check(context: Context, given: Offer) -> None:
    faults, known = Faults(), context.catalogue
    counter = known.counter_on(given.counter, today(context)) if given.counter else None
    organisation = known.organisations.get(given.organisation or "")
    if (counter is None) == (organisation is None):
        faults.add("/ontvanger", "onbekend", "Kies een loket of een organisatie uit de lijst.")
    elif given.counter == context.actor.counter and given.counter is not None:
        faults.add("/ontvanger", "eigen-loket", "Dit is uw eigen loket. Kies een ander.")
    wanted = {
        "reden": (given.reason, "Vul in waarom u de zaak overdraagt."),
        "samenvatting": (given.summary, "Vul in wat de ontvanger moet weten."),
        "bereiken": (given.reach, "Vul in hoe en wanneer de inwoner bereikt wil worden."),
    }
    for name, (text, needed) in wanted.items():
        if not text:
            faults.add(f"/{name}", "verplicht", needed)
        elif len(text) > LONGEST:
            faults.add(f"/{name}", "te-lang", f"Schrijf hier hooguit {LONGEST} tekens.")
    if not given.agreed:
        faults.add("/akkoord", "verplicht", "Vertel de inwoner van de overdracht en vraag of dat goed is.")
    faults.raise_if_any()


def _running(session: Session, case: Case) -> Sequence[Handover]:
    return session.scalars(select(Handover).where(Handover.case_id == case.id, Handover.ended_at.is_(None))).all()


def _locked(context: Context, number: str, handover_id: UUID) -> tuple[Case, Handover]:
    case = lock_case(context, find_case(context.session, number).id)
    return case, find(context.session, case, handover_id)


def _only(context: Context, row: Handover, *, receiver: bool = False, sender: bool = False) -> None:
    """Forbidden unless the actor works for one of these two sides."""
    actor = context.actor
    at_receiver = row.to_counter == actor.counter if row.to_counter else row.to_organisation == actor.organisation and not actor.counter
    if not ((receiver and at_receiver) or (sender and row.from_counter == actor.source)):
        raise Forbidden("Deze overdracht is niet aan u.", code="andere-kant")


def _tell(context: Context, case: Case, row: Handover, channel: str) -> None:
    """Write down that the citizen knows: complete. It is a contact, so it is also news for rule 15."""
    row.told_at, row.told_by, row.ended_at = context.now, context.actor.name, context.now
    case.told_at = context.now
    said = words.HANDOVER_SAID.format(naam=row.taken_up_by)
    way = channel if channel in CHANNELS else CHANNELS[0]
    journal.note_contact(context, case, words.HANDOVER_QUESTION, way, answered=True, said=said)
    _record(context, case, "overdracht-verteld", "overdracht-vertellen", row)


def _record(context: Context, case: Case, event: str, action: str, row: Handover, *, commit: bool = True, **details: Any) -> None:
    """Timeline, audit and processing log of one step, and what follows for the case. Commits unless more is to come."""
    journal.tell(context, case, event, naar=row.receiver, **details)
    journal.audit(context, action, case.number, van=row.from_counter, naar=row.receiver)
    journal.log_processing(context, action, [case.person.pseudonym])
    settle(context, case)
    if commit:
        context.session.commit()
