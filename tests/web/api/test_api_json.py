"""Strict JSON, and what is negotiated. The order of checks, over every route: test_api_every_route.py."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.databases import empty
from tests.web.api.conftest import Api


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database will do: what is asked here is decided before anything is stored."""
    empty(sqlite_url)
    return sqlite_url


def problem(answer: TestResponse) -> dict[str, Any]:
    """The problem that ``answer`` tells; its form is checked."""
    assert answer.mimetype == "application/problem+json"
    told: dict[str, Any] = answer.json
    assert told["status"] == answer.status_code
    assert told["instance"].startswith("urn:uuid:")
    assert all(isinstance(told[name], str) and told[name] for name in ("title", "detail", "code"))
    return told


def test_an_answer_that_we_cannot_give_is_406(api: Api) -> None:
    assert problem(api.get("/catalogus", Accept="text/html"))["status"] == 406
    assert api.get("/catalogus", Accept="text/html, */*;q=0.1").status_code == 200


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


def test_head_tells_the_same_headers_without_a_body(api: Api) -> None:
    whole, head = api.get("/catalogus"), api.call("HEAD", "/catalogus")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])
