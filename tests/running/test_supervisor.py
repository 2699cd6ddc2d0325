"""The demo's supervisor: order, restarts, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

from loket.settings import ROOT
from loket.supervisor import Program, Supervisor
from tests.support.waiting import until

WAITS = "import os, signal\nfrom loket.supervisor import stop_at_eof\nprint('started', flush=True)\nstop_at_eof(os.environ)\nsignal.pause()"
IGNORES = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('started', flush=True)\ntime.sleep(60)"
ENDS = "print('started')"


def program(name: str, code: str, patience: float = 5.0) -> Program:
    return Program(name, (sys.executable, "-c", code), patience)


@contextmanager
def supervising(folder: Path, *programs: Program) -> Iterator[tuple[Supervisor, list[str]]]:
    """All programs started and watched."""
    told: list[str] = []
    supervisor = Supervisor(programs, {**os.environ, "PYTHONPATH": str(ROOT)}, folder, told.append)
    stop = threading.Event()
    watching = threading.Thread(target=supervisor.watch, args=(stop, 0.05))
    supervisor.start_all()
    watching.start()
    try:
        for one in programs:
            until(lambda name=one.name: b"started" in supervisor.log(name).read_bytes(), f"{one.name} started")
        yield supervisor, told
    finally:
        stop.set()
        watching.join()
        supervisor.stop_all()


def test_a_killed_program_is_started_again(tmp_path: Path) -> None:
    with supervising(tmp_path, program("a", WAITS)) as (supervisor, told):
        first = supervisor.running["a"].pid
        os.kill(first, signal.SIGKILL)
        until(lambda: supervisor.log("a").read_bytes().count(b"started") == 2, "another process")
        assert supervisor.running["a"].pid != first
        assert [words.partition(" en ")[0] for words in told] == ["a is gestopt (code -9)"]


def test_a_program_that_ends_with_exit_code_0_is_started_again(tmp_path: Path) -> None:
    with supervising(tmp_path, program("a", ENDS)) as (supervisor, _):
        until(lambda: supervisor.log("a").read_bytes().count(b"started") >= 3, "three starts")


def test_a_program_stops_by_itself_at_the_end_of_its_input(tmp_path: Path) -> None:
    with supervising(tmp_path, program("a", WAITS)) as (supervisor, told):
        process = supervisor.running["a"]
    assert process.returncode == -signal.SIGTERM
    assert told == []


def test_a_program_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    with supervising(tmp_path, program("a", IGNORES, patience=0.3)) as (supervisor, told):
        process = supervisor.running["a"]
    assert process.returncode == -signal.SIGKILL
    assert len(told) == 1


def test_everything_ends_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\nfrom loket.supervisor import *\n"
        f"own = Program('own', (sys.executable, '-c', {WAITS!r}))\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "found = Supervisor([own, valkey(folder)], os.environ, folder, print)\nfound.start_all()\n"
        "print(*(process.pid for process in found.running.values()), flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout is not None
        with closing(supervisor.stdout) as told:
            own, guard = (psutil.Process(int(pid)) for pid in told.readline().split())
        until(lambda: b"started" in (tmp_path / "own.log").read_bytes(), "the program runs")
        until((tmp_path / "valkey.sock").exists, "Valkey runs")
        family = [own, guard, *guard.children(recursive=True)]
        supervisor.kill()
    until(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in family), "all ended")
