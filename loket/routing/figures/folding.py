"""Keeps the figures up to date: a case that changed is counted again in a small step of the clock, off the way of every request.

A case is marked by what it told on its timeline (``announcing``), after the commit, so no mark is lost and none is written by a desk. The
marks, the counts and what each case adds change in one transaction: a clock that is killed halfway changed nothing, and a case that is
marked twice adds nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select

from loket.cases.base import new_id
from loket.cases.figures import FigureDue
from loket.db import insert_all
from loket.routing.context import Context
from loket.routing.figures import contribution, store
from loket.routing.figures.cells import Cells, Flat, expand, flatten, spread

BATCH, BATCHES = 100, 2  #: marks at once, and how often in one tick of the clock: it holds its lease for seconds only


def mark(context: Context, cases: Iterable[UUID]) -> None:
    """Have these cases counted again, with this transaction."""
    insert_all(context.session, FigureDue, [{"id": new_id(context.now), "case_id": case} for case in sorted(set(cases))])


def fold(context: Context, batches: int = BATCHES, size: int = BATCH) -> int:
    """Count the cases that were marked; returns how many marks. Commits each batch. Does nothing while another counts."""
    total = 0
    for _ in range(batches):
        done = fold_marked(context, size) if store.hold(context, wait=False) else 0
        context.session.commit()
        total += done
        if done < size:
            break
    return total


def retire(context: Context, case_id: UUID) -> None:
    """What a case added stays when it is destroyed: count it a last time and forget what it was. The caller commits."""
    store.hold(context)
    last = contribution.of_cases(context.session, [case_id])
    more = _change(context, [case_id], last)
    gone: Cells = {}
    spread(last.values(), gone)
    store.add(context.session, more, gone)
    store.keep(context.session, {}, gone=[case_id])
    context.session.execute(delete(FigureDue).where(FigureDue.case_id == case_id))


def fold_marked(context: Context, size: int) -> int:
    """Count so many marks at most, with the lock on the figures held; returns how many. The caller commits."""
    session = context.session
    marks = session.execute(select(FigureDue.id, FigureDue.case_id).order_by(FigureDue.id).limit(size)).all()
    cases = {row.case_id for row in marks}
    if not cases:
        return 0
    adds = contribution.of_cases(session, cases)
    store.add(session, _change(context, cases, adds))
    store.keep(session, adds, gone=cases - adds.keys())
    session.execute(delete(FigureDue).where(FigureDue.id.in_([row.id for row in marks])))
    return len(marks)


def _change(context: Context, cases: Iterable[UUID], adds: dict[UUID, contribution.Adds]) -> Cells:
    """What these cases add now, less what they added before."""
    before = store.adds_of(context.session, list(cases))
    flat, changed = Flat(), Cells()
    for case in cases:
        flatten(before.get(case, {}), -1, flat)
        flatten(adds.get(case, {}), 1, flat)
    expand(flat, changed)
    return changed
