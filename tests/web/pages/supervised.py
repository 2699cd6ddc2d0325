"""A case and a supervisor who has its page open."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from loket.cases.models import Referral
from loket.cases.states import CaseState, ReferralState
from tests.support.desk import Desk
from tests.web.pages.browsing import Visitor

#: What somebody said, as a form has it.
SAID = {"door": "mevrouw De Wit", "op": "02-03-2026", "wijze": "telefoon", "woorden": "Wij besluiten deze week."}


class Supervised:
    """A case, and a supervisor who has its page open."""

    def __init__(self, house: Desk, visitor: Visitor, number: str) -> None:
        self.house, self.visitor, self.number = house, visitor, number

    @property
    def path(self) -> str:
        return f"/vastgelopen/zaken/{self.number}"

    def part(self, ordinal: int = 1) -> str:
        return f"{self.number}-{ordinal}"

    def look(self) -> str:
        self.house.session.rollback()
        self.house.clock.advance(seconds=1)
        return self.visitor.open(self.path).page

    def open_with_reason(self) -> None:
        """Open the case with a typed reason, as a supervisor may."""
        self.house.session.rollback()
        case = f"/zaken/{self.number}"
        page = self.visitor.open(case).page
        ground = page.split(f'action="{case}/inzage"', 1)[1].split('name="grond" value="', 1)[1].split('"', 1)[0]
        self.visitor.send(f"{case}/inzage", {"grond": ground, "reden": "De inwoner belde de gemeente twee keer."})

    def act(self, act: str, ordinal: int | None = None, **values: Any) -> str:
        """Fill in a form on the page and send it; returns the text of where that leads."""
        self.look()
        return self.send(act, ordinal, **values)

    def send(self, act: str, ordinal: int | None = None, **values: Any) -> str:
        self.visitor.send(self.action(act, ordinal), values)
        return self.visitor.page

    def action(self, act: str, ordinal: int | None = None) -> str:
        return f"{self.path}/{act}" if ordinal is None else f"/vastgelopen/deelzaken/{self.part(ordinal)}/handelingen/{act}"

    def referral(self, ordinal: int = 1) -> Referral:
        """The part as it stands in the database."""
        return self.house.session.scalars(select(Referral).where(Referral.number == self.part(ordinal))).one()

    def state(self, ordinal: int = 1) -> ReferralState:
        found = self.house.session.scalars(select(Referral.state).where(Referral.number == self.part(ordinal))).one()
        self.house.session.rollback()
        return found

    def case_state(self) -> CaseState:
        found = self.house.case(self.number).state
        self.house.session.rollback()
        return found
