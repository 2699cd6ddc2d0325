"""Announced downtime: nothing goes out and nothing is spent; everybody says so by themselves; afterwards all goes, urgent first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from loket.cases.audit import AuditLog
from loket.cases.models import Case
from loket.cases.outbox import Downtime
from loket.cases.states import ReferralState, Turn
from loket.errors import BadRequest, NotFound
from loket.routing import downtime, replay, sweep
from loket.routing.context import MACHINE, Actor
from loket.settings import Pace
from tests.support.desk import Desk, general, part_of
from tests.support.post import ABSENT

UWV = Actor(name="client:uwv", label="uwv", organisation="uwv", origin="api")
HOUR = timedelta(hours=1)


def away(desk: Desk, hours: float = 4, begins: float = 0) -> Downtime:
    """UWV announces that it is away."""
    context = desk.context(UWV)
    since = context.now + begins * HOUR
    return downtime.announce(context, "uwv", since, since + hours * HOUR, "Nieuwe versie van ons zaaksysteem")


def look(desk: Desk) -> None:
    """What the clock does every minute."""
    for step in (sweep.look_at_outages, sweep.look_at_norms):
        step(desk.context(MACHINE))


def test_meanwhile_nothing_is_sent_and_afterwards_all_goes_urgent_first(desk: Desk) -> None:
    found = away(desk)
    for urgent in (False, False, True):
        desk.open(*general("uwv", "svb"), urgent=urgent)
    assert desk.drain() is False
    assert ([row.attempts for row in desk.deliveries() if row.organisation == "uwv"], len(desk.post["svb"].received)) == ([0, 0, 0], 3)
    assert (desk.channel("uwv").open_since, desk.channel("uwv").failures) == (None, 0)
    desk.clock.set(found.until_at)
    desk.drain()
    urgent = [desk.case(message.number.rpartition("-")[0]).urgent for message in desk.post["uwv"].received]
    assert urgent == [True, False, False]


def test_no_probe_goes_to_who_is_away_and_a_replay_waits_too(desk: Desk) -> None:
    desk.change(pace=Pace())
    part = part_of(desk.open("ww"), "ww")
    desk.drain()
    desk.post["uwv"].will(then=ABSENT)
    for _ in range(5):
        desk.open("ww")
    desk.drain()
    desk.drain()
    assert desk.channel("uwv").open_since is not None
    away(desk)
    tried = len(desk.post["uwv"].received)
    replay.replay(desk.context(UWV), "uwv", desk.deliveries(part)[0].id)
    desk.drain_until(desk.clock.now() + timedelta(minutes=10), 60)
    assert len(desk.post["uwv"].received) == tried


def test_every_desk_says_until_when_and_that_nothing_is_lost(desk: Desk) -> None:
    case = desk.open("ww")
    found = away(desk)
    look(desk)
    status = desk.status(desk.case(case.number))
    assert (status["vastgelopen"]["reden"], status["vastgelopen"]["tot"][:19]) == (
        "organisatie-onderhoud",
        found.until_at.isoformat()[:19],
    )
    assert (
        "uwv is niet bereikbaar tot 2 maart 2026, 14:00. Dat was aangekondigd. Uw vraag is bewaard en gaat vanzelf."
        in status["statustekst"]
    )
    desk.clock.set(found.until_at)
    desk.drain()
    look(desk)
    case = desk.case(case.number)
    assert (case.stuck_reason, case.stuck_until, desk.events(case)[-1]) == (None, None, "verzonden")


def test_an_announcement_during_a_failure_takes_its_place_and_the_failure_comes_back_after_it(desk: Desk) -> None:
    desk.post["uwv"].will(then=ABSENT)
    case, *_ = [desk.open("ww") for _ in range(5)]
    desk.drain()
    desk.drain()

    def reason() -> str | None:
        look(desk)
        return desk.case(case.number).stuck_reason

    seen = [reason()]
    found = away(desk)
    seen.append(reason())
    desk.clock.set(found.until_at)
    seen.append(reason())
    assert seen == ["organisatie-onbereikbaar", "organisatie-onderhoud", "organisatie-onbereikbaar"]


def test_the_norm_for_delivering_begins_when_they_can_be_reached_again(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    norm = part.norm_at
    assert norm is not None
    found = away(desk, hours=6 * 24)
    desk.clock.set(norm + HOUR)
    look(desk)
    case: Case = desk.case(part.case.number)
    part = part_of(case, "ww")
    assert (part.overdue, part.turn, case.stuck_reason) == (False, Turn.ORGANISATION, "organisatie-onderhoud")
    assert part.norm_at is not None
    assert part.norm_at > found.until_at


def test_who_comes_back_early_takes_it_back_and_all_goes_at_once(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    found = away(desk)
    desk.drain()
    downtime.cancel(desk.context(UWV), "uwv", found.id)
    desk.drain()
    assert part.state is ReferralState.SENT
    for organisation in ("uwv", "svb"):
        with pytest.raises(NotFound):
            downtime.cancel(desk.context(UWV), organisation, found.id)
    actions = desk.session.scalars(select(AuditLog.action).where(AuditLog.object == "uwv").order_by(AuditLog.id)).all()
    assert actions == ["onderbreking-aankondigen", "onderbreking-intrekken"]


def test_before_it_begins_everything_goes_as_always(desk: Desk) -> None:
    away(desk, begins=1)
    part = part_of(desk.open("ww"), "ww")
    desk.drain()
    assert part.state is ReferralState.SENT


def test_what_makes_no_sense_is_refused_with_all_its_faults(desk: Desk) -> None:
    away(desk, begins=6, hours=4)
    wrong: list[tuple[float, float, set[str]]] = [
        (1, -1, {"periode-omgekeerd", "in-verleden"}),
        (-3, 2, {"in-verleden"}),
        (1, 7 * 24 + 1, {"periode-te-lang", "overlapt"}),
        (9, 2, {"overlapt"}),
    ]
    for begins, hours, codes in wrong:
        with pytest.raises(BadRequest) as refused:
            away(desk, begins=begins, hours=hours)
        assert {fault.code for fault in refused.value.faults} == codes
    away(desk, begins=10, hours=2)  # right after the other one
