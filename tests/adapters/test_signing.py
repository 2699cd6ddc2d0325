"""Signatures: what is let through, and that everything else is the same refusal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from loket.adapters.signing import SignatureRefused, derive_secret, is_secret, new_secret, sign, verify

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BODY = '{"naam": "Zoë"}'.encode()
SECRET = derive_secret("zaad", "uwv")


def signed(**changes: str) -> dict[str, str]:
    return {**sign(SECRET, "bericht-1", NOW, BODY), **{name.replace("_", "-"): value for name, value in changes.items()}}


def test_a_signed_message_gives_its_id() -> None:
    assert verify([SECRET], signed(), BODY, NOW) == "bericht-1"


def test_the_signature_is_that_of_the_standard() -> None:
    # the example of the specification, computed there with this secret
    secret, at = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", datetime.fromtimestamp(1614265330, UTC)
    headers = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_header_names_may_come_in_any_case() -> None:
    assert verify([SECRET], {name.title(): value for name, value in signed().items()}, BODY, NOW) == "bericht-1"


def test_a_time_with_another_offset_signs_the_same() -> None:
    assert sign(SECRET, "bericht-1", NOW.astimezone(timezone(timedelta(hours=5))), BODY) == signed()


def test_during_rotation_both_secrets_are_valid() -> None:
    assert verify([new_secret(), SECRET], signed(), BODY, NOW) == "bericht-1"


def test_one_good_signature_among_others_is_enough() -> None:
    headers = signed(webhook_signature=f"v1a,xyz v1,AAAA {signed()['webhook-signature']}")
    assert verify([SECRET], headers, BODY, NOW) == "bericht-1"


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_message_too_old_or_from_the_future_is_refused(seconds: int) -> None:
    with pytest.raises(SignatureRefused):
        verify([SECRET], signed(), BODY, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_message_at_the_edge_is_let_through(seconds: int) -> None:
    assert verify([SECRET], signed(), BODY, NOW + timedelta(seconds=seconds)) == "bericht-1"


GARBAGE = ["", " ", ",", "v1", "v1,", "v1,%%%", "v1,é", "v1,AAAA,BBBB", "\x00", "\udce9", "nan", "1e9", "-5", "٣", "9" * 400, "v1,\ud800"]


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("value", GARBAGE)
def test_garbage_in_any_header_is_refused(header: str, value: str) -> None:
    with pytest.raises(SignatureRefused):
        verify([SECRET], signed() | {header: value}, BODY, NOW)


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_refused(header: str) -> None:
    with pytest.raises(SignatureRefused):
        verify([SECRET], {name: value for name, value in signed().items() if name != header}, BODY, NOW)


@pytest.mark.parametrize(
    ("secrets", "body"),
    [
        ([SECRET], BODY + b" "),  # one byte more
        ([SECRET], b"\xff\xfe"),  # no UTF-8
        ([new_secret()], BODY),  # somebody else's secret
        ([], BODY),  # an organisation without secrets
    ],
)
def test_another_body_or_secret_is_refused(secrets: list[str], body: bytes) -> None:
    with pytest.raises(SignatureRefused):
        verify(secrets, signed(), body, NOW)


def test_a_refusal_tells_nothing_of_the_cause() -> None:
    refusals = []
    for headers in (signed(webhook_id=""), signed(webhook_signature="v1,AAAA")):
        with pytest.raises(SignatureRefused) as refusal:
            verify([SECRET], headers, BODY, NOW)
        refusals.append((refusal.value.detail, refusal.value.code, refusal.value.status))
    assert refusals[0] == refusals[1] == ("De handtekening van dit bericht klopt niet.", "niet-aangemeld", 401)


def test_a_derived_secret_is_the_same_twice_and_differs_by_name_and_seed() -> None:
    assert derive_secret("a", "uwv") == derive_secret("a", "uwv")
    assert len({derive_secret("a", "uwv"), derive_secret("a", "svb"), derive_secret("b", "uwv")}) == 3


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_kort", "whsec_" + "A" * 28, "whsec_" + "é" * 32, SECRET.removeprefix("whsec_")])
def test_what_is_no_secret_is_seen(secret: str) -> None:
    assert not is_secret(secret)


def test_new_and_derived_secrets_are_secrets() -> None:
    assert is_secret(new_secret())
    assert is_secret(SECRET)
