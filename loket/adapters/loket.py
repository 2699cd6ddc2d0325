"""The Loket interface: what any organisation can speak without a dialect of its own.

Every kind goes as ``POST {address}/verzoeken`` with the body as composed, signed (Standard Webhooks 1.0.0), with the delivery id as
idempotency key. The answer may hold ``{"kenmerk": "..."}``, the organisation's own reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from loket.adapters.answers import Answer, CallError, failed, result_of, verdict_of
from loket.adapters.dialect import Dialect
from loket.adapters.port import Message, Result, Verdict
from loket.adapters.registry import register
from loket.adapters.reports import MAX_REFERENCE
from loket.adapters.settings import OrganisationSettings
from loket.adapters.signing import is_secret, sign

USER_AGENT = "Loket/0.1"
PATH = "/verzoeken"


@register("loket")
class Loket(Dialect):
    """Speaks the Loket interface in Loket's own words."""

    @classmethod
    def line_faults(cls, settings: OrganisationSettings) -> Iterator[str]:
        """Also: each secret is ``whsec_`` and base64."""
        yield from super().line_faults(settings)
        if not all(map(is_secret, settings.secrets)):
            yield "geheimen: een geheim moet whsec_ zijn met daarachter 24 tot 64 bytes in base64"

    def send(self, message: Message) -> Result:
        """One signed POST. 409 means that this delivery id is known there: delivered if the answer repeats the id, else still under way."""
        if message.kind not in self.kinds:
            return self.unable(message)
        try:
            answer = self._client.request(
                "POST", f"{self._settings.address}{PATH}", self._headers(message), message.body, self._settings.deadline
            )
        except CallError as error:
            return failed(error)
        return self._read(answer, message)

    def _headers(self, message: Message) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "Accept": "application/json, application/problem+json",
            "Idempotency-Key": message.delivery_id,
            "traceparent": message.traceparent,
            "User-Agent": USER_AGENT,
            **sign(self._settings.secrets[0], message.delivery_id, self._client.clock(), message.body, self._settings.key),
        }

    def _read(self, answer: Answer, message: Message) -> Result:
        content = answer.json()
        content = content if isinstance(content, dict) else {}
        verdict = verdict_of(answer.status)
        if answer.status == 409:
            verdict = Verdict.DELIVERED if content.get("berichtId") == message.delivery_id else Verdict.RETRY
        if verdict is not Verdict.DELIVERED:
            return result_of(answer, self._client.clock(), verdict=verdict)
        return Result(verdict, status=answer.status, reference=_reference(content.get("kenmerk")))


def _reference(value: object) -> str | None:
    fits = isinstance(value, str) and 0 < len(value) <= MAX_REFERENCE and value.isprintable()
    return str(value) if fits else None
