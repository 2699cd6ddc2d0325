"""The practice organisations as a program of their own: they stop when asked, with nothing left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from loket.adapters.signing_keys import SigningKey
from loket.settings import ROOT
from tests.practice.playing import KEY, Play, message
from tests.practice.receiver import Receiver
from tests.support.waiting import until

PROGRAM = """
import sys
from pathlib import Path
from loket.practice import create_practice, serve

serve(create_practice([], loket_url="http://127.0.0.1:9", log_path=Path(sys.argv[1])), "127.0.0.1", int(sys.argv[2]))
"""


def test_the_program_stops_cleanly_when_it_is_asked_to(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path / "log.jsonl"), str(port)],
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        stderr=subprocess.PIPE,
    ) as program:
        try:
            until(lambda: _listens(port), "it listens")
            program.send_signal(signal.SIGTERM)
            _, words = program.communicate(timeout=60)
        finally:
            program.kill()
    assert (program.returncode, words) == (0, b"")


def test_stopping_ends_hanging_answers_and_idle_connections(receiver: Receiver, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with Play(receiver, tmp_path) as play, socket.create_connection((play.server.host, play.server.port)):
        hanging = threading.Thread(target=play.send, args=("uwv", message("oefen:*=time-out")), kwargs={"seconds": 30})
        hanging.start()
        until(lambda: play.lines("verdict"), "the request has come in")
    hanging.join(5)
    assert set(threading.enumerate()) <= before


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def test_a_message_may_be_signed_with_the_secret_or_with_our_key(play: Play) -> None:
    assert play.send("uwv", message()).status == 202
    assert play.send("uwv", message(), secret=None, key=KEY).status == 202
    assert play.send("uwv", message(), secret=None, key=SigningKey("k2", bytes(range(1, 33)))).status == 401
