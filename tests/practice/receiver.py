"""A server that stands in for Loket: it keeps what the practice organisations tell, and answers as it is told to."""

from __future__ import annotations

import json
import threading
from collections import deque
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from loket.adapters.signing import SignatureRefused, verify
from tests.practice.playing import SECRET
from tests.support.waiting import until


class Receiver:
    """``calls`` holds every call: path, headers (lower case), the JSON body and the raw bytes, and whether it was taken in."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answers: deque[int] = deque()  # statuses to give before anything else
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """The status to answer with: 401 for a report with a wrong signature, as Loket does."""
        status = self.answers.popleft() if self.answers else 202
        if path.endswith("/statusmeldingen"):
            try:
                verify([SECRET], headers, body, datetime.now(UTC))
            except SignatureRefused:
                status = 401
        content = json.loads(body)
        self.calls.append({"path": path, "headers": headers, "content": content, "body": body, "status": status})
        return status

    def events(self, count: int) -> list[dict[str, Any]]:
        """The first ``count`` events that were taken in; waits for them."""
        until(lambda: len(self._taken()) >= count, f"{count} events: {[event['type'] for event in self._taken()]}", 10)
        return self._taken()

    def verbs(self, count: int) -> list[str]:
        """The verbs of the first ``count`` events."""
        return [event["type"].rpartition(".")[2] for event in self.events(count)]

    def notifications(self, count: int) -> list[dict[str, Any]]:
        """The first ``count`` calls to the notification address; waits for them."""
        until(lambda: len(self._notified()) >= count, f"{count} notifications", 10)
        return self._notified()

    def _taken(self) -> list[dict[str, Any]]:
        return [call["content"] for call in self.calls if call["status"] == 202 and call["path"].endswith("/statusmeldingen")]

    def _notified(self) -> list[dict[str, Any]]:
        return [call for call in self.calls if "/zgw/notificaties/" in call["path"]]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.take(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return Handler
