"""The examples of the OpenAPI document, and the page that shows them: each is sent as it stands, and each answer fits its own schema."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, template_rendered
from jinja2 import Template

from loket import session_of
from loket.adapters.port import DeclineReason, Verb
from loket.web import api_examples
from loket.web.api_docs import shown
from loket.web.api_operations import OPERATIONS, Operation
from loket.web.openapi import COMPONENTS, this_document
from loket.web.schemas import read
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.desk import Desk
from tests.web.api.conftest import COUNTER, Api
from tests.web.api.design_rules import Document, operations
from tests.web.api.every_route import Everywhere, everywhere
from tests.web.api.fuzzing import HEARS, ORGANISATION

WITH_BODY = sorted(known.id for known in OPERATIONS.values() if known.body)


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """The stricter of the two databases; what differs between them is not what a caller sends."""
    empty(postgresql_url)
    return postgresql_url


@pytest.fixture
def there(app: Flask, clock: Clock, as_client: Callable[..., Api]) -> Everywhere:
    """The application with cases in it."""
    return everywhere(app, clock, as_client)


@pytest.fixture
def document(stranger: Api) -> Document:
    """The document as anybody can fetch it."""
    found: Document = stranger.get("/openapi.json").json
    return found


def operation(name: str) -> Operation:
    return next(known for known in OPERATIONS.values() if known.id == name)


def example_of(document: Document, name: str) -> tuple[str, Any]:
    """The media type and the example of the body of this operation."""
    described = next(described for _, _, described in operations(document) if described["operationId"] == name)
    ((media, content),) = described["requestBody"]["content"].items()
    return media, content["example"]


def about_what_is_there(example: Any, there: Everywhere, app: Flask, part: str) -> str:
    """The example as text, with the numbers, the loket and the organisation of this world in the place of those that stand for any."""
    catalogue = app.extensions["loket"].catalogue
    given = api_examples.requests(catalogue)
    real = {
        api_examples.PART: part,
        api_examples.CASE: there.world.numbers["zaaknummer"][0],
        given["statusMelden"]["source"]: catalogue.organisations[ORGANISATION].event_source,
        f'"{given["zaakOpenen"]["loket"]}"': f'"{COUNTER}"',
        api_examples.HEARS: HEARS,
    }
    text = json.dumps(example, ensure_ascii=False)
    for stands, exists in real.items():
        text = text.replace(stands, exists)
    return text


def handed_back(app: Flask, clock: Clock, number: str, part: str) -> None:
    """Let the organisation hand this part back, so that it can be sent on."""
    with session_of(app) as session:
        desk = Desk(app, session, clock)
        found = next(one for one in desk.case(number).referrals if one.number == part)
        desk.tell(found, Verb.DECLINED, reason=DeclineReason.OTHER)


def test_each_body_has_an_example_of_its_own(app: Flask) -> None:
    """A new operation with a body gets one in loket/web/api_examples.py."""
    assert [name for name in WITH_BODY if name not in api_examples.requests(app.extensions["loket"].catalogue)] == []


@pytest.mark.parametrize("name", WITH_BODY)
def test_an_example_is_taken_as_it_stands(there: Everywhere, document: Document, app: Flask, clock: Clock, name: str) -> None:
    known, (media, example) = operation(name), example_of(document, name)
    part = there.world.numbers["deelzaaknummer"][0]
    if name == "deelzaakDoorzenden":
        handed_back(app, clock, there.world.numbers["zaaknummer"][0], part)
    sent = about_what_is_there(example, there, app, part)
    answer = there.call(known, data=sent.encode(), content_type=media)
    assert answer.status_code in known.answers, answer.text


def test_each_example_of_an_answer_fits_its_schema(document: Document) -> None:
    looked = 0
    for _, _, described in operations(document):
        for answer in described["responses"].values():
            for content in answer.get("content", {}).values():
                if "example" in content:
                    name = content["schema"]["$ref"].rpartition("/")[2]
                    read(COMPONENTS[name](), content["example"])
                    looked += 1
    assert looked > 5


def test_each_example_of_an_error_is_a_problem_with_its_status(document: Document) -> None:
    for name, answer in document["components"]["responses"].items():
        example = answer["content"]["application/problem+json"]["example"]
        read(COMPONENTS["Probleem"](), example)
        assert name == f"Fout{example['status']}"


def test_the_page_names_every_operation_and_who_may_call_it(stranger: Api) -> None:
    page = stranger.get("/docs").text
    for known in OPERATIONS.values():
        assert f'id="{known.id}"' in page
        assert known.summary.split("‘")[0] in page
        assert known.scope is None or f"‘{known.scope}’" in page


def test_the_page_is_open_has_the_headers_of_a_page_and_nothing_from_elsewhere(stranger: Api) -> None:
    answer = stranger.get("/docs", Accept="text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["API-Version"] == "1.0.0"
    assert 'src="http' not in answer.text
    assert "<script" not in answer.text


def test_the_page_is_made_once_and_the_answers_are_alike(stranger: Api, app: Flask) -> None:
    made: list[str | None] = []

    def note(_app: Flask, template: Template, **_: object) -> None:
        made.append(template.name)

    with template_rendered.connected_to(note, app):
        first, second = stranger.get("/docs").text, stranger.get("/docs").text
    assert first == second
    assert made.count("api_inhoud.html") == 1


def test_an_error_of_the_page_is_a_problem_like_all_others(stranger: Api) -> None:
    assert stranger.get("/docs?x=1").mimetype == "application/problem+json"
    assert stranger.get("/docs/").status_code == 404


def test_each_line_for_the_shell_can_be_taken_apart_by_one(stranger: Api, app: Flask) -> None:
    with app.test_request_context():
        document = this_document()
        for path, method, described in operations(document):
            words = shlex.split(shown(document, "https://loket.example/api/v1", path, method, described).curl)
            assert words[0] == "curl"
            body = [json.loads(words[at + 1]) for at, word in enumerate(words) if word == "-d"]
            assert len(body) == ("requestBody" in described)
