"""One running Loket with its own servers, as a loket and the organisations see it from outside."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from loket.demo import answers
from loket.routing.clients import add_client
from tests.support.servers import Postgres, Valkey
from tests.support.stack import Stack, start_stack
from tests.support.waiting import until

COUNTER = "gemeente-0518"
SCOPES = ("aanvullingen:schrijven", "zaken:lezen", "zaken:zoeken", "zaken:openen")
ENDED = ("besloten", "afgerond")


@dataclass(frozen=True)
class Running:
    """The processes, what they need, and a key of our own. ``postgres`` is None on SQLite."""

    stack: Stack
    valkey: Valkey
    postgres: Postgres | None
    folder: Path
    key: str

    @property
    def database_url(self) -> str:
        """The database of this run."""
        return self.stack.environment["LOKET_DATABASE_URL"]

    def call(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        """One call of the API, below ``/api/v1``, with our own key."""
        return self.stack.call(method, f"/api/v1{path}", body, {"Authorization": f"Bearer {self.key}"})

    def open(self, *products: str, accepted: Path | None = None, **given: Any) -> str:
        """Send a request in; returns the zaaknummer, which is on disk in ``accepted`` before anything else happens."""
        status, case = self.call("POST", "/zaken", request(*products, **given))
        assert status == 201, case
        if accepted is not None:
            write_down(accepted, case["zaaknummer"])
        return str(case["zaaknummer"])

    def case(self, number: str) -> dict[str, Any]:
        """The shared status."""
        status, case = self.call("GET", f"/zaken/{number}")
        assert status == 200, case
        return case

    def timeline(self, number: str, place: int | None = None) -> list[str]:
        """What happened, by kind, the oldest first; of one part only when ``place`` is given."""
        lines = self.call("GET", f"/zaken/{number}/gebeurtenissen")[1]["gebeurtenissen"]
        return [line["soort"] for line in lines if place is None or line["deelzaaknummer"] == f"{number}-{place}"]

    def ended(self, *numbers: str, seconds: float = 60) -> None:
        """Wait until everything is decided; tells what is not."""
        states: dict[str, Any] = {}

        def all_ended() -> bool:
            left = [number for number in numbers if states.get(number) not in ENDED]
            for number in left:
                status, case = self.call("GET", f"/zaken/{number}")
                states[number] = case["status"] if status == 200 else status
            return set(states.values()) <= set(ENDED)

        until(all_ended, f"all decided: {states}", seconds)

    def behave(self, slug: str, **setting: Any) -> None:
        """Set how a practice organisation behaves from now on: ``scenario``, ``keren``, ``seconden``, ``vertraging``."""
        body = json.dumps({"scenario": "toekennen", **setting}).encode()
        url = f"{self.stack.practice_url}/oefenorganisaties/{slug}"
        with urlopen(Request(url, body, {"Content-Type": "application/json"}, method="PUT"), timeout=10) as answer:
            assert answer.status == 200

    def arrivals(self, number: str) -> list[dict[str, Any]]:
        """The requests about a case or part that came in at the practice organisations, the oldest first."""
        return [line for line in self.practice_log() if "verdict" in line and line["number"].startswith(number)]

    def practice_log(self) -> list[dict[str, Any]]:
        """All complete lines of the practice log."""
        lines = self.stack.practice_log.read_bytes().split(b"\n")[:-1] if self.stack.practice_log.exists() else []
        return [json.loads(line) for line in lines]

    def kill(self, *names: str) -> None:
        """SIGKILL for programs with all their children: nothing can be put in order."""
        for name in names:
            self.stack.wanted_dead.add(name)
            os.killpg(self.stack.supervisor.running[name].pid, signal.SIGKILL)
            self.stack.supervisor.running[name].wait(15)

    def revive(self, *names: str) -> None:
        """Start programs again and wait until all parts say that they run."""
        for name in names:
            (self.stack.restart if name in self.stack.supervisor.running else self.stack.supervisor.start)(name)
        until(lambda: self.stack.ready() and answers(f"{self.stack.practice_url}/oefenorganisaties"), "all parts run", 60)

    @contextmanager
    def clock_stopped(self) -> Iterator[None]:
        """Only the worker can deliver; afterwards the clock goes on where it was. It is stopped between two of its writes."""
        until(self._stop_clock, "the clock stands still with nothing locked")
        try:
            yield
        finally:
            self.stack.kill("clock", signal.SIGCONT)

    def _stop_clock(self) -> bool:
        self.stack.kill("clock", signal.SIGSTOP)
        if self.postgres is not None:
            return True
        with closing(sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=2, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
            except sqlite3.OperationalError:  # it holds the one lock that a file has
                self.stack.kill("clock", signal.SIGCONT)
                return False
        return True


def request(*products: str, bsn: str = "999992508", **given: Any) -> dict[str, Any]:
    """The body of a request for these products (``algemeen-verzoek@cak``: at a named organisation)."""
    applicant = {"burgerservicenummer": bsn, "geslachtsnaam": "Kierkegaard", "geboortedatum": "1981-04-27", "gemeentecode": "0518"}
    chosen = [{"product": slug} | ({"organisatie": at} if at else {}) for slug, _, at in (one.partition("@") for one in products)]
    body = {"aanvrager": applicant, "communicatiekanaal": "balie", "loket": COUNTER} | ({"producten": chosen} if chosen else {})
    given["aanvrager"] = applicant | given.get("aanvrager", {})
    return body | given


def write_down(accepted: Path, number: str) -> None:
    """Add a reference to the client's own list, on disk before the next thing happens."""
    with accepted.open("a") as file:
        file.write(number + "\n")
        file.flush()
        os.fsync(file.fileno())


def only_on(kind: str) -> pytest.MarkDecorator:
    """For a test that is the same on each kind of database, or that makes no sense on the other."""
    return pytest.mark.parametrize("running", [kind], indirect=True)


@contextmanager
def start(kind: str, folder: Path) -> Iterator[Running]:
    """Everything new, on this kind of database; all is gone afterwards."""
    with ExitStack() as opened:
        valkey = opened.enter_context(closing(Valkey()))
        postgres = opened.enter_context(closing(Postgres())) if kind == "postgresql" else None
        url = postgres.create_database("loket") if postgres else f"sqlite:///{folder / 'loket.db'}"
        stack = opened.enter_context(start_stack(folder, url, valkey=valkey, LOKET_API_LIMIT="100000"))
        yield Running(stack, valkey, postgres, folder, _key(url))


def _key(database_url: str) -> str:
    engine = create_engine(database_url)
    try:
        with Session(engine) as session:
            return add_client(session, "Procestest", SCOPES, COUNTER, None, datetime.now(UTC))
    finally:
        engine.dispose()
