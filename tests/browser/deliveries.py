"""What stands in the delivery log of the organisation whose pages are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.desk import general, person
from tests.support.post import BROKEN, REFUSED, SILENT

if TYPE_CHECKING:
    from tests.browser.world import World

ORGANISATION = "cjib"


def some_tries(world: World) -> None:
    """One that arrived at the third try, one that was refused, and one of which the body was erased."""
    desk = world.desk
    desk.post[ORGANISATION].will(SILENT, BROKEN)
    case = desk.open(*general(ORGANISATION), applicant=person(surname="Postma", bsn=None))
    for _ in range(3):
        desk.drain()
        desk.clock.advance(minutes=6)
    world.keep("bezorging", str(desk.deliveries(case.referrals[0])[0].id))
    for name, answer in (("bezorging_geweigerd", REFUSED), ("bezorging_gewist", None)):
        desk.post[ORGANISATION].will(*([answer] if answer else []))
        case = desk.open(*general(ORGANISATION), applicant=person(surname="Postma", bsn=None))
        desk.drain()
        row = desk.deliveries(case.referrals[0])[0]
        row.body = row.body if answer else None
        kept = str(row.id)
        desk.session.commit()
        world.keep(name, kept)
