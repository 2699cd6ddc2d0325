"""One search field that understands what desks have in hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.models import Referral
from loket.cases.numbers import show
from tests.web.pages.browsing import WILLEM, Visitor

SEARCH = "/zoeken"


def found(desk: Visitor, typed: str) -> Visitor:
    return desk.open("/").submit(SEARCH, zoek=typed)


@pytest.mark.parametrize("written", [str, show, str.lower, lambda number: number.removeprefix("L-")])
def test_a_zaaknummer_opens_the_case_however_it_is_written(desk: Visitor, written: Callable[[str], str]) -> None:
    number = desk.new_request()
    assert found(desk, written(number)).path == f"/zaken/{number}"


def test_a_deelzaaknummer_opens_its_case(desk: Visitor) -> None:
    number = desk.new_request()
    assert found(desk, show(f"{number}-2")).path == f"/zaken/{number}"


def test_a_typing_error_in_a_zaaknummer_is_pointed_out(desk: Visitor) -> None:
    number = desk.new_request()
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    assert "een van de letters of cijfers is anders" in found(desk, wrong).page


def test_a_bsn_finds_the_persons_cases_and_stands_in_no_address(desk: Visitor) -> None:
    number = desk.new_request()
    found(desk, "9999.92.508")
    assert (desk.path, desk.answer.request.query_string) == (SEARCH, b"")
    assert f'href="/zaken/{number}"' in desk.page
    assert "Gezocht op een BSN dat eindigt op 508" in desk.page


@pytest.mark.parametrize(("typed", "words"), [("99999250", "acht cijfers"), ("999992509", "bestaat niet")])
def test_a_wrong_bsn_is_pointed_out(desk: Visitor, typed: str, words: str) -> None:
    assert words in found(desk, typed).page


def test_a_new_request_can_begin_with_the_bsn_that_was_searched_for(desk: Visitor) -> None:
    found(desk, "999992508").submit("/nieuwe-vraag")
    assert desk.title == "Wie vraagt het?"
    assert desk.form("/nieuwe-vraag").fields["aanvrager.burgerservicenummer"] == "999992508"


def test_a_name_with_a_birth_date_finds_the_case(desk: Visitor) -> None:
    number = desk.new_request()
    assert found(desk, "kierkegaard, 27-04-1981").path == f"/zaken/{number}"


def test_an_organisations_reference_finds_the_case(desk: Visitor, session: Session) -> None:
    number = desk.new_request()
    session.scalars(select(Referral)).all()[0].reference = "UWV-2026-000123"
    session.commit()
    assert found(desk, "UWV-2026-000123").path == f"/zaken/{number}"


@pytest.mark.parametrize("typed", ["", "Niemand 01-01-1950", "iets onbekends", "L-00000000000"])
def test_nothing_found_is_said_with_how_to_search(desk: Visitor, typed: str) -> None:
    assert found(desk, typed).title == "Geen zaak gevonden"
    assert "Jansen 05-03-1950" in desk.page


def test_another_counter_finds_the_case_too(desk: Visitor, signed_in: Callable[[str], Visitor]) -> None:
    number = desk.new_request()
    other = signed_in("balie-uwv")
    assert f'href="/zaken/{number}"' in found(other, WILLEM["aanvrager.burgerservicenummer"]).page
