"""Schemathesis calls every operation of the OpenAPI document, with and without keys, and finds no fault of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from loket.web.api_operations import OPERATIONS
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.web.api.conftest import Api
from tests.web.api.fuzzing import World, world_of

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
FIXED = settings(derandomize=True, database=None, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
CAME_THROUGH = {200, 201, 202, 204, 409}  # or the fuzz would only try the door
OPERATION_IDS = sorted(known.id for known in OPERATIONS.values())


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """The stricter of the two databases; what differs between them is not what a caller sends."""
    empty(postgresql_url)
    return postgresql_url


@pytest.fixture
def world(app: Flask, clock: Clock, as_client: Callable[..., Api]) -> World:
    """An application with cases in it."""
    return world_of(app, clock, as_client)


@pytest.mark.parametrize("operation", OPERATION_IDS)
def test_no_value_on_the_edge_of_what_is_described_gets_an_answer_that_is_not(world: World, operation: str) -> None:
    headers = world.callers[world.fit(operation)[0]]
    answered = set[int]()
    for case in world.boundaries(operation):
        answer = case.call_and_validate(headers=headers, checks=CHECKS)
        answered |= {answer.status_code} if case.method == case.operation.method.upper() else set()
    assert answered & CAME_THROUGH


@pytest.mark.parametrize("operation", OPERATION_IDS)
def test_no_call_by_chance_by_anyone_gets_an_answer_that_is_not_described(world: World, operation: str) -> None:
    answered = set[int]()

    @FIXED
    @given(attempt=world.attempts(operation))
    def call(attempt: tuple[Case, dict[str, str]]) -> None:
        case, headers = attempt
        answered.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)

    call()
    assert answered & CAME_THROUGH


def test_an_answer_that_is_not_described_would_be_found(world: World) -> None:
    case = next(world.boundaries("catalogusOpvragen"))
    answer = case.call(headers=world.callers["loket"])
    case.validate_response(answer, checks=CHECKS)
    answer.status_code = 500
    with pytest.raises(FailureGroup, match="Server error"):
        case.validate_response(answer, checks=CHECKS)
    answer.status_code = 418
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        case.validate_response(answer, checks=CHECKS)
