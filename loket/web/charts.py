"""Bar charts drawn on the server: shapes alone, without style or script. Their words and numbers stand in the table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 100.0, 40.0  #: of the drawing; the page stretches it
GAP = 0.25  #: of the room of a group that stays empty
LEAST = 0.6  #: so high is a bar at least, so that 1 beside 1,000 is still there


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its place and size in the drawing, and which of the series it is of (0 is the first)."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in groups, and the value that the top of the drawing stands for; 0 when there is nothing to draw."""

    bars: tuple[Bar, ...]
    top: float


def grouped(groups: Sequence[Sequence[float | None]]) -> Chart:
    """Groups of bars side by side, one bar for each series; None and 0 draw none. All begin at 0, so heights can be compared."""
    top = max((value for group in groups for value in group if value), default=0)
    if not top:
        return Chart((), 0)
    room = WIDTH / len(groups)
    bars = []
    for place, group in enumerate(groups):
        wide = room * (1 - GAP) / len(group)
        for series, value in enumerate(group):
            if value:
                height = max(HEIGHT * value / top, LEAST)
                x = place * room + room * GAP / 2 + series * wide
                bars.append(Bar(round(x, 2), round(HEIGHT - height, 2), round(wide, 2), round(height, 2), series))
    return Chart(tuple(bars), top)
