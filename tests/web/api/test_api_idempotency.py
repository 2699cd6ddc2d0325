"""The Idempotency-Key: the same key and body give the first answer again, whatever happened in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from loket import session_of
from loket.cases.models import Case, ContactMoment
from loket.cases.outbox import IdempotencyKey
from tests.support.clock import Clock
from tests.web.api.conftest import COUNTER, Api, widow


def count(app: Flask, table: type[Case] | type[ContactMoment]) -> int:
    """How many rows a table has."""
    with session_of(app) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_key_and_body_give_the_first_answer_again(api: Api, app: Flask) -> None:
    first = api.post("/zaken", widow(), Idempotency_Key="a-1")
    again = api.post("/zaken", dict(reversed(widow().items())), Idempotency_Key="a-1")
    assert (again.status_code, again.json) == (201, first.json)
    assert (again.headers["Idempotent-Replayed"], again.headers["Location"]) == ("true", first.headers["Location"])
    assert "Idempotent-Replayed" not in first.headers
    assert (count(app, Case), count(app, ContactMoment)) == (1, 0)


def test_a_case_that_was_joined_is_joined_once(api: Api, app: Flask) -> None:
    api.open()
    answers = [api.post("/zaken", widow(), Idempotency_Key="a-1").status_code for _ in range(2)]
    assert answers == [200, 200]
    assert count(app, ContactMoment) == 1


def test_the_same_key_with_another_body_is_refused(api: Api) -> None:
    api.post("/zaken", widow(), Idempotency_Key="a-1")
    answer = api.post("/zaken", widow(toelichting="Iets anders."), Idempotency_Key="a-1")
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency-key-hergebruikt")


def test_a_key_belongs_to_its_client(api: Api, as_client: Callable[..., Api]) -> None:
    first = api.post("/zaken", widow(), Idempotency_Key="a-1")
    second = as_client("Den Haag 2", counter=COUNTER).post("/zaken", widow(), Idempotency_Key="a-1")
    assert (first.status_code, second.status_code) == (201, 200)


def test_a_request_with_a_fault_uses_up_no_key(api: Api) -> None:
    assert api.post("/zaken", widow(spoed="ja"), Idempotency_Key="a-1").status_code == 400
    assert api.post("/zaken", widow(), Idempotency_Key="a-1").status_code == 201


def test_while_the_first_call_runs_the_second_is_told_to_wait(api: Api, app: Flask, clock: Clock) -> None:
    api.post("/zaken", widow(), Idempotency_Key="a-1")
    with session_of(app) as session:
        session.scalars(select(IdempotencyKey)).one().status = None
        session.commit()
    answer = api.post("/zaken", widow(), Idempotency_Key="a-1")
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (409, "idempotency-loopt", "1")


@pytest.mark.parametrize("key", ["", "x" * 65, "met spatie", "é"])
def test_a_key_is_1_to_64_visible_ascii_characters(api: Api, key: str) -> None:
    answer = api.post("/zaken", widow(), Idempotency_Key=key)
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency-key-ongeldig")


def test_a_key_is_forgotten_after_seven_days(api: Api, clock: Clock) -> None:
    api.post("/zaken", widow(), Idempotency_Key="a-1")
    clock.advance(days=7, seconds=1)
    answer = api.post("/zaken", widow(toelichting="Iets anders."), Idempotency_Key="a-1")
    assert answer.status_code == 200
    assert "Idempotent-Replayed" not in answer.headers
