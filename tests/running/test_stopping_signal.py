"""A program that is asked to stop at the worst moment stops all the same."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import signal
from loket.stopping import asked_to_stop

stop = asked_to_stop()
with stop._cond:  # as the main thread does for a moment whenever it begins to wait
    signal.raise_signal(signal.SIGTERM)
print(stop.wait(30))
"""


def test_a_signal_that_comes_while_the_wait_begins_is_heard() -> None:
    told = subprocess.run((sys.executable, "-c", PROGRAM), capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout == "True\n"
