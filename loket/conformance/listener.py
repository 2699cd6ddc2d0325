"""Stands in for Loket where organisations report: keeps each call, and answers as Loket does."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from loket.adapters.signing import SignatureRefused, verify

PATH = "/api/v1/statusmeldingen"
BIGGEST = 64 * 1024  # bytes, as in Loket
TAKEN, KNOWN, UNREADABLE, FORGED, TOO_LARGE, AWAY = 202, 200, 400, 401, 413, 503


@dataclass(frozen=True, slots=True)
class Call:
    """One report as it came in. Header names are in lower case; ``event`` is empty when the body was no JSON object."""

    headers: Mapping[str, str]
    raw: bytes
    event: Mapping[str, Any]
    signed: bool
    status: int  # what was answered
    at: float  # seconds, monotonic

    @property
    def number(self) -> str:
        """The deelzaaknummer that it names."""
        return str(self.event.get("subject", ""))

    @property
    def id(self) -> str:
        """The number of the report."""
        return str(self.event.get("id", ""))

    @property
    def verb(self) -> str:
        """The last part of its type, in the organisation's own words."""
        return str(self.event.get("type", "")).rpartition(".")[2]


class Listener:
    """Listens on ``host:port`` (port 0 takes a free one) from ``with`` on. Reports about ``away`` get 503 until one came back."""

    def __init__(self, host: str, port: int, secrets: Sequence[str]) -> None:
        self.calls: list[Call] = []
        self.away: set[str] = set()  # deelzaaknummers
        self._secrets, self._lock = tuple(secrets), threading.Lock()
        self._server = ThreadingHTTPServer((host, port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="conformance-listener")
        self.url = f"http://{host}:{self._server.server_port}"

    def about(self, number: str) -> list[Call]:
        """The reports about one part, in the order in which they came."""
        with self._lock:
            return [call for call in self.calls if call.number == number]

    def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """Keep a call; the status to answer it with."""
        event = event_of(body)
        signed = self._is_signed(headers, body)
        with self._lock:
            status = self._status(event, signed, len(body))
            self.calls.append(Call(headers, body, event, signed, status, time.monotonic()))
        return status

    def _status(self, event: Mapping[str, Any], signed: bool, size: int) -> int:
        number = str(event.get("subject", ""))
        if size > BIGGEST:
            return TOO_LARGE
        if number in self.away:
            self.away.discard(number)
            return AWAY
        if not signed:
            return FORGED
        if not event:
            return UNREADABLE
        return KNOWN if any(call.id == event.get("id") and call.status == TAKEN for call in self.calls) else TAKEN

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        try:
            verify(self._secrets, headers, body, datetime.now(UTC))
        except SignatureRefused:
            return False
        return True

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def event_of(body: bytes) -> Mapping[str, Any]:
    """The JSON object in a body; empty when it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers in the fewest words."""

        def do_POST(self) -> None:
            """A report; 404 anywhere else."""
            body = self.rfile.read(min(length_of(self.headers.get("Content-Length")), BIGGEST + 1))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = listener.take(headers, body) if self.path == PATH else 404
            self._answer(status, {"verwerkt": status == TAKEN} if status < 300 else {"status": status, "title": "Niet aangenomen"})

        def _answer(self, status: int, content: Mapping[str, object]) -> None:
            raw = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if status < 300 else "application/problem+json")
            self.send_header("Content-Length", str(len(raw)))
            if status == AWAY:
                self.send_header("Retry-After", "1")
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Nothing: the report tells."""

    return Handler


def length_of(header: str | None) -> int:
    """How much a Content-Length promises; 0 when it is none."""
    return int(header) if header and header.isdecimal() else 0
