"""Looks whether the configuration changed, and loads it again without a restart. A broken one never replaces a good one.

It is loaded once the files lie still from one look to the next, so that half a copy is not read. What a running case may name never
vanishes this way: an organisation, loket, product or life event ends with ``geldig_tot`` (practice rule 31).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue

log = structlog.get_logger()

EVERY = 5.0  #: seconds between two looks
Made = TypeVar("Made")
Print = tuple[tuple[str, int, int], ...]


class Watch(Generic[Made]):
    """One folder, what was made of it last, and what is wrong with a newer version that was refused (``refused``)."""

    def __init__(self, folder: Path, current: Catalogue, make: Callable[[], tuple[Catalogue, Made]], every: float = EVERY) -> None:
        self.refused: str | None = None
        self._folder, self._current, self._make, self._every = folder, current, make, every
        self._known = self._seen = fingerprint(folder)
        self._next = time.monotonic() + every
        self._lock = threading.Lock()

    def look(self) -> tuple[Catalogue, Made] | None:
        """What was made of the folder when it holds something new and good; None when nothing changes. At most once in ``every`` seconds,
        and in one thread: the others go on with what there is."""
        if time.monotonic() < self._next or not self._lock.acquire(blocking=False):
            return None
        try:
            self._next = time.monotonic() + self._every
            return self._changed()
        finally:
            self._lock.release()

    def _changed(self) -> tuple[Catalogue, Made] | None:
        before, self._seen = self._seen, fingerprint(self._folder)
        if self._seen in (self._known, ()) or self._seen != before:
            return None
        self._known = self._seen
        try:
            found, made = self._make()
            faults = "\n".join(vanished(self._current, found))
        except ConfigurationError as error:
            faults = str(error)
        except Exception as error:  # whatever is wrong with a file: who runs goes on with what they have
            log.exception("configuration_unreadable")
            faults = f"De configuratie kan niet worden gelezen ({type(error).__name__}). De melding staat in het logboek."
        if faults:
            self.refused = faults
            log.error("configuration_refused", version=self._current.version[:12], detail=faults)
            return None
        self.refused = None
        if found.version == self._current.version:
            return None
        log.info("configuration_loaded", version=found.version[:12], before=self._current.version[:12])
        self._current = found
        return found, made


def fingerprint(folder: Path) -> Print:
    """The files below a folder with their time and size; a folder that is away has none."""
    try:
        return tuple(sorted((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in folder.rglob("*") if path.is_file()))
    except OSError:
        return ()


def vanished(before: Catalogue, after: Catalogue) -> Iterator[str]:
    """A line for each entry that a case, or the program in what it logs, may name and that is no longer there."""
    kinds = (
        ("organisatie", before.organisations, after.organisations),
        ("loket", before.counters, after.counters),
        ("product", before.products, after.products),
        ("levensgebeurtenis", before.life_events, after.life_events),
        ("vraag", before.questions, after.questions),
        ("grond", {ground.slug for ground in before.grounds}, {ground.slug for ground in after.grounds}),
        ("handeling", before.activities, after.activities),
    )
    for kind, old, new in kinds:
        for slug in sorted(set(old) - set(new)):
            yield f"[{kind}.{slug}]: staat er niet meer, en een zaak kan ernaar verwijzen. Zet het terug, of start Loket opnieuw."
