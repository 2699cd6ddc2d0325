"""The parts of one application, put together in ``loket.create_app`` and found by the web layer through Flask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from loket.adapters.brp import PersonRegister
from loket.adapters.port import Adapter
from loket.queues import Waker
from loket.routing.catalogue import Catalogue
from loket.settings import Settings


@dataclass(frozen=True)
class Parts:
    """What every request and command can reach."""

    settings: Settings
    catalogue: Catalogue
    adapters: Mapping[str, Adapter]  # by the organisation's slug
    clock: Callable[[], datetime]  # aware, UTC
    waker: Waker
    persons: PersonRegister | None = None  # the BRP, where it may be asked

    def wake(self) -> None:
        """After a commit: wake a drain. Never raises; the sweep finds what was not woken."""
        self.waker.wake()
