"""What went out about a part, as far as an act depends on it: the last reminder, what can be offered again, what a person passes on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import case, or_, select

from loket.adapters.port import Kind
from loket.cases.acts import SourcedNote
from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.routing.context import Context

AGAIN = (DeliveryState.DEAD, DeliveryState.DUE)


@dataclass(frozen=True, slots=True)
class Task:
    """A message that the line cannot carry: which kind (a word of ``Kind``), since when, and its words; None when it has none."""

    kind: str
    since: datetime
    words: str | None = field(repr=False)

    @property
    def reminds(self) -> bool:
        """Whether it is a reminder: those words are a supervisor's, and tell nothing of the citizen's request."""
        return self.kind == Kind.REMINDER.value


@dataclass(frozen=True, slots=True)
class Outgoing:
    """``remind_from`` is the day (Amsterdam) from which another reminder may go; None when there was none."""

    remind_from: date | None = None
    again: bool = False  # a message failed for good, or waits for its next try
    tasks: tuple[Task, ...] = ()  # the oldest first


def outgoing(context: Context, parts: Iterable[Referral]) -> Mapping[UUID, Outgoing]:
    """By the id of each part. One statement."""
    by_id = {part.id: part for part in parts}
    words = case((Delivery.state == DeliveryState.TASK, Delivery.body))
    columns = Delivery.referral_id, Delivery.kind, Delivery.state, Delivery.created_at, Delivery.body.is_not(None), words
    told = or_(Delivery.kind == Kind.REMINDER.value, Delivery.state.in_((*AGAIN, DeliveryState.TASK)))
    query = select(*columns).where(Delivery.referral_id.in_(by_id), told).order_by(Delivery.id)
    found = dict.fromkeys(by_id, Outgoing())
    for part_id, kind, state, at, kept, body in context.session.execute(query).all():
        one = found[part_id]
        if kind == Kind.REMINDER.value:
            norms = context.catalogue.organisations[by_id[part_id].organisation].norms
            one = replace(one, remind_from=amsterdam_date(at) + timedelta(days=norms.reminder))
        if state in AGAIN and kept:
            one = replace(one, again=True)
        if state is DeliveryState.TASK:
            one = replace(one, tasks=(*one.tasks, Task(kind, at, json.loads(body).get("toelichting") if body else None)))
        found[part_id] = one
    return found


def to_pass_on(sent: Mapping[UUID, Outgoing], notes: Sequence[SourcedNote]) -> Mapping[UUID, Sequence[Task]]:
    """What a person still has to pass on, by the id of the part.

    ``notes`` are those of the case: once something that the organisation said later is written down, it was passed on.
    """
    return {
        part_id: [task for task in one.tasks if not any(note.referral_id == part_id and note.at > task.since for note in notes)]
        for part_id, one in sent.items()
    }
