"""The rows in which counts are kept. Whoever writes them holds the one lock on the figures, so that two clocks never add at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from loket.cases.figures import CaseFigure, FigureCount
from loket.cases.models import Case
from loket.cases.outbox import ClockLease
from loket.db import insert_missing, locked
from loket.routing.context import Context
from loket.routing.figures.cells import Cells, Key, merged
from loket.routing.figures.contribution import Adds

Row = dict[str, Any]

LOCK = "cijfers"  #: the row that is held while counts are written; the time in it means nothing
AT_ONCE = 500  #: keys in one statement
COLUMNS = ("organisation", "product", "counter", "life_event", "grain", "period")
KEY = [getattr(FigureCount, name) for name in COLUMNS]


def hold(context: Context, *, wait: bool = True) -> bool:
    """Take the lock on the figures until this transaction ends; False when another has it and ``wait`` is False."""
    session = context.session
    query = select(ClockLease.name).where(ClockLease.name == LOCK)
    if session.scalar(query) is None:
        insert_missing(session, ClockLease, [{"name": LOCK, "holder": LOCK, "until": context.now}], "name")
    return session.scalar(locked(session, query, skip=not wait)) is not None


def adds_of(session: Session, ids: Collection[UUID]) -> dict[UUID, Adds]:
    """What these cases added when they were last counted."""
    rows = session.execute(select(CaseFigure.case_id, CaseFigure.adds).where(CaseFigure.case_id.in_(ids)))
    return dict(rows.all())


def keep(session: Session, adds: Mapping[UUID, Adds], gone: Collection[UUID] = ()) -> None:
    """Write down what these cases add; ``gone`` are those that are forgotten."""
    session.execute(delete(CaseFigure).where(CaseFigure.case_id.in_([*adds, *gone])))
    if adds:
        session.execute(insert(CaseFigure), [{"case_id": case, "adds": added} for case, added in adds.items()])


def add(session: Session, more: Cells, gone: Cells | None = None) -> None:
    """Add these to the counts; ``gone`` is added to what is of cases that were destroyed."""
    left = gone or {}
    every = sorted({*more, *left})
    for start in range(0, len(every), AT_ONCE):
        ids = {id_of(key): key for key in every[start : start + AT_ONCE]}
        query = select(FigureCount.id, FigureCount.counts, FigureCount.gone).where(FigureCount.id.in_(ids))
        known = {row.id: row for row in session.execute(query)}
        changed, fresh = list[Row](), list[Row]()
        for row_id, key in ids.items():
            row = known.get(row_id)
            counts = merged(row.counts if row else {}, more.get(key, {}))
            kept = merged(row.gone if row else {}, left[key]) if key in left else row.gone if row else {}
            (changed if row else fresh).append(values(key, counts, kept))
        write(session, changed, fresh)


def write(session: Session, changed: Sequence[Row], fresh: Sequence[Row]) -> None:
    """Put these counts in the place of those that stand there, and add those that do not."""
    if changed:
        session.execute(update(FigureCount), [{"id": row["id"], "counts": row["counts"], "gone": row["gone"]} for row in changed])
    if fresh:
        session.execute(insert(FigureCount), fresh)


def forget_destroyed(session: Session) -> None:
    """Forget what cases added that are not there any more; what is destroyed in the usual way was forgotten then."""
    session.execute(delete(CaseFigure).where(~exists().where(Case.id == CaseFigure.case_id)).execution_options(synchronize_session=False))


def values(key: Key, counts: Mapping[str, Any], gone: Mapping[str, Any]) -> Row:
    """A row of counts."""
    return {"id": id_of(key), **dict(zip(COLUMNS, key, strict=True)), "counts": counts, "gone": gone}


def id_of(key: Key) -> UUID:
    """The id of the row of this key: always the same."""
    return UUID(bytes=hashlib.blake2b("|".join(map(str, key)).encode(), digest_size=16).digest())


def everything(session: Session) -> Iterator[tuple[Key, dict[str, Any], dict[str, Any]]]:
    """Every row: its key, its counts and what of them is of destroyed cases."""
    query = select(*KEY, FigureCount.counts, FigureCount.gone).order_by(*KEY).execution_options(yield_per=AT_ONCE)
    for *key, counts, gone in session.execute(query):
        yield tuple(key), counts, gone
