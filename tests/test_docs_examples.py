"""The examples in the documents work: what they show is what the code makes, and what they send is taken in."""

from __future__ import annotations

import importlib.util
import json
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from loket import session_of
from loket.adapters.port import Verb
from loket.adapters.reports import Vocabulary, read_report
from loket.adapters.signing import derive_secret, sign
from loket.practice.scenarios import wishes
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load_catalogue
from loket.routing.clients import PRACTICE_KEY, add_practice_client
from loket.routing.compose import facts_of_request, request_body
from loket.routing.context import MACHINE, Context
from loket.routing.request import APPLICANT, PersonGiven, Request
from loket.settings import ROOT
from loket.web import schema_actions, schemas
from tests.support.clock import Clock
from tests.support.pages import blocks, section

CURL_BODY = re.compile(r"-d '(?P<body>\{.*?\})'\n", re.DOTALL)
CURL_PATH = re.compile(r"http://127\.0\.0\.1:8000(?P<path>/\S+)")
SECRET, OTHER = derive_secret("docs", "one"), derive_secret("docs", "two")
BODY = '{"soort": "aanvraag", "label": "één"}'.encode()


def commands() -> list[tuple[str, dict[str, Any]]]:
    """The calls of the README: path and body."""
    found = blocks(section("README.md", "### The same over REST"), "sh")
    return [(_group(CURL_PATH, command, "path"), json.loads(_group(CURL_BODY, command, "body"))) for command in found]


def _group(pattern: re.Pattern[str], text: str, name: str) -> str:
    found = pattern.search(text)
    assert found, text
    return found[name]


def example(heading: str) -> dict[str, Any]:
    """The JSON below a heading of docs/organisations.md."""
    found: dict[str, Any] = json.loads(blocks(section("docs/organisations.md", heading), "json")[0])
    return found


@pytest.fixture
def catalogue(environment: dict[str, str]) -> Catalogue:
    """The configuration of this repository."""
    return load_catalogue(ROOT / "config", environment)


@pytest.fixture
def is_genuine(tmp_path: Path) -> Callable[[list[str], Mapping[str, str], bytes], bool]:
    """The function of docs/organisations.md that checks a signature."""
    path = tmp_path / "from_the_docs.py"
    path.write_text(blocks(section("docs/organisations.md", "## Check the signature"), "python")[0])
    spec = importlib.util.spec_from_file_location("from_the_docs", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[list[str], Mapping[str, str], bytes], bool] = module.is_genuine
    return found


def test_the_calls_of_the_readme_open_a_case_and_find_it(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with session_of(app) as session:
        add_practice_client(session, clock.now())
    (opening, wanted), (searching, who) = commands()
    headers = {"Authorization": f"Bearer {PRACTICE_KEY}", "Idempotency-Key": "mijn-eerste-vraag"}
    opened = client.post(opening, json=wanted, headers=headers)
    assert opened.status_code == 201, opened.text
    found = client.post(searching, json=who, headers=headers).json
    assert [case["zaaknummer"] for case in found["zaken"]] == [opened.json["zaaknummer"]]


def test_the_message_in_the_documents_is_what_loket_makes(catalogue: Catalogue) -> None:
    shown, now = example("## What you get"), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    applicant = PersonGiven(
        *(APPLICANT, "Kierkegaard", "1981-04-27"), bsn="999992508", given_names="Willem", postcode="2497GS", telephone="06 1234 5678"
    )
    answers = {"eerste-werkloze-dag": "2026-12-01", "reden-einde-werk": "contract-afgelopen", "heeft-schulden": True}
    asked = Request(applicant, "balie", "gemeente-0518", life_event="ontslag", answers=answers)
    product = catalogue.products["ww"]
    context = Context(Session(), catalogue, MACHINE, now, base_url="https://loket.example")
    facts = facts_of_request(asked, shown["zaaknummer"], now, now)
    made = request_body(context, facts, product, "aanvraag", shown["deelzaaknummer"], APPLICANT, product.ground)
    assert shown == {"berichtId": shown["berichtId"], **made}
    assert list(shown) == ["berichtId", *made]


def test_the_report_in_the_documents_can_be_read(catalogue: Catalogue) -> None:
    event = schemas.read(schema_actions.EVENT, example("## What you report"))
    report = read_report(event["type"].removeprefix(schema_actions.EVENT_TYPE), event["data"], Vocabulary())
    assert report.verb is Verb.DECIDED
    assert catalogue.organisation_by_source(event["source"]) is not None


def test_the_documents_check_a_signature_as_loket_makes_it(is_genuine: Callable[..., bool]) -> None:
    headers = sign(SECRET, "an-id", datetime.now(UTC), BODY)
    assert is_genuine([OTHER, SECRET], headers, BODY)
    assert not is_genuine([OTHER], headers, BODY)
    assert not is_genuine([SECRET], headers, BODY + b" ")


def test_the_documents_refuse_an_old_signature(is_genuine: Callable[..., bool]) -> None:
    headers = sign(SECRET, "an-id", datetime.fromtimestamp(time.time() - 301, UTC), BODY)
    assert not is_genuine([SECRET], headers, BODY)


def test_the_words_for_practice_are_understood() -> None:
    (block,) = blocks(section("README.md", "## Practice organisations"), "json")
    assert set(wishes([json.loads(block)["toelichting"]])) == {"svb", "uwv"}
