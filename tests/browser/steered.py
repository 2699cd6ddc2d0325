"""Cases that a supervisor did something with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loket.routing import mandated, merging, reminders
from loket.routing.sourced_notes import Heard
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
