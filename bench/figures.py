"""How the figures behave as the number of cases grows: the dashboard, figures side by side, and counting what changed, as ratios.

Usage: python -m bench.figures sqlite|postgresql [small] [large] [rounds]     (10,000, 1,000,000 and 7 when left out)

Makes two databases of generated cases, counts them over and asks each for the same things by turns (goal G10: a ratio of 1.5). Of more
than 50,000 cases some are counted for all, each as often as it takes: adding up all of them takes longer than everything else together.
What stands still is asked too, on the same databases: see ``bench.stuck``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from sqlalchemy import select, update

from bench import cases, stuck
from loket.cases.models import Case, Referral
from loket.routing.context import Context
from loket.routing.figures import contribution, folding, reading, store
from loket.routing.figures.cells import Cells, spread
from loket.routing.figures.measures import Grain
from loket.routing.figures.reading import Wanted

COUNTERS = 60  #: fewer lokets than there are: all counts are kept in memory meanwhile
MOST, CHUNK = 50_000, 1000
MARKED = 200
HALF_A_YEAR = Wanted((cases.NOW - timedelta(days=cases.DAYS)).date(), cases.NOW.date())
ORGANISATIONS = [f"landelijk-{number}" for number in range(1, cases.NATIONAL + 1)] + [
    f"gemeente-{number:04d}" for number in range(COUNTERS)
]


def main(arguments: list[str]) -> None:
    """Make both, count both over, measure both, print a line for each question."""
    kind, *rest = arguments
    counts, rounds = cases.sizes(rest)
    with cases.contexts(kind, counts, COUNTERS) as made:
        for context in made:
            began = time.perf_counter()
            counted = count_some(context)
            cases.analyse(context.session.get_bind().engine)
            sys.stdout.write(f"{counted:,} cases counted in {time.perf_counter() - began:.0f} s\n")
            sys.stdout.flush()
        sys.stdout.write(cases.head(kind, counts))
        for line in cases.compared(QUESTIONS, made, rounds):
            sys.stdout.write(line)


def count_some(context: Context) -> int:
    """Count at most MOST cases, each as often as it takes to stand for all; returns how many."""
    every = context.session.scalars(select(Case.id).order_by(Case.id)).all()
    times = -(-len(every) // MOST)
    some, found = every[::times], Cells()
    for start in range(0, len(some), CHUNK):
        spread(contribution.of_cases(context.session, some[start : start + CHUNK]).values(), found, times)
    store.add(context.session, found)
    context.session.commit()
    return len(some)


def dashboard(wanted: Wanted) -> cases.Ask:
    """Every figure of a choice."""
    return lambda context: lambda: reading.everything(context, wanted)


def side_by_side(context: Context) -> Callable[[], object]:
    return lambda: reading.split(context, HALF_A_YEAR, "organisatie", ORGANISATIONS)


def counting(context: Context) -> Callable[[], object]:
    """A batch of cases changes and is counted again: their parts are decided today."""
    known = context.session.scalars(select(Case.id).where(Case.settled_at.is_not(None)).order_by(Case.id).limit(20 * MARKED)).all()
    batches = cycle([known[start : start + MARKED] for start in range(0, len(known), MARKED)])

    def count() -> None:
        batch = next(batches)
        later = update(Referral).where(Referral.case_id.in_(batch)).values(decided_on=cases.NOW.date())
        context.session.execute(later.execution_options(synchronize_session=False))
        folding.mark(context, batch)
        context.session.commit()
        folding.fold(context, 1, MARKED)

    return count


QUESTIONS: dict[str, cases.Ask] = {
    "dashboard, by month": dashboard(HALF_A_YEAR),
    "dashboard, by week": dashboard(replace(HALF_A_YEAR, grain=Grain.WEEK)),
    "dashboard of one organisation": dashboard(replace(HALF_A_YEAR, organisation="landelijk-3")),
    "dashboard of a loket and a product": dashboard(replace(HALF_A_YEAR, counter="loket-7", product="product-3")),
    "organisations side by side": side_by_side,
    "count 200 cases that changed": counting,
    **stuck.QUESTIONS,
}

if __name__ == "__main__":
    main(sys.argv[1:])
