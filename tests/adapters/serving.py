"""Real HTTP servers on loopback for the tests of the adapters."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

Behaviour = Callable[[socket.socket, threading.Event], None]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        pass


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def wsgi(app: Any) -> Iterator[str]:
    """Serve a WSGI app; yields its base URL."""
    with make_server("127.0.0.1", 0, app, server_class=_Threads, handler_class=_Quiet) as server:
        yield from _run(server)


@contextmanager
def keeping_alive(connections: set[tuple[str, int]]) -> Iterator[str]:
    """An HTTP/1.1 server that keeps connections open and notes each client address that it sees."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            connections.add(self.client_address)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        yield from _run(server)


def _run(server: Any) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def raw(behaviour: Behaviour) -> Iterator[str]:
    """A server that does ``behaviour`` with every connection after reading the request; ``behaviour`` may wait on the event."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        thread = threading.Thread(target=_accept, args=(listener, behaviour, stop), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


def _accept(listener: socket.socket, behaviour: Behaviour, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        with connection:
            connection.settimeout(2)
            connection.recv(65536)
            with suppress(OSError):  # the client goes away first, as it should
                behaviour(connection, stop)


def answering(status: str, body: Any = None, headers: tuple[tuple[str, str], ...] = (), log: list[dict[str, Any]] | None = None) -> Any:
    """A WSGI app that always answers the same; ``log`` gets every request as a dict of method, path, headers and body."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if log is not None:
            log.append(seen(environ))
        content = [] if body is None else [("Content-Type", "application/json")]
        start_response(status, [*content, *headers])
        return [b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()]

    return app


def seen(environ: dict[str, Any]) -> dict[str, Any]:
    """The request in ``environ``; header names in lower case."""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"],
        "query": environ.get("QUERY_STRING", ""),
        "headers": headers | {"content-type": environ.get("CONTENT_TYPE", "")},
        "body": environ["wsgi.input"].read(length),
    }
