"""Loket on one machine with everything it talks to: for showing, practising and trying out. Keeps its data in one folder."""

from __future__ import annotations

import base64
import fcntl
import json
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from loket.adapters.signing import derive_secret
from loket.errors import ConfigurationError
from loket.practice import brp_api, notify_api
from loket.routing.catalogue_files import load_catalogue
from loket.routing.clients import PRACTICE_KEY
from loket.stopping import asked_to_stop
from loket.supervisor import Program, Supervisor, loket, valkey
from loket.web.accounts import load_accounts

HOST = "127.0.0.1"
CLIENT_KEY = PRACTICE_KEY
#: The longest path that every system takes for a unix socket, in bytes.
SOCKET_PATH = 100


def run(config: Path, var: Path, port: int, environ: Mapping[str, str]) -> None:
    """Run the demo on ``port`` until SIGINT or SIGTERM; everything it writes stands in ``var``, and the next run goes on with it.

    Raises ConfigurationError when the port is taken, when a demo already uses ``var`` or when ``config`` is wrong.
    """
    var.mkdir(parents=True, exist_ok=True)
    with _only_one(var), _valkey_folder(var) as valkey_folder:
        _refuse_taken(port)
        environment = demo_environment(config, var, port, free_port(), valkey_folder, environ)
        prepare(environment)
        stop = asked_to_stop()
        supervisor = Supervisor(programs(environment, valkey_folder), environment, var / "log", say)
        try:
            supervisor.start_all()
            threading.Thread(target=_welcome, args=(config, environment, stop), daemon=True).start()
            supervisor.watch(stop)
        finally:
            supervisor.stop_all()
            say("Loket is gestopt.")


def prepare(environment: Mapping[str, str]) -> None:
    """Bring the database up to date and make the demo's client, in a process of its own: this one stays small."""
    if subprocess.run((sys.executable, "-m", "loket", "db", "upgrade"), env=environment, check=False).returncode:
        raise ConfigurationError("De database kon niet worden bijgewerkt; hierboven staat waarom.")


def programs(environment: Mapping[str, str], valkey_folder: Path) -> list[Program]:
    """What the demo consists of, in the order of starting; the worker stops before the organisations that it sends to."""
    address = environment["LOKET_BASE_URL"].removeprefix("http://")
    practice_port = environment["LOKET_PRACTICE_URL"].rpartition(":")[2]
    return [
        valkey(valkey_folder),
        loket("web", "--bind", address),
        loket("practice", "--port", practice_port),
        loket("worker"),
        loket("clock"),
    ]


def demo_environment(
    config: Path, var: Path, port: int, practice_port: int, valkey_folder: Path, environ: Mapping[str, str]
) -> dict[str, str]:
    """The environment of every program of the demo: addresses, keys kept in ``var`` and a secret for each practice organisation."""
    kept = keep_keys(var / "sleutels.json")
    environment = {
        "LOKET_DATABASE_URL": f"sqlite:///{var / 'loket.db'}",
        **environ,
        "LOKET_DEMO": "1",
        "LOKET_FAST": "1",
        "LOKET_CONFIG": str(config),
        "LOKET_VAR": str(var),
        "LOKET_BASE_URL": f"http://{HOST}:{port}",
        "LOKET_PRACTICE_URL": f"http://{HOST}:{practice_port}",
        "LOKET_REDIS_URL": f"unix://{valkey_folder}/valkey.sock",
        "LOKET_KEYS": kept["keys"],
        "LOKET_LOOKUP_KEY": kept["lookup_key"],
        "LOKET_SECRET_KEY": kept["secret_key"],
        "LOKET_SIGNING_KEYS": kept["signing_keys"],
        "LOKET_BRP_URL": f"http://{HOST}:{practice_port}{brp_api.PREFIX}",
        "LOKET_BRP_KEY": brp_api.KEY,
        "LOKET_BRP_DOELBINDING": "oefenen",
        "LOKET_BRP_VERWERKING": "loket",
        "LOKET_MESSAGES": "notify",
        "LOKET_MESSAGES_URL": f"http://{HOST}:{practice_port}{notify_api.PREFIX}",
        "LOKET_MESSAGES_KEY": notify_api.KEY,
        "LOKET_MESSAGES_TEMPLATES": ",".join(f"{way}={template}" for way, template in notify_api.TEMPLATES.items()),
    }
    names = {name for organisation in load_catalogue(config, environment).organisations.values() for name in organisation.secrets}
    return {name: derive_secret(kept["seed"], name) for name in sorted(names)} | environment


def keep_keys(path: Path) -> dict[str, str]:
    """The demo's own keys: made at the first start, read at the next; only for the eyes of who runs it."""
    made = {
        "keys": f"demo:{_random_key()}",
        "lookup_key": _random_key(),
        "secret_key": f"demo-{secrets.token_urlsafe(32)}",
        "signing_keys": f"demo:{_random_key()}",
        "seed": secrets.token_urlsafe(32),
    }
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if found.keys() < made.keys():  # a demo of an earlier version knows fewer
        found = made | found
        path.touch(mode=0o600)
        path.write_text(json.dumps(found, indent=2))
    return found


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        number: int = probe.getsockname()[1]
        return number


def answers(url: str) -> bool:
    """Whether ``url`` answers 200 now."""
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def say(line: str) -> None:
    """One line for whoever watches the demo."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ConfigurationError(f"Poort {port} is al in gebruik. Kies een andere, bijvoorbeeld: make demo PORT={port + 1}") from error


@contextmanager
def _only_one(var: Path) -> Iterator[None]:
    with (var / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigurationError(f"Er draait al een demo die zijn gegevens in {var} bewaart.") from error
        yield


@contextmanager
def _valkey_folder(var: Path) -> Iterator[Path]:
    """A folder for Valkey; elsewhere when the path of its socket would be too long (what it holds may be lost: it only wakes)."""
    folder = var / "valkey"
    if len(str(folder / "valkey.sock").encode()) <= SOCKET_PATH:
        folder.mkdir(exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="loket-") as short:
        yield Path(short)


def _welcome(config: Path, environment: Mapping[str, str], stop: threading.Event) -> None:
    """Tell how to use the demo once all its parts run."""
    base = environment["LOKET_BASE_URL"]
    while not answers(f"{base}/health/ready"):
        if stop.wait(0.2):
            return
    accounts = load_accounts(config / "oefenaccounts.toml", load_catalogue(config, environment))
    say(f"\nLoket draait op {base}  (stoppen: Ctrl-C)")
    say(f"Aanmelden: {base}/inloggen als " + ", ".join(account.name for account in accounts.values()))
    say(f"API: {base}/api/v1, sleutel {CLIENT_KEY}")
    say(f"Oefenorganisaties: {base}/oefenorganisaties\n")
