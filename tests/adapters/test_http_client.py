"""The HTTP client against servers that misbehave."""

from __future__ import annotations

import os
import socket
import threading
import time
from datetime import UTC, datetime

import pytest

from loket.adapters.answers import Broken, GuardRefused, NotConnected, TimedOut, TooLarge, retry_after
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from tests.adapters.serving import answering, keeping_alive, raw, wsgi

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PATIENCE = 2.0  # seconds: far below what the misbehaving servers would take


def dripping(start: bytes) -> object:
    """A byte every 20 ms after ``start``: each one well within a time-out per read."""

    def drip(connection: socket.socket, stop: threading.Event) -> None:
        connection.sendall(start)
        while not stop.wait(0.02):
            connection.sendall(b"x")

    return drip


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",  # drips in the body
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n",  # drips in one large chunk
        b"HTTP/1.1 200 OK\r\nX-Drip: ",  # drips in a header
        b"",  # drips in the status line
    ],
)
def test_a_dripping_answer_ends_at_the_deadline(client: Client, start: bytes) -> None:
    with raw(dripping(start)) as base:
        begin = time.monotonic()
        with pytest.raises(TimedOut):
            client.request("GET", base, {}, None, deadline=0.3)
        assert time.monotonic() - begin < PATIENCE


def test_silence_ends_at_the_deadline(client: Client) -> None:
    with raw(lambda _connection, stop: stop.wait(PATIENCE * 2)) as base:
        begin = time.monotonic()
        with pytest.raises(TimedOut):
            client.request("GET", base, {}, None, deadline=0.2)
        assert time.monotonic() - begin < PATIENCE


def test_a_server_that_does_not_read_ends_at_the_deadline(client: Client) -> None:
    with raw(lambda _connection, stop: stop.wait(PATIENCE * 2)) as base:
        begin = time.monotonic()
        with pytest.raises(TimedOut):
            client.request("POST", base, {}, b"x" * 50_000_000, deadline=0.3)
        assert time.monotonic() - begin < PATIENCE


@pytest.mark.parametrize("headers", [(), (("Content-Length", "2000000"),)])
def test_an_answer_above_the_limit_is_not_taken(client: Client, headers: tuple[tuple[str, str], ...]) -> None:
    with wsgi(answering("200 OK", b"x" * 2_000_000, headers)) as base, pytest.raises(TooLarge):
        client.request("GET", base, {}, None, deadline=5)


def test_an_answer_at_the_limit_is_taken(client: Client) -> None:
    with wsgi(answering("200 OK", b"x" * 100)) as base:
        assert len(client.request("GET", base, {}, None, deadline=5, max_bytes=100).body) == 100


def test_a_refused_connection_is_no_connection(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotConnected) as failure:
        client.request("GET", f"http://127.0.0.1:{port}/", {}, None, deadline=1)
    assert failure.value.answered is False


def test_an_unknown_name_is_no_connection(client: Client) -> None:
    with pytest.raises(NotConnected):
        client.request("GET", "https://bestaat-niet.invalid/", {}, None, deadline=1)


def test_a_server_without_tls_is_no_connection(client: Client) -> None:
    with raw(lambda connection, _stop: connection.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")) as base, pytest.raises(NotConnected):
        client.request("GET", base.replace("http:", "https:"), {}, None, deadline=2)


@pytest.mark.parametrize("answer", [b"", b"geen http\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nkort"])
def test_a_broken_answer_is_a_try(client: Client, answer: bytes) -> None:
    with raw(lambda connection, _stop: connection.sendall(answer)) as base, pytest.raises(Broken) as failure:
        client.request("GET", base, {}, None, deadline=2)
    assert failure.value.answered is True


def test_a_redirect_is_not_followed(client: Client) -> None:
    log: list[dict[str, object]] = []
    with wsgi(answering("307 Temporary Redirect", None, (("Location", "/elders"),), log)) as base:
        assert client.request("POST", f"{base}/hier", {}, b"{}", deadline=2).status == 307
    assert [call["path"] for call in log] == ["/hier"]


def test_a_connection_is_used_again(client: Client) -> None:
    connections: set[tuple[str, int]] = set()
    with keeping_alive(connections) as base:
        for _ in range(3):
            assert client.request("GET", base, {}, None, deadline=2).body == b"ok"
        client.close()
    assert len(connections) == 1


def test_after_a_fork_the_child_uses_a_connection_of_its_own(client: Client) -> None:
    connections: set[tuple[str, int]] = set()
    with keeping_alive(connections) as base:
        client.request("GET", base, {}, None, deadline=2)
        child = os.fork()
        if child == 0:  # only this thread lives on; leave without running the tests' clean-up
            status = 1
            try:
                status = 0 if client.request("GET", base, {}, None, deadline=2).status == 200 else 1
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        client.close()
    assert len(connections) == 2


def test_the_guard_stops_a_call_before_it_connects() -> None:
    log: list[dict[str, object]] = []
    closed = Client(Guard())
    with wsgi(answering("200 OK", log=log)) as base, pytest.raises(GuardRefused) as failure:
        closed.request("GET", base, {}, None, deadline=2)
    assert log == []
    assert failure.value.answered is False


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.1.1",
    "172.16.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
]
PRIVATE_6 = [
    "::1",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::",
    "fec0::1",
    "64:ff9b:1::1",
    "3fff::1",
]


