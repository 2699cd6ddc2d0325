"""Every error of the API, over every route and method: problem+json in Dutch, with the right status and headers, in the right order."""

from __future__ import annotations

import json
from typing import Any

import pytest

from loket.routing.clients import SCOPES
from loket.web.api_operations import Operation
from loket.web.api_routes import PREFIX
from tests.web.api import whole_api
from tests.web.api.every_route import (
    TOLERANT,
    Everywhere,
    Unread,
    arguments,
    methods_by_path,
    operations,
    told,
    wrong,
)

MALFORMED = (
    "x",
    "0",
    "-1",
    "L-0000000000Z",
    "L-7K3M9P2XQ4H-0",
    "00000000-0000-0000-0000-000000000000",
    "%00",
    "%ff",
    "'--",
    "é",
    "x" * 300,
)

made, there = whole_api.made, whole_api.there


def with_body(known: Operation) -> bool:
    return known.body is not None


def with_caller(known: Operation) -> bool:
    return known.caller is not None


def test_an_unknown_path_is_404(there: Everywhere) -> None:
    paths = [f"{path}{tail}" for known in operations() for path in [there.path(known)] for tail in ("/a/b/c/d", "/", "/?x=1")]
    paths += [path.replace(PREFIX, f"{PREFIX}/", 1) for path in paths] + ["/api", "/api/", PREFIX, f"{PREFIX}/", "/api/v2/zaken"]
    assert told((path, wrong(there.client.get(path), 404)) for path in paths) == []


def test_another_method_is_405_with_allow_before_anything_else(there: Everywhere) -> None:
    found = []
    for known in operations(lambda known: known.path in methods_by_path()):
        allowed = methods_by_path()[known.path]
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
            answer = there.client.open(f"{there.path(known)}?x=1", method=method, data=b"x" * 400_000)
            same = set(answer.headers.get("Allow", "").split(", ")) == allowed
            found.append((known, wrong(answer, 405) or ("" if same else f"allows {answer.headers.get('Allow')}")))
    assert told(found) == []


def test_too_much_is_413_before_the_body_is_read_and_before_the_key(there: Everywhere) -> None:
    found = []
    for known in operations(with_body):
        body = Unread(known.limit + 1)
        sent = {"CONTENT_LENGTH": str(known.limit + 1), "wsgi.input": body}
        answer = there.client.open(there.path(known), method=known.method, content_type=known.media, environ_overrides=sent)
        found.append((known, wrong(answer, 413) or (f"read {body.read_so_far}" if body.read_so_far else "")))
    assert told(found) == []


def test_too_much_without_a_length_is_413_while_reading_and_the_rest_is_left(there: Everywhere) -> None:
    found = []
    for known in operations(lambda known: with_body(known) and there.knows(known)):
        body = Unread(50 * known.limit)
        sent = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": body}
        options = {"content_type": known.media, "environ_overrides": sent}
        answer = there.client.open(there.path(known), method=known.method, headers=there.headers(known), **options)
        found.append((known, wrong(answer, 413) or (f"read {body.read_so_far}" if body.read_so_far > 2 * known.limit else "")))
    assert told(found) == []


@pytest.mark.parametrize("sent", ["", "Bearer verkeerd", "Bearer ", "Basic eDp5", "Bearer " + "x" * 500])
def test_no_key_or_a_wrong_one_is_401_whatever_else_is_wrong(there: Everywhere, sent: str) -> None:
    options: dict[str, Any] = {"data": b"x", "content_type": "text/plain", "headers": {"Authorization": sent, "Accept": "image/png"}}
    answers = [(known, there.client.open(f"{there.path(known)}?x=1", method=known.method, **options)) for known in operations(with_caller)]
    assert told((known, wrong(answer, 401)) for known, answer in answers) == []
    assert all(answer.headers["WWW-Authenticate"].startswith("Bearer") for _, answer in answers)


def test_a_key_without_the_right_is_403_that_names_it(there: Everywhere) -> None:
    found = []
    for known in operations(lambda known: known.scope):
        other = next(scope for scope in sorted(SCOPES) if scope != known.scope)
        answer = there.call(known, headers=dict(there.world.callers[other]), content_type="text/plain")
        found.append((known, wrong(answer, 403) or ("" if str(known.scope) in answer.json["detail"] else answer.text)))
    assert told(found) == []


def test_what_we_cannot_answer_with_is_406(there: Everywhere) -> None:
    found = ((known, wrong(there.call(known, headers={"Accept": "image/webp"}), 406)) for known in operations(there.knows))
    assert told(found) == []


@pytest.mark.parametrize("media", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
def test_another_content_type_is_415(there: Everywhere, media: str) -> None:
    found = ((known, wrong(there.call(known, content_type=media), 415)) for known in operations(with_body))
    assert told(found) == []


def test_a_packed_body_is_415(there: Everywhere) -> None:
    found = ((known, wrong(there.call(known, headers={"Content-Encoding": "gzip"}), 415)) for known in operations(with_body))
    assert told(found) == []


def test_an_unknown_query_parameter_is_refused_by_name(there: Everywhere) -> None:
    found = []
    for known in operations(there.knows):
        answer = there.call(known, f"{there.path(known)}?onbekendeParameter=1")
        found.append((known, wrong(answer, 400) or ("" if "onbekendeParameter" in answer.text else answer.text)))
    assert told(found) == []


def test_an_unknown_field_of_the_body_is_refused_by_name(there: Everywhere) -> None:
    found = []
    for known in operations(lambda known: with_body(known) and there.knows(known) and known.id not in TOLERANT):
        body = {**there.world.bodies.get(known.id, {}), "onbekendVeld": 1}
        answer = there.call(known, data=json.dumps(body))
        pointers = [fault["location"]["pointer"] for fault in (answer.json or {}).get("errors", ())]
        found.append((known, wrong(answer, 400) or ("" if "/onbekendVeld" in pointers else answer.text)))
    assert told(found) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"x": "\xff"}', b'{"x": NaN}', b'{"x": 1, "x": 2}', b'{"x": "\\u0000"}'])
def test_a_body_that_is_no_sound_json_object_is_400(there: Everywhere, body: bytes) -> None:
    refused = (400, 401)  # 401 where the body must tell who signed it
    found = (
        (known, wrong(there.call(known, data=body), *refused))
        for known in operations(lambda known: with_body(known) and there.knows(known))
    )
    assert told(found) == []


@pytest.mark.parametrize("value", MALFORMED)
def test_a_malformed_id_is_404(there: Everywhere, value: str) -> None:
    found = []
    for known in operations(arguments):
        for name in arguments(known):
            expected = [404] if there.knows(known) or not known.body else [404, 400]
            if known.id in TOLERANT:
                expected = [401]  # who it names must prove it: an unknown one gets the same answer as a wrong proof
            found.append((known, wrong(there.call(known, there.path(known, **{name: value})), *expected)))
    assert told(found) == []
