"""Terms under the Awb and the Algemene termijnenwet: the vectors of law-and-standards.md §5 and the rules behind them."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.cases.deadlines import (
    Calendar,
    Term,
    amsterdam_date,
    decision_due,
    end_of_term,
    objection_until,
    penalty,
    penalty_starts,
    suspension_days,
    working_days_left,
)

HOLIDAYS = Path(__file__).parents[1] / "data" / "feestdagen_atw.csv"
with HOLIDAYS.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
CALENDAR = Calendar.from_rows(ROWS)
DAYS = st.dates(date(2023, 1, 1), date(2030, 6, 30))
TERMS = st.sampled_from(["P1D", "P3D", "P90D", "P91D", "P3WD", "P2W", "P8W", "P12W", "P13W", "P1M", "P3M", "P4M", "P1Y"]).map(Term.parse)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-11-07", "2026-01-05"),  # Friday 2 January 2026 is set equal by decree
        ("2026-03-02", "2026-04-28"),  # King's Day
        ("2026-03-10", "2026-05-06"),  # 5 May, also in a year that is no lustrum
        ("2026-03-20", "2026-05-18"),  # the Friday after Ascension, by decree
        ("2026-10-30", "2026-12-28"),  # Christmas runs into a weekend
        ("2026-11-07", "2027-01-04"),  # a Saturday
        ("2027-03-01", "2027-04-26"),  # a plain Monday
        ("2027-03-12", "2027-05-10"),  # the Friday after Ascension, by decree
        ("2028-03-03", "2028-05-01"),  # the Friday after King's Day, by decree
        ("2028-03-31", "2028-05-29"),  # the Friday after Ascension, by decree
    ],
)
def test_eight_weeks_from_receipt_end_on_a_working_day(received: str, due: str) -> None:
    assert decision_due(day(received), Term.parse("P8W"), CALENDAR).on == day(due)


def test_a_suspension_counts_from_the_day_after_asking_until_the_day_of_completion() -> None:
    days = suspension_days(day("2026-03-16"), day("2026-03-24"))
    assert days == 7
    assert decision_due(day("2026-03-02"), Term.parse("P8W"), CALENDAR, suspended_days=days).on == day("2026-05-04")


@pytest.mark.parametrize("completed", ["2026-03-15", "2026-03-16", "2026-03-17"])
def test_a_completion_at_once_suspends_nothing(completed: str) -> None:
    assert suspension_days(day("2026-03-16"), day(completed)) == 0


def test_a_date_named_by_the_organisation_holds_as_named() -> None:
    named = day("2026-06-06")  # a Saturday: the Atw moves terms, not a promise
    assert decision_due(day("2026-03-02"), Term.parse("P8W"), CALENDAR, extended_to=named).on == named


def test_a_named_date_never_shortens_the_term() -> None:
    due = decision_due(day("2026-03-02"), Term.parse("P8W"), CALENDAR, suspended_days=7, extended_to=day("2026-05-01"))
    assert due.on == day("2026-05-04")


def test_an_objection_is_in_time_for_six_weeks_after_the_announcement() -> None:
    assert objection_until(day("2026-03-02"), Term.parse("P6W"), CALENDAR).on == day("2026-04-13")


@pytest.mark.parametrize(("days", "euros"), [(-3, 0), (0, 0), (1, 23), (14, 322), (15, 357), (28, 812), (29, 857), (42, 1442), (60, 1442)])
def test_the_penalty_grows_by_day_until_day_42(days: int, euros: int) -> None:
    assert penalty(days) == euros


def test_the_penalty_follows_the_steps_that_were_configured() -> None:
    assert penalty(3, [(2, 10), (2, 20)]) == 40


def test_the_penalty_starts_after_two_full_weeks_whatever_day_that_is() -> None:
    assert penalty_starts(day("2026-04-12")) == day("2026-04-27")  # King's Day: the Atw does not apply


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2026-03-06", "P1D", "2026-03-09"),  # art. 1: Saturday becomes Monday
        ("2026-04-03", "P3D", "2026-04-08"),  # art. 2: Easter; Tuesday is the first, Wednesday the second working day
        ("2026-04-03", "P2D", "2026-04-07"),  # art. 2 begins at three days; only the end moves
        ("2026-04-03", "P3WD", "2026-04-09"),  # Tuesday, Wednesday, Thursday after Easter
        ("2026-03-02", "P3WD", "2026-03-05"),  # a plain week
        ("2026-02-27", "P1M", "2026-03-27"),  # the day of the same number
        ("2026-01-31", "P1M", "2026-03-02"),  # February has no 31st: Saturday 28 February, so Monday
        ("2026-08-29", "P3M", "2026-11-30"),  # Sunday 29 November, so Monday: three months still fall under the Atw
    ],
)
def test_a_term_under_the_atw_ends_on_a_working_day(start: str, term: str, end: str) -> None:
    assert end_of_term(day(start), Term.parse(term), CALENDAR).on == day(end)


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2026-01-26", "P91D", "2026-04-27"),  # over 90 days: ends on King's Day
        ("2026-01-26", "P13W", "2026-04-27"),  # over twelve weeks
        ("2025-12-25", "P4M", "2026-04-25"),  # over three months: a Saturday
        ("2025-04-27", "P1Y", "2026-04-27"),  # a year
        ("2024-02-29", "P1Y", "2025-02-28"),  # a leap day
    ],
)
def test_a_long_term_is_not_moved(start: str, term: str, end: str) -> None:
    assert end_of_term(day(start), Term.parse(term), CALENDAR).on == day(end)


@pytest.mark.parametrize(("start", "term"), [("2026-01-27", "P90D"), ("2026-02-02", "P12W"), ("2026-01-27", "P3M")])
def test_a_term_at_the_limit_of_article_4_is_still_moved(start: str, term: str) -> None:
    assert end_of_term(day(start), Term.parse(term), CALENDAR).on == day("2026-04-28")


def test_a_date_past_the_last_known_decree_carries_a_warning() -> None:
    end = end_of_term(day("2028-12-20"), Term.parse("P2W"), CALENDAR)
    assert end.warnings == ("De feestdagen na 2028 staan nog niet allemaal vast. Deze datum kan daarom nog veranderen.",)


@pytest.mark.parametrize(("start", "term"), [("2028-11-01", "P8W"), ("2028-11-01", "P1Y")])
def test_a_date_that_no_decree_can_change_carries_no_warning(start: str, term: str) -> None:
    assert end_of_term(day(start), Term.parse(term), CALENDAR).warnings == ()


@pytest.mark.parametrize("free", [f"{year}-05-05" for year in range(2023, 2031)])
def test_the_fifth_of_may_is_a_holiday_every_year(free: str) -> None:
    assert day(free) in CALENDAR.days


@pytest.mark.parametrize("decreed", ["2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"])
def test_days_by_royal_decree_are_free(decreed: str) -> None:
    assert CALENDAR.is_free(day(decreed))


def test_an_expected_day_is_not_free_before_its_decree() -> None:
    assert CALENDAR.known_until == 2028
    assert not CALENDAR.is_free(day("2029-05-11"))


@pytest.mark.parametrize("wrong", [[], [{"datum": "2026-13-01"}], [{"naam": "Pasen"}]])
def test_a_broken_holiday_list_is_refused(wrong: list[dict[str, str]]) -> None:
    with pytest.raises(ValueError, match="feestdagen"):
        Calendar.from_rows(wrong)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P8W", "8 weken"),
        ("P1W", "1 week"),
        ("P3WD", "3 werkdagen"),
        ("P90D", "90 dagen"),
        ("P1M", "1 maand"),
        ("P1Y", "1 jaar"),
        ("P2Y", "2 jaar"),
    ],
)
def test_a_term_is_read_written_and_said(text: str, words: str) -> None:
    term = Term.parse(text)
    assert (str(term), term.words) == (text, words)


@pytest.mark.parametrize("text", ["", "8W", "P", "P0W", "P08W", "P8", "p8w", "P8W ", "P8W\n", "P1Y6M", "PT48H", "P-8W", "P٨W", "P1000D"])
def test_what_is_no_term_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is geen termijn; schrijf bijvoorbeeld P8W"):
        Term.parse(text)


def test_the_date_is_that_of_amsterdam() -> None:
    assert amsterdam_date(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == day("2026-03-02")
    assert amsterdam_date(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == day("2026-07-02")


def test_a_naive_time_has_no_date() -> None:
    with pytest.raises(ValueError, match="naive"):
        amsterdam_date(datetime.fromisoformat("2026-03-01T12:00:00"))


@pytest.mark.parametrize(("until", "left"), [("2026-04-28", 1), ("2026-04-27", 0), ("2026-04-24", 0), ("2026-04-30", 3)])
def test_working_days_left_skip_holidays_and_stop_at_zero(until: str, left: int) -> None:
    assert working_days_left(day("2026-04-24"), day(until), CALENDAR) == left


@given(DAYS, TERMS)
def test_the_atw_never_shortens_and_always_ends_on_a_working_day(start: date, term: Term) -> None:
    end = end_of_term(start, term, CALENDAR).on
    assert end >= end_of_term(start, term, Calendar(frozenset(), 9999)).on > start
    if term.under_atw:
        assert not CALENDAR.is_free(end)


@given(DAYS, TERMS.filter(lambda term: term.under_atw and term != Term.parse("P1D")))
def test_a_term_of_three_days_or_more_holds_two_working_days(start: date, term: Term) -> None:
    assert CALENDAR.working_days(start, end_of_term(start, term, CALENDAR).on) >= 2


@given(DAYS, TERMS, st.integers(0, 400))
def test_a_later_start_or_a_longer_suspension_never_ends_earlier(start: date, term: Term, days: int) -> None:
    due = decision_due(start, term, CALENDAR).on
    assert decision_due(start + timedelta(days=days), term, CALENDAR).on >= due
    assert decision_due(start, term, CALENDAR, suspended_days=days).on >= due
