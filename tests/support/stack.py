"""Loket as it really runs: web, worker, clock and practice organisations as processes on this machine."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from loket.demo import CLIENT_KEY, answers, demo_environment, free_port, prepare, programs
from loket.settings import ROOT
from loket.supervisor import Supervisor
from tests.support import traces
from tests.support.servers import Valkey
from tests.support.waiting import until

#: Seconds in which four Python programs must have started, or one have stopped, on a machine that does much else.
STARTING = 90


class Stack:
    """Running processes: ``web``, ``worker``, ``clock`` and ``practice``. A test that lets one die restarts it itself."""

    def __init__(self, supervisor: Supervisor, environment: dict[str, str]) -> None:
        self.supervisor = supervisor
        self.environment = environment
        self.base_url = environment["LOKET_BASE_URL"]
        self.practice_url = environment["LOKET_PRACTICE_URL"]
        self.practice_log = Path(environment["LOKET_VAR"]) / "oefenorganisaties.jsonl"
        self.wanted_dead: set[str] = set()

    def call(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        """One call of the API with the demo's key: the status and the JSON of the answer; 0 when nobody listens."""
        sent = {"Authorization": f"Bearer {CLIENT_KEY}", "Content-Type": "application/json", **(headers or {})}
        data = None if body is None else json.dumps(body).encode()
        try:
            with urlopen(Request(self.base_url + path, data, sent, method=method), timeout=20) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"{}")
        except OSError as error:
            return 0, {"fout": str(error)}

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Send a signal to one program (not to its children) and, unless it only stops it for a while, wait until it is gone."""
        process = self.supervisor.running[name]
        os.kill(process.pid, number)
        if number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
            self.wanted_dead.add(name)
            process.wait(STARTING)

    def restart(self, name: str) -> None:
        """Start a program again, as the demo's supervisor does; stops it first when it runs."""
        self.supervisor.stop(name)
        self.wanted_dead.discard(name)
        self.supervisor.start(name)

    def ready(self) -> bool:
        """Whether all parts say that they run."""
        return answers(f"{self.base_url}/health/ready")

    def metrics(self) -> str:
        """The figures for Prometheus; empty when nobody listens."""
        try:
            key = {"Authorization": f"Bearer {self.environment.get('LOKET_METRICS_KEY', '')}"}
            with urlopen(Request(f"{self.base_url}/metrics", headers=key), timeout=20) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    def logs(self) -> dict[str, str]:
        """The last lines of what each program printed."""
        names = self.supervisor.programs
        return {name: self.supervisor.log(name).read_text(errors="replace")[-4000:] for name in names if self.supervisor.log(name).exists()}

    def died(self) -> list[str]:
        """The programs that ended although no test killed them."""
        return [name for name in self.supervisor.dead() if name not in self.wanted_dead]


@contextmanager
def start_stack(
    folder: Path, database_url: str, *, valkey: Valkey | None = None, config: Path = ROOT / "config", delay: float = 0.1, **variables: str
) -> Iterator[Stack]:
    """Migrate the database, start the four programs and wait until they are ready; afterwards all stop, and none may have died.

    What they leave is searched for personal data and secrets (``tests.support.traces``), whatever the tests were about.
    ``delay``: seconds between two reports of a practice organisation. ``variables`` go into the environment of the programs.
    """
    before = len(valkey.heard()) if valkey else 0
    given = {**os.environ, "LOKET_DATABASE_URL": database_url, "LOKET_PRACTICE_DELAY": str(delay), **variables}
    environment = demo_environment(config, folder, free_port(), free_port(), folder, given)
    if valkey:
        environment["LOKET_REDIS_URL"] = valkey.url
    prepare(environment)
    parts = [replace(program, patience=STARTING) for program in programs(environment, folder) if program.name != "valkey"]
    supervisor = Supervisor(parts, environment, folder / "log", print)
    stack = Stack(supervisor, environment)
    try:
        supervisor.start_all()
        until(lambda: stack.ready() or stack.died(), "all programs run", STARTING)
        assert not stack.died(), f"died at once: {stack.died()}"
        yield stack
        assert not stack.died(), f"died unasked: {stack.died()}"
        metrics = stack.metrics()
    except AssertionError as error:
        error.add_note("\n".join(f"--- log of {name}\n{text}" for name, text in stack.logs().items()))
        raise
    finally:
        supervisor.stop_all()
    queue = traces.said_to_valkey(valkey.heard()[before:]) if valkey else ""
    traces.refuse(traces.kept_in(folder, environment) | {"metrics": metrics, "Valkey": queue}, traces.everything_of(environment))
