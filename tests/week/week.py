"""What a test does in a scripted week: let organisations misbehave, let time pass, and act as a supervisor does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from loket import dispatcher_of
from loket.adapters.loket import Loket
from loket.cases.models import Referral
from loket.cases.numbers import show
from loket.cases.states import CaseState
from loket.cases.stuck_reasons import OUTAGES, REASONS
from loket.practice.plans import CARRIED_OUT, GRANTED, RECEIVED, TAKEN_UP, Step
from loket.practice.reports import acts
from loket.practice.stage import Stage
from loket.practice.switchboard import Setting
from loket.routing.claims import work_left
from loket.routing.mandated import THEIRS
from loket.web import texts_acts
from loket.web.supervise_acts import ON_CASE
from tests.routing.standing_acts import pass_time
from tests.support.clock import Clock
from tests.support.desk import Desk
from tests.support.waiting import until
from tests.web.pages.browsing import Visitor
from tests.web.pages.standing import LIST

PATIENCE = 0.2  # seconds that an organisation gets which never answers


@dataclass(frozen=True)
class House:
    """What stands for several tests: a database, the application on it, the clock, and the practice organisations."""

    url: str
    app: Flask
    clock: Clock
    stage: Stage


class Week:
    """One test in it. ``number`` is a zaaknummer; ``part`` the last figure of a deelzaaknummer, the newest part without one."""

    def __init__(self, house: House, session: Session) -> None:
        self.house, self.stage = house, house.stage
        self.desk = Desk(house.app, session, house.clock)
        self.desk.dispatcher = dispatcher_of(house.app)
        self._visitor = Visitor(house.app.test_client())
        self._patient: dict[str, Loket] = {}

    def plays(self, organisations: Mapping[str, Setting]) -> None:
        """From now on these practice organisations behave so, and get the usual time for it."""
        for slug, setting in organisations.items():
            self.stage.switchboard.put(slug, setting)
            if slug in self._patient:
                self.house.app.extensions["loket"].adapters.add(slug, self._patient.pop(slug))

    def opens(self, *products: str, **given: Any) -> str:
        """Somebody asks for these products at a desk, and everybody does at once what they do."""
        number = self.desk.open(*products, **given).number
        self.works()
        return number

    def works(self) -> None:
        """Deliver, and let the organisations answer, until nothing is left to do now."""
        self.desk.session.rollback()  # on SQLite a reader would keep their reports out
        self._hear()
        while self._left():
            self.desk.drain()
            self._hear()

    def later(self, **time: float) -> None:
        """Let time pass, let the clock look, and do what is due then."""
        pass_time(self.desk, **time)
        self.works()

    def look(self) -> None:
        """Let the clock look while nobody delivers."""
        pass_time(self.desk)

    def tells(self, number: str, *steps: Step, part: int | None = None) -> None:
        """The organisation of a part tells this next: in its own words, signed, over HTTP."""
        found = self.part(number, part)
        organisation, taken = self.stage.organisations[found.organisation], self.stage.journal.taken(found.organisation, found.number)
        assert taken is not None, "it never got this part"
        self.stage.perform(organisation, found.number, acts(self.stage, organisation, taken, steps))
        self.works()

    def part(self, number: str, part: int | None = None) -> Referral:
        """A part as it stands now."""
        parts = self.desk.case(number).referrals
        found = parts[part - 1 if part else -1]
        self.desk.session.expunge_all()
        self.desk.session.rollback()
        return found

    def does(self, number: str, act: str, part: int | None = None, **typed: Any) -> None:
        """A supervisor opens the page of this case with a reason and fills in the form of an act."""
        parts = len(self.desk.case(number).referrals)
        whose = f"zaken/{number}/{act}" if act in ON_CASE else f"deelzaken/{number}-{part or parts}/handelingen/{act}"
        visitor, opening = self.supervisor(f"{LIST}/zaken/{number}"), f"/zaken/{number}/inzage?verder=bijsturen"
        if f'action="{opening}"' in visitor.page:
            visitor.send(opening, {"reden": "Deze zaak staat te lang stil"})
        self.desk.clock.advance(seconds=1)
        page = visitor.send(f"{LIST}/{whose}", typed).page
        assert texts_acts.DONE[act] in page, page.split("<main", 1)[1]
        self.works()

    def lists(self, number: str, reason: str) -> bool:
        """Whether the supervisor's list of this reason shows this case; if so it says why and what to do."""
        page = self.supervisor(f"{LIST}?reden={reason}").page
        if f'id="zaak-{number}"' not in page:
            return False
        row = page.split(f'id="zaak-{number}"', 1)[1].split("</li>", 1)[0]
        assert (REASONS[reason].sentence in row, REASONS[reason].advice in row) == (True, True), row
        return True

    def stands_still(self, number: str) -> bool:
        """Whether the supervisor's whole list, or the list behind an outage, shows this case."""
        return show(number) in self.supervisor(LIST).page or any(number in self.desk.stuck(reason=reason) for reason in OUTAGES)

    def ends(self, number: str) -> CaseState:
        """Whoever still has a part decides, and the supervisor closes the case; returns how it stands then."""
        undecided = [part.ordinal for part in self.desk.case(number).referrals if part.state in THEIRS]
        for part in undecided:
            self.tells(number, RECEIVED, TAKEN_UP, GRANTED, CARRIED_OUT, part=part)
        if self.desk.case(number).state is not CaseState.CLOSED:
            self.does(number, "sluiten", hoe="geholpen", reden="Iedereen heeft geantwoord")
        state = self.desk.case(number).state
        self.desk.session.rollback()
        return state

    def impatient(self, slug: str) -> None:
        """Wait for this organisation no longer than a test wants to wait."""
        adapter = self.desk.dispatcher.adapters[slug]
        assert isinstance(adapter, Loket)
        self._patient[slug] = adapter
        registry = self.house.app.extensions["loket"].adapters
        registry.add(slug, type(adapter)(replace(adapter._settings, deadline=PATIENCE), adapter._client))

    def supervisor(self, path: str) -> Visitor:
        """A supervisor on this page; who was away too long signs in first."""
        self.desk.session.rollback()
        if self._visitor.open(path).path == "/inloggen":
            self._visitor.submit("/inloggen", account="toezichthouder").open(path)
        return self._visitor

    def _hear(self) -> None:
        until(lambda: not self.stage.is_busy, "the organisations have told what they had to tell", every=0.01)

    def _left(self) -> bool:
        dispatcher = self.desk.dispatcher
        with dispatcher.sessions() as session:
            return work_left(session, dispatcher.catalogue, dispatcher.now(session))
