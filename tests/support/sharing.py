"""How tests are shared out over workers: what is costly to start is started once, and what takes long begins first."""

from __future__ import annotations

from xdist.scheduler.loadscope import LoadScopeScheduling

#: Tests that use one running Loket for each kind of database.
BY_KIND = "tests/processes/"
KINDS = ("sqlite", "postgresql")
#: Tests that use the shared one, or the one in whose pages each account has a window.
SHARED = ("tests/browser/", "tests/running/test_logs.py", "tests/running/test_messages.py")


def group_of(nodeid: str) -> str:
    """The tests that one worker runs one after the other: those that share something costly, else a file."""
    file, _, name = nodeid.partition("::")
    if file.startswith(BY_KIND):
        return BY_KIND + next((kind for kind in KINDS if kind in name.partition("[")[2]), "")
    return SHARED[0] if file.startswith(SHARED) else file


class Sharing(LoadScopeScheduling):
    """Hands out groups in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
