"""Key pairs for signatures that only one side can make: Ed25519, the ``v1a`` of Standard Webhooks 1.0.0, and the public half as JWK.

Texts from elsewhere are read here; what is no key is a ValueError, a signature that is none is simply not valid.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VERSION = "v1a,"
PUBLIC_PREFIX, PRIVATE_PREFIX = "whpk_", "whsk_"
KEY_BYTES = 32
#: Public keys of a small order, without their sign: a signature by one of them would hold for any message. libsodium refuses the same.
WEAK = frozenset(
    bytes.fromhex(text)
    for text in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key of our own: its name (``kid``) and its 32 secret bytes (RFC 8032 seed)."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """The public half: 32 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()

    def sign(self, content: bytes) -> str:
        """``v1a,`` and the signature of ``content`` in base64."""
        return VERSION + _base64(Ed25519PrivateKey.from_private_bytes(self.seed).sign(content))


def own_keys(seeds: Mapping[str, bytes]) -> tuple[SigningKey, ...]:
    """Our keys by name, in the order of ``seeds``: the last one signs."""
    return tuple(SigningKey(name, seed) for name, seed in seeds.items())


def public_text(key: bytes) -> str:
    """A public key as ``whpk_`` and base64."""
    return PUBLIC_PREFIX + _base64(key)


def read_public(text: str) -> str:
    """The same ``whpk_…`` in its one form; ValueError for anything that is no public Ed25519 key that one can trust."""
    return public_text(_public_bytes(text))


def weak(raw: bytes) -> bool:
    """Whether these 32 bytes are a public key of a small order (:data:`WEAK`): anybody can make its signatures."""
    return raw[:-1] + bytes([raw[-1] & 0x7F]) in WEAK  # the last bit is only a sign


def private_key(text: str) -> SigningKey:
    """The key pair in ``whsk_`` and base64 of 32 bytes (or 64: with the public half behind it). ValueError for anything else."""
    raw = _decoded(text, PRIVATE_PREFIX)
    if len(raw) not in (KEY_BYTES, 2 * KEY_BYTES):
        raise ValueError("een geheime sleutel is whsk_ met daarachter 32 of 64 bytes in base64")
    return SigningKey("", raw[:KEY_BYTES])


def verifies(keys: Iterable[str], offered: Sequence[str], content: bytes) -> bool:
    """Whether one of the ``offered`` signatures (``v1a,…``) of ``content`` was made by one of these public keys (``whpk_…``)."""
    signatures = [found for one in offered if one.startswith(VERSION) and (found := _signature(one))]
    return any(_verifies(Ed25519PublicKey.from_public_bytes(_public_bytes(key)), signatures, content) for key in keys)


def key_set(keys: Iterable[SigningKey]) -> dict[str, list[dict[str, str]]]:
    """The public halves as a JWK Set (RFC 7517, RFC 8037 for Ed25519)."""
    kind = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA"}
    return {"keys": [{**kind, "kid": key.name, "x": _url_base64(key)} for key in keys]}


def _url_base64(key: SigningKey) -> str:
    return base64.urlsafe_b64encode(key.public).rstrip(b"=").decode()


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _public_bytes(text: str) -> bytes:
    raw = _decoded(text, PUBLIC_PREFIX)
    if len(raw) != KEY_BYTES or weak(raw):
        raise ValueError("een openbare sleutel is whpk_ met daarachter 32 bytes in base64 (Ed25519)")
    return raw


def _decoded(text: str, prefix: str) -> bytes:
    if not text.startswith(prefix):
        return b""
    try:
        return base64.b64decode(text.removeprefix(prefix), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _signature(offered: str) -> bytes:
    try:
        return base64.b64decode(offered.removeprefix(VERSION), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _verifies(key: Ed25519PublicKey, signatures: Iterable[bytes], content: bytes) -> bool:
    for signature in signatures:
        try:
            key.verify(signature, content)
        except InvalidSignature:
            continue
        return True
    return False
