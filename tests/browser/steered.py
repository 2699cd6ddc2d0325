"""Cases that a supervisor did something with, and figures that they look at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from loket.routing import mandated, merging, reminders
from loket.routing.figures import frozen
from loket.routing.figures.reading import Wanted
from loket.routing.sourced_notes import Heard
from tests.support import figured
from tests.support.desk import SUPERVISOR, part_of, person
from tests.support.post import UNABLE

if TYPE_CHECKING:
    from tests.browser.world import World


def cases(world: World) -> None:
    """One of which the organisation said something and must be called again, and one that was a duplicate of it."""
    desk = world.desk
    number = desk.open("bijzondere-bijstand", "ww", applicant=person(surname="Smit", bsn=None)).number
    double = desk.open("ww", applicant=person(surname="Smit", bsn=None)).number
    desk.drain()
    part = part_of(desk.case(number), "bijzondere-bijstand").number
    said = Heard("mevrouw De Wit, teamleider", desk.clock.today(), "telefoon", "Wij besluiten deze week.")
    mandated.record(desk.context(SUPERVISOR), part, said)
    reminders.remind(desk.context(SUPERVISOR), part, "Kunt u laten weten hoe het staat?")
    desk.post["gemeente-0518"].will(UNABLE)
    desk.drain()
    merging.merge(desk.context(SUPERVISOR), double, number, "Twee keer gevraagd")
    world.keep("gestuurd", number)
    world.keep("dubbel", double)


def figures(world: World) -> None:
    """Figures as they are after half a year, and one of them frozen."""
    today = world.desk.clock.today()
    figured.put(world.desk.session, figured.many(today))
    wanted = Wanted(today - timedelta(days=180), today, organisation="uwv")
    world.keep("cijfer", str(frozen.freeze(world.desk.context(SUPERVISOR), "besluit", wanted)))
