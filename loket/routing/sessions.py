"""Signing in and out: sessions are rows, found by the hash of a random token. Every sign-in and its end is in the audit log."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from loket.cases.access import CaseOpening, WebSession
from loket.cases.base import new_id
from loket.cases.deadlines import amsterdam_date
from loket.errors import BadRequest
from loket.routing import journal
from loket.routing.context import Context

IDLE = timedelta(minutes=30)  # without a page: signed out
LONGEST = timedelta(hours=10)  # signed out, however busy
NO_ROLE = "geen-rol"  #: the code of a sign-in by somebody without a role
REMEMBERED = timedelta(hours=12)  # so long what was typed in an ended session can still be kept for its owner
SEEN_EVERY = timedelta(minutes=1)  # one write a minute is exact enough for half an hour


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in, as the provider or the practice accounts know them."""

    account: str
    name: str
    role: str
    counter: str | None = None
    organisation: str | None = None
    counters: tuple[str, ...] = ()  # all lokets that they may choose; the one of ``counter`` when there are no others
    id_token: str | None = None  # the provider's proof, to show it again at signing out

    @property
    def task(self) -> Task:
        """What decides about what they may see: not the loket where they happen to sit, but those where they may."""
        return _task(self.role, self.counters or tuple(filter(None, [self.counter])), self.organisation)


Task = tuple[str, tuple[str, ...], str | None]


def begin(context: Context, person: Person, replaces: str | None = None) -> str:
    """Sign ``person`` in; returns the token for the cookie: 256 random bits, told only now. Commits.

    The session of the token ``replaces`` ends. When role, loket or organisation changed, every other session of this account ends too.
    """
    ended = _with_other_task(context.session, person)
    _end(context.session, *ended)
    if replaces:
        context.session.execute(delete(WebSession).where(WebSession.token_hash == hashed(replaces)))
    _forget_expired(context)
    token = secrets.token_urlsafe(32)
    context.session.add(
        WebSession(
            id=new_id(context.now),
            token_hash=hashed(token),
            account=person.account,
            name=person.name,
            role=person.role,
            counter=person.counter,
            counters=list(person.counters) or None,
            organisation=person.organisation,
            id_token=person.id_token,
            practice=context.practice,
            created_at=context.now,
            seen_at=context.now,
            expires_at=context.now + LONGEST,
        )
    )
    if ended:
        journal.audit(context, "rol-gewijzigd", _object(person.account), rol=person.role)
    journal.audit(context, "inloggen", _object(person.account), rol=person.role)
    context.session.commit()
    return token


def find(context: Context, token: str) -> WebSession | None:
    """The session of this token, if it still runs; a session of the demo runs in the demo only.

    Ends the transaction, and commits when it notes the visit.
    """
    query = select(WebSession).where(WebSession.token_hash == hashed(token), WebSession.practice == context.practice)
    found = context.session.scalars(query).one_or_none()
    context.session.expunge_all()
    context.session.rollback()  # on SQLite a read holds the write lock
    if found is None or context.now >= found.expires_at or context.now >= found.seen_at + IDLE:
        return None
    if context.now >= found.seen_at + SEEN_EVERY:
        context.session.execute(update(WebSession).where(WebSession.id == found.id).values(seen_at=context.now))
        context.session.commit()
    return found


def just_ended(context: Context, token: str) -> WebSession | None:
    """The session of this token when its time ran out less than half a day ago: worth nothing but to keep what its owner was typing.

    None for one that still runs, and after signing out. Ends the transaction.
    """
    query = select(WebSession).where(WebSession.token_hash == hashed(token), WebSession.practice == context.practice)
    found = context.session.scalars(query).one_or_none()
    context.session.expunge_all()
    context.session.rollback()
    if found is None:
        return None
    ended = min(found.expires_at, found.seen_at + IDLE)
    return found if ended <= context.now < ended + REMEMBERED else None


def refused(context: Context, account: str | None, cause: str) -> None:
    """Note that somebody could not sign in: the account when it is known, and the code of the cause. Commits.

    When the provider says that an account has no role here any more, its sessions end.
    """
    if account is not None and cause == NO_ROLE:
        context.session.execute(delete(WebSession).where(WebSession.account == account))
    journal.audit(context, "inloggen", _object(account or "onbekend"), result="geweigerd", oorzaak=cause)
    context.session.commit()


def choose(context: Context, session_id: UUID, counter: str) -> None:
    """Sit down at another loket. Commits. BadRequest for a loket that is not theirs or not there today.

    What was opened in this session closes: that was for a citizen at the other loket.
    """
    found = context.session.get_one(WebSession, session_id)
    row = context.catalogue.counter_on(counter, amsterdam_date(context.now))
    if counter not in (found.counters or ()) or row is None:
        raise BadRequest("Dit loket kunt u nu niet kiezen.", code="loket-niet-toegestaan")
    open_now = CaseOpening.session_id == session_id, CaseOpening.until > context.now
    context.session.execute(update(CaseOpening).where(*open_now).values(until=context.now))
    journal.audit(context, "loket-kiezen", counter, **({"vorige": found.counter} if found.counter else {}))
    found.counter, found.organisation = counter, row.organisation
    context.session.commit()


def end(context: Context, token: str) -> str | None:
    """Sign out this one session; returns the id token with which it began. Commits."""
    found = context.session.scalars(select(WebSession).where(WebSession.token_hash == hashed(token))).one_or_none()
    proof = found.id_token if found else None
    if found is not None:
        _end(context.session, found.id)
        journal.audit(context, "uitloggen", _object(found.account))
    context.session.commit()
    return proof


def end_all(context: Context, account: str) -> int:
    """Sign this account out everywhere; returns how many sessions that were. Commits."""
    found = context.session.scalars(select(WebSession.id).where(WebSession.account == account)).all()
    _end(context.session, *found)
    journal.audit(context, "overal-uitloggen", _object(account), sessies=len(found))
    context.session.commit()
    return len(found)


def count(session: Session, account: str, now: datetime) -> int:
    """How many sessions of this account run now."""
    query = select(WebSession.id).where(WebSession.account == account, WebSession.expires_at > now, WebSession.seen_at > now - IDLE)
    return len(session.scalars(query).all())


def hashed(token: str) -> str:
    """What the table keeps of a token: enough to find it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _with_other_task(session: Session, person: Person) -> list[UUID]:
    rows = session.scalars(select(WebSession).where(WebSession.account == person.account))
    return [
        row.id
        for row in rows
        if Person(row.account, "", row.role, row.counter, row.organisation, tuple(row.counters or ())).task != person.task
    ]


def _task(role: str, counters: tuple[str, ...], organisation: str | None) -> Task:
    return role, tuple(sorted(counters)), None if counters else organisation


def _object(account: str) -> str:
    """An account as the object of an audit row, whose column is shorter."""
    return account[:60]


def _end(session: Session, *ids: UUID) -> None:
    session.execute(delete(WebSession).where(WebSession.id.in_(ids)))


def _forget_expired(context: Context) -> None:
    before = context.now - REMEMBERED
    past = (WebSession.expires_at <= before) | (WebSession.seen_at <= before - IDLE)
    context.session.execute(delete(WebSession).where(past))
