"""The BRP behind its port, against the practice BRP and servers that misbehave, over real HTTP."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loket.adapters.brp import UNKNOWN, BrpSettings, BrpUnavailable, HaalCentraal, brp_settings
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.errors import ConfigurationError
from loket.practice import PracticeServer, create_practice
from loket.practice.brp_api import KEY, PREFIX
from tests.adapters.serving import answering, wsgi

PERSONS = Path(__file__).parents[1] / "data" / "brp_testpersonen.csv"
USER = "balie-den-haag"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrpSettings]:
    log = tmp_path_factory.mktemp("brp") / "practice.jsonl"
    with PracticeServer(create_practice([], loket_url="http://127.0.0.1:9", log_path=log, persons=PERSONS)) as server:
        yield BrpSettings(f"{server.url}{PREFIX}", KEY, "oefenen", "loket")


def at(settings: BrpSettings) -> HaalCentraal:
    host = settings.address.split("/")[2]
    return HaalCentraal(settings, Client(Guard(allow=(host,))))


def rows() -> list[dict[str, str]]:
    """The test persons; a BSN that stands in the set twice (RvIG has such) is left out."""
    with PERSONS.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    times = Counter(row["burgerservicenummer"] for row in found)
    return [row for row in found if row["burgerservicenummer"] and times[row["burgerservicenummer"]] == 1]


@contextmanager
def saying(status: str, body: bytes) -> Iterator[HaalCentraal]:
    with wsgi(answering(status, body)) as url:
        yield at(BrpSettings(url, KEY, "oefenen", "loket"))


def test_every_test_person_is_found_as_registered(settings: BrpSettings) -> None:
    brp = at(settings)
    for row in rows():
        found = brp.find(row["burgerservicenummer"], USER)
        assert found is not None
        assert found.surname == (row["geslachtsnaam"] or "-")
        assert found.birth_date == (row["geboortedatum"] or None)
        assert found.gemeente_code == (row["gemeente_inschrijving"] or None)
        assert found.secrecy == (row["indicatie_geheim"] not in ("", "0"))
        assert (found.died_on is not None) == bool(row["datum_overlijden"] or row["opschorting_reden"] == "O")


def test_a_birth_date_of_which_only_the_year_is_known_has_zeros() -> None:
    assert any(row["geboortedatum"].endswith("-00-00") for row in rows())  # what the test above went through


def test_a_house_number_has_its_letter_and_addition(settings: BrpSettings) -> None:
    found = at(settings).find("999993793", USER)
    assert found is not None
    assert found.house_number == "35 III"


def test_only_the_body_names_the_bsn_and_the_headers_say_what_for() -> None:
    log: list[dict[str, Any]] = []
    with wsgi(answering("200 OK", b'{"personen": []}', log=log)) as url:
        at(BrpSettings(url, KEY, "oefenen", "loket", "00000099000000001000")).find("999993653", USER)
    (call,) = log
    assert call["path"] == "/personen"
    assert "999993653" not in str(call["headers"]) + call["query"]
    assert {name: call["headers"][name] for name in ("x-doelbinding", "x-verwerking", "x-gebruiker", "x-origin-oin")} == {
        "x-doelbinding": "oefenen",
        "x-verwerking": "loket",
        "x-gebruiker": USER,
        "x-origin-oin": "00000099000000001000",
    }


def test_nobody_with_a_bsn_is_an_answer(settings: BrpSettings) -> None:
    assert at(settings).find("999999990", USER) is None


@pytest.mark.parametrize("change", [{"key": "verkeerd"}, {"purpose": ""}])
def test_a_refusal_over_there_is_no_person_and_no_error_page(settings: BrpSettings, change: dict[str, str]) -> None:
    with pytest.raises(BrpUnavailable, match="antwoord 40"):
        at(replace(settings, **change)).find("999993653", USER)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("200 OK", b"<html>"),  # no JSON
        ("200 OK", b"[]"),  # JSON of another shape
        ("200 OK", b'{"personen": [{"naam": "Jansen"}]}'),
        ("429 Too Many Requests", b"{}"),
        ("503 Service Unavailable", b"{}"),
    ],
)
def test_an_answer_that_makes_no_sense_says_that_the_brp_is_away(status: str, body: bytes) -> None:
    with saying(status, body) as brp, pytest.raises(BrpUnavailable):
        brp.find("999993653", USER)


def test_nobody_at_the_address_says_that_the_brp_is_away() -> None:
    with pytest.raises(BrpUnavailable, match="geen verbinding"):
        at(BrpSettings("http://127.0.0.1:9", KEY, "oefenen", "loket")).find("999993653", USER)


def test_a_death_without_a_known_day_is_still_a_death() -> None:
    body = b'{"personen": [{"naam": {"geslachtsnaam": "Jansen"}, "opschortingBijhouding": {"reden": {"code": "O"}}}]}'
    with saying("200 OK", body) as brp:
        found = brp.find("999993653", USER)
    assert found is not None
    assert found.died_on == UNKNOWN


def test_without_an_address_the_brp_is_off() -> None:
    assert brp_settings({}, "") is None


def test_an_address_alone_is_refused_with_all_that_is_missing() -> None:
    with pytest.raises(ConfigurationError) as refused:
        brp_settings({"LOKET_BRP_URL": "https://brp.example"}, "")
    for name in ("LOKET_BRP_KEY", "LOKET_BRP_DOELBINDING", "LOKET_BRP_VERWERKING"):
        assert name in str(refused.value)


def test_the_key_is_not_in_its_repr() -> None:
    assert "geheim" not in repr(BrpSettings("https://brp.example", "geheim", "a", "b"))
