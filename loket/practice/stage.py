"""What all practice organisations share: who is played, the log, the settings, and the thread that reports to Loket."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from loket.practice.courier import Courier, Outgoing
from loket.practice.journal import Journal
from loket.practice.organisations import PracticeOrganisation
from loket.practice.scenarios import FAULTS, Scenario, wished
from loket.practice.scheduler import Scheduler
from loket.practice.switchboard import Switchboard

#: Something an organisation does after a while: it gives the calls to Loket that tell of it.
Act = Callable[[], Sequence[Outgoing]]


def utc_now() -> datetime:
    """The time of this machine, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How one request is answered. ``wish`` is the deelzaaknummer when the request itself asked for it, else empty."""

    scenario: Scenario
    wish: str = ""


class Stage:
    """One run of the practice organisations; ``stop`` ends all its threads and closes its log."""

    def __init__(
        self,
        organisations: Iterable[PracticeOrganisation],
        loket_url: str,
        log_path: Path,
        delay: float,
        state_path: Path | None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.organisations: Mapping[str, PracticeOrganisation] = {one.slug: one for one in organisations}
        self.loket_url, self.delay, self.clock = loket_url.rstrip("/"), delay, clock
        self.journal = Journal(log_path, clock)
        self.switchboard = Switchboard(state_path, time.monotonic)
        self.stopping = threading.Event()
        self._scheduler = Scheduler()
        self._courier = Courier(self._scheduler, clock)
        self._runs: dict[tuple[str, str], object] = {}
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End what runs: hanging answers, planned reports, the log."""
        self.stopping.set()
        self._scheduler.stop()
        self.journal.close()

    def behaviour(self, organisation: PracticeOrganisation, number: str, product: str, texts: Iterable[object]) -> Behaviour:
        """What to do with a request, the first there is of: its own wish, a fault that was set, what its part began with, what was set."""
        wish = wished(texts, product, organisation.slug, organisation.dialect)
        taken = self.journal.taken(organisation.slug, number)
        setting = self.switchboard.get(organisation.slug).scenario
        if wish:
            return Behaviour(wish, number)
        if taken is None or setting in FAULTS:
            return Behaviour(setting)
        return Behaviour(Scenario(taken.scenario), number if taken.scenario != setting else "")

    def spoils(self, organisation: PracticeOrganisation, behaviour: Behaviour) -> bool:
        """Whether the answer to this request is spoilt; counts the tries."""
        return self.switchboard.spoils(organisation.slug, behaviour.wish, behaviour.scenario)

    def perform(self, organisation: PracticeOrganisation, number: str, acts: Iterable[Act]) -> None:
        """Do ``acts`` one after another, each after the organisation's delay and after the one before was told to Loket.

        A newer call for the same part takes the place of an older one.
        """
        run = object()
        with self._lock:
            self._runs[organisation.slug, number] = run
        self._later(organisation, number, run, list(acts))

    def is_performing(self, organisation: PracticeOrganisation, number: str) -> bool:
        """Whether reports about a part are still to go out."""
        with self._lock:
            return (organisation.slug, number) in self._runs

    @property
    def is_busy(self) -> bool:
        """Whether any report about any part is still to go out."""
        with self._lock:
            return bool(self._runs)

    def drop(self, organisation: PracticeOrganisation, number: str) -> None:
        """Report nothing more about a part."""
        with self._lock:
            self._runs.pop((organisation.slug, number), None)

    def _later(self, organisation: PracticeOrganisation, number: str, run: object, acts: list[Act]) -> None:
        setting = self.switchboard.get(organisation.slug)
        delay = self.delay if setting.delay is None else setting.delay
        self._scheduler.later(delay if acts else 0, partial(self._next, organisation, number, run, acts))

    def _next(self, organisation: PracticeOrganisation, number: str, run: object, acts: list[Act]) -> None:
        with self._lock:
            if self._runs.get((organisation.slug, number)) is not run:
                return
            if not acts:
                del self._runs[organisation.slug, number]
                self.journal.finished(organisation.slug, number)
                return
        self._tell(list(acts[0]()), partial(self._later, organisation, number, run, acts[1:]))

    def _tell(self, calls: list[Outgoing], then: Callable[[], None]) -> None:
        if calls:
            self._courier.deliver(calls[0], partial(self._tell, calls[1:], then))
        else:
            then()
