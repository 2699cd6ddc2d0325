"""E-mail over SMTP (RFC 5321), with TLS: ``smtp://`` upgrades with STARTTLS (RFC 3207), ``smtps://`` begins with it (RFC 8314).

Only a server on this machine itself may do without TLS. The address comes from the settings of the installation, never from data,
so the guard for addresses of organisations does not apply: a mail server mostly stands in the own network.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

from loket.adapters.messenger import EMAIL, MESSENGERS, Letter, Messenger, letter_of
from loket.adapters.port import Message, Result, Verdict
from loket.adapters.registry import register
from loket.adapters.settings import Option, OrganisationSettings, text

_PORTS = {"smtp": 587, "smtps": 465}
_SHARE = 4  # a mail takes several exchanges; each may take this part of the deadline


@register("smtp", into=MESSENGERS)
class Mail(Messenger):
    """One mail, one connection. ``opties.afzender`` is the address it comes from, ``opties.ca`` a PEM file of the network's own CA."""

    options: ClassVar[Mapping[str, Option]] = {"afzender": text(200), "ca": text(500)}

    @classmethod
    def line_faults(cls, settings: OrganisationSettings) -> Iterator[str]:
        """The address, the sender, and a secret that is ``user:password`` where there is one."""
        target = urlsplit(settings.address or "")
        if target.scheme not in _PORTS or not target.hostname or target.path or target.query:
            yield "adres: moet smtp://server:poort of smtps://server:poort zijn"
        if "@" not in settings.options.get("afzender", ""):
            yield "opties.afzender: het e-mailadres van de afzender ontbreekt"
        if not all(":" in secret for secret in settings.secrets):
            yield "geheimen: moet gebruiker:wachtwoord zijn"

    def send(self, message: Message) -> Result:
        """Hand the mail over. A 5xx about this mail is final; everything else may pass."""
        letter = letter_of(message)
        if letter.way != EMAIL:
            return Result(Verdict.UNABLE, detail=f"SMTP kan geen {letter.way} versturen")
        try:
            with self._connected() as server:
                server.send_message(self._mail(letter, message))
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(max(code for code, _ in error.recipients.values()))
        except smtplib.SMTPAuthenticationError as error:
            return Result(Verdict.RETRY, detail=f"SMTP {error.smtp_code}: aanmelden lukt niet")
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            return _refused(error.smtp_code)
        except smtplib.SMTPException as error:
            return Result(Verdict.RETRY, detail=f"SMTP: {type(error).__name__}")
        except TimeoutError:
            return Result(Verdict.RETRY, detail="geen volledig antwoord binnen de tijd")
        except OSError:
            return Result(Verdict.RETRY, detail="geen verbinding", answered=False)
        return Result(Verdict.DELIVERED)

    def _connected(self) -> AbstractContextManager[smtplib.SMTP]:
        target = urlsplit(self._settings.address or "")
        host, port = target.hostname or "", target.port or _PORTS[target.scheme]
        tls, wait = ssl.create_default_context(cafile=self._settings.options.get("ca")), self._settings.deadline / _SHARE
        if target.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=wait, context=tls)
        else:
            server = smtplib.SMTP(host, port, timeout=wait)
        try:
            self._begin(server, target, tls)
        except BaseException:
            server.close()
            raise
        return server

    def _begin(self, server: smtplib.SMTP, target: SplitResult, tls: ssl.SSLContext) -> None:
        """STARTTLS unless the connection has TLS already or stays on this machine, then sign in."""
        server.ehlo()
        if target.scheme == "smtp" and (server.has_extn("starttls") or not _on_this_machine(target.hostname or "")):
            server.starttls(context=tls)
            server.ehlo()
        for secret in self._settings.secrets[:1]:
            user, _, password = secret.partition(":")
            server.login(user, password)

    def _mail(self, letter: Letter, message: Message) -> EmailMessage:
        sender = self._settings.options["afzender"]
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, letter.to, letter.subject
        mail["Date"] = format_datetime(message.created_at)
        mail["Message-ID"] = f"<{message.delivery_id}@{sender.rpartition('@')[2]}>"  # the same on every try
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers to it
        mail["Content-Language"] = letter.language
        mail.set_content(letter.text + "\n")
        return mail


def _refused(code: int) -> Result:
    """The server's code only: its sentence may repeat the address."""
    verdict = Verdict.REFUSED if 500 <= code < 600 else Verdict.RETRY
    return Result(verdict, detail=f"SMTP {code}")


def _on_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
