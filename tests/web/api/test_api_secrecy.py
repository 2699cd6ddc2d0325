"""A secret address over the API (geheimhouding, Wet BRP 2.59)."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from loket import session_of
from loket.cases.models import Participant
from tests.web.api.conftest import Api, codes, widow


def test_secrecy_is_taken_in_per_person(api: Api, app: Flask) -> None:
    body = widow()
    body["aanvrager"]["geheimhouding"] = True
    api.post("/zaken", body)
    with session_of(app) as session:
        found = {one.role: one.secrecy for one in session.scalars(select(Participant))}
    assert found.pop("aanvrager") is True
    assert not any(found.values())


def test_secrecy_is_true_or_false_and_nothing_else(api: Api) -> None:
    body = widow()
    body["aanvrager"]["geheimhouding"] = "ja"
    assert codes(api.post("/zaken", body)) == {"/aanvrager/geheimhouding": "verkeerd-type"}


def test_the_status_shows_no_address(api: Api) -> None:
    body = widow()
    body["aanvrager"] |= {"geheimhouding": True, "postcode": "2584AE", "huisnummer": "1485"}
    answer = api.post("/zaken", body)
    assert answer.status_code == 201
    assert "2584AE" not in answer.get_data(as_text=True)
