"""What stands in the delivery log of the organisation whose pages are looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from loket.cases.outbox import Channel
from loket.routing import downtime
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


def lines_away(world: World) -> None:
    """One organisation that announced that it is away, with a case that waits; one that is down, one that is dark and one that is back."""
    desk = world.desk
    now = desk.clock.now()
    desk.open(*general("cak"), applicant=person(surname="Postma", bsn=None))
    downtime.announce(desk.context(), "cak", now, now + timedelta(hours=4), "Nieuwe versie")
    moments = {
        "ind": {"open_since": now - timedelta(hours=1), "probe_at": now},
        "belastingdienst": {"open_since": now - timedelta(days=6), "probe_at": now, "dark_at": now - timedelta(days=1)},
        "toeslagen": {"down_from": now - timedelta(hours=3), "down_until": now - timedelta(hours=1), "down_waiting": 12},
    }
    for slug, values in moments.items():
        channel = desk.session.get(Channel, slug) or Channel(organisation=slug)
        for name, value in values.items():
            setattr(channel, name, value)
        desk.session.add(channel)
    desk.session.commit()
