"""NotifyNL: e-mail and SMS over its REST API (https://docs.notifynl.nl/tech-documentation/rest-api-documentation).

The key has the form ``<name>-<service id>-<secret>``, both UUIDs; each call carries a fresh JWT (HS256, iss = the service id, iat = now)
that NotifyNL takes for 30 seconds. Its templates hold nothing but ``((onderwerp))`` and ``((bericht))``: the words are ours.
NotifyNL knows no idempotency key. A try that was cut off may reach the citizen twice; ``reference`` shows that it is the same one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

import jwt

from loket.adapters.answers import Answer, CallError, failed, result_of
from loket.adapters.messenger import EMAIL, MESSENGERS, SMS, Letter, Messenger, letter_of
from loket.adapters.port import Message, Result, Verdict
from loket.adapters.registry import register
from loket.adapters.settings import Option, OrganisationSettings, table_of

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = re.compile(rf".+-(?P<service>{_UUID})-(?P<secret>{_UUID})")
_FIELDS = {EMAIL: "email_address", SMS: "phone_number"}
_OURS = (401, 403)  # the key or this machine's clock is wrong: not the fault of this message, so it waits


@register("notify", into=MESSENGERS)
class Notify(Messenger):
    """Sends a message with the template for its way."""

    options: ClassVar[Mapping[str, Option]] = {"sjablonen": table_of()}

    @classmethod
    def line_faults(cls, settings: OrganisationSettings) -> Iterator[str]:
        """Also: the key has its form and there is a template for each way that is used, at least for e-mail."""
        yield from super().line_faults(settings)
        if not all(map(_KEY.fullmatch, settings.secrets)):
            yield "geheimen: een sleutel van NotifyNL heeft de vorm naam-dienst-geheim, met twee UUID's"
        templates = settings.options.get("sjablonen", {})
        if EMAIL not in templates or not set(templates) <= set(_FIELDS):
            yield "opties.sjablonen: noem het sjabloon voor email, en voor sms als die er is"

    def send(self, message: Message) -> Result:
        """One POST. A refused address or number is final; trouble with the key, the rate or the service may pass."""
        letter = letter_of(message)
        template = self._settings.options["sjablonen"].get(letter.way)
        if template is None:
            return Result(Verdict.UNABLE, detail=f"er is geen sjabloon voor {letter.way}")
        try:
            answer = self._client.request(
                "POST",
                f"{self._settings.address}/v2/notifications/{letter.way}",
                {"Content-Type": "application/json", "Accept": "application/json", "Authorization": f"Bearer {self._token()}"},
                _body(letter, template, message.delivery_id),
                self._settings.deadline,
            )
        except CallError as error:
            return failed(error)
        verdict = Verdict.RETRY if answer.status in _OURS else None
        return result_of(answer, self._client.clock(), _why(answer), verdict)

    def _token(self) -> str:
        found = _KEY.fullmatch(self._settings.secrets[0])
        if found is None:
            raise ValueError("the key of NotifyNL has another form")  # refused when Loket started
        return jwt.encode({"iss": found["service"], "iat": int(self._client.clock().timestamp())}, found["secret"], "HS256")


def _body(letter: Letter, template: str, reference: str) -> bytes:
    words = {"bericht": letter.text} | ({"onderwerp": letter.subject} if letter.way == EMAIL else {})
    body = {_FIELDS[letter.way]: letter.to, "template_id": template, "personalisation": words, "reference": reference}
    return json.dumps(body, ensure_ascii=False).encode()


def _why(answer: Answer) -> str:
    """The status and NotifyNL's names for the errors; never its sentences, which may repeat the address."""
    if answer.status < 300:
        return ""
    content = answer.json()
    errors = content.get("errors") if isinstance(content, dict) else None
    names = [one.get("error") for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    return " ".join([f"HTTP {answer.status}", *(name[:40] for name in names if isinstance(name, str) and name.isalnum())])[:160]
