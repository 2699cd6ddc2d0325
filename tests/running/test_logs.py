"""What Loket writes to its log: a line for each request and each error, and nothing that somebody sent or that a row held."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import traceback
from dataclasses import replace
from typing import NoReturn
from urllib.parse import urlsplit

import pytest
import structlog
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from loket import dispatcher_of, drain_job, logs
from loket.queues import DrainFailed
from tests.support.desk import BSN
from tests.support.stack import Stack
from tests.support.waiting import until

NAME = "Kierkegaard"
#: Requests that no server can read, each with a BSN in another place of it; after them one that it can.
UNREADABLE = (
    f"GET /api/v1/zaken/{BSN} more HTTP/1.1\r\n\r\n",
    f"{BSN}\r\n\r\n",
    f"GET / HTTP/{BSN}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: x\r\nX {BSN}: y\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: {BSN}\0\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {BSN}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -{BSN}\r\n\r\n",
)


def send(stack: Stack, raw: str) -> bytes:
    """Send these bytes to the web server; the beginning of its answer."""
    split = urlsplit(stack.base_url)
    with socket.create_connection((split.hostname or "", split.port or 0), timeout=10) as line:
        line.sendall(raw.encode("latin-1"))
        return line.recv(100)


@pytest.mark.processes
def test_a_request_that_cannot_be_read_is_logged_without_what_it_said(shared_stack: Stack) -> None:
    log = shared_stack.supervisor.log("web")
    before = log.read_text()
    assert [send(shared_stack, raw)[9:12] for raw in UNREADABLE] == [b"400", b"400", b"400", b"400", b"400", b"501", b"400"]
    until(lambda: log.read_text()[len(before) :].count("Invalid request from ip=") == len(UNREADABLE), "each is logged")
    assert BSN not in log.read_text()


@pytest.mark.processes
def test_each_request_is_one_line_with_the_pattern_of_its_address(shared_stack: Stack) -> None:
    log = shared_stack.supervisor.log("web")
    before = len(log.read_text())
    status = shared_stack.call("GET", f"/api/v1/zaken/{BSN}?naam={NAME}")[0]
    wanted = {"method": "GET", "route": "/api/v1/zaken/<zaaknummer>", "status": status, "client": "127.0.0.1"}

    def written() -> list[dict[str, object]]:
        lines = [json.loads(line) for line in log.read_text()[before:].splitlines() if line.startswith("{") and line.endswith("}")]
        return [line for line in lines if line["event"] == "request" and wanted.items() <= line.items()]

    until(written, "the request is in the log")
    assert BSN not in log.read_text()
    assert NAME not in log.read_text()


def test_an_error_in_the_log_tells_its_kind_and_place_only(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    try:
        _break(NAME)
    except ValueError:
        structlog.get_logger().exception("adapter_broke", organisation="uwv")
    written = capsys.readouterr().out
    line = json.loads(written)
    assert (line["event"], line["level"], line["error"]) == ("adapter_broke", "error", "ValueError")
    assert line["frames"][-1].startswith("_break ")
    assert NAME not in written


def _break(name: str) -> NoReturn:
    raise ValueError(f"{name} cannot be read")


def test_a_failed_drain_tells_the_queue_only_the_kind_of_error(app: Flask) -> None:
    broken = replace(dispatcher_of(app), sessions=lambda: _break(BSN))
    app.extensions["loket.dispatcher"] = broken
    with app.app_context(), pytest.raises(DrainFailed, match=r"^ValueError$") as failure:
        drain_job()
    assert BSN not in "".join(traceback.format_exception(failure.value))  # what rq logs and keeps


def test_an_error_of_the_database_holds_no_value(session: Session) -> None:
    with pytest.raises(DBAPIError) as failure:
        session.execute(text("SELECT * FROM bestaat_niet WHERE name = :name"), {"name": NAME})
    assert NAME not in str(failure.value)


CRASH = """
import threading
from loket import logs

def fail():
    raise ValueError({text!r})

logs.configure()
logs.quiet_crashes()
{where}
"""


@pytest.mark.parametrize("where", ["fail()", "threading.Thread(target=fail).start()"])
def test_a_program_that_crashes_tells_its_kind_and_place_only(where: str) -> None:
    command = [sys.executable, "-c", CRASH.format(text=NAME, where=where)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(ended.stdout)["error"] == "ValueError"
    assert NAME not in ended.stdout + ended.stderr
