"""What an organisation follows of its own parts: a number for each change, given out after the change was committed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, event, inspect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from loket.cases.base import Base
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
