"""A program that is asked to stop at the worst moment stops all the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.servers import Valkey

HELD = """
with stop._cond:  # as the main thread does for a moment whenever it begins to wait
    signal.raise_signal(signal.SIGTERM)
"""
ELSEWHERE = """
threading.Timer(0.5, signal.raise_signal, (signal.SIGTERM,)).start()  # the main thread waits by then and takes no step
"""
PROGRAM = """
import os, signal, threading
from loket.stopping import asked_to_stop

stop = asked_to_stop()
{moment}
threading.Timer(30, os._exit, (1,)).start()
stop.wait()
os._exit(0)
"""


@pytest.mark.parametrize("moment", [pytest.param(HELD, id="as the wait begins"), pytest.param(ELSEWHERE, id="in another thread")])
def test_a_signal_that_no_step_of_the_main_thread_follows_is_heard(moment: str) -> None:
    assert subprocess.run((sys.executable, "-c", PROGRAM.format(moment=moment)), timeout=60, check=False).returncode == 0


WORKER = """
import signal, sys
from loket.queues import run_worker
from loket.stopping import asked_to_stop

stop = asked_to_stop()

class AskedWhileStarting:
    looked = 0

    def is_set(self):
        self.looked += 1
        if self.looked == 1:  # the worker looks, goes on, and hears the signal before rq listens to it
            signal.raise_signal(signal.SIGTERM)
            stop.wait()
            return False
        return stop.is_set()

    wait = stop.wait

run_worker(sys.argv[1], "begins", AskedWhileStarting(), lambda: None)
"""


def test_a_worker_that_is_asked_while_it_starts_stops(valkey: Valkey) -> None:
    assert subprocess.run((sys.executable, "-c", WORKER, valkey.url), timeout=60, check=False).returncode == 0
