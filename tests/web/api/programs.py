"""An organisation's own program, and a part that waits for an organisation without a door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from loket.cases.models import Referral
from tests.support.desk import Desk, part_of
from tests.support.pulling import PULLER, close_door
from tests.web.api.conftest import Api

SCOPES = ("deelzaken:lezen", "statusmeldingen:schrijven")


@dataclass
class Program(Api):
    """A client that calls when the desk's own session has let go: on SQLite a read holds the write lock."""

    desk: Desk

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """As ``Api.call``."""
        self.desk.session.rollback()
        return super().call(method, path, body, headers, **options)


@dataclass(frozen=True)
class Opened:
    """The numbers of a new case with one part that waits."""

    number: str
    case: str

    def now(self, desk: Desk) -> Referral:
        """The part as it stands now."""
        return next(one for one in desk.case(self.case).referrals if one.number == self.number)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application, in which UWV fetches."""
    return close_door(app)


@pytest.fixture
def uwv(as_client: Callable[..., Api], desk: Desk) -> Program:
    """UWV's program."""
    made = as_client("uwv", SCOPES, organisation=PULLER)
    return Program(made.client, made.key, desk)


@pytest.fixture
def svb(as_client: Callable[..., Api], desk: Desk) -> Program:
    """The program of an organisation with a door."""
    made = as_client("svb", SCOPES, organisation="svb")
    return Program(made.client, made.key, desk)


def opened(desk: Desk, product: str = "ww", **given: Any) -> Opened:
    """A new case with a part that waits for UWV."""
    case = desk.open(product, **given)
    found = Opened(part_of(case, product).number, case.number)
    desk.drain()
    return found


def listed(api: Api, since: str | None = None, **query: Any) -> dict[str, Any]:
    answer = api.call("GET", "/deelzaken", query_string=query | ({"sinds": since} if since else {}))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def numbers(page: dict[str, Any]) -> list[str]:
    return [line["deelzaaknummer"] for line in page["deelzaken"]]
