"""How tests are shared out over workers: what is costly to start is started once, and what takes long begins first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

#: Tests that use one running Loket for each kind of database.
BY_KIND = "tests/processes/"
KINDS = ("sqlite", "postgresql")
#: Tests that use the shared one, or the one in whose pages each account has a window.
SHARED = ("tests/browser/", "tests/running/test_logs.py", "tests/running/test_messages.py")

#: Marks of tests that take long, the longest first.
SLOWEST = ("processes", "browser")

_shared: list[ExitStack] = []


def group_of(nodeid: str) -> str:
    """The tests that one worker runs one after the other: those that share something costly, else a file."""
    file, _, name = nodeid.partition("::")
    if file.startswith(BY_KIND):
        return BY_KIND + next((kind for kind in KINDS if kind in name.partition("[")[2]), "")
    return SHARED[0] if file.startswith(SHARED) else file


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The items by group, the groups with the slowest kind of tests first."""
    rank: dict[str, int] = {}
    for item in items:
        own = next((place for place, mark in enumerate(SLOWEST) if item.get_closest_marker(mark)), len(SLOWEST))
        group = group_of(item.nodeid)
        rank[group] = min(own, rank.get(group, own))
    first = {group: place for place, group in enumerate(rank)}
    return sorted(items, key=lambda item: (rank[group_of(item.nodeid)], first[group_of(item.nodeid)]))


@contextmanager
def until_the_group_ends() -> Iterator[ExitStack]:
    """For a fixture of the session: what it opens is closed after the last test of the group, not of the session."""
    with ExitStack() as opened:
        _shared.append(opened)
        yield opened


def end_shared() -> None:
    """Close what the tests of the group that is over had open."""
    while _shared:
        _shared.pop().close()


class Sharing(LoadScopeScheduling):
    """Hands out groups in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
