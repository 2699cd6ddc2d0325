"""Bars keep their proportions, stay inside the drawing, and never overlap."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from loket.web.charts import HEIGHT, LEAST, WIDTH, grouped

VALUES = st.none() | st.integers(0, 100_000) | st.floats(0, 1000)


def test_the_highest_bar_is_as_high_as_the_drawing_and_half_of_it_is_half_as_high() -> None:
    chart = grouped([[10], [20]])
    assert [bar.height for bar in chart.bars] == [HEIGHT / 2, HEIGHT]
    assert chart.top == 20


def test_what_is_not_told_and_what_is_nothing_have_no_bar_but_keep_their_place() -> None:
    chart = grouped([[None], [0], [5]])
    assert len(chart.bars) == 1
    assert chart.bars[0].x > WIDTH * 2 / 3


def test_nothing_to_draw_is_an_empty_chart() -> None:
    assert grouped([]).bars == grouped([[None], [0]]).bars == ()


def test_one_beside_a_thousand_can_still_be_seen() -> None:
    assert grouped([[1], [1000]]).bars[0].height == LEAST


@given(st.lists(st.lists(VALUES, min_size=2, max_size=2), min_size=1, max_size=60))
def test_bars_stay_inside_the_drawing_and_do_not_overlap(groups: list[list[float | None]]) -> None:
    bars = grouped(groups).bars
    assert all(bar.x >= 0 and bar.y >= -0.01 and bar.x + bar.width <= WIDTH + 0.05 and bar.y + bar.height <= HEIGHT + 0.02 for bar in bars)
    assert all(one.x + one.width <= other.x + 0.05 for one, other in itertools.pairwise(bars))
