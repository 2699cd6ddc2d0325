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
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from loket.errors import ConfigurationError

NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True)
class Keyring:
    """The keys of one installation: ``current`` encrypts, all of ``keys`` decrypt, ``lookup`` blinds."""

    current: str
    keys: Mapping[str, bytes]
    lookup: bytes

    def __post_init__(self) -> None:
        weak = [name for name, key in self.keys.items() if len(key) != KEY_BYTES or len(set(key)) < 8]
        if weak or self.current not in self.keys or len(self.lookup) < KEY_BYTES:
            raise ConfigurationError(f"LOKET_KEYS: each key is 32 random bytes; wrong or missing: {', '.join(weak) or self.current}")

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
        return hmac.new(self.lookup, value.encode(), hashlib.sha256).hexdigest()


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
