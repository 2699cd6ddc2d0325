"""Bearer tokens of organisations: a JWT that says who calls (NL GOV Assurance profile for OAuth 2.0, 1.1.0; RFC 7519, RFC 9068).

It proves who calls and nothing of what they send: that the body is theirs rests on TLS alone. The keys come from the organisation
itself, never from the token: ``jku``, ``x5u`` and ``jwk`` in its header are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from jwt.types import Options

from loket.adapters.signing import SignatureRefused
from loket.adapters.signing_keys import weak

LEEWAY = 60  # seconds that two clocks may differ
LONGEST = 3600  # seconds that a token may live
LATEST = 253402300799  # seconds: the end of the year 9999; more is no moment, and no float either
SHORTEST_RSA = 2048  # bits
ALGORITHMS: Mapping[type, tuple[str, ...]] = {RSAPublicKey: ("RS256", "PS256"), Ed25519PublicKey: ("EdDSA",)}
#: Left to us: the library would go by the machine's clock.
UNCHECKED: Options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False, "verify_iss": False}
_BEARER = re.compile(r"Bearer +([A-Za-z0-9_.-]{1,8000})", re.IGNORECASE)
_TOKEN_ID = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say: who made it, for whom it is meant, and what it allows."""

    issuer: str
    audience: str
    scope: str


def read_key(pem: str) -> str:
    """A public key in PEM (SubjectPublicKeyInfo) in its one form; ValueError for anything but RSA of 2048 bits or more, or Ed25519.

    One of Ed25519 that is of a small order is refused too: anybody could make its signatures.
    """
    key = _key(pem)
    if not isinstance(key, RSAPublicKey | Ed25519PublicKey) or (isinstance(key, RSAPublicKey) and key.key_size < SHORTEST_RSA):
        raise ValueError(f"de sleutel moet RSA van ten minste {SHORTEST_RSA} bits of Ed25519 zijn")
    if isinstance(key, Ed25519PublicKey) and weak(key.public_bytes_raw()):
        raise ValueError("deze sleutel is te zwak: iedereen kan ermee ondertekenen")
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def verify_token(keys: Iterable[str], authorization: str, expected: Expected, now: datetime) -> str:
    """The ``jti`` of the token in this Authorization header; :class:`SignatureRefused` for everything wrong, garbage included."""
    found = _BEARER.fullmatch(authorization.strip())
    if not found:
        raise SignatureRefused
    for key in keys:
        if (claims := _claims(found[1], key)) is not None and _fits(claims, expected, now.timestamp()):
            return str(claims["jti"])
    raise SignatureRefused


def _claims(token: str, pem: str) -> dict[str, Any] | None:
    """The claims, when this key signed them with an algorithm that belongs to it."""
    key = _key(pem)
    allowed = next((names for kind, names in ALGORITHMS.items() if isinstance(key, kind)), ())
    try:
        claims: dict[str, Any] = jwt.decode(token, pem, algorithms=list(allowed), options=UNCHECKED)
    except (jwt.PyJWTError, ValueError):
        return None
    return claims


def _fits(claims: Mapping[str, Any], expected: Expected, now: float) -> bool:
    audience, scope = claims.get("aud"), claims.get("scope")
    named = audience if isinstance(audience, list) else [audience]
    return (
        claims.get("iss") == expected.issuer
        and expected.audience in named
        and isinstance(scope, str)
        and expected.scope in scope.split(" ")
        and isinstance(claims.get("jti"), str)
        and _TOKEN_ID.fullmatch(claims["jti"]) is not None
        and _in_time(claims, now)
    )


def _in_time(claims: Mapping[str, Any], now: float) -> bool:
    """Made before now, not over yet, and not for longer than :data:`LONGEST`."""
    moments = [claims.get("iat"), claims.get("exp"), claims.get("nbf", claims.get("iat"))]
    if any(type(one) not in (int, float) or not 0 <= (one or 0) <= LATEST for one in moments):
        return False
    made, over, begins = (float(one or 0) for one in moments)
    return max(made, begins) <= now + LEEWAY and now - LEEWAY < over <= made + LONGEST


def _key(pem: str) -> Any:
    try:
        return load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("dit is geen openbare sleutel in PEM") from None
