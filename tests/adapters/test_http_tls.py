"""TLS: the call goes to the address that the guard judged, and the certificate must be that of the name."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from loket.adapters.answers import CallError, GuardRefused, NotConnected
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.adapters.line import Line

INSIDE = Guard(("127.0.0.0/8", "::1/128"))


class Handler(BaseHTTPRequestHandler):
    """Answers with the Host that it was asked for."""

    def do_GET(self) -> None:
        host = self.headers["Host"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(host)))
        self.end_headers()
        self.wfile.write(host)

    def log_message(self, *_arguments: Any) -> None:
        pass


class Server(HTTPServer):
    """Stays silent about clients that turn away."""

    def handle_error(self, *_arguments: Any) -> None:
        pass


def certificate(file: Path) -> Path:
    """A self-signed certificate for ``localhost`` with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start, start + timedelta(days=2))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    key_text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + key_text)
    return file


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate of the server."""
    return certificate(tmp_path_factory.mktemp("tls") / "localhost.pem")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate of Loket."""
    return certificate(tmp_path_factory.mktemp("tls") / "loket.pem")


@contextmanager
def serving(pem: Path, asks_for: Path | None = None) -> Iterator[int]:
    """A server on loopback; with ``asks_for`` it lets in only who has that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    if asks_for:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(asks_for)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def port(pem: Path) -> Iterator[int]:
    with serving(pem) as found:
        yield found


@pytest.fixture
def strict_port(pem: Path, ours: Path) -> Iterator[int]:
    """The port of a server that asks for our certificate."""
    with serving(pem, ours) as found:
        yield found


def asked(client: Client, url: str) -> bytes:
    try:
        return client.request("GET", url, {}, None, deadline=5).body
    finally:
        client.close()


def test_the_name_is_checked_though_the_call_goes_to_the_address(port: int, pem: Path) -> None:
    assert asked(Client(INSIDE, ca_file=str(pem)), f"https://localhost:{port}/") == f"localhost:{port}".encode()


def test_another_name_on_the_certificate_is_no_connection(port: int, pem: Path) -> None:
    with pytest.raises(NotConnected):
        asked(Client(INSIDE, ca_file=str(pem)), f"https://127.0.0.1:{port}/")


def test_an_unknown_authority_is_no_connection(port: int) -> None:
    with pytest.raises(NotConnected):
        asked(Client(INSIDE), f"https://localhost:{port}/")


def test_a_private_network_is_open_to_the_one_organisation_that_is_in_it(port: int, pem: Path) -> None:
    everybody = Client(Guard(), ca_file=str(pem))
    inside = everybody.on(Line(ca=str(pem), networks=("127.0.0.0/8", "::1/128")))  # no configuration may name these
    assert asked(inside, f"https://localhost:{port}/") == f"localhost:{port}".encode()
    with pytest.raises(GuardRefused):
        asked(everybody, f"https://localhost:{port}/")
    with pytest.raises(GuardRefused):
        asked(inside, f"http://localhost:{port}/")


def test_a_server_that_asks_for_our_certificate_gets_it(strict_port: int, pem: Path, ours: Path) -> None:
    line = Line(str(ours), str(ours), str(pem))
    assert asked(Client(INSIDE).on(line), f"https://localhost:{strict_port}/") == f"localhost:{strict_port}".encode()


@pytest.mark.parametrize("shown", ["nothing", "another certificate"])
def test_without_our_certificate_it_answers_nothing(strict_port: int, pem: Path, shown: str) -> None:
    line = Line(ca=str(pem)) if shown == "nothing" else Line(str(pem), str(pem), str(pem))
    with pytest.raises(CallError):
        asked(Client(INSIDE).on(line), f"https://localhost:{strict_port}/")


def test_a_connection_with_our_certificate_is_not_used_for_another_organisation(strict_port: int, pem: Path, ours: Path) -> None:
    client, url = Client(INSIDE), f"https://localhost:{strict_port}/"
    client.on(Line(str(ours), str(ours), str(pem))).request("GET", url, {}, None, deadline=5)  # and stays open
    with pytest.raises(CallError):
        asked(client.on(Line(ca=str(pem))), url)


def test_the_authority_of_one_organisation_counts_for_nobody_else(port: int, pem: Path) -> None:
    client = Client(INSIDE)
    client.on(Line(ca=str(pem)))
    with pytest.raises(NotConnected):
        asked(client, f"https://localhost:{port}/")


def test_files_that_are_not_there_or_do_not_belong_together_are_seen_before_the_first_call(pem: Path, ours: Path, tmp_path: Path) -> None:
    empty = tmp_path / "leeg.pem"
    empty.touch()
    good, absent = str(ours), str(tmp_path / "weg.pem")
    lines = [
        Line(good),
        Line(key=good),
        Line(good, absent),
        Line(good, str(pem)),
        Line(str(empty), good),
        Line(ca=absent),
        Line(ca=str(empty)),
    ]
    assert [len(list(line.faults())) for line in lines] == [1] * len(lines)
    assert list(Line(good, good, str(pem)).faults()) == []
