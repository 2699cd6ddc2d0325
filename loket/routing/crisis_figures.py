"""The figures of one life event of a crisis: how many ask, where, and how far they are (practice rule 27). Counts only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from loket.cases.deadlines import midnight
from loket.cases.models import Case
from loket.cases.states import CaseState
from loket.routing.catalogue import Catalogue
from loket.routing.context import Context
from loket.routing.entries import LifeEvent
from loket.routing.figures import disclosure
from loket.routing.figures.disclosure import Number, Told
from loket.routing.progress import today
from loket.routing.roles import SUPERVISOR

DAYS, MOST = 28, 50  #: days and places that the page shows
DECIDED = (CaseState.SETTLED, CaseState.CLOSED)
EMPTY: frozenset[str] = frozenset()

Cell = tuple[str, Number]  # what it is of, and how many; None when it may not be told


@dataclass(frozen=True, slots=True)
class Figures:
    """What came in between two days (both included): the whole, how far it is, by day, by loket and by gemeente."""

    first: date
    last: date
    total: Number
    standing: Sequence[Cell]  # open, besloten, ingetrokken
    days: Sequence[Cell]  # ISO dates, the newest DAYS
    counters: Sequence[Cell]  # slugs, the most first
    gemeenten: Sequence[Cell]  # codes, the most first


def figures(context: Context, event: LifeEvent) -> Figures:
    """The figures of this event for who acts: four statements over an index, however many cases there are.

    A supervisor of no organisation sees every cell as it is, one of an organisation those of its own lokets. All else is rounded and not
    told when it is small (``disclosure``), nor is the total where it would give a small cell of any of the tables away.
    """
    first, last = event.valid_from or today(context) - timedelta(days=DAYS - 1), min(event.valid_to or today(context), today(context))
    came = Case.life_event == event.slug, ~Case.hidden, *_between(first, last)
    told = told_to(context)
    states = _counted(context, Case.state, came)
    total = sum(states.values())
    standing = [
        ("open", total - sum(states.get(state, 0) for state in (*DECIDED, CaseState.WITHDRAWN))),
        ("besloten", sum(states.get(state, 0) for state in DECIDED)),
        ("ingetrokken", states.get(CaseState.WITHDRAWN, 0)),
    ]
    counters = [(str(slug), count) for slug, count in _counted(context, Case.counter, came).items()]
    gemeenten = [(str(code), count) for code, count in _counted(context, Case.gemeente_code, came).items() if code]
    own = {slug for slug, _ in counters if _is_own(context.catalogue, slug, context.actor.organisation)}
    tables = [(standing, EMPTY), (_by_day(context, event, first, last), EMPTY), (counters, own), (gemeenten, EMPTY)]
    totals = [disclosure.beside([(n, _how(name, told, known)) for name, n in cells], total, told) for cells, known in tables]
    return Figures(
        first,
        last,
        None if None in totals else totals[0],
        *([(name, _how(name, told, known).number(n)) for name, n in cells] for cells, known in tables),
    )


def told_to(context: Context) -> Told:
    """How the numbers of every loket are told to who asks."""
    return Told(exact=SUPERVISOR in context.actor.roles and context.actor.organisation is None)


def _how(name: str, told: Told, own: Set[str]) -> Told:
    return Told(exact=True) if name in own else told


def _is_own(catalogue: Catalogue, counter: str, organisation: str | None) -> bool:
    found = catalogue.counters.get(counter)
    return organisation is not None and found is not None and found.organisation == organisation


def _between(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Received on these days of Amsterdam."""
    return Case.received_at >= midnight(first), Case.received_at < midnight(last + timedelta(days=1))


def _counted(context: Context, column: InstrumentedAttribute[Any], came: tuple[ColumnElement[bool], ...]) -> Mapping[Any, int]:
    """How many for each value, the most first, at most MOST of them."""
    number = func.count().label("number")
    query = select(column.label("value"), number).where(*came).group_by(column).order_by(number.desc(), column).limit(MOST)
    return {row.value: row.number for row in context.session.execute(query)}


def _by_day(context: Context, event: LifeEvent, first: date, last: date) -> list[tuple[str, int]]:
    """The newest DAYS, the oldest first, also those without a case."""
    begin = max(first, last - timedelta(days=DAYS - 1))
    days = [begin + timedelta(days=number) for number in range((last - begin).days + 1)]
    if not days:
        return []
    counts = [
        select(literal(day.isoformat()), func.count()).where(Case.life_event == event.slug, ~Case.hidden, *_between(day, day))
        for day in days
    ]
    return sorted((day, number) for day, number in context.session.execute(union_all(*counts)))
