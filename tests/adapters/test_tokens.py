"""Bearer tokens: only a token of the right key, maker, audience, scope and time says who calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loket.adapters.signing import SignatureRefused
from loket.adapters.signing_keys import WEAK
from loket.adapters.tokens import Expected, read_key, verify_token

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
EXPECTED = Expected("urn:nld:oin:00000099000000000000:systeem:zaken", "https://loket.example/api/v1", "statusmeldingen:schrijven")
CLAIMS: dict[str, Any] = {
    "iss": EXPECTED.issuer,
    "aud": EXPECTED.audience,
    "iat": SECONDS,
    "nbf": SECONDS,
    "exp": SECONDS + 300,
    "jti": "t-1",
    "scope": "iets:anders statusmeldingen:schrijven",
}
RSA, OTHER_RSA, SHORT_RSA = (rsa.generate_private_key(65537, bits) for bits in (2048, 2048, 1024))
ED = Ed25519PrivateKey.generate()


def pem(key: Any) -> str:
    written: bytes = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return written.decode()


def token(key: Any = RSA, algorithm: str = "RS256", **changes: Any) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return "Bearer " + jwt.api_jws.encode(json.dumps(claims).encode(), key, algorithm)  # the other function checks what is in it


def accepted(authorization: str, *keys: str) -> bool:
    try:
        return verify_token(keys or (pem(RSA),), authorization, EXPECTED, NOW) == "t-1"
    except SignatureRefused:
        return False


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS256"), (RSA, "PS256"), (ED, "EdDSA")])
def test_a_token_of_an_allowed_kind_gives_its_id(key: Any, algorithm: str) -> None:
    assert accepted(token(key, algorithm), pem(key))


def test_during_rotation_both_keys_are_valid() -> None:
    assert accepted(token(), pem(OTHER_RSA), pem(RSA))


@pytest.mark.parametrize(
    "change", [{"aud": ["https://elders.example", EXPECTED.audience]}, {"exp": SECONDS - 59}, {"iat": SECONDS + 60}, {"nbf": None}]
)
def test_a_token_at_the_edge_is_let_through(change: dict[str, Any]) -> None:
    assert accepted(token(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"iss": None},
        {"iss": EXPECTED.issuer + "x"},
        {"iss": [EXPECTED.issuer]},
        {"aud": None},
        {"aud": EXPECTED.audience + "/"},
        {"aud": "https://loket.example"},
        {"exp": None},
        {"exp": SECONDS - 60},
        {"exp": SECONDS + 3601},  # longer than an hour
        {"exp": "morgen"},
        {"exp": True},
        {"iat": None},
        {"iat": SECONDS + 61},
        {"nbf": SECONDS + 61},
        *(
            {name: size} for name in ("iat", "nbf", "exp") for size in (10**400, -(10**400), float("nan"))
        ),  # too large for a float, or no number
        {"jti": None},
        {"jti": ""},
        {"jti": "é"},
        {"scope": None},
        {"scope": "statusmeldingen"},
        {"scope": ["statusmeldingen:schrijven"]},
    ],
)
def test_a_token_that_says_anything_else_is_refused(change: dict[str, Any]) -> None:
    assert not accepted(token(**change))


def test_a_token_of_another_key_or_algorithm_is_refused() -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1())
    refused = [
        token(OTHER_RSA),
        token(RSA, "RS512"),
        token(elliptic, "ES256"),
        "Bearer " + jwt.api_jws.encode(b"{}", None, "none"),
        "Bearer " + jwt.encode(CLAIMS, "x" * 32, "HS256"),
    ]
    assert not any(accepted(one) for one in refused)


@pytest.mark.parametrize(
    "rubbish", ["", "Bearer", "Bearer ", "Basic x", "Bearer x", "Bearer a.b.c", "Bearer ..", "Bearer é", "Bearer " + "a" * 9000]
)
def test_garbage_is_refused(rubbish: str) -> None:
    assert not accepted(rubbish)


def test_without_keys_nobody_is_let_through() -> None:
    with pytest.raises(SignatureRefused):
        verify_token([], token(), EXPECTED, NOW)


@pytest.mark.parametrize(
    "text",
    ["", "x", pem(SHORT_RSA), pem(ec.generate_private_key(ec.SECP256R1())), pem(RSA)[:100]],
    ids=["empty", "letter", "short", "other kind", "cut off"],
)
def test_what_is_no_key_or_a_weak_one_is_seen(text: str) -> None:
    with pytest.raises(ValueError, match="sleutel"):
        read_key(text)


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize("weak", sorted(WEAK), ids=lambda weak: weak.hex()[:8])
def test_a_key_of_a_small_order_is_refused_for_it_would_sign_anything(weak: bytes, sign: int) -> None:
    key = Ed25519PublicKey.from_public_bytes(weak[:-1] + bytes([weak[-1] | sign]))
    with pytest.raises(ValueError, match="sleutel"):
        read_key(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def test_a_key_is_kept_in_one_form() -> None:
    assert read_key(f"  \n{pem(RSA)}\n") == read_key(pem(RSA)) == pem(RSA)
