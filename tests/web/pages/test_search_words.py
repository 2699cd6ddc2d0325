"""What somebody types into the search field, and what is said about typing errors; cases are made behind the counter."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from loket import session_of
from loket.cases.numbers import show
from loket.cases.slips import slips
from loket.web.search_words import born, digits_of_bsn, surnames
from tests.support.clock import Clock
from tests.support.desk import MONDAY, Desk, person
from tests.web.pages.browsing import Visitor

SEARCH = "/zoeken"


@pytest.fixture
def number(app: Flask, clock: Clock) -> Iterator[str]:
    """A case of Jan van den Berg, born on 5 March 1950."""
    clock.set(MONDAY)
    with session_of(app) as session:
        made = Desk(app, session, clock).open("ww", applicant=person(surname="Berg", prefix="van den", birth_date="1950-03-05"))
        found = made.number
        session.rollback()
        yield found


def found(visitor: Visitor, typed: str) -> Visitor:
    return visitor.open("/").submit(SEARCH, zoek=typed)


def wrong_at(number: str, place: int) -> str:
    """The number with one wrong character, counted from 1 after ``L-``."""
    at = place + 1
    return number[:at] + ("2" if number[at] != "2" else "3") + number[at + 1 :]


@pytest.mark.parametrize(
    "typed",
    [
        "Berg 05-03-1950",
        "05-03-1950 Berg",
        "Berg, 5 maart 1950",
        "5 mrt. 1950 van den Berg",
        "Jan van den Berg 1950-03-05",
        "berg 5/3/1950",
        "BERG 05031950",
        "Berg, Jan geboren 5.3.1950",
    ],
)
def test_a_name_with_a_birth_date_is_found_in_either_order_and_any_usual_form(
    number: str, signed_in: Callable[[str], Visitor], typed: str
) -> None:
    assert found(signed_in("balie-den-haag"), typed).path == f"/zaken/{number}"


@pytest.mark.parametrize("typed", ["Berg 05-03-1951", "Bergen 05-03-1950", "Berg"])
def test_a_name_alone_or_another_birth_date_finds_nobody(number: str, signed_in: Callable[[str], Visitor], typed: str) -> None:
    assert found(signed_in("balie-den-haag"), typed).title == "Geen zaak gevonden"


@pytest.mark.parametrize("typed", ["999993653", "9999 93 653", "9999.93.653"])
def test_nine_digits_are_a_bsn_however_they_are_grouped(typed: str) -> None:
    assert digits_of_bsn(typed)


@pytest.mark.parametrize("typed", ["05-03-1950", "1950-03-05", "L-7K3M9-P2XQ4-H", "12345", "1234567890"])
def test_a_date_or_a_number_of_another_length_is_no_bsn(typed: str) -> None:
    assert not digits_of_bsn(typed)


def test_a_bsn_that_fails_its_check_is_explained_in_words(number: str, signed_in: Callable[[str], Visitor]) -> None:
    desk = found(signed_in("balie-den-haag"), "999993654")
    assert "Het haalt de elfproef niet" in desk.page
    assert "999993654" not in desk.answer.request.url


@pytest.mark.parametrize("place", [1, 6, 11])
def test_the_wrong_character_of_a_zaaknummer_is_pointed_out(number: str, signed_in: Callable[[str], Visitor], place: int) -> None:
    desk = found(signed_in("balie-den-haag"), wrong_at(number, place))
    assert f"Kijk naar teken {place} na L-." in desk.page
    assert f'href="/zaken/{number}"' in desk.page


def test_of_a_number_that_belongs_to_no_case_no_character_is_guessed(number: str, signed_in: Callable[[str], Visitor]) -> None:
    desk = found(signed_in("balie-den-haag"), "L-00000000002")
    assert "een van de letters of cijfers is anders" in desk.page
    assert "Kijk naar teken" not in desk.page


def test_no_typing_error_leads_a_handler_to_a_case_that_is_not_theirs(number: str, signed_in: Callable[[str], Visitor]) -> None:
    page = found(signed_in("behandelaar-ind"), wrong_at(number, 6)).page
    assert number not in page
    assert show(number) not in page
    assert "Kijk naar teken" not in page


def test_a_wrong_character_in_a_deelzaaknummer_is_pointed_out_too(number: str, signed_in: Callable[[str], Visitor]) -> None:
    desk = found(signed_in("balie-den-haag"), f"{wrong_at(number, 3)}-1")
    assert f'href="/zaken/{number}"' in desk.page


def test_exchanged_neighbours_are_recognised() -> None:
    swapped = [slip for slip in slips("L-7K3M9P2XQ4H".replace("K3", "3K")) if slip.swapped]
    assert all(slip.number[1 + slip.place : 3 + slip.place] == slip.meant + slip.typed for slip in swapped)


def test_surnames_are_tried_from_the_whole_name_to_its_last_word() -> None:
    assert surnames("Jan van den Berg") == ["Jan van den Berg", "van den Berg", "den Berg", "Berg"]
    assert surnames("Berg, Jan")[0] == "Berg"


def test_words_without_a_date_are_no_name_with_a_birth_date() -> None:
    assert born("UWV-2026-000123") is None
    assert born("Kenmerk 99999999") is None
