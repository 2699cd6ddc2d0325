"""A small mail server for tests: one thread, real sockets, as much of SMTP as a client needs, with STARTTLS and signing in."""

from __future__ import annotations

import base64
import email
import email.policy
import socket
import ssl
import threading
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self, cast


def tls_context(pem: Path) -> ssl.SSLContext:
    """What a server shows: the certificate and key in ``pem``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


class Mailbox:
    """Listens on loopback; ``mails``, ``recipients`` and ``encrypted`` tell what came in, in order."""

    def __init__(
        self, tls: ssl.SSLContext | None = None, *, implicit: bool = False, password: str = "", recipient_answer: str = "250 ok"
    ) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.encrypted: list[bool] = []
        self._tls, self._implicit, self._password, self._answer = tls, implicit, password, recipient_answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(5)
            with suppress(OSError), connection:  # a client that does not trust us hangs up
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        if self._implicit and self._tls:
            connection = self._tls.wrap_socket(connection, server_side=True)
        dialogue = _Dialogue(self, connection)
        try:
            dialogue.run()
        finally:
            dialogue.reader.close()
            dialogue.connection.close()


class _Dialogue:
    """One connection: command after command until QUIT."""

    def __init__(self, box: Mailbox, connection: socket.socket) -> None:
        self.box, self.connection = box, connection
        self.reader: Any = connection.makefile("rb")
        self.trusted = not box._password

    def say(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")

    def run(self) -> None:
        self.say("220 test")
        while line := self.reader.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            self.do(verb, line)

    def do(self, verb: str, line: str) -> None:
        if verb == "EHLO":
            secure = isinstance(self.connection, ssl.SSLSocket)
            offers = [*(["STARTTLS"] if self.box._tls and not secure else []), *(["AUTH PLAIN"] if self.box._password and secure else [])]
            lines = ["test", *offers]
            for place, offer in enumerate(lines, 1):
                self.say(f"250{' ' if place == len(lines) else '-'}{offer}")
        elif verb == "STARTTLS":
            self.say("220 go")
            self.reader.close()
            self.connection = cast("ssl.SSLContext", self.box._tls).wrap_socket(self.connection, server_side=True)
            self.reader = self.connection.makefile("rb")
        elif verb == "AUTH":
            self.trusted = base64.b64decode(line.split()[2]).split(b"\0")[2].decode() == self.box._password
            self.say("235 ok" if self.trusted else "535 no")
        elif verb == "RCPT":
            self.take_recipient(line)
        elif verb == "DATA":
            self.take_mail()
        else:
            self.say("250 ok" if self.trusted or verb == "RSET" else "530 sign in first")

    def take_recipient(self, line: str) -> None:
        if self.box._answer.startswith("2"):
            self.box.recipients.append(line.split("<")[1].split(">")[0])
        self.say(self.box._answer)

    def take_mail(self) -> None:
        self.say("354 go on")
        raw = b""
        while (line := self.reader.readline()) != b".\r\n":
            raw += line
        self.box.mails.append(cast("EmailMessage", email.message_from_bytes(raw, policy=email.policy.default)))
        self.box.encrypted.append(isinstance(self.connection, ssl.SSLSocket))
        self.say("250 taken")
