"""Status events to whoever subscribed: a signed CloudEvent (NL GOV profile 1.1, structured mode) to the subscription's own address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from loket.adapters.answers import CallError, failed, result_of
from loket.adapters.http import Client
from loket.adapters.loket import USER_AGENT
from loket.adapters.port import Kind, Message, Report, Result, Verdict
from loket.adapters.reports import Vocabulary, read_report
from loket.adapters.signing import sign_with_all

MEDIA = "application/cloudevents+json"
LONGEST = 500
SECONDS = 5.0  #: for one whole call: a subscriber takes the event in and works afterwards


class Events:
    """One for all subscriptions: each message brings its own address and secrets."""

    kinds = frozenset({Kind.EVENT})
    pushes = True

    def __init__(self, client: Client, deadline: float = SECONDS) -> None:
        self._client, self._deadline = client, deadline

    def fault(self, address: str) -> str | None:
        """Why nothing can be sent to ``address``, in Dutch; None when it may be called. Resolves its name."""
        try:
            parts = urlsplit(address)
            plain = parts.port != 0 and bool(parts.hostname) and not (parts.username or parts.password or parts.fragment)
        except ValueError:
            plain = False
        if not plain or len(address) > LONGEST or not address.isascii() or not address.isprintable() or " " in address:
            return "Dit is geen geldig adres."
        if not self._client.may_call(address):
            return "Dit adres mag niet: het moet met https beginnen, bestaan en openbaar zijn."
        return None

    def send(self, message: Message) -> Result:
        """One signed POST; any 2xx is receipt."""
        if message.target is None:
            return Result(Verdict.REFUSED, detail="het abonnement is beëindigd", answered=False)
        try:
            answer = self._client.request("POST", message.target.address, self._headers(message), message.body, self._deadline)
        except CallError as error:
            return failed(error)
        return result_of(answer, self._client.clock())

    def understand(self, verb: str, data: Mapping[str, Any]) -> Report:
        """The words of the Loket interface; a subscriber only hears, so nobody asks."""
        return read_report(verb, data, Vocabulary())

    def _headers(self, message: Message) -> dict[str, str]:
        secrets = message.target.secrets if message.target else ()
        return {
            "Content-Type": MEDIA,
            "Accept": "application/json, application/problem+json",
            "traceparent": message.traceparent,
            "User-Agent": USER_AGENT,
            **sign_with_all(secrets, message.delivery_id, self._client.clock(), message.body),
        }
