"""Signatures on messages between Loket and the organisations: Standard Webhooks 1.0.0, behind our own wrapper.

``v1`` is an HMAC with a secret that both share; ``v1a`` is made with a key pair of which only the sender has the secret half.
A message may bear both, and one that holds is enough. The library decodes bodies and signatures without care, reads the machine's clock
and shifts times that are not in UTC; here garbage of any kind is the same refusal, and the time comes in as an argument.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets as randomness
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

from loket.adapters.signing_keys import VERSION, SigningKey, verifies
from loket.errors import Unauthorized

PREFIX = "whsec_"
SECRET_BYTES = 32
TOLERANCE_SECONDS = 300
MOST_SIGNATURES = 10  # of one message; each costs a computation
_MESSAGE_ID = re.compile(r"[!-~]{1,200}")
_UNIX_SECONDS = re.compile(r"[0-9]{1,12}")


class SignatureRefused(Unauthorized):
    """The signature, its time or its headers are wrong; deliberately without telling which."""

    def __init__(self) -> None:
        super().__init__("De handtekening van dit bericht klopt niet.")


def new_secret() -> str:
    """A fresh random secret of 32 bytes, as ``whsec_`` and base64."""
    return _written(randomness.token_bytes(SECRET_BYTES))


def derive_secret(seed: str, name: str) -> str:
    """The practice secret of ``name``: the same for the same seed, so that two processes need share only the seed. Never for production."""
    return _written(hmac.digest(seed.encode(), name.encode(), hashlib.sha256))


def is_secret(secret: str) -> bool:
    """Whether ``secret`` is ``whsec_`` and base64 of 24 to 64 bytes (Standard Webhooks, signature scheme)."""
    if not secret.startswith(PREFIX):
        return False
    try:
        return 24 <= len(base64.b64decode(secret.removeprefix(PREFIX), validate=True)) <= 64
    except (binascii.Error, ValueError):
        return False


def sign(secret: str | None, message_id: str, at: datetime, body: bytes, key: SigningKey | None = None) -> dict[str, str]:
    """The three webhook headers for ``body`` (UTF-8) sent at ``at`` (aware, any offset). ValueError for a body that is not UTF-8.

    Signed with the shared ``secret`` (``v1``), with the ``key`` (``v1a``), or with both.
    """
    moment, text = at.astimezone(UTC), body.decode()
    shared = [_signature(secret, message_id, moment, text)] if secret else []
    own = [key.sign(_content(message_id, moment, body))] if key else []
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join([*shared, *own]),
    }


def sign_with_all(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """As :func:`sign`, with a signature for each secret, so that while they rotate a receiver may know either."""
    headers = [sign(secret, message_id, at, body) for secret in secrets]
    return headers[0] | {"webhook-signature": " ".join(one["webhook-signature"] for one in headers)}


def verify(
    secrets: Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    tolerance_seconds: int = TOLERANCE_SECONDS,
    keys: Callable[[], Iterable[str]] = tuple,
) -> str:
    """The webhook-id of a message signed with one of ``secrets`` (two during rotation) at most ``tolerance_seconds`` from ``now``.

    Or with one of the public ``keys`` (``whpk_…``), which are only asked for when there is a signature of that kind.
    Header names may come in any case. Everything wrong, garbage included, raises :class:`SignatureRefused`.
    """
    given = {name.lower(): value for name, value in headers.items()}
    message_id, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not _MESSAGE_ID.fullmatch(message_id) or not _UNIX_SECONDS.fullmatch(timestamp):
        raise SignatureRefused
    if abs(now.timestamp() - int(timestamp)) > tolerance_seconds:
        raise SignatureRefused
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise SignatureRefused from None
    moment, offered = datetime.fromtimestamp(int(timestamp), UTC), given.get("webhook-signature", "").split()[:MOST_SIGNATURES]
    theirs = [part.encode("utf-8", "replace") for part in offered]
    expected = [_signature(secret, message_id, moment, text).encode() for secret in secrets]
    if any(hmac.compare_digest(ours, one) for ours in expected for one in theirs):
        return message_id
    pairs = [part for part in offered if part.startswith(VERSION)]
    if not pairs or not verifies(keys(), pairs, _content(message_id, moment, body)):
        raise SignatureRefused
    return message_id


def message_id(headers: Mapping[str, str]) -> str | None:
    """The ``webhook-id`` among headers with names in lower case; None when there is none. SignatureRefused when it cannot be one."""
    given = headers.get("webhook-id")
    if given is not None and not _MESSAGE_ID.fullmatch(given):
        raise SignatureRefused
    return given


def notification_authorization(secret: str) -> str:
    """The Authorization header that a ZGW notification service must send us: fixed per secret, so no second secret is needed."""
    return "Bearer " + hmac.digest(secret.encode(), b"zgw-notificaties", hashlib.sha256).hex()


def _content(message_id: str, moment: datetime, body: bytes) -> bytes:
    return f"{message_id}.{int(moment.timestamp())}.".encode() + body


def objects_token(secret: str) -> str:
    """The token that a gemeente gives us in its Objects API (40 hex characters): fixed per secret, so no second secret is needed."""
    return hmac.digest(secret.encode(), b"objecten-api", hashlib.sha256).hex()[:40]


def _signature(secret: str, message_id: str, moment: datetime, text: str) -> str:
    signature: str = Webhook(secret).sign(msg_id=message_id, timestamp=moment, data=text)
    return signature


def _written(key: bytes) -> str:
    return PREFIX + base64.b64encode(key).decode()
