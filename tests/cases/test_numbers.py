"""Zaaknummers: what is read out wrong is found, what is typed carelessly is understood."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from loket.cases.numbers import (
    ALPHABET,
    CheckCharacterError,
    new_case_number,
    parse_case_number,
    parse_referral_number,
    referral_number,
    show,
)

NUMBER = "L-7K3M9P2XQ4H"


def checked(drawn: str) -> str:
    return "L-" + drawn + mod_37_36.calc_check_digit(drawn, ALPHABET)


numbers = st.text(ALPHABET, min_size=10, max_size=10).map(checked)


def test_a_new_number_has_thirteen_characters_and_reads_back() -> None:
    number = new_case_number()
    assert len(number) == 13
    assert parse_case_number(number) == number


def test_ten_thousand_new_numbers_differ() -> None:
    assert len({new_case_number() for _ in range(10_000)}) == 10_000


def test_a_number_is_shown_in_groups() -> None:
    assert show(NUMBER) == "L-7K3M9-P2XQ4-H"
    assert show(NUMBER + "-2") == "L-7K3M9-P2XQ4-H-2"


@given(numbers)
def test_what_is_shown_reads_back(number: str) -> None:
    assert parse_case_number(show(number)) == number
    assert parse_case_number(number.removeprefix("L-").lower()) == number


@given(numbers, st.integers(0, 10))
def test_every_single_wrong_character_is_found(number: str, place: int) -> None:
    drawn = number.removeprefix("L-")
    for character in set(ALPHABET) - {drawn[place]}:
        with pytest.raises(CheckCharacterError, match="klopt niet"):
            parse_case_number("L-" + drawn[:place] + character + drawn[place + 1 :])


def test_exchanged_neighbours_are_missed_for_one_pair_a_place() -> None:
    """The module says so; in front, where the running sum is fixed, that pair is G and H."""
    pairs = itertools.combinations(ALPHABET, 2)
    missed = [a + b for a, b in pairs if mod_37_36.is_valid(b + a + checked(a + b + "00000000")[4:], ALPHABET)]
    assert missed == ["GH"]


@pytest.mark.parametrize(
    "typed",
    [
        "l-7k3m9p2xq4h",
        " L-7K3M9-P2XQ4-H ",
        "L 7K3M9 P2XQ4 H",
        "L7K3M9P2XQ4H",
        "7K3M9P2XQ4H",  # without the prefix
        "L–7K3M9–P2XQ4–H",  # dashes from a word processor
    ],
)
def test_case_spaces_hyphens_and_a_missing_prefix_do_not_matter(typed: str) -> None:
    assert parse_case_number(typed) == NUMBER


@pytest.mark.parametrize("typed", ["L-OIL00-00000", "LOIL0000000", "oil 00000 00", "1-011-0000-000"])
def test_letters_that_look_like_digits_are_read_as_digits(typed: str) -> None:
    check = checked("0110000000")
    assert parse_case_number(typed + check[-1]) == check


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "L-",
        "L-7K3M9P2XQ4",  # one short, although the L could be a 1
        "L-7K3M9P2XQ4HH",
        "L-7K3M9P2XQ4U",  # U is not in the alphabet
        "L-7K3M9P2XQ4٤",
        "L-7K3M9P2XQß",  # its capital would be two letters
        "L-7K3M9P2XQ4H-1",  # a deelzaaknummer
    ],
)
def test_what_is_no_number_is_told_apart_from_a_wrong_character(typed: str) -> None:
    with pytest.raises(ValueError, match="bestaat uit L- en 11") as refused:
        parse_case_number(typed)
    assert not isinstance(refused.value, CheckCharacterError)


@given(numbers, st.integers(1, 999))
def test_a_part_has_the_number_of_its_case_and_an_ordinal(number: str, ordinal: int) -> None:
    part = referral_number(number, ordinal)
    assert parse_referral_number(part) == parse_referral_number(f" {show(part).lower()} ") == (number, ordinal)
    assert len(part) <= 20  # the column


@pytest.mark.parametrize("typed", ["", NUMBER, NUMBER + "-", NUMBER + "-0", NUMBER + "-x", NUMBER + "1", "-1", "L-7K3M9-P2XQ4-8"])
def test_what_is_no_number_of_a_part_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Een (deel)?zaaknummer"):
        parse_referral_number(typed)


def test_a_wrong_character_in_the_number_of_a_part_is_found() -> None:
    with pytest.raises(CheckCharacterError):
        parse_referral_number("L-7K3M9P2XQ4J-1")


def test_parts_count_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        referral_number(NUMBER, 0)


def test_a_deelzaaknummer_is_never_read_as_a_zaaknummer_that_begins_with_one() -> None:
    for _ in range(2000):
        number = "L-1" + new_case_number()[3:]
        with pytest.raises(ValueError, match="zaaknummer"):
            parse_case_number(f"{number}-1")
