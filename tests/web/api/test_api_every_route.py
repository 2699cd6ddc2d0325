"""Every error of the API, over every route and method: problem+json in Dutch, with the right status and headers, in the right order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from loket import create_app, session_of
from loket.db import db
from loket.routing.clients import SCOPES, add_client
from loket.settings import Settings
from loket.web.api_operations import Operation
from loket.web.api_routes import PREFIX
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.servers import Valkey
from tests.web.api.conftest import COUNTER, Api
from tests.web.api.every_route import (
    PAGES,
    TOLERANT,
    Everywhere,
    Unread,
    arguments,
    everywhere,
    headers_missing,
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
SECRET = "999992740"  # a BSN that an error must not tell


@pytest.fixture(scope="module")
def made(environment: dict[str, str], sqlite_url: str) -> Iterator[Callable[..., Flask]]:
    """Makes applications on one database. One kind will do: what is asked here is decided before anything is stored."""
    empty(sqlite_url)
    apps: list[Flask] = []

    def make(clock: Clock, **settings: str) -> Flask:
        apps.append(create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url, **settings}), clock=clock.now))
        return apps[-1]

    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def there(made: Callable[..., Flask]) -> Everywhere:
    """The application with cases in it; what breaks on purpose does so by a header."""
    clock = Clock()
    app = made(clock)
    app.before_request_funcs.setdefault(None, []).insert(0, _break)
    return everywhere(app, clock, _keys(app, clock))


def _keys(app: Flask, clock: Clock) -> Callable[..., Api]:
    def make(name: str, scopes: Any = SCOPES, counter: str | None = None, organisation: str | None = None) -> Api:
        with session_of(app) as session:
            return Api(app.test_client(), add_client(session, name, scopes, counter, organisation, clock.now()))

    return make


def _break() -> None:
    if "X-Breek" in request.headers:
        raise ValueError(SECRET)


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


def test_an_error_that_nobody_foresaw_is_500_and_tells_nothing(there: Everywhere) -> None:
    answers = [(known, there.call(known, headers={"X-Breek": "ja"})) for known in operations()]
    assert told((known, wrong(answer, 500) or ("told" if SECRET in answer.text else "")) for known, answer in answers) == []


def test_the_number_of_each_error_stands_in_the_log(there: Everywhere, capsys: pytest.CaptureFixture[str]) -> None:
    answers = [there.client.get(f"{PREFIX}/onbekend"), there.client.delete(f"{PREFIX}/zaken")]
    answers += [there.client.open(there.path(known), method=known.method) for known in operations(with_caller)]
    answers += [there.call(known, headers={"Accept": "image/webp"}) for known in operations()]
    answers += [there.call(known, headers={"X-Breek": "ja"}) for known in operations()]
    logged = capsys.readouterr().out
    assert [answer.status_code for answer in answers if answer.json["instance"] not in logged] == []


def test_too_often_is_429_with_retry_after(made: Callable[..., Flask], valkey: Valkey) -> None:
    valkey.flush()
    clock = Clock()
    app = made(clock, LOKET_REDIS_URL=valkey.url, LOKET_WRONG_KEY_LIMIT="1")
    make = _keys(app, clock)
    client, key = app.test_client(), make("iemand", counter=COUNTER).key
    assert client.get(f"{PREFIX}/catalogus").status_code == 401
    for known in operations(with_caller):
        path = PREFIX + known.path.replace("{", "").replace("}", "")
        answer = client.open(path, method=known.method, headers={"Authorization": f"Bearer {key}"})
        assert wrong(answer, 429) == "", known.id
        assert int(answer.headers["Retry-After"]) > 0


def test_without_the_database_it_is_503_with_retry_after(there: Everywhere, environment: dict[str, str], tmp_path: Path) -> None:
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": f"sqlite:///{tmp_path / 'weg' / 'loket.db'}"}))
    for known in operations(lambda known: known.scope):
        sent = {"data": json.dumps(there.world.bodies.get(known.id, {})), "content_type": known.media} if known.body else {}
        answer = app.test_client().open(there.path(known), method=known.method, headers=there.headers(known), **sent)
        assert wrong(answer, 503) == "", known.id
        assert int(answer.headers["Retry-After"]) > 0
    for known in operations(lambda known: not with_caller(known)):
        assert app.test_client().get(there.path(known)).status_code == 200  # what everybody may read needs no database
    with app.app_context():
        db.engine.dispose()


def test_head_tells_what_get_tells_without_a_body(there: Everywhere) -> None:
    for known in operations(lambda known: known.method == "GET" and there.knows(known)):
        whole, head = there.call(known), there.call(known, method="HEAD")
        assert (head.status_code, head.data, head.content_type) == (whole.status_code, b"", whole.content_type), known.id


def test_options_names_the_methods_without_a_key(there: Everywhere) -> None:
    for path, methods in methods_by_path().items():
        answer = there.client.options(PREFIX + path.replace("{", "").replace("}", ""))
        assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (200, methods), path
        assert headers_missing(answer) == ""


def test_every_good_answer_carries_the_headers(there: Everywhere) -> None:
    read = operations(lambda known: known.method == "GET" and there.knows(known) and known.id not in PAGES)
    assert told((known, headers_missing(there.call(known))) for known in read) == []


def test_no_other_web_page_may_read_an_answer(there: Everywhere) -> None:
    for known in operations(lambda known: known.method == "GET"):
        answer = there.call(known, headers={"Origin": "https://ergens.example"})
        assert answer.headers.get("Access-Control-Allow-Origin") == ("*" if known.path == "/openapi.json" else None), known.id


def test_reading_again_tells_the_same_and_keeps_no_session(there: Everywhere) -> None:
    for known in operations(lambda known: known.method == "GET" and there.knows(known)):
        there.call(known)  # a first fetch may count as a receipt
        second, third = there.call(known), there.call(known)
        assert (second.status_code, second.data) == (third.status_code, third.data), known.id
        assert "Set-Cookie" not in third.headers


def test_a_call_without_a_fault_gets_an_answer(there: Everywhere) -> None:
    """Or the tests above would see an error for another reason than theirs. Last, for it withdraws a case; reading comes first."""
    sound = operations(lambda known: there.knows(known) and (known.body is None or known.id in there.world.bodies))
    answers = {known.id: there.call(known).status_code for known in sorted(sound, key=lambda known: known.method)}
    assert {name: status for name, status in answers.items() if status >= 400 and status != 409} == {}
