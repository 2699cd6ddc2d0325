"""What may be told of a count (practice rule 25): outside the own organisation fewer than ten is not told, and all else is rounded to tens.

Because everything is rounded, nobody finds a small number by taking others from a total, in one table or across pages: a difference of two
rounded numbers leaves it at least two values. Only where a whole table happens to lie at the edges of its roundings would the total give
one away; then the total is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 10  #: fewer than this is not told
Number = int | None  # as told; None: fewer than FEWEST, or left out
Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """How counts are told: ``exact`` to the organisation that they are about, rounded to all others."""

    exact: bool = False

    def number(self, count: int) -> Number:
        """The count as told."""
        if self.exact:
            return count
        return None if count < FEWEST else (count + 5) // 10 * 10

    def enough(self, count: int) -> bool:
        """Whether something reckoned from so many may be told: a median of three is nearly one of them."""
        return count > 0 and (self.exact or count >= FEWEST)


def total(cells: Sequence[tuple[int, Told]], told: Told) -> Number:
    """The total of a table whose cells are told like this; None also where it would give a cell away that is not told."""
    found = told.number(sum(count for count, _ in cells))
    if found is None or told.exact:
        return found
    known = [(one.number(count), one) for count, one in cells]
    return None if any(pinned(place, known, found) for place, (number, _) in enumerate(known) if number is None) else found


def beside(cells: Sequence[tuple[int, Told]], whole: int, told: Told) -> Number:
    """The total beside a table that may leave something out, as months before the first: that is one cell more, which nobody sees."""
    rest = whole - sum(count for count, _ in cells)
    return total([*cells, (rest, told)] if rest > 0 else cells, told)


def pinned(place: int, known: Sequence[tuple[Number, Told]], total_told: int) -> bool:
    """Whether this cell, which is not told, can have one value only by all that is told of its table."""
    others = [bounds(number, exact=told.exact) for other, (number, told) in enumerate(known) if other != place]
    lowest, highest = bounds(total_told)
    least = max(0, lowest - sum(high for _, high in others))
    most = min(FEWEST - 1, highest - sum(low for low, _ in others))
    return least >= most


def bounds(number: Number, *, exact: bool = False) -> Bounds:
    """The least and the most that a number can be that is told like this."""
    if number is None:
        return 0, FEWEST - 1
    return (number, number) if exact else (max(number - 5, FEWEST), number + 4)
