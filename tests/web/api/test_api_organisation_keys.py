"""Public keys of organisations, and what they prove with them: signatures (v1a) and tokens."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from loket import create_app, session_of
from loket.adapters.signing import sign
from loket.adapters.signing_keys import SigningKey, public_text
from loket.cases.outbox import ApiClient, AuditLog
from loket.routing.parts import Parts
from loket.settings import Settings
from tests.support.clock import Clock
from tests.web.api.conftest import Api, codes

PATH = "/organisatie/sleutels"
FIRST, SECOND, THIRD = (SigningKey("", bytes(range(start, start + 32))) for start in range(3))
TOKEN_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(9, 41)))
PEM = TOKEN_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def text(key: SigningKey) -> str:
    return public_text(key.public)


@dataclass
class Organisation:
    """An organisation with a program of its own, and one of its parts."""

    api: Api
    clock: Clock
    source: str
    number: str
    audience: str
    sent: list[str] = field(default_factory=list)

    def upload(self, key: str, kind: str = "webhook") -> TestResponse:
        """Add a public key."""
        return self.api.post(PATH, {"soort": kind, "sleutel": key})

    def report(self, headers: Callable[[str, bytes], dict[str, str]], verb: str = "ontvangen") -> TestResponse:
        """A sound report with what ``headers`` makes of its id and its bytes."""
        message_id = f"m-{len(self.sent)}"
        self.sent.append(message_id)
        event = {
            "specversion": "1.0",
            "id": message_id,
            "source": self.source,
            "type": f"nl.overheid.loket.deelzaak.{verb}",
            "subject": self.number,
            "time": self.clock.now().isoformat(),
            "data": {},
        }
        raw = json.dumps(event).encode()
        media = "application/cloudevents+json"
        return self.api.client.post("/api/v1/statusmeldingen", data=raw, headers=headers(message_id, raw), content_type=media)

    def signed(self, key: SigningKey) -> int:
        """The status of a report that is signed with this key alone."""
        return self.report(lambda message_id, raw: sign(None, message_id, self.clock.now(), raw, key)).status_code

    def with_token(self, headers: dict[str, str] | None = None, **changes: Any) -> TestResponse:
        """A report with a token."""
        now = int(self.clock.now().timestamp())
        claims = {"iss": self.source, "aud": self.audience, "iat": now, "exp": now + 60, "jti": "t-1", "scope": "statusmeldingen:schrijven"}
        token = jwt.encode(claims | changes, TOKEN_KEY, "EdDSA")
        return self.report(lambda *_: {"Authorization": f"Bearer {token}", **(headers or {})}, "in-behandeling-genomen")


@pytest.fixture
def organisation(api: Api, app: Flask, clock: Clock, as_client: Callable[..., Api]) -> Organisation:
    part = api.open()["deelzaken"][0]
    parts: Parts = app.extensions["loket"]
    source = parts.catalogue.organisations[part["organisatie"]].event_source
    program = as_client("programma", ["sleutels:beheren"], organisation=part["organisatie"])
    return Organisation(program, clock, source, part["deelzaaknummer"], f"{parts.settings.base_url}/api/v1")


def test_a_key_that_was_uploaded_is_told_and_audited(organisation: Organisation, app: Flask) -> None:
    answer = organisation.upload(text(FIRST))
    assert (answer.status_code, answer.json["soort"], answer.json["sleutel"]) == (201, "webhook", text(FIRST))
    assert organisation.api.get(PATH).json["sleutels"] == [answer.json]
    with session_of(app) as session:
        row = session.scalars(select(AuditLog).where(AuditLog.action == "sleutel-toevoegen")).one()
    assert (row.object, row.actor, row.details) == (answer.json["id"], "client:programma", {"soort": "webhook"})


def test_a_message_signed_with_an_uploaded_key_counts_and_with_another_it_is_401(organisation: Organisation) -> None:
    assert organisation.signed(FIRST) == 401
    organisation.upload(text(FIRST))
    assert (organisation.signed(FIRST), organisation.signed(SECOND)) == (202, 401)


def test_two_keys_hold_until_the_old_one_is_revoked(organisation: Organisation) -> None:
    old = organisation.upload(text(FIRST)).json["id"]
    organisation.upload(text(SECOND))
    assert (organisation.signed(FIRST), organisation.signed(SECOND)) == (202, 202)
    assert organisation.api.call("DELETE", f"{PATH}/{old}").status_code == 204
    assert (organisation.signed(FIRST), organisation.signed(SECOND)) == (401, 202)
    assert [key["sleutel"] for key in organisation.api.get(PATH).json["sleutels"]] == [text(SECOND)]


def test_a_third_key_of_one_kind_and_the_same_key_again_are_409(organisation: Organisation) -> None:
    organisation.upload(text(FIRST))
    assert organisation.upload(text(FIRST)).json["code"] == "sleutel-bestaat"
    organisation.upload(text(SECOND))
    third = organisation.upload(text(THIRD))
    assert (third.status_code, third.json["code"]) == (409, "te-veel-sleutels")
    assert organisation.upload(PEM, "jwt").status_code == 201  # of another kind


def test_uploads_at_the_same_moment_never_make_more_than_two(organisation: Organisation, app: Flask) -> None:
    keys = [text(SigningKey("", bytes([number, *range(31)]))) for number in range(6)]

    def upload(key: str) -> int:
        return replace(organisation, api=Api(app.test_client(), organisation.api.key)).upload(key).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(upload, keys)) == [201, 201, 409, 409, 409, 409]


@pytest.mark.parametrize(
    ("kind", "key"), [("webhook", PEM), ("jwt", text(FIRST)), ("webhook", "whpk_AAAA"), ("jwt", "-----BEGIN PUBLIC KEY-----")]
)
def test_what_is_no_public_key_of_its_kind_is_400(organisation: Organisation, kind: str, key: str) -> None:
    answer = organisation.upload(key, kind)
    assert codes(answer) == {"/sleutel": "geen-sleutel"}
    assert answer.json["errors"][0]["detail"].endswith(".")


def test_keys_of_another_organisation_are_not_there(organisation: Organisation, as_client: Callable[..., Api]) -> None:
    key_id = organisation.upload(text(FIRST)).json["id"]
    other = as_client("ander", organisation="ciz")
    assert other.get(PATH).json == {"sleutels": []}
    assert {other.call("DELETE", f"{PATH}/{number}").status_code for number in (key_id, "geen-id")} == {404}
    assert organisation.signed(FIRST) == 202


def test_a_report_with_a_token_counts_once_for_each_token(organisation: Organisation) -> None:
    organisation.upload(PEM, "jwt")
    first, again = organisation.with_token(), organisation.with_token()
    assert (first.status_code, first.json) == (202, {"verwerkt": True})
    assert (again.status_code, again.json["verwerkt"]) == (200, False)


def test_with_a_webhook_id_one_token_serves_for_more_messages(organisation: Organisation) -> None:
    organisation.upload(PEM, "jwt")
    answers = [organisation.with_token({"webhook-id": f"w-{number}"}) for number in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert organisation.with_token({"webhook-id": "é"}).status_code == 401


@pytest.mark.parametrize(
    "changes", [{"aud": "https://elders.example/api/v1"}, {"iss": "urn:x"}, {"scope": "zaken:lezen"}, {"exp": 1}, {"iat": 9**12}]
)
def test_a_token_that_is_not_for_this_is_the_same_401_as_a_wrong_signature(organisation: Organisation, changes: dict[str, Any]) -> None:
    organisation.upload(PEM, "jwt")
    refused = organisation.with_token(**changes)
    unsigned = organisation.report(lambda *_: {})
    assert [(one.status_code, one.json["code"], one.json["detail"]) for one in (refused, unsigned)] == [
        (401, "niet-aangemeld", "De handtekening van dit bericht klopt niet.")
    ] * 2


def test_a_key_for_tokens_signs_no_messages_and_the_other_way_round(organisation: Organisation) -> None:
    organisation.upload(public_text(TOKEN_KEY.public_key().public_bytes_raw()))
    assert organisation.with_token().status_code == 401


def test_a_revoked_key_makes_no_tokens(organisation: Organisation) -> None:
    key_id = organisation.upload(PEM, "jwt").json["id"]
    organisation.api.call("DELETE", f"{PATH}/{key_id}")
    assert organisation.with_token().status_code == 401


def test_an_old_signature_of_a_good_key_is_401(organisation: Organisation) -> None:
    organisation.upload(text(FIRST))
    before = organisation.clock.now() - timedelta(seconds=301)
    assert organisation.report(lambda message_id, raw: sign(None, message_id, before, raw, FIRST)).status_code == 401


def test_our_own_public_keys_are_open_to_everybody_and_may_be_kept_an_hour(app: Flask) -> None:
    answer = app.test_client().get("/.well-known/jwks.json")
    settings: Settings = app.extensions["loket"].settings
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        200,
        "application/jwk-set+json",
        "public, max-age=3600",
    )
    assert [key["kid"] for key in json.loads(answer.data)["keys"]] == list(settings.signing_keys)


def test_without_keys_of_our_own_the_set_is_empty(environment: dict[str, str], sqlite_url: str) -> None:
    made = create_app(Settings.load({**environment, "LOKET_SIGNING_KEYS": "", "LOKET_DATABASE_URL": sqlite_url}))
    assert json.loads(made.test_client().get("/.well-known/jwks.json").data) == {"keys": []}


def test_a_key_no_longer_counts_once_the_api_key_that_uploaded_it_was_revoked(
    organisation: Organisation, app: Flask, clock: Clock, as_client: Callable[..., Api]
) -> None:
    organisation.upload(text(FIRST))
    slug = next(
        found.slug for found in app.extensions["loket"].catalogue.organisations.values() if found.event_source == organisation.source
    )
    other = replace(organisation, api=as_client("ander-programma", ["sleutels:beheren"], organisation=slug))
    other.upload(text(SECOND))
    assert (organisation.signed(FIRST), organisation.signed(SECOND)) == (202, 202)
    with session_of(app) as session:
        session.scalars(select(ApiClient).where(ApiClient.name == "programma")).one().revoked_at = clock.now()
        session.commit()
    assert (organisation.signed(FIRST), organisation.signed(SECOND)) == (401, 202)
    assert [key["sleutel"] for key in other.api.get(PATH).json["sleutels"]] == [text(SECOND)]
    assert other.upload(text(FIRST)).status_code == 201  # it was their own after all
