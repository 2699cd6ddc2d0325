"""Identity numbers, partial birth dates and search keys."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loket.cases.identity import age_on, birth_date, bsn, bsn_typed, kvk_number, mask_bsn, oin, postcode, rsin, surname_key

DATA = Path(__file__).parents[1] / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


NUMBERS = rows("bsn_gevallen.csv")
PERSONS = rows("brp_testpersonen.csv")
ONLY_SPACED = {"999 993 653", "9999.93.653"}  # wrong for a system, fine from a person's hand


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row["toelichting"])
def test_a_system_sends_nine_digits_that_pass_the_eleven_test(row: dict[str, str]) -> None:
    if row["elfproef_ok"] == "1":
        assert bsn(row["bsn"]) == row["bsn"]
    else:
        with pytest.raises(ValueError, match="urgerservicenummer"):
            bsn(row["bsn"])


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row["toelichting"])
def test_a_person_may_type_a_bsn_with_spaces_and_dots(row: dict[str, str]) -> None:
    if row["bsn"] in ONLY_SPACED:
        assert bsn_typed(row["bsn"]) == "999993653"
    elif row["elfproef_ok"] == "1":
        assert bsn_typed(f" {row['bsn'][:4]}-{row['bsn'][4:]} ") == row["bsn"]
    else:
        with pytest.raises(ValueError, match="urgerservicenummer"):
            bsn_typed(row["bsn"])


@pytest.mark.parametrize("check", [bsn, bsn_typed])
@pytest.mark.parametrize("row", [row for row in NUMBERS if row["elfproef_ok"] == "0" and row["bsn"]], ids=lambda row: row["toelichting"])
def test_a_refusal_never_repeats_the_number(check: Callable[[str], str], row: dict[str, str]) -> None:
    if check is bsn_typed and row["bsn"] in ONLY_SPACED:
        return
    with pytest.raises(ValueError, match=r".") as refused:
        check(row["bsn"])
    assert row["bsn"] not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("typed", ["12345678", "1234 56 78"])
def test_eight_digits_get_a_hint_and_no_zero(typed: str) -> None:
    with pytest.raises(ValueError, match="Begint het met een 0"):
        bsn_typed(typed)


@pytest.mark.parametrize("text", ["999993653\n", " 999993653", "+99993653"])
def test_a_system_may_not_send_anything_around_the_digits(text: str) -> None:
    with pytest.raises(ValueError, match="precies negen"):
        bsn(text)


@pytest.mark.parametrize("person", PERSONS, ids=lambda person: person["pl_id"])
def test_every_test_person_passes(person: dict[str, str]) -> None:
    assert bsn(person["burgerservicenummer"]) == person["burgerservicenummer"]
    if person["geboortedatum"]:
        assert birth_date(person["geboortedatum"]) == person["geboortedatum"]
    if person["postcode"]:
        assert postcode(person["postcode"]) == person["postcode"]
    assert surname_key(person["geslachtsnaam"]).isascii()


def test_a_masked_bsn_shows_four_digits() -> None:
    assert mask_bsn("123456782") == "•••••6782"


@pytest.mark.parametrize("text", ["00000001234567890000", "00000099000000000123", "00000011234567890000"])
def test_an_oin_has_twenty_digits_and_a_known_prefix(text: str) -> None:
    assert oin(text) == text


@pytest.mark.parametrize("text", ["", "0000000123456789000", "00000012234567890000", "00000000234567890000", "0000000123456789000A"])
def test_what_is_no_oin_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="OIN"):
        oin(text)


def test_an_rsin_passes_the_eleven_test() -> None:
    assert rsin("123456782") == "123456782"
    for wrong in ("123456789", "000000000", "12345678", "1234 56782"):
        with pytest.raises(ValueError, match="RSIN"):
            rsin(wrong)


def test_a_kvk_number_has_eight_digits() -> None:
    assert kvk_number("12345678") == "12345678"
    for wrong in ("1234567", "123456789", "00000000", "1234567A", "١٢٣٤٥٦٧٨"):
        with pytest.raises(ValueError, match="KVK"):
            kvk_number(wrong)


@pytest.mark.parametrize("typed", ["2584AE", "2584 ae", " 2584ae "])
def test_a_postcode_is_kept_without_its_space(typed: str) -> None:
    assert postcode(typed) == "2584AE"


@pytest.mark.parametrize("typed", ["", "0584AE", "2584", "2584A", "2584 SS", "AE2584", "2584AÉ"])
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="postcode"):
        postcode(typed)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("1985-12-01", "1985-12-01"),
        ("1968-00-00", "1968-00-00"),  # only the year is known
        ("1995-02-00", "1995-02-00"),  # the day is not
        ("0000-00-00", "0000-00-00"),  # nothing is
        ("1995-02", "1995-02-00"),
        ("1968", "1968-00-00"),
        ("1-12-1985", "1985-12-01"),
        ("01-12-1985", "1985-12-01"),
        ("00-00-1968", "1968-00-00"),
        ("01/12/1985", "1985-12-01"),
        (" 01.12.1985 ", "1985-12-01"),
        ("29-02-2024", "2024-02-29"),
    ],
)
def test_a_birth_date_is_read_with_unknown_parts(typed: str, canonical: str) -> None:
    assert birth_date(typed) == canonical


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "dd-mm-jjjj"),
        ("1 december 1985", "dd-mm-jjjj"),
        ("85-12-01", "dd-mm-jjjj"),
        ("1985-1-1", "dd-mm-jjjj"),
        ("19851201", "dd-mm-jjjj"),
        ("1985-00-01", "alleen met een maand"),
        ("0000-02-00", "alleen met een jaar"),
        ("0000-02-03", "alleen met een jaar"),
        ("0185-12-01", "1850 of later"),
        ("1985-13-00", "bestaat niet"),
        ("1985-13-01", "bestaat niet"),
        ("31-04-1985", "bestaat niet"),
        ("29-02-2023", "bestaat niet"),
    ],
)
def test_an_impossible_birth_date_is_refused_with_the_reason(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        birth_date(typed)


@pytest.mark.parametrize(("typed", "future"), [("2026-11-23", True), ("2026-12", True), ("2026-11-22", False), ("2026", False)])
def test_a_birth_date_after_today_is_refused(typed: str, future: bool) -> None:
    today = date(2026, 11, 22)
    if future:
        with pytest.raises(ValueError, match="toekomst"):
            birth_date(typed, today=today)
    else:
        assert birth_date(typed, today=today)


@pytest.mark.parametrize(
    ("birth", "ages"),
    [
        ("1947-11-22", (79, 79)),  # today is the birthday
        ("1947-11-23", (78, 78)),
        ("1947-11-00", (78, 79)),
        ("1947-00-00", (78, 79)),
        ("1947-02-00", (79, 79)),  # the month has passed, whatever the day was
        ("0000-00-00", None),
        ("2027-01-01", (0, 0)),  # not born yet
    ],
)
def test_a_partial_birth_date_gives_a_range_of_ages(birth: str, ages: tuple[int, int] | None) -> None:
    assert age_on(birth, date(2026, 11, 22)) == ages


def test_somebody_of_29_february_is_a_year_older_on_1_march() -> None:
    assert age_on("2008-02-29", date(2026, 2, 28)) == (17, 17)
    assert age_on("2008-02-29", date(2026, 3, 1)) == (18, 18)


@given(st.dates(date(1850, 1, 1), date(2026, 11, 22)))
def test_an_age_lies_within_the_range_of_its_year(born: date) -> None:
    today = date(2026, 11, 22)
    exact, partial = age_on(born.isoformat(), today), age_on(f"{born.year}-00-00", today)
    assert exact is not None
    assert partial is not None
    assert partial[0] <= exact[0] == exact[1] <= partial[1]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Moulin", "moulin"),
        ("  van  der\tMeijden ", "van der meijden"),
        ("Jansen-de Vries", "jansen de vries"),
        ("Jansen – de Vries", "jansen de vries"),
        ("VųlkovāsoØse", "vulkovasoose"),
        ("d'Ancona", "dancona"),
        ("d’Ancona", "dancona"),
        ("d´Ancona", "dancona"),
        ("Łukasz", "lukasz"),
        ("Großmann", "grossmann"),
        ("İnönü", "inonu"),
        ("Ĳssel", "ijssel"),  # one letter in Unicode, two on a keyboard
    ],
)
def test_a_surname_is_found_however_it_is_typed(name: str, key: str) -> None:
    assert surname_key(name) == key


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@example("℡")  # taken apart it has capitals
@example("a" * 199 + " b")  # cut off at its space
def test_a_search_key_is_stable_and_fits_its_column(name: str) -> None:
    key = surname_key(name)
    assert surname_key(key) == key
    assert len(key) <= 200
