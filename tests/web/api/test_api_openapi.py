"""The OpenAPI document: it names what there is. Which of the API Design Rules it keeps: test_design_rules.py."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.support.databases import empty
from tests.web.api.conftest import Api


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database will do: what is asked here is decided before anything is stored."""
    empty(sqlite_url)
    return sqlite_url


METHODS = ("get", "post", "put", "delete", "patch")


@pytest.fixture
def document(stranger: Api) -> dict[str, Any]:
    """The document as anybody can fetch it."""
    answer = stranger.get("/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each operation."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def test_it_is_open_to_every_web_page(stranger: Api) -> None:
    answer = stranger.get("/openapi.json", Origin="https://ergens.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["API-Version"] == answer.json["info"]["version"]


def test_it_describes_exactly_the_routes_that_there_are(document: dict[str, Any], app: Flask) -> None:
    routes = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    assert {(path, method) for path, method, _ in operations(document)} == routes


def test_components_are_upper_camel_case_and_every_reference_exists(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name in schemas if not re.fullmatch(r"([A-Z][a-z0-9]+)+", name)] == []
    for reference in re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(document)):
        found: Any = document
        for step in reference.split("/"):
            found = found[step]


def test_it_names_the_life_events_and_questions_of_this_installation(document: dict[str, Any]) -> None:
    intake = document["components"]["schemas"]["ZaakAanvraag"]["properties"]
    assert "ontslag" in intake["levensgebeurtenis"]["enum"]
    assert intake["antwoorden"]["properties"]
