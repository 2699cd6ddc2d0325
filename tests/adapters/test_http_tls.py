"""TLS: the call goes to the address that the guard judged, and the certificate must be that of the name."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from loket.adapters.answers import NotConnected
from loket.adapters.guard import Guard
from loket.adapters.http import Client

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


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for ``localhost`` with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start, start + timedelta(days=2))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    key_text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    file.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + key_text)
    return file


@pytest.fixture
def port(pem: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


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
