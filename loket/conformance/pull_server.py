"""Stands in for Loket where an organisation fetches: the list of its parts, one part with its messages, and its reports."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from loket.conformance.listener import AWAY, KNOWN, TAKEN, Call, event_of, length_of
from loket.conformance.messages import Composed

API = "/api/v1/deelzaken"
REPORT = re.compile(rf"{API}/(?P<number>[^/]+)/statusmeldingen")
PLACE = "plaats-"
PAGE = 2  # parts
NO_KEY, UNKNOWN, GONE, WRONG = 401, 404, 410, 400
Reply = tuple[int, Mapping[str, Any]]


class PullServer:
    """Offers ``messages``, a part each, to whoever comes with ``key``; says once that a place in the list has become too old."""

    def __init__(self, host: str, port: int, key: str) -> None:
        self.messages: Sequence[Composed] = ()
        self.calls: list[Call] = []  # reports; their event is that of a callback
        self.fetched: list[str] = []  # deelzaaknummers
        self.strangers = 0  # calls without the right key
        self.expired_at: float | None = None  # when the place was called too old (monotonic)
        self.again = False  # whether the list was read from its beginning to its end after that
        self.away: set[str] = set()
        self._key, self._lock = key, threading.Lock()
        self._server = ThreadingHTTPServer((host, port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="conformance-pull")
        self.url = f"http://{host}:{self._server.server_port}"

    def about(self, number: str) -> list[Call]:
        """The reports about one part, in the order in which they came."""
        with self._lock:
            return [call for call in self.calls if call.number == number]

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Status and content for one call."""
        parts = urlsplit(target)
        with self._lock:
            if headers.get("authorization") != f"Bearer {self._key}":
                self.strangers += 1
                return NO_KEY, {}
            if (method, parts.path) == ("GET", API):
                return self._list(parse_qs(parts.query).get("sinds", [""])[0])
            report = REPORT.fullmatch(parts.path)
            return self._report(report["number"], headers, body) if report and method == "POST" else self._fetch(method, parts.path)

    def _list(self, since: str) -> Reply:
        place = since.removeprefix(PLACE)
        if since and (not since.startswith(PLACE) or not place.isdecimal()):
            return WRONG, {}
        if int(place or 0) >= len(self.messages) and self.expired_at is None:
            self.expired_at = time.monotonic()
            return GONE, {}
        begin = int(place or 0)
        page = self.messages[begin : begin + PAGE]
        end = begin + len(page)
        self.again = self.again or (self.expired_at is not None and bool(page) and end == len(self.messages))
        lines = [{"deelzaaknummer": one.number, "product": one.product} for one in page]
        return 200, {"deelzaken": lines, "volgende": f"{PLACE}{end}", "meer": end < len(self.messages)}

    def _fetch(self, method: str, path: str) -> Reply:
        number = path.removeprefix(f"{API}/")
        found = [one for one in self.messages if one.number == number]
        if not found or method != "GET":
            return UNKNOWN, {}
        self.fetched.append(number)
        return 200, {"deelzaaknummer": number, "berichten": [json.loads(one.body) for one in found]}

    def _report(self, number: str, headers: Mapping[str, str], body: bytes) -> Reply:
        told = event_of(body)
        event = {"id": headers.get("idempotency-key", ""), "subject": number, "type": f".{told.get('soort', '')}"}
        status = TAKEN
        if number in self.away:
            self.away.discard(number)
            status = AWAY
        elif any(call.id == event["id"] and call.number == number and call.status == TAKEN for call in self.calls):
            status = KNOWN
        self.calls.append(Call(headers, body, event, True, status, time.monotonic()))
        return status, {"verwerkt": status == TAKEN}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(server: PullServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Hands each call on."""

        def do_GET(self) -> None:
            """The list, or a part."""
            self._answer("GET", b"")

        def do_POST(self) -> None:
            """A report."""
            self._answer("POST", self.rfile.read(length_of(self.headers.get("Content-Length"))))

        def _answer(self, method: str, body: bytes) -> None:
            status, content = server.answer(method, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
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
