"""Counts as they would be after many cases, put where the pages read them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from loket.routing.figures import store
from loket.routing.figures.cells import Cells, spread
from loket.routing.figures.measures import Measure


def adds(chance: random.Random, day: date, organisation: str, product: str, counter: str, life_event: str) -> dict[str, Any]:
    """What one case taken in on this day adds, with one part; times and outcomes by chance."""
    received, taken, decided = (chance.randrange(most) for most in (3, 12, 45))
    came, had, took, said = (day + timedelta(days=days) for days in (0, received, received + min(taken, decided), received + decided))
    answered = (said - came).days
    part = [
        _one(Measure.PARTS, came),
        _one(Measure.RECEIVED, had, received),
        _one(Measure.TAKEN_UP, took, min(taken, decided)),
        _one(Measure.DECIDED, said, decided),
        _one(Measure.IN_TIME, said, int(decided <= 35)),
        *([_one(Measure.HANDED_BACK, had)] if chance.random() < 0.15 else []),
    ]
    case = [
        _one(Measure.CASES, came),
        _one(Measure.ANSWERED, said, answered),
        _one(Measure.KNOCKS, said, 1 + chance.randrange(3)),
        _one(Measure.HELPED, said, chance.choice((0, 0, 1, 2, 3))),
        *(_one(Measure.QUESTIONS, came, known, chance.randrange(1, 4)) for known in (0, 1)),
        *([_one(Measure.OPEN, came, came.toordinal())] if chance.random() < 0.2 else []),
    ]
    return {"loket": counter, "gebeurtenis": life_event, "zaak": case, "delen": [[organisation, product, part]]}


def put(session: Session, cases: Iterable[dict[str, Any]]) -> None:
    """Add what these cases add. Commits."""
    found: Cells = {}
    spread(cases, found)
    store.add(session, found)
    session.commit()


def many(last: date, count: int = 300) -> list[dict[str, Any]]:
    """What so many cases add, of the months before this day, the same ones every time."""
    chance = random.Random(20260302)  # noqa: S311 no secret
    places = (("uwv", "ww"), ("gemeente-0518", "bijstand"), ("svb", "akw"), ("uwv", "ww"))
    return [
        adds(
            chance,
            last - timedelta(days=chance.randrange(60, 130)),
            *chance.choice(places),
            chance.choice(("gemeente-0518", "uwv-den-haag")),
            chance.choice(("ontslag", "scheiding", "geen")),
        )
        for _ in range(count)
    ]


def _one(measure: Measure, day: date, value: int = 0, number: int = 1) -> list[Any]:
    return [measure.value, day.isoformat(), value, number]
