"""Somebody at a table for tailored help, as its page shows it."""

from __future__ import annotations

from tests.routing.sitting import Sitting
from tests.support.desk import Desk
from tests.web.pages.browsing import Visitor


class AtTable:
    """A supervisor at the table of a case."""

    def __init__(self, house: Desk, visitor: Visitor, sitting: Sitting) -> None:
        self.house, self.visitor, self.sitting = house, visitor, sitting
        self.path = f"/zaken/{sitting.number}/maatwerk/{sitting.id}"
        house.session.rollback()

    def act(self, what: str, **typed: str | list[str]) -> str:
        """Fill in a form of the page and send it; returns the text of where that leads."""
        self.house.session.rollback()
        self.house.clock.advance(seconds=1)
        return self.visitor.open(self.path).send(f"{self.path}/{what}", typed).page
