"""The public keys of organisations: they upload them, two of a kind hold at once so that they can change one without a gap.

A key that was revoked proves nothing from that moment on; its row stays. The same holds once the API key of the program that
uploaded it was revoked: what a thief of an API key uploads must not outlive that API key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from loket.adapters import signing_keys, tokens
from loket.cases.base import new_id
from loket.cases.outbox import ApiClient, Channel, KeyKind, OrganisationKey
from loket.db import insert_absent, locked
from loket.errors import BadRequest, Conflict, Fault, NotFound
from loket.routing import journal
from loket.routing.clients import CLIENT
from loket.routing.context import Context

MOST = 2  #: valid keys of one kind: the present one and the next
UNKNOWN = "Deze sleutel is hier niet bekend."
#: How the text of a key is checked and brought into its one form; ValueError in Dutch.
READERS: Mapping[KeyKind, Callable[[str], str]] = {KeyKind.WEBHOOK: signing_keys.read_public, KeyKind.TOKEN: tokens.read_key}


def valid_keys(session: Session, organisation: str, kind: KeyKind) -> Sequence[str]:
    """The public keys of this kind with which the organisation can prove who it is now."""
    return [row.public_key for row in session.scalars(_valid(organisation).where(OrganisationKey.kind == kind))]


def keys_of(context: Context) -> Sequence[OrganisationKey]:
    """The valid keys of the caller's organisation, the oldest first. NotFound for a caller of no organisation."""
    return context.session.scalars(_valid(_own(context))).all()


def add(context: Context, kind: KeyKind, text: str) -> OrganisationKey:
    """Take in a public key, valid from now on. Commits.

    BadRequest when it is none that can be trusted; Conflict when it is there already, or when two of its kind are.
    """
    organisation = _own(context)
    try:
        public_key = READERS[kind](text)
    except ValueError as error:
        raise BadRequest("Dit is geen openbare sleutel.", faults=(Fault("/sleutel", "geen-sleutel", f"{error}."),)) from None
    one_at_a_time(context, organisation)
    valid = valid_keys(context.session, organisation, kind)
    if public_key in valid:
        raise Conflict("Deze sleutel is er al.", code="sleutel-bestaat")
    if len(valid) >= MOST:
        raise Conflict(f"Er zijn al {MOST} sleutels van deze soort. Trek er eerst een in.", code="te-veel-sleutels")
    row = OrganisationKey(
        id=new_id(context.now),
        organisation=organisation,
        kind=kind,
        public_key=public_key,
        created_at=context.now,
        created_by=context.actor.name,
    )
    context.session.add(row)
    journal.audit(context, "sleutel-toevoegen", str(row.id), soort=kind.value)
    context.session.commit()
    return row


def revoke(context: Context, key_id: UUID) -> None:
    """From now on this key proves nothing. Commits. NotFound when it is not theirs, or revoked before."""
    row = next((row for row in keys_of(context) if row.id == key_id), None)
    if row is None:
        raise NotFound(UNKNOWN)
    row.revoked_at = context.now
    journal.audit(context, "sleutel-intrekken", str(row.id), soort=row.kind.value)
    context.session.commit()


def _valid(organisation: str) -> Select[OrganisationKey]:
    """What was not revoked, nor uploaded by a program of which the API key was; the oldest first."""
    stopped = select(CLIENT + ApiClient.name).where(ApiClient.revoked_at.is_not(None))
    query = select(OrganisationKey).where(OrganisationKey.organisation == organisation, OrganisationKey.revoked_at.is_(None))
    return query.where(OrganisationKey.created_by.not_in(stopped)).order_by(OrganisationKey.id)


def one_at_a_time(context: Context, organisation: str) -> None:
    """Let this organisation add one thing at a time, until the caller commits: two at once would both find room for the last one.

    The line to the organisation is the lock.
    """
    insert_absent(context.session, Channel, [{"organisation": organisation, "failures": 0, "probes": 0}], "organisation")
    context.session.scalars(locked(context.session, select(Channel.organisation).where(Channel.organisation == organisation))).one()


def _own(context: Context) -> str:
    if context.actor.organisation is None:
        raise NotFound(UNKNOWN)
    return context.actor.organisation
