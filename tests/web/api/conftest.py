"""A client of the API with a key of its own, and a request that it can send."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loket import session_of
from loket.routing.clients import SCOPES, add_client
from tests.support.clock import Clock

COUNTER = "gemeente-0518"
WIDOW = {
    "levensgebeurtenis": "overlijden-partner",
    "aanvrager": {
        "burgerservicenummer": "999992740",
        "voornamen": "Jael",
        "voorvoegsel": "de",
        "geslachtsnaam": "Jager",
        "geboortedatum": "1947-01-01",
        "postcode": "2584AE",
        "huisnummer": 1485,
        "gemeentecode": "0518",
    },
    "betrokkenen": [
        {
            "rol": "overledene",
            "burgerservicenummer": "999993653",
            "geslachtsnaam": "Moulin",
            "geboortedatum": "1945-12-01",
            "datumOverlijden": "2026-10-01",
        }
    ],
    "communicatiekanaal": "balie",
    "loket": COUNTER,
}


@dataclass
class Api:
    """Calls the API below ``/api/v1`` as one client."""

    client: FlaskClient
    key: str | None

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """One call; ``body`` goes as JSON."""
        sent = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if body is not None:
            options["json"] = body
        return self.client.open(f"/api/v1{path}", method=method, headers={**sent, **(headers or {})}, **options)

    def get(self, path: str, **headers: str) -> TestResponse:
        """A GET; header names are written with underscores."""
        return self.call("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        """A POST of JSON; header names are written with underscores."""
        return self.call("POST", path, body, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def open(self, **changes: Any) -> dict[str, Any]:
        """Open a case for the widow, with these changes to the body; returns the answer."""
        answer = self.post("/zaken", widow(**changes))
        assert answer.status_code in (200, 201), answer.text
        found: dict[str, Any] = answer.json
        return found


def widow(**changes: Any) -> dict[str, Any]:
    """The widow's request, with these fields changed; None takes one out."""
    body = {**copy.deepcopy(WIDOW), **changes}
    return {name: value for name, value in body.items() if value is not None}


def codes(answer: TestResponse) -> dict[str, str]:
    """The faults of a 400: pointer → code."""
    assert answer.status_code == 400, answer.text
    return {fault["location"]["pointer"]: fault["code"] for fault in answer.json.get("errors", [])}


@pytest.fixture
def as_client(app: Flask, client: FlaskClient, clock: Clock) -> Callable[..., Api]:
    """Makes a client of the API with these scopes, of this loket or organisation."""

    def make(name: str, scopes: Iterable[str] = SCOPES, counter: str | None = None, organisation: str | None = None) -> Api:
        with session_of(app) as session:
            return Api(client, add_client(session, name, scopes, counter, organisation, clock.now()))

    return make


@pytest.fixture
def api(as_client: Callable[..., Api]) -> Api:
    """The client of the loket that takes the widow's request in."""
    return as_client("Den Haag", counter=COUNTER)


@pytest.fixture
def other_counter(as_client: Callable[..., Api]) -> Api:
    """The client of another loket."""
    return as_client("Utrecht", counter="gemeente-0344")


@pytest.fixture
def stranger(client: FlaskClient) -> Api:
    """Somebody without a key."""
    return Api(client, None)
