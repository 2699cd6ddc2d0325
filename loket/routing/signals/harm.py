"""The harm of a signal beside its count: days, knocks and hand-backs, summed over its cases (practice rule 26).

Counted when a cause is noted, and again when its case gets another cause or is closed; between the two it does not change.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case, ContactMoment
from loket.cases.signals import Cause, Review, Signal
from loket.db import locked
from loket.routing.context import Context

COUNTS = frozenset({Review.CONFIRMED, Review.COUNTED})  #: counts in a brief


@dataclass(frozen=True, slots=True)
class Harm:
    """What one case took: days since the first knock, knocks at a counter, parts that were handed back."""

    days: int
    knocks: int
    hand_backs: int


def harm_of(context: Context, case: Case) -> Harm:
    """The harm until the case was closed, or until now. One statement."""
    contacts = context.session.scalar(select(func.count()).where(ContactMoment.case_id == case.id)) or 0
    ended = amsterdam_date(case.closed_at or context.now)
    handed_back = sum(part.decline_reason is not None for part in case.referrals)
    return Harm((ended - amsterdam_date(case.knocked_at)).days, 1 + contacts, handed_back)


def recount(context: Context, *cases: Case, joined: UUID | None = None) -> None:
    """Count the harm of locked cases anew in every signal that they are in. The caller commits.

    All those signals are locked, and the one that is ``joined`` with them: together, so that nobody waits for another in a circle.
    """
    found = {case.id: case for case in cases}
    of_cases = Cause.case_id.in_(found)
    signals = {*context.session.scalars(select(Cause.signal_id).where(of_cases)), *([joined] if joined else [])}
    if not signals:
        return
    lock(context, *signals)
    query = select(Cause).where(of_cases).options(joinedload(Cause.signal)).execution_options(populate_existing=True)
    causes = context.session.scalars(query).all()
    took = {case_id: harm_of(context, found[case_id]) for case_id in {cause.case_id for cause in causes}}
    for cause in causes:
        harm = took[cause.case_id]
        take(cause.signal, cause)
        cause.days, cause.knocks, cause.hand_backs = harm.days, harm.knocks, harm.hand_backs
        give(cause.signal, cause)


def lock(context: Context, *signals: UUID) -> None:
    """Lock these signals and read them afresh, in the order of their ids, after their case."""
    context.session.flush()
    query = select(Signal).where(Signal.id.in_(signals)).order_by(Signal.id)
    context.session.scalars(locked(context.session, query).execution_options(populate_existing=True)).all()


def give(signal: Signal, cause: Cause, times: int = 1) -> None:
    """Add a cause to the numbers of its locked signal, and to those of a brief when it counts there; one that was wrong is in none."""
    if cause.review is Review.WRONG:
        return
    for name, number in _numbers(cause).items():
        setattr(signal, name, getattr(signal, name) + times * number)
        if cause.review in COUNTS:
            counted = "counted" if name == "count" else f"counted_{name}"
            setattr(signal, counted, getattr(signal, counted) + times * number)


def take(signal: Signal, cause: Cause) -> None:
    """The reverse of :func:`give`."""
    give(signal, cause, -1)


def _numbers(cause: Cause) -> dict[str, int]:
    return {"count": 1, "days": cause.days, "knocks": cause.knocks, "hand_backs": cause.hand_backs}
