"""Counts everything over, from the cases themselves, and compares: the figures must be equal to that, to the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from loket.cases.models import Case
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.figures import contribution, store
from loket.routing.figures.cells import Cells, merged, spread

CHUNK = 1000  #: cases read at once


@dataclass(frozen=True, slots=True)
class Recounted:
    """How many cases were counted, how many of them had not been counted as they stand, and how many counts were wrong."""

    cases: int
    stale: int
    wrong: int


def recount(context: Context) -> Recounted:
    """Count every case over and put right what differs. Commits.

    A case that changed and was not counted yet is *stale*: the clock would have come to it. Counts are *wrong* when they were not what the
    cases added when they were counted: then something was lost. While it runs, the clock counts nothing, and on SQLite nobody writes.
    """
    store.hold(context)
    store.forget_destroyed(context.session)
    now, before, cases, stale = Cells(), Cells(), 0, 0
    last: UUID | None = None
    while ids := _next(context, last):
        last = ids[-1]
        adds, known = contribution.of_cases(context.session, ids), store.adds_of(context.session, ids)
        differ = [case for case in ids if adds.get(case, {}) != known.get(case, {})]
        spread(adds.values(), now)
        spread(known.values(), before)
        store.keep(context.session, {case: adds[case] for case in differ if case in adds}, gone=differ)
        cases, stale = cases + len(ids), stale + len(differ)
    wrong = _put_right(context, now, before)
    journal.audit(context, "cijfers-hertellen", "cijfers", zaken=cases, achter=stale, fout=wrong)
    context.session.commit()
    return Recounted(cases, stale, wrong)


def _next(context: Context, last: UUID | None) -> Sequence[UUID]:
    query = select(Case.id).order_by(Case.id).limit(CHUNK)
    return context.session.scalars(query if last is None else query.where(Case.id > last)).all()


def _put_right(context: Context, now: Cells, before: Cells) -> int:
    """Write what the counts must be where they are not; returns how many were not what they had to be before."""
    wrong, rows = 0, []
    for key, counts, gone in store.everything(context.session):
        wrong += counts != merged(before.pop(key, {}), gone)
        counted = merged(now.pop(key, {}), gone)
        if counts != counted:
            rows.append(store.values(key, counted, gone))
    missing = [store.values(key, counted, {}) for key, counts in now.items() if (counted := merged(counts, {}))]
    wrong += sum(1 for counts in before.values() if merged(counts, {}))
    store.write(context.session, rows, missing)
    return wrong
