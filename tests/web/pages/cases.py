"""A case for the tests of its page: taken in by the use case itself, so that these tests do not depend on the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from loket.adapters.port import Outcome, Verb
from loket.cases.models import Case
from tests.support.desk import Desk
from tests.web.pages.browsing import Visitor


@dataclass
class AtDesk:
    """Somebody at the counter that took the case in, with organisations that answer as told."""

    visitor: Visitor
    house: Desk
    number: str

    @property
    def path(self) -> str:
        """The page of the case."""
        return f"/zaken/{self.number}"

    def part(self, ordinal: int = 1) -> str:
        """A deelzaaknummer."""
        return f"{self.number}-{ordinal}"

    def case(self) -> Case:
        """The case as it stands in the database."""
        return self.house.case(self.number)

    def tell(self, verb: Verb, ordinal: int = 1, **told: Any) -> None:
        """Let the organisation of a part tell something."""
        part = next(part for part in self.case().referrals if part.ordinal == ordinal)
        self.house.tell(part, verb, **told)
        self.house.session.rollback()

    def refuse(self, ordinal: int = 1, **told: Any) -> None:
        """Let the organisation of a part refuse."""
        self.tell(Verb.DECIDED, ordinal, outcome=Outcome.REFUSED, **told)

    def drain(self) -> None:
        """Deliver what is due."""
        self.house.drain()
        self.house.session.rollback()

    def open(self, path: str = "") -> str:
        """The text of a page, by default that of the case; a second goes by."""
        self.house.session.rollback()
        self.house.clock.advance(seconds=1)
        return self.visitor.open(path or self.path).page

    def send(self, path: str, values: dict[str, Any]) -> str:
        """Fill in the form of a page and send it; returns the text of where that leads."""
        self.open(path)
        self.visitor.send(path.partition("?")[0], values)
        return self.visitor.page
