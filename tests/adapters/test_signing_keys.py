"""Signatures with a key pair (``v1a``): what holds, what does not, and what is no key at all."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest

from loket.adapters.signing import SignatureRefused, derive_secret, new_secret, sign, verify
from loket.adapters.signing_keys import WEAK, SigningKey, key_set, own_keys, private_key, public_text, read_public, verifies

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BODY = '{"naam": "Zoë"}'.encode()
SECRET = derive_secret("zaad", "uwv")
KEY, OTHER = SigningKey("k1", bytes(range(32))), SigningKey("k2", bytes(range(1, 33)))
#: RFC 8032, 7.1, test 2: the seed, the public key and the signature of one byte.
SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNED = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"


def text(key: SigningKey) -> str:
    return public_text(key.public)


def accepted(headers: dict[str, str], *keys: str, secrets: tuple[str, ...] = (), body: bytes = BODY) -> bool:
    try:
        return verify(secrets, headers, body, NOW, keys=lambda: keys) == "bericht-1"
    except SignatureRefused:
        return False


def test_the_signature_is_that_of_the_standard() -> None:
    key = SigningKey("rfc", bytes.fromhex(SEED))
    assert key.public.hex() == PUBLIC
    assert key.sign(b"\x72") == "v1a," + base64.b64encode(bytes.fromhex(SIGNED)).decode()
    assert verifies([text(key)], [key.sign(b"\x72")], b"\x72")


def test_it_is_made_over_id_time_and_body() -> None:
    headers = sign(None, "bericht-1", NOW, BODY, KEY)
    assert headers["webhook-signature"] == KEY.sign(b"bericht-1." + headers["webhook-timestamp"].encode() + b"." + BODY)


def test_a_message_may_bear_both_and_one_of_them_is_enough() -> None:
    headers = sign(SECRET, "bericht-1", NOW, BODY, KEY)
    assert [part.partition(",")[0] for part in headers["webhook-signature"].split()] == ["v1", "v1a"]
    assert accepted(headers, secrets=(SECRET,))
    assert accepted(headers, text(KEY))
    assert accepted(headers, text(KEY), secrets=(new_secret(),))
    assert not accepted(headers, text(OTHER), secrets=(new_secret(),))


def test_during_rotation_both_keys_are_valid() -> None:
    assert accepted(sign(None, "bericht-1", NOW, BODY, KEY), text(OTHER), text(KEY))


def test_the_keys_are_not_asked_for_when_a_secret_suffices_or_no_such_signature_is_there() -> None:
    def ask() -> list[str]:
        raise AssertionError

    assert verify([SECRET], sign(SECRET, "bericht-1", NOW, BODY, KEY), BODY, NOW, keys=ask) == "bericht-1"
    with pytest.raises(SignatureRefused):
        verify([new_secret()], sign(SECRET, "bericht-1", NOW, BODY), BODY, NOW, keys=ask)


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook-id": "bericht-2"},
        {"webhook-timestamp": str(int(NOW.timestamp()) + 1)},
        {"webhook-signature": "v1a,"},
        {"webhook-signature": "v1a,AAAA"},
        {"webhook-signature": "v1a," + "A" * 88},
        {"webhook-signature": "v1a,%%%"},
        {"webhook-signature": "v1a,é"},
        {"webhook-signature": "v1," + KEY.sign(BODY).removeprefix("v1a,")},
        {"webhook-signature": " ".join(["v1a," + "A" * 86 + "=="] * 10 + [sign(None, "bericht-1", NOW, BODY, KEY)["webhook-signature"]])},
    ],
)
def test_anything_else_is_refused(changes: dict[str, str]) -> None:
    assert not accepted(sign(None, "bericht-1", NOW, BODY, KEY) | changes, text(KEY))


def test_another_body_is_refused() -> None:
    assert not accepted(sign(None, "bericht-1", NOW, BODY, KEY), text(KEY), body=BODY + b" ")


NO_KEYS: list[Any] = ["", "whpk_", "whpk_kort", "whpk_" + "é" * 44, text(KEY).removeprefix("whpk_"), public_text(b"x" * 31), SECRET]


@pytest.mark.parametrize(
    "wrong", [*NO_KEYS, *(public_text(key[:-1] + bytes([key[-1] | sign])) for key in sorted(WEAK) for sign in (0, 128))]
)
def test_what_is_no_public_key_or_a_weak_one_is_seen(wrong: str) -> None:
    with pytest.raises(ValueError, match="openbare sleutel"):
        read_public(wrong)


def test_a_secret_key_may_be_written_with_its_public_half() -> None:
    short = "whsk_" + base64.b64encode(KEY.seed).decode()
    long = "whsk_" + base64.b64encode(KEY.seed + KEY.public).decode()
    assert private_key(short).public == private_key(long).public == KEY.public
    with pytest.raises(ValueError, match="geheime sleutel"):
        private_key("whsk_AAAA")


def test_a_key_does_not_tell_its_secret_half() -> None:
    assert str(list(KEY.seed)) not in repr(KEY)
    assert repr(KEY.seed) not in repr(KEY)


def test_the_published_set_is_what_a_library_reads() -> None:
    published = key_set(own_keys({"k1": KEY.seed, "k2": OTHER.seed}))
    found = jwt.PyJWKSet.from_dict(published)
    assert [key.key_id for key in found.keys] == ["k1", "k2"]
    assert [key.key.public_bytes_raw() for key in found.keys] == [KEY.public, OTHER.public]
    assert all("d" not in key for key in published["keys"])
