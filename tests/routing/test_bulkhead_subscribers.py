"""Subscribers that take all their time leave the threads to what cases wait for."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from loket.cases.outbox import Channel
from loket.routing.claims import Claim
from tests.support.desk import Desk, general
from tests.support.subscribing import allow, subscribe, tell

ADDRESS = "http://127.0.0.1:9/hoor"


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """UWV has twelve subscriptions, and for each an event is due."""
    allow(desk.app, ADDRESS.removesuffix("/hoor"), desk)
    for _ in range(12):
        subscribe(desk, "uwv", ADDRESS)
    desk.open("ww")
    desk.drain()
    tell(desk)
    return desk


def lines(claims: list[Claim]) -> list[str]:
    """Over which lines they go; all subscriptions alike."""
    return sorted(one.delivery.organisation.partition(".")[0] for one in claims)


def test_events_take_a_quarter_of_the_slots_and_a_request_goes_in_the_same_pass(busy: Desk) -> None:
    busy.open(*general("svb", "cak"))
    assert lines(busy.claim(slots=8)) == ["abonnement", "abonnement", "cak", "svb"]
    assert lines(busy.claim(slots=4)) == []  # what is under way counts too


def test_lines_of_subscribers_that_wait_longest_do_not_push_out_an_organisation_that_was_just_served(busy: Desk) -> None:
    busy.open(*general("svb"))
    busy.session.execute(update(Channel).where(Channel.organisation == "svb").values(served_at=busy.clock.now()))
    busy.session.commit()
    assert lines(busy.claim(slots=4)) == ["abonnement", "svb"]


def test_every_event_goes_in_the_end(busy: Desk) -> None:
    seen = set()
    for _ in range(12):
        seen |= {one.delivery.id for one in busy.claim(slots=4)}
        busy.clock.advance(seconds=busy.dispatcher.settings.pace.lease - 1)
        assert busy.claim(slots=4) == []
        busy.clock.advance(seconds=1)
    assert len(seen) == 12
