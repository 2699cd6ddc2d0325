"""Requests that are finished later (practice rule 8): drafts of a loket, kept seven days, with the day of the first knock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from loket.cases import identity
from loket.cases.base import new_id
from loket.cases.crypto import keys
from loket.cases.desk import SavedRequest
from loket.cases.models import Person
from loket.db import locked
from loket.errors import Conflict, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.roles import INTERMEDIARY

KEPT = timedelta(days=7)
STALE, GONE = "concept-gewijzigd", "concept-weg"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The form as it stands. ``fields`` are pairs of name and value, as posted; ``label`` is what the list shows."""

    step: str
    label: str
    fields: tuple[tuple[str, str], ...]
    bsn: str | None = None
    case_number: str | None = None  # the case that Snel melden opened already


@dataclass(frozen=True, slots=True)
class Mark:
    """Which draft a form came from, and in which version: so that nobody overwrites or sends what a colleague changed."""

    id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft as a list shows it; ``expires_at`` in UTC."""

    id: UUID
    label: str
    expires_at: datetime


def save(context: Context, unfinished: Unfinished, mark: Mark | None = None) -> SavedRequest:
    """Put a request away, as a new draft or as the next version of ``mark``; seven days from now it goes. Commits.

    Conflict ``concept-gewijzigd`` when a colleague saved it meanwhile, ``concept-weg`` when it was sent, removed or expired.
    """
    row = _marked(context, mark) if mark else _fresh(context)
    row.step, row.label = unfinished.step, unfinished.label
    row.fields = [list(pair) for pair in unfinished.fields]
    row.bsn_blind = keys().blind(unfinished.bsn) if unfinished.bsn else None
    row.case_number = unfinished.case_number
    row.account, row.saved_at, row.expires_at = context.actor.name, context.now, context.now + KEPT
    _account_for(context, "concept-bewaren", row)
    context.session.commit()
    return row


def resume(context: Context, saved: str) -> SavedRequest:
    """A draft of the own loket, to go on with. Commits. NotFound for any other, and for what expired."""
    row = _own(context, saved)
    _account_for(context, "concept-openen", row)
    context.session.commit()
    return row


def remove(context: Context, saved: str) -> None:
    """Throw a draft of the own loket away. Commits; NotFound as in :func:`resume`."""
    row = _own(context, saved)
    _account_for(context, "concept-verwijderen", row)
    context.session.delete(row)
    context.session.commit()


def consume(context: Context, mark: Mark) -> datetime:
    """Delete the draft that is being sent, in the caller's transaction; returns when the person first knocked. Conflict as :func:`save`."""
    row = _marked(context, mark)
    knocked_at = row.knocked_at
    context.session.delete(row)
    context.session.flush()
    return knocked_at


def drafts(session: Session, counter: str, now: datetime, *, account: str | None = None, limit: int) -> Sequence[Listed]:
    """The drafts of a loket, the first to expire first; only those of one account when named (an intermediary sees no others).

    Of each only what a list shows: the form itself is not read.
    """
    mine = [SavedRequest.counter == counter, *([SavedRequest.account == account] if account else [])]
    query = select(SavedRequest.id, SavedRequest.label, SavedRequest.expires_at).where(*mine, SavedRequest.expires_at > now)
    rows = session.execute(query.order_by(SavedRequest.expires_at, SavedRequest.id).limit(limit))
    return [Listed(*row) for row in rows]


def of_person(session: Session, bsn: str | None) -> Sequence[SavedRequest]:
    """The drafts in which this person is the applicant, for their own export."""
    if bsn is None:
        return ()
    query = select(SavedRequest).where(SavedRequest.bsn_blind.in_(keys().blinds(bsn)))
    return session.scalars(query.order_by(SavedRequest.knocked_at, SavedRequest.id)).all()


def expire(context: Context) -> None:
    """Delete what was not finished in time, within the caller's transaction."""
    context.session.execute(delete(SavedRequest).where(SavedRequest.expires_at <= context.now))


def blind_again(context: Context) -> None:
    """After the look-up key changed: reckon the look-up value of every draft again, within the caller's transaction."""
    for row in context.session.scalars(select(SavedRequest).where(SavedRequest.bsn_blind.is_not(None))):
        typed = next((value for field, value in row.fields if field == "aanvrager.burgerservicenummer"), "")
        now = keys().blind(identity.bsn_typed(typed))
        if now != row.bsn_blind:  # past the version counter: nobody's form is older by this
            statement = update(SavedRequest).where(SavedRequest.id == row.id, SavedRequest.version == row.version).values(bsn_blind=now)
            context.session.execute(statement, execution_options={"synchronize_session": False})


def _fresh(context: Context) -> SavedRequest:
    row = SavedRequest(id=new_id(context.now), counter=context.actor.counter or context.actor.source, knocked_at=context.now)
    context.session.add(row)
    return row


def _own(context: Context, saved: str) -> SavedRequest:
    row = _found(context, _uuid(saved))
    if row is None or row.counter != context.actor.counter or not _may(context, row):
        raise NotFound("Dit concept is hier niet bekend.")
    return row


def _may(context: Context, row: SavedRequest) -> bool:
    return INTERMEDIARY not in context.actor.roles or row.account == context.actor.name


def _marked(context: Context, mark: Mark) -> SavedRequest:
    row = _found(context, mark.id)
    if row is None or row.counter != context.actor.counter or not _may(context, row):
        raise Conflict("Dit concept is er niet meer. Zoek of er al een zaak is.", code=GONE)
    if row.version != mark.version:
        raise Conflict("Een collega heeft dit concept intussen veranderd.", code=STALE)
    return row


def _found(context: Context, saved: UUID | None) -> SavedRequest | None:
    query = select(SavedRequest).where(SavedRequest.id == saved, SavedRequest.expires_at > context.now)
    return context.session.scalars(locked(context.session, query).execution_options(populate_existing=True)).one_or_none()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _account_for(context: Context, action: str, row: SavedRequest) -> None:
    """An audit row and a processing row; the person only when a case made them known: a draft gives nobody a pseudonym."""
    known = select(Person.pseudonym).where(Person.bsn_blind == row.bsn_blind)
    journal.audit(context, action, str(row.id))
    journal.log_processing(context, action, [context.session.scalars(known).first() if row.bsn_blind else None])