OLD = ["192.88.99.1", "fec0::1", "64:ff9b:1::1", "3fff::1"]  # not all of them known as such to Python


@pytest.mark.parametrize("address", PRIVATE + PRIVATE_6 + OLD)
def test_the_guard_refuses_inside_addresses(address: str) -> None:
    assert not Guard().lets_through("https", "intern.example", 443, [address])


def test_the_guard_lets_public_addresses_through_over_https_only() -> None:
    assert Guard().lets_through("https", "www.example.nl", 443, ["93.184.216.34", "2606:2800:220:1::1"])
    assert not Guard().lets_through("http", "www.example.nl", 80, ["93.184.216.34"])


def test_one_inside_address_among_public_ones_is_refused() -> None:
    assert not Guard().lets_through("https", "www.example.nl", 443, ["93.184.216.34", "127.0.0.1"])


def test_a_name_that_leads_elsewhere_at_a_second_look_is_called_where_the_guard_saw_it() -> None:
    """DNS rebinding: the address that was checked is the one that is connected to; there is no second look."""
    log: list[dict[str, object]] = []
    answers = iter(["127.0.0.1", "127.0.0.9", "127.0.0.9"])

    def resolve(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    client = Client(Guard(("127.0.0.1/32",)), resolve=resolve)
    with wsgi(answering("200 OK", log=log)) as base:
        url = base.replace("127.0.0.1", "organisatie.example")
        assert client.request("GET", url, {}, None, deadline=2).status == 200
        with pytest.raises(GuardRefused):  # a later call looks again, and is checked again, also while a connection is kept
            client.request("GET", url, {}, None, deadline=2)
        client.close()
    assert len(log) == 1
    assert next(answers) == "127.0.0.9"


def test_a_number_that_stands_for_an_inside_address_is_refused_too() -> None:
    for host in ("2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"):
        with pytest.raises((GuardRefused, NotConnected)):
            Client(Guard()).request("GET", f"https://{host}/", {}, None, deadline=2)


def test_the_guard_opens_exactly_what_is_allowed() -> None:
    guard = Guard(("127.0.0.1:8001", "10.1.0.0/16"))
    assert guard.lets_through("http", "127.0.0.1", 8001, ["127.0.0.1"])
    assert not guard.lets_through("http", "127.0.0.1", 8002, ["127.0.0.1"])
    assert guard.lets_through("http", "intern", 80, ["10.1.9.9"])
    assert not guard.lets_through("http", "intern", 80, ["10.2.0.1"])


def test_a_private_network_takes_https_only() -> None:
    guard = Guard(("127.0.0.0/8",), private=("10.1.0.0/16",))
    assert guard.lets_through("https", "intern", 443, ["10.1.9.9"])
    assert not guard.lets_through("http", "intern", 80, ["10.1.9.9"])
    assert not guard.lets_through("https", "intern", 443, ["10.2.0.1"])
    assert guard.lets_through("http", "localhost", 8001, ["127.0.0.1"])  # what the demo allows


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Sun, 22 Nov 2026 12:02:00 GMT", 120.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),  # past: at once
        ("99999999", 86_400.0),  # at most a day
        ("-5", None),
        ("straks", None),
        ("²", None),  # a digit to Python, not to HTTP
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": header}, NOW) == seconds
