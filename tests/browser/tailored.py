"""Cases at a table for tailored help, what a table taught others, a planned conversation, and a signal of arrears."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from loket.cases.arrears import ArrearsSignal
from loket.routing.arrears import handling, reporting
from loket.routing.arrears.reporting import Reported
from loket.routing.context import Actor
from loket.routing.tailored import bridging, memory, setting, talks
from tests.routing.sitting import COLLEAGUE, Sitting
from tests.support.desk import PARTNER_BSN, SUPERVISOR, person

if TYPE_CHECKING:
    from tests.browser.world import World

OTHER_BSN = "999990342"
LESSON = "Een vordering kan stil staan zolang iemand geen inkomen heeft. Spreek eerst met wie invordert."


def tables(world: World) -> None:
    """One that still looks, with all that a table can have; one that decided and taught others; and a conversation of the mixed case."""
    desk, day = world.desk, world.desk.clock.today()
    done = Sitting(desk, applicant=person(surname="Aydin", bsn=None))
    done.decide()
    memory.summarise(desk.context(SUPERVISOR), done.number, done.id, LESSON)
    memory.release(desk.context(COLLEAGUE), done.number, done.id)
    one = Sitting(desk, applicant=person(surname="Aydin", bsn=None, given_names="Sem"))
    written = {"bedoeling": "Niemand komt door een schuld op straat.", "juridisch": "De hardheidsclausule geeft ruimte."}
    setting.describe(desk.context(SUPERVISOR), one.number, one.id, written)
    for organisation, name in (("uwv", "Fatima de Wit"), ("cjib", "Ali Demir")):
        setting.seat(desk.context(SUPERVISOR), one.number, one.id, organisation, name)
    one.appoint(day + timedelta(days=3))
    until = day + timedelta(days=30)
    bridging.bridge(desk.context(SUPERVISOR), one.number, one.id, "Voorschot van de gemeente.", until, [one.part()], "Wilt u wachten?")
    world.keep("tafel_klaar", f"/zaken/{done.number}/maatwerk/{done.id}")
    world.keep("tafel", f"/zaken/{one.number}/maatwerk/{one.id}")
    number = world.at["midden"]
    talk = talks.of_case(desk.session, desk.case(number))[0].id
    when = desk.clock.now() + timedelta(days=2)
    talks.plan(desk.context(), number, talk, when, "Stadhuis, kamer 12", "UWV, de gemeente en mevrouw Moulin")
    desk.session.rollback()
    arrears(world)


def arrears(world: World) -> None:
    """Two organisations signalled two people who live in Utrecht; somebody took up the second."""
    desk = world.desk
    for bsn in (PARTNER_BSN, OTHER_BSN):
        for organisation in ("cak", "svb"):
            actor = Actor("client", organisation, organisation=organisation, origin="api")
            reporting.report(desk.context(actor), Reported("vroegsignalering", bsn, "0344"))
    first, second = desk.session.scalars(select(ArrearsSignal.id).order_by(ArrearsSignal.id)).all()
    utrecht = Actor("behandelaar-utrecht", "gemeente-0344", organisation="gemeente-0344", origin="web")
    handling.take_up(desk.context(utrecht), second)
    world.keep("schuldsignaal", f"/schuldsignalen/{first}")
    world.keep("schuldsignaal_opgepakt", f"/schuldsignalen/{second}")
