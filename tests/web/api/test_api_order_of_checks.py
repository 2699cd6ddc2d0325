"""The order of checks: 404 · 405 · 413 · 401 · 429 · 403 · 406 and 415 · 400, each as problem+json in Dutch."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from loket.web.security_headers import HEADERS
from tests.support.databases import empty
from tests.web.api.conftest import Api, codes, widow


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database will do: what is asked here is decided before anything is stored."""
    empty(sqlite_url)
    return sqlite_url


HUGE = b'{"toelichting": "' + b"x" * 300_000 + b'"}'


def problem(answer: TestResponse) -> dict[str, Any]:
    """The problem that ``answer`` tells; its form is checked."""
    assert answer.mimetype == "application/problem+json"
    told: dict[str, Any] = answer.json
    assert told["status"] == answer.status_code
    assert told["instance"].startswith("urn:uuid:")
    assert all(isinstance(told[name], str) and told[name] for name in ("title", "detail", "code"))
    return told


def test_an_unknown_path_is_404_also_without_a_key(stranger: Api) -> None:
    for path in ("/onbekend", "/zaken/", "//zaken", "/zaken//gebeurtenissen"):
        assert problem(stranger.get(path))["status"] == 404


def test_a_wrong_method_is_405_with_allow_also_without_a_key(stranger: Api) -> None:
    answer = stranger.call("DELETE", "/zaken")
    assert problem(answer)["status"] == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_too_much_is_413_before_the_key_is_looked_at(stranger: Api) -> None:
    assert problem(stranger.call("POST", "/zaken", data=HUGE, content_type="application/json"))["status"] == 413


def test_too_much_without_a_length_is_413_while_reading(api: Api) -> None:
    options = {"input_stream": io.BytesIO(HUGE), "content_type": "application/json", "environ_overrides": {"wsgi.input_terminated": True}}
    assert problem(api.call("POST", "/zaken", **options))["status"] == 413


def test_no_key_is_401_before_anything_in_the_request_is_looked_at(stranger: Api) -> None:
    answer = stranger.call("POST", "/zaken?x=1", data=b"garbage", content_type="text/plain")
    assert problem(answer)["status"] == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_missing_scope_is_403_before_the_media_type(as_client: Callable[..., Api]) -> None:
    reader = as_client("lezer", ["zaken:lezen"], counter="gemeente-0518")
    answer = reader.call("POST", "/zaken", data=b"garbage", content_type="text/plain")
    assert (problem(answer)["status"], answer.json["code"]) == (403, "recht-ontbreekt")


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
def test_another_content_type_is_415_before_the_body(api: Api, content_type: str | None) -> None:
    assert problem(api.call("POST", "/zaken", data=b"garbage", content_type=content_type))["status"] == 415


def test_a_packed_body_is_415(api: Api) -> None:
    assert problem(api.post("/zaken", widow(), Content_Encoding="gzip"))["status"] == 415


def test_an_answer_that_we_cannot_give_is_406(api: Api) -> None:
    assert problem(api.get("/catalogus", Accept="text/html"))["status"] == 406
    assert api.get("/catalogus", Accept="text/html, */*;q=0.1").status_code == 200


def test_an_unknown_query_parameter_is_refused_by_name(api: Api) -> None:
    answer = api.get("/catalogus?pagina=2")
    assert codes(answer) == {"": "onbekende-parameter"}
    assert "pagina" in answer.json["errors"][0]["detail"]


BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a text": b'"zaak"',
    "not UTF-8": b'{"loket": "\xff"}',
    "a name twice": b'{"loket": "a", "loket": "b"}',
    "no number": b'{"antwoorden": {"x": NaN}}',
    "an endless number": b'{"antwoorden": {"x": 1e999}}',
    "a number of 5000 digits": b'{"antwoorden": {"x": ' + b"9" * 5000 + b"}}",
    "half a character": b'{"toelichting": "\\ud800"}',
    "a character that no database keeps": b'{"toelichting": "\\u0000"}',
    "too deep": b'{"antwoorden": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_sound_json_is_400(api: Api, name: str) -> None:
    assert problem(api.call("POST", "/zaken", data=BODIES[name], content_type="application/json"))["status"] == 400


def test_every_answer_has_the_headers_and_errors_too(api: Api, stranger: Api) -> None:
    answers = [
        api.get("/catalogus"),
        api.post("/zaken", {}),
        stranger.get("/onbekend"),
        stranger.call("PUT", "/zaken"),
        stranger.get("/catalogus"),
    ]
    assert [answer.status_code for answer in answers] == [200, 400, 404, 405, 401]
    for answer in answers:
        assert HEADERS.items() <= dict(answer.headers).items()
        assert answer.headers["API-Version"] == "1.0.0"
        assert not {"Server", "Set-Cookie", "Access-Control-Allow-Origin"} & set(answer.headers.keys())


def test_head_tells_the_same_headers_without_a_body(api: Api) -> None:
    whole, head = api.get("/catalogus"), api.call("HEAD", "/catalogus")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])


def test_options_names_the_methods_without_a_key(stranger: Api) -> None:
    answer = stranger.call("OPTIONS", "/zaken")
    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
