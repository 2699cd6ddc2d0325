"""What stands in the delivery log of the organisation whose pages are looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from loket.cases.outbox import Channel
from loket.routing import downtime, line_pause, outage_calls, outage_log
from loket.routing.context import MACHINE
from tests.support.desk import SUPERVISOR, general, person
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
    for urgent in (False, True, True):
        desk.open(*general("cak"), applicant=person(surname="Postma", bsn=None), urgent=urgent)
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


def outage_over(world: World) -> None:
    """An outage of yesterday with its report: a supervisor stopped the line and let it go again. Of the one that lasts one was called."""
    desk, now = world.desk, world.desk.clock.now()
    desk.clock.set(now - timedelta(days=1))
    line_pause.pause(desk.context(SUPERVISOR), "svb", "Zij vroegen ons om even te wachten.")
    desk.open(*general("svb"), applicant=person(surname="Postma", bsn=None), urgent=True)
    outage_log.look(desk.context(MACHINE))
    desk.clock.set(now)
    line_pause.resume(desk.context(SUPERVISOR), "svb", "Zij zijn klaar.")
    desk.drain()
    outage_log.look(desk.context(MACHINE))
    found = outage_log.one(desk.context(SUPERVISOR), "cak")
    assert found is not None
    (first, *_), _ = outage_calls.listed(desk.context(SUPERVISOR), found)
    outage_calls.called(desk.context(SUPERVISOR), "cak", first.call.id, "Mevrouw De Wit regelt vandaag een voorschot.")
