"""Every rule of the NLGov REST API Design Rules 2.2.1: what a document can show, and where the rest is tested."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loket import create_app
from loket.settings import ROOT, Settings
from tests.support.databases import empty
from tests.web.api.design_rules import RULES, DesignRule, Document, breaches_of

Spoil = Callable[[Document], Any]
READ = "/zaken/{zaaknummer}"
OPEN = "/zaken"

#: What nobody can read off the document → where it is tested, or why it needs no test here.
ELSEWHERE = {
    "/core/naming-resources (API-05)": "tests/web/api/test_design_rules.py::test_no_segment_of_a_path_is_a_verb",
    "/core/naming-collections (API-54)": "tests/web/api/test_design_rules.py::test_collections_are_plural",
    "/core/interface-language (API-04)": "tests/web/api/test_design_rules.py::test_every_word_for_the_reader_is_dutch",
    "/core/doc-language (API-17)": "tests/web/api/test_design_rules.py::test_every_word_for_the_reader_is_dutch",
    "/core/date-time/format": "tests/web/api/test_api_times.py::test_only_a_time_as_the_rule_writes_it_is_taken",
    "/core/date-time/timezone": "tests/web/api/test_api_times.py::test_every_time_in_an_answer_is_utc_with_a_z",
    "/core/http-safety (API-01)": "tests/web/api/test_api_always.py::test_reading_again_tells_the_same_and_keeps_no_session",
    "/core/http-response-code": "tests/web/api/test_schemathesis.py::test_no_call_by_chance_by_anyone_gets_an_answer_that_is_not_described",
    "/core/stateless (API-02)": "tests/web/api/test_api_always.py::test_reading_again_tells_the_same_and_keeps_no_session",
    "/core/nested-child (API-06)": "tests/web/api/test_design_rules.py::test_no_segment_of_a_path_is_a_verb",
    "/core/resource-operations (API-10)": "tests/web/api/test_design_rules.py::test_no_segment_of_a_path_is_a_verb",
    "/core/error-handling/all-errors": "tests/web/api/test_api_intake_faults.py::test_faults_of_form_and_of_content_come_in_one_answer",
    "/core/publish-openapi (API-51)": "tests/web/api/test_api_openapi.py::test_it_is_open_to_every_web_page",
    "/core/version-header (API-57)": "tests/web/api/test_api_always.py::test_every_good_answer_carries_the_headers",
    "/core/transport/security-headers": "tests/web/api/test_api_always.py::test_every_good_answer_carries_the_headers",
    "/core/transport/cors": "tests/web/api/test_api_always.py::test_no_other_web_page_may_read_an_answer",
    "/core/transport/no-sensitive-uris (API-58)": "tests/web/api/test_api_robustness.py::"
    "test_the_number_of_an_error_stands_in_the_log_and_the_path_does_not",
    "/core/deprecation-schedule (API-18)": "v1 is the first version; docs/integrate.md holds the policy",
    "/core/transition-period (API-19)": "v1 is the first version; docs/integrate.md holds the policy",
    "/core/changelog (API-55)": "CHANGELOG.md",
    "module geospatial": "no geometry in this API",
    "module signing": "HMAC by Standard Webhooks instead of JAdES: explained in the README",
    "module encryption": "TLS; no encryption of payloads was agreed with anybody",
}
VERBS = re.compile(r".*(opvragen|ophalen|melden|intrekken|openen|aanvullen|doorzenden|zoeken)")
ENGLISH = re.compile(r"\b(the|this|with|which|must|should|error|invalid|request|response)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def whole(environment: dict[str, str], sqlite_url: str) -> Document:
    """The document as anybody can fetch it."""
    empty(sqlite_url)
    app: Flask = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url}))
    client: FlaskClient = app.test_client()
    found: Document = client.get("/api/v1/openapi.json").json
    return found


def _set(*path: str, to: Any) -> Spoil:
    def spoil(document: Document) -> None:
        *steps, last = path
        for step in steps:
            document = document[step]
        document[last] = to

    return spoil


def _drop(*path: str) -> Spoil:
    def spoil(document: Document) -> None:
        *steps, last = path
        for step in steps:
            document = document[step]
        del document[last]

    return spoil


def _field(name: str, **schema: str) -> Spoil:
    return _set("components", "schemas", "Zaak", "properties", name, to=schema)


QUERY = {"name": "na_datum", "in": "query", "schema": {"type": "string"}}
#: A change to the document → the rule of the published linter that it breaks.
SPOILT: list[tuple[str, Spoil]] = [
    ("nlgov:openapi3", _set("openapi", to="2.0")),
    ("nlgov:openapi-root-exists", _drop("openapi")),
    ("oas3-schema", _set("paths", OPEN, "post", "responses", "201", to={"$ref": "#/components/responses/Nergens"})),
    ("oas3-schema", _set("paths", to={})),
    ("operation-operationId-unique", _set("paths", OPEN, "post", "operationId", to="zaakOpvragen")),
    ("path-params", _set("paths", READ, "get", "parameters", to=[])),
    ("openapi-tags-uniqueness", lambda document: document["tags"].append(document["tags"][0])),
    ("openapi-tags-uniqueness", _set("paths", READ, "get", "tags", to=["Onbekend"])),
    ("oas3-api-servers", _set("servers", to=[])),
    ("path-keys-no-trailing-slash", _set("paths", "/zaken/", to={})),
    ("nlgov:missing-version-header", _set("paths", READ, "get", "responses", "200", "headers", to={})),
    ("nlgov:missing-header", _drop("paths", READ, "get", "responses", "200", "headers")),
    ("nlgov:include-major-version-in-uri", _set("servers", to=[{"url": "https://loket.example/api"}])),
    ("nlgov:servers-use-https", _set("servers", to=[{"url": "http://loket.example/api/v1"}])),
    ("info-contact", _drop("info", "contact")),
    ("nlgov:info-contact-fields-exist", _drop("info", "contact", "email")),
    ("nlgov:http-methods", _set("paths", READ, "trace", to={})),
    ("nlgov:paths-kebab-case", _set("paths", "/zaken/openVragen", to={})),
    ("nlgov:query-keys-camel-case", _set("paths", READ, "get", "parameters", to=[QUERY])),
    ("nlgov:use-problem-schema", _set("components", "responses", "Fout404", "content", to={"application/json": {}})),
    ("nlgov:problem-schema-members", _drop("components", "schemas", "Probleem", "properties", "detail")),
    ("nlgov:problem-invalid-input", _drop("paths", OPEN, "post", "responses", "400")),
    ("(no 422)", _set("paths", OPEN, "post", "responses", "422", to={"$ref": "#/components/responses/Fout400"})),
    ("nlgov:date-time-ensure-timezone", _field("beginOp", type="string", format="date-time-local")),
    ("nlgov:time-without-timezone", _field("begin", type="string", format="time")),
    ("nlgov:specify-format-for-date-and-time", _field("beginDatum", type="string")),
    ("nlgov:use-date-instead-of-datetime", _field("beginDatum", type="string", format="date-time")),
    ("nlgov:semver", _set("info", "version", to="1.0")),
    ("(an answer is an object", _set("components", "schemas", "Zaak", to={"type": "array", "items": {}})),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name} {rule.linter}")
def test_the_document_keeps_the_rule(whole: Document, rule: DesignRule) -> None:
    assert breaches_of(rule, whole) == []


@pytest.mark.parametrize(("linter", "spoil"), SPOILT)
def test_a_document_that_breaks_the_rule_is_found(whole: Document, linter: str, spoil: Spoil) -> None:
    spoilt = copy.deepcopy(whole)
    spoil(spoilt)
    (rule,) = [rule for rule in RULES if linter in rule.linter]
    assert breaches_of(rule, spoilt) != []


def test_each_rule_has_a_document_that_breaks_it() -> None:
    assert [rule.linter for rule in RULES if not any(linter in rule.linter for linter, _ in SPOILT)] == []


@pytest.mark.parametrize("where", sorted({where for where in ELSEWHERE.values() if "::" in where}))
def test_a_rule_that_is_tested_elsewhere_is_tested_there(where: str) -> None:
    path, _, name = where.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text()


def test_no_segment_of_a_path_is_a_verb(whole: Document) -> None:
    segments = {segment for path in whole["paths"] for segment in path.split("/") if segment and segment[0] not in "{_"}
    assert [segment for segment in segments if VERBS.fullmatch(segment)] == []


def test_collections_are_plural(whole: Document) -> None:
    before_an_id = {match for path in whole["paths"] for match in re.findall(r"([a-z-]+)/{", path)}
    assert [name for name in before_an_id if not re.fullmatch(r".*(en|s)", name)] == []


def test_every_word_for_the_reader_is_dutch(whole: Document) -> None:
    words = [whole["info"]["description"]]
    for item in whole["paths"].values():
        for described in item.values():
            words += [described["summary"], described.get("description", ""), *described["tags"]]
            words += [answer.get("description", "") for answer in described["responses"].values()]
    words += [answer["description"] for answer in whole["components"]["responses"].values()]
    assert [text for text in words if ENGLISH.search(text)] == []
