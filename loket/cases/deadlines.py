"""Legal terms: the Algemene wet bestuursrecht (Awb) and the Algemene termijnenwet (Atw).

All days are calendar days in Amsterdam. A term runs from the day after the event that starts it; the last day belongs to it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DECREE = "Atw art. 3 lid 3"  # in the column grondslag: a day set equal to a holiday by royal decree
FIRST_PENALTY_DAY = timedelta(weeks=2, days=1)

#: The penalty of Awb 4:17 as (days, euros a day), in order: 42 days, 1,442 euros at most. The amounts are configuration.
PENALTY_STEPS = ((14, 23), (14, 35), (14, 45))


class Unit(StrEnum):
    """What a term is counted in; the value is its designator in text."""

    DAYS = "D"
    WORKING_DAYS = "WD"
    WEEKS = "W"
    MONTHS = "M"
    YEARS = "Y"


WORDS = {
    Unit.DAYS: ("dag", "dagen"),
    Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
    Unit.WEEKS: ("week", "weken"),
    Unit.MONTHS: ("maand", "maanden"),
    Unit.YEARS: ("jaar", "jaar"),
}
LONGEST_UNDER_ATW = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3, Unit.YEARS: 0}


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as a law words it. Weeks are not days: Atw art. 4 draws its line per unit."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Term:
        """Read ``P8W``, ``P90D``, ``P3M``, ``P1Y`` (ISO 8601 with one part) or ``P3WD`` (working days); ValueError on anything else."""
        found = re.fullmatch(r"P([1-9][0-9]{0,2})(WD|D|W|M|Y)", text)
        if not found:
            raise ValueError(f"‘{text}’ is geen termijn; schrijf bijvoorbeeld P8W (weken), P3WD (werkdagen), P90D, P3M of P1Y.")
        return cls(int(found[1]), Unit(found[2]))

    def __str__(self) -> str:
        return f"P{self.count}{self.unit}"

    @property
    def words(self) -> str:
        """The term in plain Dutch: ``8 weken``, ``3 werkdagen``, ``1 jaar``."""
        one, more = WORDS[self.unit]
        return f"{self.count} {one if self.count == 1 else more}"

    @property
    def under_atw(self) -> bool:
        """Whether the Atw holds for it: not over 90 days, 12 weeks or 3 months, and not for years (Atw art. 4)."""
        return self.count <= LONGEST_UNDER_ATW.get(self.unit, self.count)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holidays of Atw art. 3. ``known_until`` is the last year whose royal decree is known; later years may gain days."""

    days: frozenset[date]
    known_until: int

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Calendar:
        """Build it from rows with ``datum``, ``grondslag``, ``atw_feestdag`` and ``status``; ValueError names a wrong row (from 1).

        Only established days count; the last year with a day by royal decree is the last known one.
        """
        known = [(_row_date(number, row), row) for number, row in enumerate(rows, 1)]
        holidays = {day: row["grondslag"] for day, row in known if row["atw_feestdag"] == "1" and row["status"] == "vastgesteld"}
        decreed = [day.year for day, ground in holidays.items() if ground == DECREE]
        if not decreed:
            raise ValueError(f"feestdagen: geen enkele dag met grondslag ‘{DECREE}’")
        return cls(frozenset(holidays), max(decreed))

    def is_free(self, day: date) -> bool:
        """Whether ``day`` is a Saturday, a Sunday or a holiday (Atw art. 1)."""
        return day.isoweekday() > 5 or day in self.days

    def working_days(self, after: date, until: date) -> int:
        """How many days from the day after ``after`` up to and including ``until`` are not free."""
        days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
        return sum(not self.is_free(day) for day in days)


@dataclass(frozen=True, slots=True)
class TermEnd:
    """The last day of a term, and what one must know before relying on it, in Dutch."""

    on: date
    warnings: tuple[str, ...] = ()


def amsterdam_date(at: datetime) -> date:
    """The date in Amsterdam at an aware time; terms count from it (Awb 2:17). ValueError on a naive time."""
    if at.tzinfo is None:
        raise ValueError("a naive time has no date in Amsterdam")
    return at.astimezone(AMSTERDAM).date()


