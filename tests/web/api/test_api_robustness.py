"""Whatever is sent, nothing breaks and nothing personal comes out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from loket import session_of
from loket.cases.models import Case
from loket.web import problems, security_headers
from tests.web.api.conftest import Api, widow

STRANGE: list[Any] = [None, True, 0, -1.5, "", "x", "x" * 5000, "'; DROP TABLE", [], [None], {}, {"x": {}}, [[["x"]]], 10**30]
BSN = "999992740"


def variants(body: Any) -> Iterator[Any]:
    """``body`` with each of its values, at any depth, replaced by each strange one."""
    yield from STRANGE
    for key, value in body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ():
        for changed in variants(value):
            copy = dict(body) if isinstance(body, dict) else list(body)
            copy[key] = changed
            yield copy


def test_no_strange_value_anywhere_in_the_body_breaks_intake(api: Api) -> None:
    whole = widow(
        producten=[{"product": "bijstand", "voor": "aanvrager", "reden": "x"}],
        weggelaten=[{"product": "bijstand", "reden": "x"}],
        gemachtigde={"soort": "curator", "geslachtsnaam": "Vos"},
        antwoorden={"x": 1},
        nieuweZaak={"reden": "x"},
        aangekloptOp="2026-01-01T00:00:00Z",
        spoed=True,
        toelichting="x",
    )
    answers = {api.post("/zaken", variant).status_code for variant in variants(whole)}
    assert answers == {400, 415, 201}  # 415: no body at all; 201: the one that leaves out the question that is none


@pytest.mark.parametrize("path", ["/zaken/_zoek", "/zaken/{}/contactmomenten", "/zaken/{}/intrekkingen", "/deelzaken/{}-1/aanvullingen"])
def test_no_strange_body_breaks_the_other_operations(api: Api, path: str) -> None:
    where = path.format(api.open()["zaaknummer"])
    for strange in STRANGE[1:]:
        assert api.post(where, strange).status_code == 400
        assert api.post(where, {"reden": strange, "vraag": strange, "kenmerk": strange, "antwoorden": strange}).status_code == 400


def test_one_idempotency_key_at_the_same_moment_makes_one_case(api: Api, app: Flask) -> None:
    def send(_: int) -> int:
        return Api(app.test_client(), api.key).post("/zaken", widow(), Idempotency_Key="tegelijk").status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(send, range(8)))
    assert 201 in statuses
    assert set(statuses) <= {201, 409}
    with session_of(app) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_the_number_of_an_error_stands_in_the_log_and_the_path_does_not(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    answer = api.get(f"/zaken/{BSN}")
    logged = capsys.readouterr().out
    assert answer.json["instance"] in logged
    assert BSN not in logged
    assert BSN not in answer.text


def test_an_error_that_nobody_foresaw_tells_nothing_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    app = Flask("proef")
    problems.register(app)
    security_headers.register(app)

    @app.get("/api/v1/kapot")
    def _broken() -> str:
        raise ValueError(BSN)

    answer = app.test_client().get("/api/v1/kapot")
    assert (answer.status_code, answer.mimetype, answer.json["code"]) == (500, "application/problem+json", "fout")
    assert BSN not in answer.text + capsys.readouterr().out
