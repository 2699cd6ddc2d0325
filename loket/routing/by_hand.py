"""Messages that the line to an organisation cannot carry: a person passes them on, and writes down what the organisation said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from loket.adapters.port import Adapter, Kind
from loket.cases.acts import SourcedNote
from loket.cases.models import Case
from loket.cases.outbox import Delivery, DeliveryState
from loket.routing.context import Context


@dataclass(frozen=True, slots=True)
class Task:
    """One message to pass on: which kind (a word of ``Kind``), since when, and in which words; None when there are none any more."""

    kind: str
    since: datetime
    words: str | None = field(repr=False)

    @property
    def reminds(self) -> bool:
        """Whether it is a reminder: those words are a supervisor's, and tell nothing of the citizen's request."""
        return self.kind == Kind.REMINDER.value


def can_remind(adapter: Adapter) -> bool:
    """Whether an organisation can get a reminder over its line; ZGW has no message for it."""
    return Kind.REMINDER in adapter.kinds


def of_case(context: Context, case: Case, notes: Iterable[SourcedNote]) -> Mapping[UUID, Sequence[Task]]:
    """What is to be passed on, by the id of the part, the oldest first. One statement.

    ``notes`` are those of the case: once something that the organisation said later is written down, it was passed on.
    """
    query = select(Delivery).where(Delivery.case_id == case.id, Delivery.state == DeliveryState.TASK, Delivery.referral_id.is_not(None))
    said = list(notes)
    found: dict[UUID, list[Task]] = {}
    for row in context.session.scalars(query.order_by(Delivery.id)):
        part_id = row.referral_id
        if part_id and not any(note.referral_id == part_id and note.at > row.created_at for note in said):
            words = json.loads(row.body).get("toelichting") if row.body else None
            found.setdefault(part_id, []).append(Task(row.kind, row.created_at, words))
    return found
