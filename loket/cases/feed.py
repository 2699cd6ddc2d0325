"""What an organisation follows: a number for each change of its own parts, given after the commit, and addresses that hear of them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, event, inspect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from loket.cases.base import Base
from loket.cases.crypto import EncryptedText
from loket.cases.models import Referral

#: What the clock notes for itself: it tells an organisation nothing about its part.
OWN_NOTES = frozenset({"feed_number", "norm_at", "overdue"})


class Feed(Base):
    """The last number that was given out to an organisation; its row is locked while numbers are given."""

    __tablename__ = "feed"

    organisation: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def changed(part: Referral) -> None:
    """The part changed: it needs a new number. Written also when it had none, for one may have been given meanwhile."""
    part.feed_number = None
    flag_modified(part, "feed_number")


@event.listens_for(Referral, "before_update")
def _note_change(_mapper: Any, _connection: Any, part: Referral) -> None:
    states = inspect(part).attrs
    if any(states[column.key].history.has_changes() for column in inspect(Referral).column_attrs if column.key not in OWN_NOTES):
        changed(part)


class Subscription(Base):
    """An address of an organisation that hears of every change in the cases in which it takes part. Ended: no secret is left."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_organisation", "organisation", "ended_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(500))
    types: Mapped[list[str]]  # see routing.events.TYPES
    secret: Mapped[str | None] = mapped_column(EncryptedText)
    previous_secret: Mapped[str | None] = mapped_column(EncryptedText)
    previous_until: Mapped[datetime | None]  # until then messages bear a signature with the previous secret too
    sequence: Mapped[int] = mapped_column(default=0)  # of the last event: contiguous from 1, given under the lock of this row
    created_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
