"""Everything stops cleanly, leaves nothing behind, and goes on later with what it had."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import psutil
import pytest

from tests.processes.running import Running

pytestmark = pytest.mark.processes


def _our_processes(running: Running) -> list[psutil.Process]:
    """Every process on this machine that carries the settings of this run, apart from zombies that nobody has looked at yet."""
    mark = running.stack.environment["LOKET_VAR"]
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("LOKET_VAR") == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:  # gone meanwhile, or not ours to see
            continue
    return found


def _listens(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((urlsplit(url).hostname, urlsplit(url).port)) == 0


def test_a_stack_that_stops_leaves_no_process_and_no_port_and_goes_on_later(running: Running) -> None:
    stack = running.stack
    number = running.open("aio", "bijstand")
    names = list(stack.supervisor.programs)
    assert len(_our_processes(running)) >= len(names)
    processes = dict(stack.supervisor.running)
    stack.supervisor.stop_all()
    assert {name: process.returncode for name, process in processes.items()} == dict.fromkeys(names, 0)
    assert _our_processes(running) == []
    assert not _listens(stack.base_url)
    assert not _listens(stack.practice_url)
    running.revive(*names)
    running.ended(number)
