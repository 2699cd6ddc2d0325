"""How the supervisor's list behaves as the number of cases grows: first page, deep page and counts, as ratios.

Usage: python -m bench.stuck sqlite|postgresql [small] [large] [rounds]     (10,000, 1,000,000 and 7 when left out)

Makes two databases of generated cases, three in a hundred of which stand still, and asks each for the same things by turns. What counts is
the ratio of the medians: time depends on the machine, the ratio hardly does (goal G10: 1.5).
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from sqlalchemy import func, select

from bench import cases
from loket.cases.models import Case
from loket.routing import stuck_list
from loket.routing.context import Context
from loket.routing.stuck_list import Choice

PAGE = 26
FEW = 10  #: among 10,000 cases no more than so many have one reason: then a page is not full, and what a row costs shows by as many rows


def main(arguments: list[str]) -> None:
    """Make both, measure both, print a line for each question."""
    kind, *rest = arguments
    counts, rounds = cases.sizes(rest)
    with cases.contexts(kind, counts) as made:
        sys.stdout.write(cases.head(kind, counts))
        for line in cases.compared(QUESTIONS, made, rounds):
            sys.stdout.write(line)


def asked(choice: Choice, *, deep: bool = False, limit: int = PAGE) -> Callable[[Context], Callable[[], object]]:
    """A page of this choice, of at most ``limit`` cases; ``deep``: behind nine tenths of the whole list."""

    def prepare(context: Context) -> Callable[[], object]:
        after = _deep(context) if deep else None
        return lambda: stuck_list.page(context, choice, after, limit)

    return prepare


def counted(choice: Choice) -> Callable[[Context], Callable[[], object]]:
    return lambda context: lambda: stuck_list.counts(context, choice)


def _deep(context: Context) -> stuck_list.Cursor:
    total = context.session.scalar(select(func.count()).select_from(Case).where(Case.stuck_rank <= 0)) or 0
    query = select(Case).where(Case.stuck_rank <= 0).order_by(Case.stuck_rank, Case.stuck_since, Case.id)
    found = context.session.scalars(query.offset(total * 9 // 10).limit(1)).one()
    return stuck_list.cursor(found)


QUESTIONS = {
    "first page": asked(Choice()),
    "deep page (at 90 %)": asked(Choice(), deep=True),
    "first page of one reason": asked(Choice(reason="geen-voortgang")),
    "first ten of one reason": asked(Choice(reason="geen-voortgang"), limit=FEW),
    "first page of one organisation": asked(Choice(organisation="organisatie-7")),
    "first page of one loket": asked(Choice(counter="loket-7")),
    "counts": counted(Choice()),
    "counts of one organisation": counted(Choice(organisation="organisatie-7")),
}

if __name__ == "__main__":
    main(sys.argv[1:])
