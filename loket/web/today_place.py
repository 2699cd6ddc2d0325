"""What the lists of today's work share: for whom they are, and what a row of one says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case
from loket.cases.states import CASE_OVER
from loket.routing.catalogue import Catalogue

MOST = 50  #: rows on the page of one list; whatever is more is counted as "50+"
RUNS = (Case.state.not_in(CASE_OVER), ~Case.hidden)


@dataclass(frozen=True, slots=True)
class Place:
    """For whom: a loket, at what time, by which norms. ``employee`` for who sees only what they took in themselves."""

    session: Session
    catalogue: Catalogue
    counter: str
    now: datetime
    employee: str | None = None

    @property
    def today(self) -> date:
        """The date in Amsterdam."""
        return amsterdam_date(self.now)

    def own(self) -> list[ColumnElement[bool]]:
        """Cases of this loket, or of this employee there, that are not closed."""
        return [Case.counter == self.counter, *RUNS, *([Case.employee == self.employee] if self.employee else [])]


@dataclass(frozen=True, slots=True)
class Work:
    """One row: what is to be done, where, and by which day. ``late``: that day has passed."""

    number: str | None  # the zaaknummer; None for what is no case yet
    url: str
    words: str
    day: date | datetime | None = None
    urgent: bool = False
    late: bool = False