def midnight(day: date) -> datetime:
    """The moment at which this day begins in Amsterdam, in UTC."""
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)


def end_of_term(start: date, term: Term, calendar: Calendar) -> TermEnd:
    """The last day of ``term`` when the event was on ``start``; moved as Atw art. 1 and 2 ask where art. 4 lets them."""
    return _settle(start, _plain_end(start, term, calendar), term, calendar)


def suspension_days(asked_on: date, completed_on: date) -> int:
    """For how many days asking to complete suspends the term (Awb 4:15): from the day after asking until the day of completion.

    That day itself counts for the decision again, so asked on the 16th and completed on the 24th is 7 days (17 to 23). Never negative.
    Where the hersteltermijn lapsed unused, pass the day after its last day.
    """
    return max(0, (completed_on - asked_on).days - 1)


def decision_due(received: date, term: Term, calendar: Calendar, *, suspended_days: int = 0, extended_to: date | None = None) -> TermEnd:
    """The last day for the decision on a request that the competent body received on ``received`` (Awb 4:13 to 4:15).

    ``suspended_days`` are added to the end before the Atw moves it. ``extended_to`` is the date that the organisation named;
    it holds as named, unless the term itself ends later.
    """
    end = _plain_end(received, term, calendar) + timedelta(days=suspended_days)
    due = _settle(received, end, term, calendar)
    return due if extended_to is None or extended_to <= due.on else TermEnd(extended_to)


def objection_until(announced_on: date, term: Term, calendar: Calendar) -> TermEnd:
    """The last day for an objection to a decision announced (bekendgemaakt) on that day (Awb 6:7 and 6:8: six weeks)."""
    return end_of_term(announced_on, term, calendar)


def penalty_starts(notice_on: date) -> date:
    """The first day that costs a penalty when the body received the notice of default on that day, the term being over (Awb 4:17 lid 3).

    Two full weeks lie between: notice on the 1st, first day on the 16th.
    """
    return notice_on + FIRST_PENALTY_DAY


def penalty(days: int, steps: Sequence[tuple[int, int]] = PENALTY_STEPS) -> int:
    """The penalty in whole euros after that many days of default (Awb 4:17); ``steps`` are (days, euros a day). The Atw plays no part."""
    total = 0
    for length, euros in steps:
        counted = min(max(days, 0), length)
        total += counted * euros
        days -= counted
    return total


def working_days_left(today: date, until: date, calendar: Calendar) -> int:
    """The working days after ``today`` up to and including ``until``; 0 when it is today or past, or when only free days lie before it."""
    return calendar.working_days(today, until)


def _row_date(number: int, row: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(row["datum"])
    except (KeyError, ValueError):
        raise ValueError(f"feestdagen, rij {number}: ‘datum’ is geen datum (jjjj-mm-dd)") from None


def _plain_end(start: date, term: Term, calendar: Calendar) -> date:
    match term.unit:
        case Unit.DAYS:
            return start + timedelta(days=term.count)
        case Unit.WEEKS:
            return start + timedelta(weeks=term.count)
        case Unit.MONTHS:
            return _months_later(start, term.count)
        case Unit.YEARS:
            return _months_later(start, 12 * term.count)
        case Unit.WORKING_DAYS:
            return _extend(start, start, term.count, calendar)


def _months_later(start: date, months: int) -> date:
    """The day of the same number; the last day of a month that lacks it."""
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _extend(start: date, end: date, working_days: int, calendar: Calendar) -> date:
    """The first day from ``end`` on with which the term holds that many working days."""
    while calendar.working_days(start, end) < working_days:
        end += timedelta(days=1)
    return end


def _settle(start: date, end: date, term: Term, calendar: Calendar) -> TermEnd:
    if not term.under_atw:
        return TermEnd(end)
    if (end - start).days >= 3:
        end = _extend(start, end, 2, calendar)
    while calendar.is_free(end):
        end += timedelta(days=1)
    return TermEnd(end, _warnings(end, calendar))


def _warnings(end: date, calendar: Calendar) -> tuple[str, ...]:
    if end.year <= calendar.known_until:
        return ()
    return (f"De feestdagen na {calendar.known_until} staan nog niet allemaal vast. Deze datum kan daarom nog veranderen.",)
