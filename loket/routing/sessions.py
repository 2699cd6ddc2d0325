"""Signing in and out: sessions are rows, found by the hash of a random token. Every sign-in and its end is in the audit log."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from loket.cases.access import WebSession
from loket.cases.base import new_id
from loket.routing import journal
from loket.routing.context import Context

IDLE = timedelta(minutes=30)  # without a page: signed out
LONGEST = timedelta(hours=10)  # signed out, however busy
SEEN_EVERY = timedelta(minutes=1)  # one write a minute is exact enough for half an hour


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in, as the provider or the practice accounts know them."""

    account: str
    name: str
    role: str
    counter: str | None = None
    organisation: str | None = None

    @property
    def task(self) -> tuple[str, str | None, str | None]:
        """What decides about what they may see."""
        return self.role, self.counter, self.organisation


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
            organisation=person.organisation,
            practice=context.practice,
            created_at=context.now,
            seen_at=context.now,
            expires_at=context.now + LONGEST,
        )
    )
    if ended:
        journal.audit(context, "rol-gewijzigd", person.account, rol=person.role)
    journal.audit(context, "inloggen", person.account, rol=person.role)
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


def end(context: Context, token: str) -> None:
    """Sign out this one session. Commits."""
    found = context.session.scalars(select(WebSession).where(WebSession.token_hash == hashed(token))).one_or_none()
    if found is not None:
        _end(context.session, found.id)
        journal.audit(context, "uitloggen", found.account)
    context.session.commit()


def end_all(context: Context, account: str) -> int:
    """Sign this account out everywhere; returns how many sessions that were. Commits."""
    found = context.session.scalars(select(WebSession.id).where(WebSession.account == account)).all()
    _end(context.session, *found)
    journal.audit(context, "overal-uitloggen", account, sessies=len(found))
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
    return [row.id for row in rows if (row.role, row.counter, row.organisation) != person.task]


def _end(session: Session, *ids: UUID) -> None:
    session.execute(delete(WebSession).where(WebSession.id.in_(ids)))


def _forget_expired(context: Context) -> None:
    past = (WebSession.expires_at <= context.now) | (WebSession.seen_at <= context.now - IDLE)
    context.session.execute(delete(WebSession).where(past))
