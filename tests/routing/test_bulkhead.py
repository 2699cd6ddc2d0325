"""Ten dead organisations of forty do not slow the thirty."""

from __future__ import annotations

import threading

from loket.adapters.port import Message, Result
from loket.routing.dispatch import drain
from tests.support.desk import Desk, general
from tests.support.post import SILENT
from tests.support.waiting import until


class BlackHole:
    """Takes a call and does not answer until it is opened, or for two minutes."""

    def __init__(self) -> None:
        self.inside = 0
        self._open = threading.Event()

    def __call__(self, _message: Message) -> Result:
        self.inside += 1
        self._open.wait(120)
        return SILENT

    def open(self) -> None:
        self._open.set()


def test_ten_dead_organisations_of_forty_do_not_slow_the_thirty(desk: Desk) -> None:
    slugs = sorted(slug for slug in desk.dispatcher.catalogue.organisations if slug.startswith("gemeente-"))[:40]
    dead, healthy = slugs[:10], slugs[10:]
    hole = BlackHole()
    for slug in dead:
        desk.post[slug].usual = hole
    for _ in range(4):
        desk.open(*general(*slugs))
    desk.session.rollback()
    worker = threading.Thread(target=drain, args=(desk.dispatcher, 120))
    worker.start()
    try:
        until(lambda: sum(len(desk.post[slug].received) for slug in healthy) == 4 * len(healthy), "the healthy ones have everything")
        hanging = [slug for slug in dead if desk.post[slug].received]
        assert len(hanging) == len(dead)
        assert hole.inside == sum(len(desk.post[slug].received) for slug in dead)  # not one of their calls has come back
    finally:
        hole.open()
        worker.join()
