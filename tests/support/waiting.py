"""Waiting for what another process does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(question: Callable[[], T], hope: str, seconds: float = 60.0, every: float = 0.05) -> T:
    """Ask ``every`` so many seconds until the answer is truthy and return it; fails with ``hope`` after ``seconds``."""
    last = time.monotonic() + seconds
    pause = threading.Event()
    while not (answer := question()):
        assert time.monotonic() < last, f"after {seconds:.0f} s still not: {hope}"
        pause.wait(every)
    return answer
