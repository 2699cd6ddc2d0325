"""Databases of generated cases for the other programs of this folder: a small and a large one of each kind, the same cases every time."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, insert
from sqlalchemy.orm import Session

from loket.cases.base import Base, new_id
from loket.cases.models import Case, Person, Referral
from loket.cases.states import CaseState, ReferralState, Turn
from loket.cases.stuck_reasons import OUTAGES, REASONS
from loket.db import prepare_engine
from loket.routing import stuck
from loket.routing.catalogue import Catalogue
from loket.routing.context import MACHINE, Context
from tests.support.servers import Postgres

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAYS = 180  #: the cases came in during so many days before
STUCK = 0.03  #: the share that stands still
OPEN = 0.15  #: the share on which not every organisation answered
CHUNK = 20_000
COUNTERS, PRODUCTS, EVENTS = 350, 24, 12
NATIONAL = 8  #: organisations that every loket sends to, beside its own gemeente

CATALOGUE = cast("Catalogue", SimpleNamespace(sensitive=frozenset()))  #: all that these questions need of one

Ask = Callable[[Context], Callable[[], object]]  # prepares a question about a database


@contextmanager
def contexts(kind: str, counts: list[int], counters: int = COUNTERS) -> Iterator[list[Context]]:
    """A context on a database of each size; ``kind`` is sqlite or postgresql, and then a server of our own runs meanwhile."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory(prefix="loket-bench-")))
        server = opened.enter_context(closing(Postgres())) if kind == "postgresql" else None
        made = []
        for count in counts:
            url = server.create_database(f"bench{count}") if server else f"sqlite:///{folder / f'{count}.db'}"
            session = opened.enter_context(Session(filled(url, count, counters)))
            made.append(Context(session, CATALOGUE, MACHINE, NOW))
        yield made


def filled(url: str, count: int, counters: int) -> Engine:
    """A database with so many cases."""
    engine = create_engine(url)
    prepare_engine(engine)
    Base.metadata.create_all(engine)
    chance = random.Random(20260302)  # noqa: S311 no secret: the same cases every time
    person = new_id(NOW)
    with engine.begin() as connection:
        connection.execute(insert(Person).values(id=person, pseudonym=new_id(NOW)))
    for start in range(0, count, CHUNK):
        cases = list(generated(start, min(CHUNK, count - start), person, chance, counters))
        with engine.begin() as connection:
            put(connection, Case.__table__, cases)
            put(connection, Referral.__table__, [part_of(case, chance) for case in cases])
    analyse(engine)
    return engine


def put(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    """Put rows into a table the quickest way there is."""
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    usual = {column.name: column.default.arg for column in table.columns if column.default is not None and column.default.is_scalar}
    names = list({**usual, **rows[0]})
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.connection.cursor().copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([_plain((usual | row)[name]) for name in names])


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else json.dumps(value) if isinstance(value, dict) else value


def analyse(engine: Engine) -> None:
    """Let the database know what stands in it."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE")
        connection.connection.commit()  # on SQLite every transaction is begun by us (``loket.db.prepare_engine``)


def generated(start: int, count: int, person: Any, chance: random.Random, counters: int) -> Iterator[dict[str, Any]]:
    """Rows of cases, spread over lokets, life events and days."""
    reasons = [reason for reason in REASONS if reason not in OUTAGES]
    for number in range(start, start + count):
        at = NOW - timedelta(minutes=chance.randrange(DAYS * 1440))
        reason = chance.choice(reasons) if chance.random() < STUCK else None
        need = chance.choice((0, 0, 0, 20, 50, 80))
        ended = None if reason or chance.random() < OPEN else min(at + timedelta(days=chance.randrange(1, 50)), NOW)
        counter = chance.randrange(counters)
        yield {
            "id": new_id(at),
            "number": f"L-{number:011d}",
            "person_id": person,
            "joinable": False,
            "gemeente_code": f"{counter:04d}",
            "life_event": f"gebeurtenis-{chance.randrange(EVENTS)}",
            "counter": f"loket-{counter}",
            "employee": "balie",
            "channel": "balie",
            "urgent": need > 20,
            "need": need,
            "state": CaseState.SETTLED if ended else CaseState.IN_PROGRESS,
            "settled_at": ended,
            "turn": Turn.NONE if ended else Turn.ORGANISATION,
            "stuck_reason": reason,
            "stuck_since": at if reason else None,
            "stuck_rank": stuck.rank(reason, need) if reason else None,
            "stuck_organisation": f"organisatie-{chance.randrange(400)}" if reason else None,
            "stuck_product": "product-0" if reason else None,
            "coordinator": f"toezichthouder-{chance.randrange(20)}" if reason else None,
            "knocked_at": at,
            "received_at": at,
            "catalogue_version": "bench",
        }


def part_of(case: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The row of its only part: at an organisation of the country, or at the gemeente of the loket."""
    product = chance.randrange(PRODUCTS)
    national = product % (NATIONAL + 1)
    received = case["received_at"] + timedelta(hours=chance.randrange(60))
    decided = case["settled_at"]
    return {
        "id": new_id(case["received_at"]),
        "case_id": case["id"],
        "ordinal": 1,
        "number": f"{case['number']}-1",
        "organisation": case["stuck_organisation"] or (f"landelijk-{national}" if national else f"gemeente-{case['gemeente_code']}"),
        "product": f"product-{product}",
        "way": "aanvragen",
        "for_role": "aanvrager",
        "reason": "gemaakt",
        "ground": "gemaakt",
        "terms": {"naam": "WW-uitkering"},
        "state": ReferralState.DECIDED if decided else ReferralState.ACCEPTED,
        "state_since": NOW,
        "turn": Turn.NONE if decided else Turn.ORGANISATION,
        "received_by_organisation_at": min(received, NOW),
        "decided_on": decided.date() if decided else None,
        "due_on": (received + timedelta(days=35)).date(),
    }


def medians(calls: list[Callable[[], object]], rounds: int) -> list[float]:
    """The median of each in milliseconds, asked by turns."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds + 1):
        for call, found in zip(calls, times, strict=True):
            began = time.perf_counter()
            call()
            found.append((time.perf_counter() - began) * 1000)
    return [statistics.median(found[1:]) for found in times]


def compared(questions: dict[str, Ask], made: list[Context], rounds: int) -> Iterator[str]:
    """A line for each question: how long it takes on each database, and the ratio."""
    for name, ask in questions.items():
        one, other = medians([ask(context) for context in made], rounds)
        yield f"{name:<34}{one:>9.2f} ms{other:>9.2f} ms   {other / one:.2f}\n"


def sizes(arguments: list[str]) -> tuple[list[int], int]:
    """The two sizes and the number of rounds, from the arguments of the command."""
    small, large, rounds = [int(one) for one in (*arguments, *("10000", "1000000", "7")[len(arguments) :])]
    return [small, large], rounds


def head(kind: str, counts: list[int]) -> str:
    """The first line of a table."""
    return f"{kind:<34}{counts[0]:>12,}{counts[1]:>12,}   ratio\n"
