"""How the lines do: each call is counted in its hour when its result is written, so that no page ever counts deliveries."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select

from loket.adapters.port import Verdict
from loket.cases.watch import LineHour
from loket.db import insert_or_add
from loket.routing.context import Context

DAY, WEEK = timedelta(days=1), timedelta(days=7)
KEPT = timedelta(days=90)
STEPS = (100, 250, 500, 1000, 2000, 5000, 10_000)  #: milliseconds: the latencies that are told apart
COLUMNS = ("calls", "delivered", *(f"within_{step}" for step in STEPS))


@dataclass(frozen=True, slots=True)
class Figures:
    """The calls of one organisation in a period: how many, how many arrived, and how long they took."""

    calls: int = 0
    delivered: int = 0
    within: tuple[int, ...] = ()  # calls by step of :data:`STEPS`; the rest took longer

    @property
    def share(self) -> float | None:
        """The part that arrived, 0 to 1; None without calls."""
        return self.delivered / self.calls if self.calls else None

    def at_most(self, quantile: float) -> int | None:
        """The step (milliseconds) within which this part of all calls was answered; None when it is longer than all, or without calls."""
        needed = quantile * self.calls
        reached = zip(STEPS, itertools.accumulate(self.within), strict=False)
        return next((step for step, count in reached if self.calls and count >= needed), None)


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


def count(context: Context, results: Iterable[tuple[str, Verdict, int]]) -> None:
    """Count results (organisation, verdict, milliseconds) in this hour in one statement, with their lines locked. The caller commits.

    What called nobody (UNABLE) is no call.
    """
    found: dict[str, Counter[str]] = {}
    for organisation, verdict, milliseconds in results:
        if verdict is not Verdict.UNABLE:
            row = found.setdefault(organisation, Counter(dict.fromkeys(COLUMNS, 0)))
            row["calls"] += 1
            row["delivered"] += verdict is Verdict.DELIVERED
            row.update([f"within_{step}" for step in STEPS if milliseconds <= step][:1])
    hour = hour_of(context.now)
    rows = [{"hour": hour, "organisation": organisation, **numbers} for organisation, numbers in sorted(found.items())]
    insert_or_add(context.session, LineHour, rows, "hour", "organisation")


def figures(context: Context, organisations: Collection[str] | None = None) -> Mapping[str, tuple[Figures, Figures]]:
    """Of each organisation with calls this week (None: all): the last 24 hours and the last seven days, by whole hours. One statement."""
    first, lately = hour_of(context.now - WEEK), LineHour.hour > hour_of(context.now - DAY)
    columns = [getattr(LineHour, name) for name in COLUMNS]
    sums = [func.sum(column) for column in columns] + [func.sum(case((lately, column), else_=0)) for column in columns]
    query = select(LineHour.organisation, *sums).where(LineHour.hour > first).group_by(LineHour.organisation)
    if organisations is not None:
        query = query.where(LineHour.organisation.in_(organisations))
    found = {}
    for slug, *numbers in context.session.execute(query):
        week, day = (_figures(part) for part in (numbers[: len(COLUMNS)], numbers[len(COLUMNS) :]))
        found[slug] = (day, week)
    return found


def forget(context: Context) -> None:
    """Delete the hours of more than 90 days ago. Commits."""
    context.session.execute(delete(LineHour).where(LineHour.hour < context.now - KEPT))
    context.session.commit()


def _figures(numbers: list[int]) -> Figures:
    calls, delivered, *within = (int(number) for number in numbers)
    return Figures(calls, delivered, tuple(within))
