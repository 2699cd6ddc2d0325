"""Encryption at rest and blind look-up, for the columns that hold personal data.

Values are AES-256-GCM, stored as ``<key id>:<base64 of nonce and ciphertext>``, so that keys can rotate while old rows
stay readable. Look-up of a BSN goes through a keyed HMAC (:func:`Keyring.blind`), never through the ciphertext.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from loket.errors import ConfigurationError

NONCE_BYTES = 12
KEY_BYTES = 32
FEWEST_BYTES = 18  # of 32 random bytes: fewer different ones come up once in ten million million times


@dataclass(frozen=True)
class Keyring:
    """The keys of one installation: ``current`` encrypts, all of ``keys`` decrypt, ``lookup`` blinds. No key stands in its repr.

    While the look-up key rotates, values that ``also`` blinded are found too. ConfigurationError names each weak or missing key.
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    lookup: bytes = field(repr=False)
    also: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        every = {f"LOKET_KEYS ({name})": key for name, key in self.keys.items()} | {"LOKET_LOOKUP_KEY": self.lookup}
        if self.also is not None:
            every["LOKET_LOOKUP_KEY_ALSO"] = self.also
        faults = [f"{name}: 32 random bytes are needed" for name, key in every.items() if is_weak(key)]
        if self.current not in self.keys:
            faults.append(f"LOKET_KEYS: the key {self.current} is missing")
        if len(set(every.values())) != len(every):
            faults.append("LOKET_KEYS, LOKET_LOOKUP_KEY: every key must be another one")
        if faults:
            raise ConfigurationError("\n".join(faults))

    def encrypt(self, plain: bytes) -> str:
        """Encrypt with the current key; the key id is authenticated too."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, plain, self.current.encode())
        return f"{self.current}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, stored: str) -> bytes:
        """Decrypt with the key that the value names; raises KeyError or cryptography's InvalidTag."""
        key_id, _, text = stored.partition(":")
        raw = base64.b64decode(text)
        return AESGCM(self.keys[key_id]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], key_id.encode())

    def blind(self, value: str) -> str:
        """A keyed HMAC-SHA256 in hex: equal values give equal look-up keys, and nobody without the key can try values out."""
        return _blind(self.lookup, value)

    def blinds(self, value: str) -> tuple[str, ...]:
        """Every form in which ``value`` may stand now: that of :meth:`blind` first, then that of the other look-up key."""
        return tuple(_blind(key, value) for key in (self.lookup, self.also) if key is not None)


def is_weak(key: bytes) -> bool:
    """Whether this cannot be 32 bytes of chance: another length, or hardly any different bytes (chance has about 30)."""
    return len(key) != KEY_BYTES or len(set(key)) < FEWEST_BYTES


def _blind(key: bytes, value: str) -> str:
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


_in_use: Keyring | None = None


def use(keyring: Keyring) -> None:
    """Set the keys of this process; called once, by ``create_app``: column types have no other way to reach them."""
    global _in_use
    _in_use = keyring


def keys() -> Keyring:
    """The keys of this process; ConfigurationError when none were set."""
    if _in_use is None:
        raise ConfigurationError("LOKET_KEYS: no encryption keys were set")
    return _in_use


class EncryptedText(TypeDecorator[str]):
    """A text column that is encrypted in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keys().encrypt(value.encode())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else keys().decrypt(value).decode()


class EncryptedJSON(TypeDecorator[Any]):
    """A JSON column that is encrypted in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else keys().encrypt(json.dumps(value, ensure_ascii=False).encode())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        return None if value is None else json.loads(keys().decrypt(value))
