"""Two employees on one case: what changed since somebody opened the form that they send now. Nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from loket.cases.models import Case, CaseEvent
from loket.cases.queries import find_case
from loket.routing.context import Context
from loket.routing.progress import lock_case

#: What comes by itself between systems and changes nothing about what an employee wants to do.
QUIET = frozenset(
    {
        "verzonden",
        "aanvulling-bezorgd",
        "bericht-bezorgd",
        "ontvangen",
        "te-laat-bericht",
        "opnieuw-aangeboden",
        "opnieuw-bezorgd",
        "inrichting-nakijken",
        "herinnerd",
        "oorzaak-vastgelegd",
        "oorzaak-weggehaald",
        "eigen-woorden-gewist",
    }
)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a case stood when a form was opened: its ``version``, and the number of its last line in the timeline."""

    version: int
    sequence: int

    @classmethod
    def parse(cls, text: str) -> Seen | None:
        """Read what :meth:`__str__` wrote; None for anything else."""
        version, _, sequence = text.partition(".")
        return cls(int(version), int(sequence)) if version.isdecimal() and sequence.isdecimal() else None

    @classmethod
    def of(cls, case: Case) -> Seen:
        """How this case stands now."""
        return cls(case.version, case.events_count)

    def __str__(self) -> str:
        return f"{self.version}.{self.sequence}"


def changed_since(context: Context, number: str, seen: Seen | None) -> Sequence[CaseEvent]:
    """What matters of what happened to a case since ``seen``, the oldest first; nothing for None: that form shows no state.

    Locks the case for the caller's transaction, so that nothing comes between this answer and what is done next. NotFound.
    """
    case = lock_case(context, find_case(context.session, number).id)
    if seen is None or (seen.version == case.version and seen.sequence == case.events_count):
        return ()
    query = select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.sequence > seen.sequence, CaseEvent.type.not_in(QUIET))
    return context.session.scalars(query.order_by(CaseEvent.sequence)).all()
