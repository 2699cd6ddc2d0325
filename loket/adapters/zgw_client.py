"""Calls to a gemeente's Zaken and Catalogi API (ZGW), one :class:`Session` for one ``send``: tokens, headers, faults, one deadline.

Built against recordings of Open Zaak (Zaken API 1.5.1). Its ETags were seen stale, so no call is conditional.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt

from loket.adapters.answers import Answer, problem, result_of
from loket.adapters.http import Client
from loket.adapters.port import Result, Verdict
from loket.adapters.signing import objects_token

CRS = "EPSG:4326"
MAX_PAGES = 10
CLOCKS_DIFFER = frozenset({"date-in-future"})  # passes by itself


class Halt(Exception):
    """This try ends here, with this result."""

    def __init__(self, result: Result, code: str = "") -> None:
        super().__init__(result.detail)
        self.result, self.code = result, code  # the stable code of their answer, where there was one


class Invalid(Halt):
    """The gemeente found fault with what was sent; ``codes`` holds its stable codes."""

    def __init__(self, result: Result, codes: frozenset[str]) -> None:
        super().__init__(result, "invalid")
        self.codes = codes


@dataclass(frozen=True, slots=True)
class Line:
    """Where and as whom to call: base URLs without a trailing slash, and the client's id and secret."""

    cases: str
    catalogue: str
    rights: str  # the Autorisaties API
    objects: str  # the Objects API, for the way in by verzoek
    notifications: str  # the Notificaties API, where it is subscribed to
    client_id: str
    secret: str
    deadline: float  # seconds for all calls of one ``send`` together


class Session:
    """The calls of one ``send``. Every method raises Halt when the answer ends the try, CallError when there is none."""

    def __init__(self, line: Line, client: Client, traceparent: str) -> None:
        self.line, self._client, self._traceparent = line, client, traceparent
        self._until = time.monotonic() + line.deadline

    def get(self, url: str, **query: str) -> dict[str, Any]:
        """One resource."""
        return self._content(self._call("GET", f"{url}?{urlencode(query)}" if query else url, None))

    def list(self, url: str, **query: str) -> list[dict[str, Any]]:
        """The resources of a list, over all its pages, or of a plain array. An unknown query parameter is a fault there."""
        found: list[dict[str, Any]] = []
        page: dict[str, Any] = self.get(url, **query)
        for _ in range(MAX_PAGES):
            found += [one for one in page.get("results", []) if isinstance(one, dict)]
            if not page.get("next"):
                break
            page = self.get(str(page["next"]))
        return found

    def create(self, url: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST; Invalid when the gemeente finds fault with ``body``."""
        return self._content(self._call("POST", url, body))

    def change(self, url: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """PATCH; Invalid when the gemeente finds fault with ``body``."""
        return self._content(self._call("PATCH", url, body))

    def halt(self, verdict: Verdict, detail: str) -> Halt:
        """A Halt that says ``detail``."""
        return Halt(Result(verdict, detail=detail))

    def _call(self, method: str, url: str, body: Mapping[str, Any] | None) -> Answer:
        roots = (self.line.cases, self.line.catalogue, self.line.rights, self.line.objects, self.line.notifications)
        if not url.startswith(tuple(f"{root}/" for root in roots)):  # a link from an answer must not carry our token to another host
            raise self.halt(Verdict.REFUSED, "de gemeente verwijst naar een adres buiten haar eigen API")
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self._client.request(method, url, self._headers(url, data), data, max(self._until - time.monotonic(), 0.001))

    def _headers(self, url: str, data: bytes | None) -> dict[str, str]:
        to_objects = url.startswith(f"{self.line.objects}/")
        pass_ = f"Token {objects_token(self.line.secret)}" if to_objects else f"Bearer {self._token()}"
        headers = {"Accept": "application/json", "Authorization": pass_, "traceparent": self._traceparent}
        if data is not None:
            headers["Content-Type"] = "application/json"
        if to_objects or url.startswith(f"{self.line.cases}/"):
            headers["Accept-Crs"] = CRS
            if data is not None:
                headers["Content-Crs"] = CRS
        return headers

    def _token(self) -> str:
        """Fresh for each call: it is valid from ``iat``, which lies a second back for the sake of clocks that differ."""
        claims = {
            "iss": self.line.client_id,
            "iat": int(self._client.clock().timestamp()) - 1,
            "client_id": self.line.client_id,
            "user_id": "loket",
            "user_representation": "Loket",
        }
        return jwt.encode(claims, self.line.secret, algorithm="HS256")

    def _content(self, answer: Answer) -> dict[str, Any]:
        content = answer.json()
        if isinstance(content, list):  # zaakeigenschappen are a plain array, where all else comes in pages
            content = {"results": content}
        if not 200 <= answer.status < 300:
            raise self._refusal(answer, content if isinstance(content, dict) else {})
        if not isinstance(content, dict):
            raise Halt(result_of(answer, self._client.clock(), "het antwoord is geen leesbare JSON", Verdict.RETRY))
        return content

    def _refusal(self, answer: Answer, content: Mapping[str, Any]) -> Halt:
        now, code = self._client.clock(), str(content.get("code", ""))
        if answer.status == 403 and code != "permission_denied":
            return Halt(result_of(answer, now, f"HTTP 403 {code}: onze toegang klopt niet", Verdict.RETRY), code)
        faults = content.get("invalidParams")
        if answer.status != 400 or not isinstance(faults, list):
            return Halt(result_of(answer, now), code)
        named = [fault for fault in faults if isinstance(fault, dict)]
        told = ", ".join(f"{fault.get('name')} {fault.get('code')}" for fault in named)
        codes = frozenset(str(fault.get("code")) for fault in named)
        verdict = Verdict.RETRY if codes == CLOCKS_DIFFER else None
        return Invalid(result_of(answer, now, f"{problem(answer)}: {told}"[:300], verdict), codes)


def link(data: Mapping[str, Any], name: str) -> str:
    """The text under ``name`` in an answer; Halt RETRY when it is missing, as from a half-started system."""
    value = data.get(name)
    if not isinstance(value, str):
        raise Halt(Result(Verdict.RETRY, detail=f"het antwoord mist {name}"))
    return value
