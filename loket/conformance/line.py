"""The line to the organisation: its real adapter on Loket's real HTTP client, with a hand on what goes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from loket.adapters.answers import Answer
from loket.adapters.guard import Guard
from loket.adapters.http import MAX_BYTES, Client
from loket.adapters.port import Adapter, Message, Result, Verdict
from loket.adapters.registry import dialects, faults_of
from loket.adapters.settings import OrganisationSettings
from loket.conformance.messages import Composed
from loket.errors import ConfigurationError
from loket.routing.entries import Organisation

#: Changes headers and body on their way out, after they were signed.
Alter = Callable[[Mapping[str, str], bytes], tuple[Mapping[str, str], bytes]]
REFUSALS = (400, 401, 403)
EVERYTHING = ("0.0.0.0/0", "::/0")  # whoever runs the kit chose the address


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call and what came of it, as Loket would take it. ``status`` is None when there was no answer."""

    result: Result
    status: int | None
    seconds: float

    @property
    def taken(self) -> bool:
        """Whether Loket would call it delivered."""
        return self.result.verdict is Verdict.DELIVERED

    @property
    def refused(self) -> bool:
        """Whether the message was not believed."""
        return self.status in REFUSALS

    @property
    def broke(self) -> bool:
        """Whether it led to no answer or a fault of the server."""
        return self.status is None or self.status >= 500

    @property
    def words(self) -> str:
        """What came back, for the report."""
        return f"antwoord {self.status}" if self.status is not None else self.result.detail


class _Tap(Client):
    """Loket's client, for one call: with a clock that may be off, a change on the way out, and a memory of the answer."""

    def __init__(self, at: datetime, alter: Alter | None) -> None:
        super().__init__(Guard(EVERYTHING), lambda: at)
        self._alter = alter
        self.status: int | None = None

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, deadline: float, max_bytes: int = MAX_BYTES
    ) -> Answer:
        """As :meth:`Client.request`."""
        if self._alter:
            headers, body = self._alter(headers, body or b"")
        answer = super().request(method, url, headers, body, deadline, max_bytes)
        self.status = answer.status
        return answer


class Line:
    """Sends messages to ``address`` as Loket sends them to this organisation; ``secrets``: the current one, and the next if there is one.

    ConfigurationError when the organisation is not pushed to in Loket's interface, or address or secret cannot be right.
    """

    def __init__(self, organisation: Organisation, address: str, secrets: tuple[str, ...]) -> None:
        self.organisation, self.secrets, self.deadline = organisation, secrets, organisation.deadline
        self.exchanges: list[Exchange] = []
        self._settings = OrganisationSettings(organisation.slug, organisation.adapter, address, {}, secrets, deadline=2 * self.deadline)
        _refuse_other_ways(organisation)
        faults = faults_of(self._settings, dialects())
        if faults:
            raise ConfigurationError("\n".join(faults))
        self.adapter = adapter_of(organisation)

    def send(self, message: Composed, *, secret: str | None = None, at: datetime | None = None, alter: Alter | None = None) -> Exchange:
        """One call, signed with ``secret`` (the current one when absent) at ``at`` (now when absent), changed by ``alter`` afterwards.

        It may take twice the deadline, so that a slow answer is told apart from none.
        """
        tap = _Tap(at or datetime.now(UTC), alter)
        settings = OrganisationSettings(
            self._settings.slug,
            self._settings.adapter,
            self._settings.address,
            {},
            (secret or self.secrets[0],),
            deadline=self._settings.deadline,
        )
        sent = Message(
            *(message.delivery_id, message.kind, message.number, message.product, message.body, datetime.now(UTC), 1, message.traceparent)
        )
        began = time.monotonic()
        try:
            result = dialects()[self.organisation.adapter](settings, tap).send(sent)
        finally:
            tap.close()
        exchange = Exchange(result, tap.status, time.monotonic() - began)
        self.exchanges.append(exchange)
        return exchange


def adapter_of(organisation: Organisation) -> Adapter:
    """Its adapter, for reading what it reports: there is no line behind it."""
    settings = OrganisationSettings(organisation.slug, organisation.adapter)
    return dialects()[organisation.adapter](settings, Client(Guard()))


def _refuse_other_ways(organisation: Organisation) -> None:
    if organisation.adapter == "gemeente":
        raise ConfigurationError(f"{organisation.slug} spreekt ZGW; deze toets is voor wie de interface van Loket spreekt.")
    if not dialects()[organisation.adapter].pushes:
        raise ConfigurationError(
            f"Loket roept {organisation.slug} niet aan. Haalt zij zelf op, geef dan --pull; in de werklijst is er niets te toetsen."
        )
