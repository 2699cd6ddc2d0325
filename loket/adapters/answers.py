"""What came of a call, as plain values: an answer or why there is none, and what that means for a delivery."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from loket.adapters.port import Result, Verdict

MAX_RETRY_AFTER = 86_400.0
_TRY_LATER = frozenset({408, 425, 429})
_DIGITS = re.compile(r"\d{4,}")


class CallError(Exception):
    """No usable answer came. ``words`` says why, in Dutch and without anything from the request or the answer."""

    words = "de aanroep mislukte"
    answered = True  #: False when no connection was made: that costs a delivery no try


class NotConnected(CallError):
    """Nobody answered at the address: refused, unreachable, unknown name, no TLS."""

    words, answered = "geen verbinding", False


class GuardRefused(CallError):
    """The address is one that Loket may not call."""

    words, answered = "adres niet toegestaan", False


class TimedOut(CallError):
    """The answer was not complete within the deadline."""

    words = "geen volledig antwoord binnen de tijd"


class TooLarge(CallError):
    """The answer was larger than the limit."""

    words = "het antwoord is te groot"


class Broken(CallError):
    """The connection broke before the answer was complete, or the answer was no HTTP."""

    words = "verbinding verbroken"


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body when its Content-Type says JSON and it is JSON; else None."""
        media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json" and not media_type.endswith("+json"):
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds to wait that a Retry-After header asks (seconds or an HTTP date), at most a day; None when absent or no sense."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), MAX_RETRY_AFTER)


def verdict_of(status: int) -> Verdict:
    """What an HTTP status means for a delivery. A redirect is a failure that may pass (Standard Webhooks), as is every 5xx."""
    if 200 <= status < 300:
        return Verdict.DELIVERED
    if status == 410:
        return Verdict.GONE
    if status in _TRY_LATER or status < 400 or status >= 500:
        return Verdict.RETRY
    return Verdict.REFUSED


def result_of(answer: Answer, now: datetime, detail: str | None = None, verdict: Verdict | None = None) -> Result:
    """The result that ``answer`` stands for; ``verdict`` overrides what its status says. Retry-After counts from ``now``."""
    meant = verdict or verdict_of(answer.status)
    wait = retry_after(answer.headers, now) if meant is Verdict.RETRY else None
    return Result(meant, status=answer.status, detail=problem(answer) if detail is None else detail, retry_after=wait)


def failed(error: CallError) -> Result:
    """The result of a call without an answer: it may succeed later."""
    return Result(Verdict.RETRY, detail=error.words, answered=error.answered)


def problem(answer: Answer) -> str:
    """The code and title of an error, fit for a log: no detail text, no long numbers, at most 160 characters. Empty for a 2xx."""
    content = answer.json() if answer.status >= 300 else None
    if not isinstance(content, dict):
        return "" if answer.status < 300 else f"HTTP {answer.status}"
    words = [value for key in ("code", "title") if isinstance(value := content.get(key), str)]
    return _DIGITS.sub("#", " ".join([f"HTTP {answer.status}", *words]))[:160]
