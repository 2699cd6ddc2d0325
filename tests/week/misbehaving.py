"""How a case comes to stand still while organisations misbehave: what happens until a supervisor looks. Each returns the zaaknummer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from loket import dispatcher_of
from loket.cases.lifecycle import CaseTrigger, follow
from loket.practice.plans import ASKED, GRANTED, RECEIVED, TAKEN_UP, Step
from loket.routing import closing, completion, contact, downtime, handover, standstill
from loket.routing.context import MACHINE
from loket.routing.progress import lock_case
from loket.routing.tailored import tables
from tests.routing.sitting import KNOT
from tests.routing.standing_acts import OFFER
from tests.support.desk import general, person
from tests.support.pulling import close_door
from tests.week.week import Week

Make = Callable[[Week], str]
SUSPENDED = Step("opgeschort", "Wij wachten op een ander onderzoek.")
RESUMED = Step("hervat", "Wij gaan verder.")


def asks_for(*products: str, days: float = 0) -> Make:
    """Somebody asks for these products, and then so many days pass."""

    def make(week: Week) -> str:
        number = week.opens(*products)
        if days:
            week.later(days=days)
        return number

    return make


def told(*steps: Step, days: float = 0) -> Make:
    """Somebody asks for one product; the organisation tells this, and then nothing for so many days."""

    def make(week: Week) -> str:
        number = week.opens("ww")
        week.tells(number, *steps)
        week.later(days=days)
        return number

    return make


def tries_in_vain(week: Week) -> str:
    number = week.opens("ww")
    week.desk.drain_until(week.desk.clock.now() + timedelta(minutes=9), 60)
    return number


def one_try_and_then_a_day_without_a_worker(week: Week) -> str:
    week.impatient("uwv")
    number = week.opens("ww")
    week.desk.session.rollback()
    week.desk.clock.advance(days=1, minutes=1)
    week.look()
    return number


def no_answer_to_anybody(week: Week) -> str:
    week.impatient("duo")
    for _ in range(5):
        week.desk.open(*general("duo"), applicant=person(bsn=None))
    number = week.opens(*general("duo"))
    week.look()
    return number


def away_as_announced(week: Week) -> str:
    now = week.desk.clock.now()
    downtime.announce(week.desk.context(), "uwv", now, now + timedelta(hours=4), "Nieuwe versie")
    number = week.opens("ww")
    week.look()
    return number


def does_not_fetch(week: Week) -> str:
    close_door(week.house.app)
    week.desk.dispatcher = dispatcher_of(week.house.app)
    number = week.opens("ww")
    week.later(hours=40)
    return number


def supplied_and_not_answered(week: Week) -> str:
    number = told(RECEIVED, TAKEN_UP, ASKED)(week)
    completion.supply(week.desk.context(), f"{number}-1", {}, "Hier is het")
    week.works()
    week.later(days=11)
    return number


def near_its_term(week: Week) -> str:
    number = told(RECEIVED, TAKEN_UP)(week)
    for time in ("eerst", "later"):  # a sign of life in between, so that only the term is the matter
        week.desk.clock.advance(days=26)
        once = ((f"-{time}", False),)  # else it would be the same message twice
        week.tells(number, replace(SUSPENDED, sendings=once), replace(RESUMED, sendings=once))
    week.later()
    return number


def offered_and_not_taken_up(week: Week) -> str:
    number = told(RECEIVED, TAKEN_UP)(week)
    handover.offer(week.desk.context(), number, OFFER)
    week.later(days=3)
    return number


def promised_and_not_kept(week: Week) -> str:
    number = told(RECEIVED, TAKEN_UP)(week)
    day = week.desk.clock.today()
    contact.record(week.desk.context(), number, question="Hoe staat het?", channel="balie", promise="Wij bellen", promised_by=day)
    week.later(days=1)
    return number


def asked_twice_in_vain(week: Week) -> str:
    number = told(RECEIVED, TAKEN_UP)(week)
    for _ in range(2):
        week.desk.clock.advance(hours=1)
        contact.record(week.desk.context(), number, question="Hoe staat het?", channel="balie")
    return number


def left_open_by_a_fault(week: Week) -> str:
    """Every part is at its end and yet the case stands open: no use case leaves it so, but a fault might."""
    number = week.opens("ww")
    closing.close(week.desk.context(), number, "geholpen")
    context = week.desk.context(MACHINE)
    case = lock_case(context, week.desk.case(number).id)
    follow(case, CaseTrigger.REOPEN)
    standstill.write(context, case)
    context.session.commit()
    return number


def granted_and_not_carried_out(week: Week) -> str:
    return told(RECEIVED, TAKEN_UP, GRANTED, days=15)(week)


def table_lets_its_day_pass(week: Week) -> str:
    number = told(RECEIVED, TAKEN_UP)(week)
    tables.escalate(week.desk.context(), number, KNOT)
    week.later(days=15)
    return number
