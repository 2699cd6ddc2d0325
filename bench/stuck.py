"""How the supervisor's list behaves as the number of cases grows: first page, deep page and counts, as ratios.

Usage: python -m bench.stuck [small] [large] [rounds]     (10,000, 1,000,000 and 7 when left out)

Makes two SQLite databases of generated cases in a temporary folder, three in a hundred of which stand still, and asks each for the
same things by turns. What counts is the ratio of the medians: time depends on the machine, the ratio hardly does (goal G10: 1.5).
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, create_engine, func, insert, select
from sqlalchemy.orm import Session

from loket.cases.base import Base, new_id
from loket.cases.models import Case, Person, Referral
from loket.cases.states import CaseState, ReferralState, Turn
from loket.cases.stuck_reasons import OUTAGES, REASONS
from loket.db import prepare_engine
from loket.routing import stuck, stuck_list
from loket.routing.catalogue import Catalogue
from loket.routing.context import MACHINE, Context
from loket.routing.stuck_list import Choice

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STUCK = 0.03  #: the share that stands still
CHUNK = 20_000
PAGE = 26


def main(arguments: list[str]) -> None:
    """Make both, measure both, print a line for each question."""
    small, large, rounds = [int(one) for one in (*arguments, *("10000", "1000000", "7")[len(arguments) :])]
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as folder:
        engines = [made(Path(folder) / f"{count}.db", count) for count in (small, large)]
        contexts = [Context(Session(engine), cast("Catalogue", None), MACHINE, NOW) for engine in engines]
        sys.stdout.write(f"{'question':<34}{small:>12,}{large:>12,}   ratio\n")
        for name, ask in QUESTIONS.items():
            one, other = medians([ask(context) for context in contexts], rounds)
            sys.stdout.write(f"{name:<34}{one:>9.2f} ms{other:>9.2f} ms   {other / one:.2f}\n")


def made(path: Path, count: int) -> Engine:
    """A database with so many cases."""
    engine = create_engine(f"sqlite:///{path}")
    prepare_engine(engine)
    Base.metadata.create_all(engine)
    chance = random.Random(20260302)  # noqa: S311 no secret: the same cases every time
    person = new_id(NOW)
    with engine.begin() as connection:
        connection.execute(insert(Person).values(id=person, pseudonym=new_id(NOW)))
    for start in range(0, count, CHUNK):
        cases = list(generated(start, min(CHUNK, count - start), person, chance))
        with engine.begin() as connection:
            connection.execute(insert(Case), cases)
            connection.execute(insert(Referral), [part_of(case) for case in cases])
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return engine


def generated(start: int, count: int, person: Any, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Rows of cases, spread over lokets, organisations and a year."""
    reasons = [reason for reason in REASONS if reason not in OUTAGES]
    for number in range(start, start + count):
        at = NOW - timedelta(minutes=chance.randrange(525_600))
        reason = chance.choice(reasons) if chance.random() < STUCK else None
        need = chance.choice((0, 0, 0, 20, 50, 80))
        yield {
            "id": new_id(at),
            "number": f"L-{number:011d}",
            "person_id": person,
            "joinable": False,
            "gemeente_code": f"{chance.randrange(342):04d}",
            "counter": f"loket-{chance.randrange(350)}",
            "employee": "balie",
            "channel": "balie",
            "urgent": need > 20,
            "need": need,
            "state": CaseState.IN_PROGRESS,
            "turn": Turn.ORGANISATION,
            "stuck_reason": reason,
            "stuck_since": at if reason else None,
            "stuck_rank": stuck.rank(reason, need) if reason else None,
            "stuck_organisation": f"organisatie-{chance.randrange(400)}" if reason else None,
            "stuck_product": "ww" if reason else None,
            "coordinator": f"toezichthouder-{chance.randrange(20)}" if reason else None,
            "knocked_at": at,
            "received_at": at,
            "catalogue_version": "bench",
        }


def part_of(case: dict[str, Any]) -> dict[str, Any]:
    """The row of its only part."""
    return {
        "id": new_id(NOW),
        "case_id": case["id"],
        "ordinal": 1,
        "number": f"{case['number']}-1",
        "organisation": case["stuck_organisation"] or "organisatie-1",
        "product": "ww",
        "way": "aanvragen",
        "for_role": "aanvrager",
        "reason": "gemaakt",
        "ground": "gemaakt",
        "terms": {"naam": "WW-uitkering"},
        "state": ReferralState.ACCEPTED,
        "state_since": NOW,
        "turn": Turn.ORGANISATION,
    }


def asked(choice: Choice, *, deep: bool = False) -> Callable[[Context], Callable[[], object]]:
    """A page of this choice; ``deep``: behind nine tenths of the whole list."""

    def prepare(context: Context) -> Callable[[], object]:
        after = _deep(context) if deep else None
        return lambda: stuck_list.page(context, choice, after, PAGE)

    return prepare


def counted(choice: Choice) -> Callable[[Context], Callable[[], object]]:
    return lambda context: lambda: stuck_list.counts(context, choice)


def _deep(context: Context) -> stuck_list.Cursor:
    total = context.session.scalar(select(func.count()).select_from(Case).where(Case.stuck_rank <= 0)) or 0
    query = select(Case).where(Case.stuck_rank <= 0).order_by(Case.stuck_rank, Case.stuck_since, Case.id)
    found = context.session.scalars(query.offset(total * 9 // 10).limit(1)).one()
    return stuck_list.cursor(found)


def medians(calls: list[Callable[[], object]], rounds: int) -> list[float]:
    """The median of each in milliseconds, asked by turns."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds + 1):
        for call, found in zip(calls, times, strict=True):
            began = time.perf_counter()
            call()
            found.append((time.perf_counter() - began) * 1000)
    return [statistics.median(found[1:]) for found in times]


QUESTIONS = {
    "first page": asked(Choice()),
    "deep page (at 90 %)": asked(Choice(), deep=True),
    "first page of one reason": asked(Choice(reason="geen-voortgang")),
    "first page of one organisation": asked(Choice(organisation="organisatie-7")),
    "first page of one loket": asked(Choice(counter="loket-7")),
    "counts": counted(Choice()),
    "counts of one organisation": counted(Choice(organisation="organisatie-7")),
}

if __name__ == "__main__":
    main(sys.argv[1:])
