"""Serving the practice organisations over real HTTP, on the loopback interface."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any, Self

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from loket.practice.stage import Stage
from loket.stopping import asked_to_stop


class _Handler(WSGIRequestHandler):
    """Keeps connections open between requests and writes no access log: the journal is the log."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


class PracticeServer(ThreadedWSGIServer):
    """Serves ``app`` from now on, in threads of its own; port 0 takes a free one, told by ``url``.

    ``stop`` leaves no thread and no socket behind; as a context manager it stops at the end.
    """

    daemon_threads = False

    def __init__(self, app: Flask, host: str = "127.0.0.1", port: int = 0) -> None:
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(host, port, app, handler=_Handler)
        self._stage: Stage = app.extensions["practice"]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, name="practice-server")
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the practice organisations are, without a trailing slash."""
        return f"http://{self.host}:{self.port}"

    def stop(self) -> None:
        """End hanging answers, waiting connections and planned reports, in that order."""
        self._stage.stopping.set()
        self.shutdown()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):  # the other side may be gone
                    connection.shutdown(socket.SHUT_RD)
        self._thread.join()
        self._stage.stop()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection while it is served."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection and close it."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def serve(app: Flask, host: str, port: int) -> None:
    """Serve ``app`` (made by ``create_practice``) until SIGTERM or SIGINT comes, then stop it cleanly. To be called in the main thread.

    SystemExit with one line when the port is taken.
    """
    asked = asked_to_stop()
    with PracticeServer(app, host, port):
        asked.wait()
