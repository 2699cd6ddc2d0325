"""Times in the API: RFC 3339 with any offset comes in, UTC with a Z goes out (/core/date-time/format and /core/date-time/timezone)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from loket.web.api_operations import OPERATIONS
from loket.web.openapi import COMPONENTS
from loket.web.schema_fields import Moment
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.web.api.conftest import Api, codes, widow
from tests.web.api.every_route import Everywhere, everywhere, operations

LIKE_A_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:.*")
UTC_WITH_Z = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
SAME = ("2026-01-01T11:00:00+01:00", "2026-01-01T10:00:00Z", "2026-01-01T05:30:00.5-04:30", "2026-01-01T23:59:59.123456+14:00")
WRONG = (
    "2026-01-01T10:00:00",
    "2026-01-01",
    "2026-01-01 10:00:00Z",
    "2026-01-01t10:00:00z",
    "2026-01-01T10:00:00-00:00",
    "2026-01-01T10:00Z",
    "2026-01-01T24:00:00Z",
    "2026-02-30T10:00:00Z",
    "1767261600",
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database will do: how a time is written is not the database's matter."""
    empty(sqlite_url)
    return sqlite_url


@pytest.fixture
def there(app: Flask, clock: Clock, as_client: Any) -> Everywhere:
    """The application with cases in it."""
    return everywhere(app, clock, as_client)


def texts(found: Any) -> Iterator[str]:
    """Every text in a JSON answer."""
    if isinstance(found, dict | list):
        for inner in found.values() if isinstance(found, dict) else found:
            yield from texts(inner)
    elif isinstance(found, str):
        yield found


def test_every_time_in_an_answer_is_utc_with_a_z(there: Everywhere) -> None:
    seen = set[str]()
    for known in operations(lambda known: known.method == "GET" and known.path != "/openapi.json" and there.knows(known)):
        answer = there.call(known)
        seen |= set(texts(answer.json)) if answer.is_json else set()
    times = [text for text in seen if LIKE_A_TIME.fullmatch(text)]
    assert times
    assert [text for text in times if not UTC_WITH_Z.fullmatch(text)] == []


@pytest.mark.parametrize("moment", WRONG)
def test_only_a_time_as_the_rule_writes_it_is_taken(there: Everywhere, moment: str) -> None:
    for known in operations(lambda known: known.body and known.id in there.world.bodies):
        for name, field in COMPONENTS[str(known.body)]().fields.items():
            if isinstance(field, Moment):
                body = {**there.world.bodies[known.id], name: moment}
                answer = there.signing.open(there.path(known), method=known.method, headers=there.headers(known), **sent(known.id, body))
                assert f"/{name}" in codes(answer), (known.id, name)


def sent(operation: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body as this operation wants it."""
    known = next(known for known in OPERATIONS.values() if known.id == operation)
    return {"json": body, "content_type": known.media}


@pytest.mark.parametrize("moment", SAME)
def test_any_offset_is_taken(api: Api, moment: str) -> None:
    assert api.post("/zaken", widow(aangekloptOp=moment)).status_code == 201
