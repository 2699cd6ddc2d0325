"""Cases that a supervisor did something with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loket.routing import mandated, merging, reminders
from loket.routing.sourced_notes import Heard
from tests.support.desk import SUPERVISOR, part_of, person

if TYPE_CHECKING:
    from tests.browser.world import World


def cases(world: World) -> None:
    """One of which the organisation was reminded and said something, and one that was a duplicate of it."""
    desk = world.desk
    number = desk.open("bijzondere-bijstand", "ww", applicant=person(surname="Smit", bsn=None)).number
    double = desk.open("ww", applicant=person(surname="Smit", bsn=None)).number
    desk.drain()
    part = part_of(desk.case(number), "bijzondere-bijstand").number
    reminders.remind(desk.context(SUPERVISOR), part, "Kunt u laten weten hoe het staat?")
    said = Heard("mevrouw De Wit, teamleider", desk.clock.today(), "telefoon", "Wij besluiten deze week.")
    mandated.record(desk.context(SUPERVISOR), part, said)
    merging.merge(desk.context(SUPERVISOR), double, number, "Twee keer gevraagd")
    world.keep("gestuurd", number)
    world.keep("dubbel", double)
