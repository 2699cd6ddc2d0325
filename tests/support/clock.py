"""The time in a test."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from loket.cases.deadlines import amsterdam_date


class Clock:
    """A clock that stands still until a test moves it. ``now`` is what ``create_app(clock=…)`` wants: aware, UTC."""

    def __init__(self, moment: datetime | None = None) -> None:
        self.moment = moment or datetime.now(UTC)

    def now(self) -> datetime:
        """The time."""
        return self.moment

    def today(self) -> date:
        """The date in Amsterdam, which just after midnight there is not that of ``now``."""
        return amsterdam_date(self.moment)

    def set(self, moment: datetime) -> None:
        """Make it ``moment`` (aware)."""
        self.moment = moment.astimezone(UTC)

    def advance(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> datetime:
        """Let time pass; returns the new time."""
        self.moment += timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
        return self.moment
