"""How an organisation proves that a message is its own: one table, read from the top; the first whose header was sent decides.

*v1* and *v1a* prove who wrote these very bytes. A token proves who calls; that the body is theirs rests on TLS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from loket.adapters import signing, tokens
from loket.cases.outbox import KeyKind
from loket.errors import Unauthorized
from loket.routing.entries import Organisation
from loket.routing.secrets import REFUSED

SCOPE = "statusmeldingen:schrijven"  #: what a token must allow


@dataclass(frozen=True, slots=True)
class Shown:
    """What came in, and what is known of whom it says it is from. ``keys`` reads the public keys of a kind, only when they are needed."""

    organisation: Organisation
    secrets: tuple[str, ...] = field(repr=False)
    keys: Callable[[KeyKind], Iterable[str]]
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    raw: bytes = field(repr=False)
    audience: str
    now: datetime


def _by_signature(shown: Shown) -> str:
    return signing.verify(shown.secrets, shown.headers, shown.raw, shown.now, keys=lambda: shown.keys(KeyKind.WEBHOOK))


def _by_token(shown: Shown) -> str:
    """The message id is the ``webhook-id`` where there is one: a token may then serve for several messages; else its ``jti``."""
    expected = tokens.Expected(shown.organisation.event_source, shown.audience, SCOPE)
    token_id = tokens.verify_token(shown.keys(KeyKind.TOKEN), shown.headers["authorization"], expected, shown.now)
    return signing.message_id(shown.headers) or token_id


#: The header that says how, and what checks it: returns the message id or raises Unauthorized, always in the same words.
VERIFIERS: Mapping[str, Callable[[Shown], str]] = {
    "webhook-signature": _by_signature,  # v1: HMAC with the shared secret; v1a: Ed25519 with their own key
    "authorization": _by_token,  # a JWT (NL GOV OAuth)
}


def verified(shown: Shown) -> str:
    """The message id of a message that is proved to come from this organisation; Unauthorized for any other."""
    for header, verify in VERIFIERS.items():
        if header in shown.headers:
            return verify(shown)
    raise Unauthorized(REFUSED)
