"""What differs on the way to one organisation: certificates and networks. Read before the first call, used by ``http``."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """What differs on the way to one organisation: our certificate with its key and its authority (PEM files), and private networks."""

    certificate: str | None = None
    key: str | None = None
    ca: str | None = None
    networks: tuple[str, ...] = ()  # see ``guard.private_network``

    def tls(self) -> dict[str, str]:
        """The same in urllib3's words; what is absent is left to the client."""
        named = {"cert_file": self.certificate, "key_file": self.key, "ca_certs": self.ca}
        return {name: path for name, path in named.items() if path}

    def faults(self) -> Iterator[str]:
        """What is wrong with the files, before the first call: a sentence each, without what stands in them."""
        context = ssl.create_default_context()
        if bool(self.certificate) != bool(self.key):
            yield "client_certificaat en client_sleutel horen bij elkaar"
        elif self.certificate:
            try:
                context.load_cert_chain(self.certificate, self.key, password="")  # without it OpenSSL asks at the terminal
            except (OSError, ValueError) as error:
                yield f"client_certificaat en client_sleutel zijn niet te lezen of horen niet bij elkaar ({type(error).__name__})"
        if self.ca:
            try:
                context.load_verify_locations(self.ca)
            except (OSError, ValueError) as error:
                yield f"ca is niet te lezen ({type(error).__name__})"


PLAIN = Line()
