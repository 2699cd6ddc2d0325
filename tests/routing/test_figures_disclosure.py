"""Fewer than ten is not told outside the own organisation, and nobody finds it by subtraction."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.routing.figures import disclosure, results
from loket.routing.figures.definitions import Form
from loket.routing.figures.disclosure import FEWEST, Number, Told, bounds, total

OUTSIDE, OWN = Told(), Told(exact=True)
CELLS = st.lists(st.integers(0, 60) | st.integers(0, 9), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, None),  # also that there is nothing is not told
        (9, None),
        (10, 10),
        (14, 10),
        (15, 20),
        (1234, 1230),
    ],
)
def test_a_number_is_rounded_to_tens_and_one_under_ten_is_not_told(count: int, told: Number) -> None:
    assert OUTSIDE.number(count) == told
    assert OWN.number(count) == count


def ways(cells: Sequence[Number], exact: Sequence[bool], all_told: Number, place: int) -> set[int]:
    """Every value that this cell can have by all that is told of its table: the sum of the others takes each value between its bounds."""
    lows, highs = zip(*(bounds(cell, exact=known) for cell, known in zip(cells, exact, strict=True)), strict=True)
    low, high = sum(lows) - lows[place], sum(highs) - highs[place]
    sums = range(sum(highs) + 1) if all_told is None else range(bounds(all_told)[0], bounds(all_told)[1] + 1)
    return {value for value in range(lows[place], highs[place] + 1) if any(low <= found - value <= high for found in sums)}


@given(CELLS, st.none() | st.integers(0, 7))
def test_a_number_that_is_not_told_does_not_follow_from_the_others_and_their_total(counts: list[int], own: int | None) -> None:
    telling = [OWN if place == own else OUTSIDE for place in range(len(counts))]
    told = [one.number(count) for count, one in zip(counts, telling, strict=True)]
    found = total(list(zip(counts, telling, strict=True)), OUTSIDE)
    for place, cell in enumerate(told):
        if cell is None:
            possible = ways(told, [one.exact for one in telling], found, place)
            assert counts[place] in possible
            assert len(possible) > 1


@given(st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=2, max_size=4))
def test_nor_from_rows_and_columns_together(table: list[list[int]]) -> None:
    """Two pages show the same numbers, split in two ways: what one leaves open the other may not close."""
    columns = [list(column) for column in zip(*table, strict=True)]
    for row, line in enumerate(table):
        for place, count in enumerate(line):
            if count < FEWEST:
                by_row = possible_in(line, place)
                by_column = possible_in(columns[place], row)
                assert len(by_row & by_column) > 1


def possible_in(counts: list[int], place: int) -> set[int]:
    """What a cell can be by its own row or column and the total of that."""
    told = [OUTSIDE.number(count) for count in counts]
    return ways(told, [False] * len(counts), total([(count, OUTSIDE) for count in counts], OUTSIDE), place)


def test_a_total_that_would_give_a_number_away_is_left_out() -> None:
    counts = [9, 14, 14, 14, 14]  # 65 is told as 70: at least 65, of which the others are at most 56
    assert disclosure.pinned(0, [(OUTSIDE.number(count), OUTSIDE) for count in counts], 70)
    assert total([(count, OUTSIDE) for count in counts], OUTSIDE) is None
    assert total([(count, OUTSIDE) for count in (8, 14, 14, 14, 14)], OUTSIDE) == 60


HISTOGRAMS = st.lists(st.dictionaries(st.sampled_from("0123"), st.integers(1, 12), max_size=4), max_size=8)


@given(HISTOGRAMS, st.lists(st.integers(0, 9), min_size=8, max_size=8), st.sampled_from(Form))
def test_a_number_that_is_not_told_changes_nothing_that_is(periods: list[dict[str, int]], others: list[int], form: Form) -> None:
    """Whatever periods somebody adds up: had there been another small number, every total and every median would be the same."""
    changed = [{"1": other} if sum(one.values()) < FEWEST else one for one, other in zip(periods, others, strict=False)]
    for last in range(len(periods) + 1):
        for first in range(last + 1):
            found = [results.whole(form, [(one, OUTSIDE) for one in cells[first:last]]) for cells in (periods, changed)]
            assert found[0] == found[1]


@pytest.mark.parametrize("chance", [0.1, 0.5, 1.0, 1.5])
def test_weeks_months_and_the_year_together_leave_a_small_one_open(chance: float) -> None:
    """Everything that is told of a year, as bounds on what was counted until each day; the shortest paths are all that follows from it."""
    days = [date(2025, 1, 1) + timedelta(number) for number in range(366)]
    perhaps = random.Random(chance)  # noqa: S311 no secret
    until = [0, *accumulate(sum(perhaps.random() < chance / 20 for _ in range(20)) for _ in days[:-1])]
    weeks = [(place, place + 7) for place, day in enumerate(days) if day.weekday() == 0 and place + 7 < len(days)]
    months = list(pairwise(place for place, day in enumerate(days) if day.day == 1))
    most = defaultdict(lambda: len(days) * 20, {(later, sooner): 0 for sooner in range(366) for later in range(sooner, 366)})
    for first, last in [*weeks, *months, (0, 365)]:
        least_told, most_told = bounds(OUTSIDE.number(until[last] - until[first]))
        most[first, last], most[last, first] = most_told, -least_told
    edges = sorted({place for cell in [*weeks, *months] for place in cell})
    for via, first, last in product(edges, edges, edges):
        most[first, last] = min(most[first, last], most[first, via] + most[via, last])
    small = [cell for cell in [*weeks, *months] if until[cell[1]] - until[cell[0]] < FEWEST]
    assert small
    assert min(most[first, last] + most[last, first] for first, last in small) >= 3  # four values or more


def test_the_own_numbers_add_up_to_all_of_them() -> None:
    assert results.whole(Form.DAYS, [({"3": 2}, OWN), ({}, OWN), ({"8": 1}, OWN)]) == (3, 3, 8)


def test_days_of_fewer_than_ten_are_not_told_outside_the_own_organisation() -> None:
    few, enough = {"3": 9}, {"3": 5, "8": 5}
    assert results.values(Form.DAYS, few, OUTSIDE) == (None, None, None)
    assert results.values(Form.DAYS, few, OWN) == (9, 3, 3)
    assert results.values(Form.DAYS, enough, OUTSIDE) == (10, 3, 8)


@pytest.mark.parametrize(
    ("late", "in_time", "share"),
    [
        (20, 60, 75),
        (9, 60, None),  # of how many it is told, so the nine would follow
        (60, 9, None),
        (0, 60, None),
    ],
)
def test_a_share_is_told_when_both_sides_of_it_may_be(late: int, in_time: int, share: int | None) -> None:
    assert results.values(Form.SHARE, {"0": late, "1": in_time}, OUTSIDE)[1] == share
    assert results.values(Form.SHARE, {"0": late, "1": in_time}, OWN)[1] == round(100 * in_time / (in_time + late))


@given(st.dictionaries(st.integers(0, 400).map(str), st.integers(1, 50), min_size=1), st.sampled_from([0.5, 0.9]))
def test_a_quantile_of_counts_is_that_of_the_days_one_by_one(histogram: dict[str, int], share: float) -> None:
    days = sorted(int(value) for value, number in histogram.items() for _ in range(number))
    found = results.quantile(histogram, share)
    assert found is not None
    assert sum(day <= found for day in days) >= share * len(days)
    assert sum(day < found for day in days) < share * len(days)
