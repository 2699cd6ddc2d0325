"""The one place from which Loket calls out over HTTP: bounded in time and size, no redirects, no retries, guarded against SSRF."""

from __future__ import annotations

import copy
import io
import os
import socket
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from loket.adapters.answers import Answer, Broken, CallError, GuardRefused, NotConnected, TimedOut, TooLarge
from loket.adapters.guard import Guard
from loket.adapters.line import PLAIN, Line

CONNECT_SECONDS = 5.0
MAX_BYTES = 1_000_000
_POOLS, _CONNECTIONS_PER_POOL = 512, 64  # more organisations than the country has gemeenten; as many connections as a drain has threads

_until: ContextVar[float] = ContextVar("until")


class Client:
    """Calls organisations; safe for many threads. Pools are made per process at the first call, so after any fork.

    ``ca_file`` (PEM) replaces the system's certificate authorities, for a network that has its own. ``resolve`` looks a name up, as
    ``socket.getaddrinfo`` does; it is asked once a call.
    """

    _line = PLAIN

    def __init__(
        self,
        guard: Guard,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ca_file: str | None = None,
        resolve: Callable[..., Any] = socket.getaddrinfo,
    ) -> None:
        self._guard, self._ca_file, self._resolve = guard, ca_file, resolve
        self._managers: dict[int, urllib3.PoolManager] = {}
        self.clock = clock  # aware UTC: for signatures, tokens and Retry-After

    def on(self, line: Line) -> Client:
        """The same client over another line: its connections are never used for anybody else."""
        if line == PLAIN:
            return self
        other = copy.copy(self)
        other._line, other._guard = line, replace(self._guard, private=(*self._guard.private, *line.networks))
        return other

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, deadline: float, max_bytes: int = MAX_BYTES
    ) -> Answer:
        """One call within ``deadline`` seconds in all: connecting, sending and reading. Raises :class:`~loket.adapters.answers.CallError`.

        The name is resolved once and the call goes to that very address, so a second look-up cannot slip past the guard.
        A redirect is an answer like any other. Only the resolver keeps a time limit of its own.
        """
        until = time.monotonic() + deadline
        token = _until.set(until)
        target = urlsplit(url)
        failure = NotConnected()
        try:
            for address in self._addresses(target):
                try:
                    return self._call(address, target, method, headers, body, max_bytes)
                except NotConnected as error:
                    failure = error
            raise failure
        finally:
            _until.reset(token)

    def may_call(self, url: str) -> bool:
        """Whether this address resolves now to what the guard lets through; a call decides that anew."""
        try:
            return bool(self._addresses(urlsplit(url)))
        except CallError:
            return False

    def _addresses(self, target: SplitResult) -> list[str]:
        host, port = target.hostname or "", _port(target)
        try:
            found = self._resolve(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotConnected from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._guard.lets_through(target.scheme, host, port, addresses):
            raise GuardRefused
        return addresses

    def _call(
        self, address: str, target: SplitResult, method: str, headers: Mapping[str, str], body: bytes | None, max_bytes: int
    ) -> Answer:
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        try:
            left = _left()
            response = self._pool(address, target).urlopen(
                method,
                path,
                body=body,
                headers={**headers, "Host": target.netloc},
                retries=False,
                redirect=False,
                assert_same_host=False,
                timeout=urllib3.Timeout(connect=min(left, CONNECT_SECONDS), read=left),
                preload_content=False,
                decode_content=False,
            )
            return _read(response, max_bytes)
        except (NewConnectionError, ConnectTimeoutError, SSLError):
            raise NotConnected from None
        except (HTTPError, OSError) as error:
            raise (TimedOut if time.monotonic() >= _until.get() or isinstance(error, TimeoutError) else Broken) from None

    def _pool(self, address: str, target: SplitResult) -> HTTPConnectionPool:
        if target.scheme != "https":
            return self._manager().connection_from_host(address, _port(target), target.scheme)
        names = {"server_hostname": target.hostname, "assert_hostname": target.hostname, **self._line.tls()}
        return self._manager().connection_from_host(address, _port(target), target.scheme, names)

    def _manager(self) -> urllib3.PoolManager:
        manager = self._managers.get(os.getpid())
        if manager is None:
            fresh = urllib3.PoolManager(_POOLS, maxsize=_CONNECTIONS_PER_POOL, ca_certs=self._ca_file)
            fresh.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
            manager = self._managers.setdefault(os.getpid(), fresh)
        return manager

    def close(self) -> None:
        """Close this process's idle connections."""
        manager = self._managers.pop(os.getpid(), None)
        if manager is not None:
            manager.clear()


def _port(target: SplitResult) -> int:
    return target.port or (443 if target.scheme == "https" else 80)


def _left() -> float:
    left = _until.get() - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(response: urllib3.BaseHTTPResponse, max_bytes: int) -> Answer:
    complete = False
    try:
        body = b""
        while chunk := response.read(max_bytes + 1 - len(body), decode_content=False):  # the empty read tells a cut-off answer
            body += chunk
            if len(body) > max_bytes:
                raise TooLarge
        complete = True
    finally:
        if complete:
            response.release_conn()
        else:
            response.close()
    return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, body)


class _TimedReader(io.RawIOBase):
    """Reads a socket with what is left of the call's time, so that a server that drips bytes gains nothing."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._raw = sock, cast("io.RawIOBase", sock.makefile("rb", buffering=0))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(_left())
        return cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedSocket:
    """A socket whose every send and receive ends at the call's deadline; all else is the socket's own."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def sendall(self, data: Any) -> None:
        self._sock.settimeout(_left())
        self._sock.sendall(data)

    def makefile(self, *_mode: Any, **_options: Any) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._sock))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _PlainConnection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        self.sock = cast("socket.socket", _TimedSocket(self.sock))


class _TlsConnection(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        self.sock = cast("socket.socket", _TimedSocket(self.sock))


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection
