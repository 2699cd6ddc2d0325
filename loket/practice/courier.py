"""Calls from a practice organisation to Loket, tried again until they are taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from loket.practice.scheduler import Job, Scheduler

TIMEOUT = 5.0
#: Seconds between the tries; together about ten minutes.
STEPS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 180.0, 180.0)
#: Answers that will not change by trying again.
FINAL = frozenset({400, 401, 403, 404, 405, 410, 413, 415})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call. ``headers`` are made anew for each try, because a signature holds the time."""

    url: str
    body: bytes
    headers: Callable[[datetime], Mapping[str, str]]


class Courier:
    """Delivers calls by way of the scheduler."""

    def __init__(self, scheduler: Scheduler, clock: Callable[[], datetime]) -> None:
        self._scheduler, self._clock = scheduler, clock

    def deliver(self, outgoing: Outgoing, then: Job, tries: int = 0) -> None:
        """Make the call, again and again until it is taken in or refused for good; then do ``then``."""
        status = post(outgoing.url, outgoing.headers(self._clock()), outgoing.body)
        if 200 <= status < 300 or status in FINAL or tries >= len(STEPS):
            then()
        else:
            self._scheduler.later(STEPS[tries], lambda: self.deliver(outgoing, then, tries + 1))


def post(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """The status of one POST; 0 when no answer came."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        connection.request("POST", parts.path, body, dict(headers))
        with connection.getresponse() as response:
            response.read()
            return response.status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()
