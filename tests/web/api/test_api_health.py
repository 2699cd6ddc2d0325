"""Health, figures, and what is told when the database is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loket import create_app, session_of
from loket.cases.outbox import ClockLease
from loket.db import database_now, db
from loket.settings import Settings
from tests.web.api.conftest import Api, widow


@pytest.fixture
def without_database(environment: dict[str, str], tmp_path: Path) -> Iterator[FlaskClient]:
    """An application whose database is not there."""
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": f"sqlite:///{tmp_path / 'weg' / 'loket.db'}"}))
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_live_is_200_as_long_as_the_process_answers(without_database: FlaskClient) -> None:
    assert without_database.get("/health/live").status_code == 200


def test_ready_waits_in_the_demo_for_the_clock(client: FlaskClient, app: Flask) -> None:
    assert client.get("/health/ready").status_code == 503
    with session_of(app) as session:
        session.add(ClockLease(name="klok", holder="proef", until=database_now(session) + timedelta(minutes=1)))
        session.commit()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["onderdelen"]["klok"]) == (200, "ok")


def test_ready_says_that_the_database_is_away(without_database: FlaskClient) -> None:
    answer = without_database.get("/health/ready")
    assert (answer.status_code, answer.json["onderdelen"]["database"]) == (503, "weg")


def test_without_a_database_every_call_is_503_with_retry_after(without_database: FlaskClient) -> None:
    caller = Api(without_database, "demo-loket-sleutel")
    for answer in (caller.post("/zaken", widow()), caller.get("/zaken/L-0000000000Z"), without_database.get("/metrics")):
        assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (503, "application/problem+json", "5")


def test_the_figures_count_cases_and_deliveries(api: Api, client: FlaskClient) -> None:
    case = api.open()
    lines = client.get("/metrics").text.splitlines()
    assert 'loket_cases{state="received"} 1.0' in lines
    due = sum(part["status"] == "te-verzenden" for part in case["deelzaken"])
    assert f'loket_deliveries{{state="due"}} {float(due)}' in lines
    assert {"loket_stuck_cases 0.0", "loket_wake_failures_total 0.0"} <= set(lines)
