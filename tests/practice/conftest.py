"""Practice organisations on a real port, and a receiver that stands in for Loket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.practice.playing import Play
from tests.practice.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Stands in for Loket."""
    with Receiver() as running:
        yield running


@pytest.fixture
def start(receiver: Receiver, tmp_path: Path) -> Iterator[Callable[[], Play]]:
    """Starts the practice organisations, again and again on the same files."""
    with ExitStack() as running:
        yield lambda: running.enter_context(Play(receiver, tmp_path))


@pytest.fixture
def play(start: Callable[[], Play]) -> Play:
    """The practice organisations, running."""
    return start()
