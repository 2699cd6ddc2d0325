"""The README's four steps for a new organisation, taken as they stand there: only configuration, and one request to its end."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from werkzeug.serving import make_server

from loket import create_app, dispatcher_of, session_of
from loket.db import db
from loket.demo import HOST, free_port
from loket.players import players
from loket.practice import PracticeServer, create_practice
from loket.routing.clients import add_client
from loket.routing.dispatch import drain
from loket.settings import ROOT, Settings
from tests.support.databases import empty
from tests.support.pages import add_to_files, blocks, section
from tests.support.waiting import until

STEPS = section("README.md", "## A new organisation in four steps")
NEW = "raad-voor-rechtsbijstand"
SECRET_NAME = re.compile(r"export (LOKET_GEHEIM_[A-Z_]+)=")
CLIENT_KEY = "sleutel-van-deze-test"
DIVORCE = {
    "levensgebeurtenis": "scheiding",
    "aanvrager": {
        "burgerservicenummer": "999992508",
        "geslachtsnaam": "Kierkegaard",
        "geboortedatum": "1981-04-27",
        "gemeentecode": "0518",
    },
    "antwoorden": {"weinig-inkomen": True, "heeft-schulden": False, "kind-onder-18": False, "heeft-mediator": False},
    "communicatiekanaal": "balie",
    "loket": "gemeente-0518",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the configuration in which steps 1, 2 and 3 were taken."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    add_to_files(STEPS, tmp_path)
    return tmp_path / "config"


@pytest.fixture
def shared_secret(config: Path) -> tuple[str, str]:
    """Step 4: its commands as they stand; the name and the value of the secret that they made."""
    (commands,) = blocks(STEPS, "sh")
    named = SECRET_NAME.search(commands)
    assert named
    script = commands.replace(".venv/bin/python", sys.executable) + f'printf "%s" "${named[1]}"'
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LOKET_CONFIG": str(config)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "De configuratie klopt" in done.stdout, done.stdout + done.stderr
    return named[1], done.stdout.splitlines()[-1]


@pytest.fixture
def running(
    config: Path, shared_secret: tuple[str, str], environment: dict[str, str], sqlite_url: str, tmp_path: Path
) -> Iterator[tuple[Flask, str]]:
    """Loket with this configuration and all its practice organisations, on real ports; the application and its address."""
    empty(sqlite_url)
    port, practice_port = free_port(), free_port()
    given = {**environment, **dict([shared_secret]), "LOKET_DATABASE_URL": sqlite_url, "LOKET_CONFIG": str(config)}
    given |= {"LOKET_BASE_URL": f"http://{HOST}:{port}", "LOKET_PRACTICE_URL": f"http://{HOST}:{practice_port}"}
    app = create_app(Settings.load(given))
    played = players(dispatcher_of(app).catalogue, given)
    practice = create_practice(played, loket_url=given["LOKET_BASE_URL"], log_path=tmp_path / "practice.jsonl", delay=0.02)
    server = make_server(HOST, port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    with PracticeServer(practice, HOST, practice_port):
        yield app, given["LOKET_BASE_URL"]
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


def call(address: str, body: object = None) -> dict[str, Any]:
    """One call of the API as the client of a loket."""
    headers = {"Authorization": f"Bearer {CLIENT_KEY}", "Content-Type": "application/json"}
    with urlopen(Request(address, json.dumps(body).encode() if body else None, headers), timeout=10) as answer:
        found: dict[str, Any] = json.loads(answer.read())
        return found


def test_there_are_four_steps_and_they_touch_configuration_only(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    assert re.findall(r"^### (\d)\.", STEPS, re.MULTILINE) == ["1", "2", "3", "4"]
    assert add_to_files(STEPS, tmp_path) == [
        "config/organisaties.toml",
        f"config/producten/{NEW}.toml",
        "config/vragen.toml",
        "config/levensgebeurtenissen/scheiding.toml",
    ]


def test_a_request_to_an_organisation_made_by_the_four_steps_comes_to_its_end(running: tuple[Flask, str]) -> None:
    app, address = running
    with session_of(app) as session:
        add_client(session, "Test", ["zaken:openen", "zaken:lezen"], "gemeente-0518", None, app.extensions["loket"].clock(), CLIENT_KEY)
    number = call(f"{address}/api/v1/zaken", DIVORCE)["zaaknummer"]

    def settled() -> dict[str, Any] | None:
        drain(dispatcher_of(app), seconds=1)
        case = call(f"{address}/api/v1/zaken/{number}")
        return case if case["status"] == "besloten" else None

    case = until(settled, "every organisation has decided", 30)
    (part,) = [part for part in case["deelzaken"] if part["organisatie"] == NEW]
    assert (part["product"], part["status"], part["uitkomst"]) == ("toevoeging", "besloten", "toegekend")
    assert part["kenmerk"].startswith(NEW.upper())
