"""Who may speak for somebody, and until when (practice rule 10)."""

from __future__ import annotations

from datetime import date, timedelta

from loket.cases.identity import age_on

PARENT, COMPANION = "ouder", "begeleider"
MAJORITY = 18  # years (BW 1:233)


def last_day(kind: str | None, born: str | None, until: date | None) -> date | None:
    """The last day on which a representative may act: the day named, and for a parent never later than the day before the child
    is 18 (BW 1:233, 1:245). ``born`` is the child's canonical birth date; of a partial one the earliest possible day counts.
    None when there is no end.
    """
    ends = [until, _last_minor_day(born) if kind == PARENT and born else None]
    return min((day for day in ends if day is not None), default=None)


def gets_data(kind: str | None, until: date | None, today: date) -> bool:
    """Whether organisations may know of this representative today: a begeleider helps and gets nothing; nor who may act no more."""
    return kind != COMPANION and (until is None or today <= until)


def is_adult(born: str, today: date) -> bool:
    """Whether somebody with this canonical birth date may be 18 on that day."""
    ages = age_on(born, today)
    return ages is not None and ages[1] >= MAJORITY


def _last_minor_day(born: str) -> date | None:
    year, month, day = (int(part) for part in born.split("-"))
    if not year:
        return None
    if (month, day) == (2, 29):  # 18 years later is no leap year, and then 1 March is the birthday
        return date(year + MAJORITY, 2, 28)
    return date(year + MAJORITY, month or 1, day or 1) - timedelta(days=1)
