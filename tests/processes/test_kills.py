"""Processes that are killed, and a wake-up that is lost: every accepted request reaches its end, each effect happens once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.running import Running, only_on
from tests.support.checker import Evidence, faults
from tests.support.waiting import until

pytestmark = pytest.mark.processes

ORGANISATIONS = ("svb", "toeslagen", "cak", "waterschap")
PRODUCTS = ("aio", "toeslag-voorschot", "onverzekerd", "kwijtschelding-waterschap", "bijstand")
HOLDING = {"scenario": "time-out", "keren": 1}


@pytest.fixture
def accepted(running: Running, tmp_path: Path) -> Iterator[Path]:
    """The client's own list; after the test each request on it has ended and every promise about it was kept."""
    path = tmp_path / "accepted"
    yield path
    for slug in ORGANISATIONS:
        running.behave(slug)
    running.ended(*path.read_text().split())
    assert faults(Evidence(path, running.database_url, running.stack.practice_log)) == []


def _begun(running: Running, number: str) -> bool:
    return len(running.arrivals(number)) >= len(ORGANISATIONS)


def test_a_worker_killed_in_mid_delivery_loses_nothing_and_repeats_nothing(running: Running, accepted: Path) -> None:
    for slug in ORGANISATIONS:
        running.behave(slug, **HOLDING)  # takes the request, does not answer: the kill comes between its effect and our commit
    with running.clock_stopped():
        number = running.open(*PRODUCTS, accepted=accepted)
        until(lambda: _begun(running, number), "the worker is calling all organisations")
        running.kill("worker")
    running.revive("worker")
    running.ended(number)
    tries = [line["delivery_id"] for line in running.arrivals(number) if line["organisation"] == "svb" and line["kind"] == "aanvraag"]
    assert len(tries) >= 2
    assert len(set(tries)) == 1


@only_on("sqlite")
def test_a_clock_killed_in_mid_delivery_loses_nothing_and_repeats_nothing(running: Running, accepted: Path) -> None:
    for slug in ORGANISATIONS:
        running.behave(slug, **HOLDING)
    running.kill("worker")
    number = running.open(*PRODUCTS, accepted=accepted)
    until(lambda: _begun(running, number), "the clock is calling all organisations")
    running.kill("clock")
    running.revive("clock")  # the worker stays dead: the sweep alone delivers
    running.ended(number)
    running.revive("worker")


def test_a_web_server_killed_between_its_answer_and_the_wake_up_loses_nothing(running: Running, accepted: Path) -> None:
    running.valkey.stop()  # nobody is woken: for the database that is the same moment
    try:
        running.open(*PRODUCTS, accepted=accepted)
        running.kill("web")
    finally:
        running.valkey.start()
    running.revive("web")


def test_a_worker_asked_to_stop_finishes_what_it_does_and_the_next_one_goes_on(running: Running, accepted: Path) -> None:
    for _ in range(4):
        running.open(*PRODUCTS, accepted=accepted)
    process = running.stack.supervisor.running["worker"]
    running.stack.kill("worker", signal.SIGTERM)
    assert process.returncode == 0
    for _ in range(4):
        running.open(*PRODUCTS, accepted=accepted)
    running.revive("worker")


def test_a_queue_that_was_wiped_and_came_back_empty_costs_only_seconds(running: Running, accepted: Path) -> None:
    for _ in range(3):
        running.open(*PRODUCTS, accepted=accepted)
        running.valkey.flush()
    running.valkey.stop()
    running.open(*PRODUCTS, accepted=accepted)
    running.valkey.start()
    running.open(*PRODUCTS, accepted=accepted)


def test_a_power_cut_leaves_everything_to_be_gone_on_with(running: Running, accepted: Path) -> None:
    for _ in range(4):
        running.open(*PRODUCTS, accepted=accepted)
    running.kill("web", "worker", "clock", "practice")
    running.valkey.stop()
    running.valkey.start()
    running.revive("practice", "web", "worker", "clock")
