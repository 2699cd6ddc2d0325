"""What holds for every route of the API, whatever happens: broken, too often, without the database, read or looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from loket import create_app
from loket.db import db
from loket.settings import Settings
from loket.web.api_operations import Operation
from loket.web.api_routes import PREFIX
from tests.support.clock import Clock
from tests.support.servers import Valkey
from tests.web.api import whole_api
from tests.web.api.conftest import COUNTER
from tests.web.api.every_route import (
    PAGES,
    Everywhere,
    headers_missing,
    methods_by_path,
    operations,
    told,
    wrong,
)
from tests.web.api.whole_api import SECRET, keys_for

made, there = whole_api.made, whole_api.there

ORDER = ("GET", "PATCH", "POST", "DELETE")


def with_caller(known: Operation) -> bool:
    return known.caller is not None


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
    make = keys_for(app, clock)
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
    """Or the tests above would see an error for another reason than theirs. Last, for it withdraws a case; what takes away comes last."""
    sound = operations(lambda known: there.knows(known) and (known.body is None or known.id in there.world.bodies))
    answers = {known.id: there.call(known).status_code for known in sorted(sound, key=lambda known: ORDER.index(known.method))}
    assert {name: status for name, status in answers.items() if status >= 400 and status != 409} == {}
