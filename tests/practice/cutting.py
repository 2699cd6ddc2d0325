"""A gemeente adapter that is cut off after so many calls: in this process, or with a process of its own that is really killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from loket.adapters.answers import Answer
from loket.adapters.gemeente import Gemeente
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.adapters.port import Kind, Message, Result
from loket.adapters.settings import OrganisationSettings
from loket.settings import ROOT
from tests.practice.playing import RSIN, SECRET

PROPERTIES = {"inkomen": "Inkomen", "woning": "Woonsituatie"}
CREATED = datetime(2026, 11, 22, 0, 16, 8, tzinfo=UTC)


class Killed(BaseException):
    """The end of the process: nothing in the adapter may catch it."""


def die() -> None:
    """End this process as ``kill -9`` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def throw() -> None:
    """Stand in for the end of this process."""
    raise Killed


class CutOff(Client):
    """Ends after ``after`` calls: their effect is there, their answer was never seen. ``calls`` holds what was called."""

    def __init__(self, after: int | None, end: Callable[[], None]) -> None:
        super().__init__(Guard(("127.0.0.0/8",)))
        self.after, self.end = after, end
        self.calls: list[str] = []

    def request(self, method: str, url: str, *rest: Any, **named: Any) -> Answer:
        """One call, and perhaps the end."""
        answer = super().request(method, url, *rest, **named)
        self.calls.append(f"{method} {url.partition('/api/v1/')[2].partition('?')[0]}")
        if len(self.calls) == self.after:
            self.end()
        return answer


def request(number: str) -> Message:
    """A request of two people with three answers, of which two are written to eigenschappen as well."""
    applicant = {"rol": "aanvrager", "burgerservicenummer": "999990342", "geslachtsnaam": "Moulin"}
    partner = {"rol": "partner", "burgerservicenummer": "999993653", "geslachtsnaam": "Moulin"}
    answers = [
        {"vraag": "inkomen", "label": "Hebt u inkomen?", "waarde": False},
        {"vraag": "woning", "label": "Hoe woont u?", "waarde": "huur"},
        {"vraag": "duur", "label": "Hoe lang al?", "waarde": "3 jaar"},
    ]
    content = {"berichtId": number, "soort": "aanvraag", "deelzaaknummer": number, "product": "bijstand"}
    body = json.dumps({**content, "personen": [applicant, partner], "antwoorden": answers}).encode()
    return Message(number, Kind.REQUEST, number, "bijstand", body, CREATED, 1, "00-" + "a" * 32 + "-" + "b" * 16 + "-01")


def deliver(url: str, number: str, after: int | None = None, end: Callable[[], None] = throw) -> tuple[Result | None, list[str]]:
    """One try by an adapter that knows nothing yet, as after a restart; the result is None when it was cut off."""
    client = CutOff(after, end)
    options = {"bronorganisatie": RSIN, "eigenschappen": PROPERTIES}
    try:
        return Gemeente(OrganisationSettings("gemeente-0518", "gemeente", url, options, (SECRET,), rsin=RSIN), client).send(
            request(number)
        ), client.calls
    except Killed:
        return None, client.calls
    finally:
        client.close()


def deliver_and_die(url: str, number: str, after: int) -> int:
    """One try by a process that is killed after so many calls; returns its exit code."""
    command = [sys.executable, "-m", "tests.practice.cutting", url, number, str(after)]
    return subprocess.run(command, cwd=ROOT, timeout=30, check=False).returncode


if __name__ == "__main__":
    deliver(sys.argv[1], sys.argv[2], int(sys.argv[3]), die)
