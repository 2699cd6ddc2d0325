"""One running Loket per kind of database for all tests of real processes: they open cases of their own, and mend what they break."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import DATABASES
from tests.processes.running import Running, start
from tests.support import sharing
from tests.support.stack import Stack


@pytest.fixture(scope="session", params=DATABASES)
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Loket as real processes; the tests of one kind of database run before those of the next."""
    with sharing.until_the_group_ends() as opened:
        yield opened.enter_context(start(request.param, tmp_path_factory.mktemp(request.param)))


@pytest.fixture(autouse=True)
def processes(running: Running) -> Stack:
    """All run again when a test begins, whatever the one before did; under this name a failed test shows their logs."""
    dead = running.stack.supervisor.dead()
    if dead or not running.stack.ready():
        running.revive(*dead)
    return running.stack
