"""Signals for tests: cases in which the same went wrong, and a second supervisor who looks at them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from loket.cases.models import Case
from loket.cases.signals import Signal
from loket.routing.context import Actor
from loket.routing.signals import listing, recording, sampling
from loket.routing.signals.recording import Raised
from tests.support.desk import EMPLOYEE, SUPERVISOR, Desk, person

WORDS = "Het dagloon kwam te laat, waardoor de bijstand niet kon beginnen."
LAW = Raised("wet", WORDS, "bijstand", "gemeente-0518", "Participatiewet art. 31", "WW art. 45")
POLICY_MAKER = Actor(name="beleidsmaker", label="loket", roles=frozenset({"beleidsmaker"}), origin="web")
ELSEWHERE = replace(EMPLOYEE, name="balie-uwv", label="uwv-den-haag", counter="uwv-den-haag")


def one_case(desk: Desk, *products: str, **given: Any) -> Case:
    """A case of somebody without a BSN, so that each is a case of its own."""
    return desk.open(*(products or ("bijstand",)), applicant=person(bsn=None), **given)


def noted(desk: Desk, times: int = 1, raised: Raised = LAW, by: Actor = EMPLOYEE) -> UUID:
    """The same cause at so many new cases; returns the signal's id."""
    for _ in range(times):
        recording.record(desk.context(by), one_case(desk).number, raised)
    return the_signal(desk).id


def the_signal(desk: Desk) -> Signal:
    """The only signal, as it stands in the database."""
    desk.session.rollback()
    desk.session.expire_all()
    return desk.session.scalars(select(Signal)).one()


def judged(desk: Desk, signal: UUID, by: Actor = SUPERVISOR, **wrong: str) -> int:
    """A supervisor finds the whole sample right, but for causes whose pseudonym stands in ``wrong``; returns how many count more."""
    context = desk.context(by)
    drawn = sampling.sample(context, listing.one(context, signal))
    return sampling.judge(context, signal, {cause.id: wrong.get(cause.pseudonym, sampling.RIGHT) for cause in drawn})
