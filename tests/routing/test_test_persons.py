"""Every person of the RvIG test set who is alive and lives in a gemeente of today can be taken in through the API."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from loket.cases.models import Case, Participant
from loket.routing.clients import PRACTICE_KEY, add_practice_client
from loket.settings import ROOT
from tests.support.databases import empty
from tests.support.desk import COUNTER, Desk

PERSONS: Path = ROOT / "tests" / "data" / "brp_testpersonen.csv"
ABOUT = {"levensgebeurtenis": "schulden", "communicatiekanaal": "balie", "loket": COUNTER}


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """One database will do for three hundred persons: what is theirs is their data."""
    empty(postgresql_url)
    return postgresql_url


def living() -> Iterator[dict[str, str]]:
    """The rows of those who can be taken in, each BSN once; a date of birth is the one thing that nobody can do without."""
    seen = set()
    with PERSONS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if not row["datum_overlijden"] and row["gemeente_actueel"] and row["geboortedatum"] and row["burgerservicenummer"] not in seen:
                seen.add(row["burgerservicenummer"])
                yield row


def applicant(row: dict[str, str]) -> dict[str, object]:
    given = {
        "burgerservicenummer": row["burgerservicenummer"],
        "voornamen": row["voornamen"],
        "voorvoegsel": row["voorvoegsel"],
        "geslachtsnaam": row["geslachtsnaam"],
        "geboortedatum": row["geboortedatum"],
        "gemeentecode": row["gemeente_inschrijving"],
        "postcode": row["postcode"],
        "huisnummer": row["huisnummer"],
    }
    return {key: value for key, value in given.items() if value}


def test_the_set_holds_partial_birth_dates_abolished_gemeenten_and_secrets() -> None:
    rows = list(living())
    assert len(rows) > 250
    assert any(row["geboortedatum"].endswith("-00-00") for row in rows)
    assert any(row["gemeente_inschrijving"] != row["gemeente_actueel"] for row in rows)
    assert any(row["indicatie_geheim"] not in ("", "0") for row in rows)


def test_every_one_of_them_is_taken_in_for_the_gemeente_of_today(desk: Desk, client: FlaskClient) -> None:
    add_practice_client(desk.session, desk.clock.now())
    refused = {}
    for row in living():
        answer = client.post(
            "/api/v1/zaken", json=ABOUT | {"aanvrager": applicant(row)}, headers={"Authorization": f"Bearer {PRACTICE_KEY}"}
        )
        if answer.status_code != 201:
            refused[row["pl_id"]] = answer.get_json()
    assert refused == {}
    wanted = sorted((row["geboortedatum"], row["gemeente_actueel"]) for row in living())
    found = desk.session.execute(select(Participant.birth_date, Case.gemeente_code).join(Case)).all()
    assert sorted((birth or "", code or "") for birth, code in found) == wanted
