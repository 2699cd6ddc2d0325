"""The three-valued logic of conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from loket.routing.conditions import Facts, hidden_questions, holds, programmes_in, question_faults, questions_in, shape_faults
from loket.routing.entries import Condition, Question

AOW = {2026: 67 * 12, 2027: 67 * 12, 2028: 67 * 12 + 3}
FACTS = Facts({"ja": True, "nee": False}, {}, frozenset({"aanvrager"}), urgent=False, today=date(2026, 11, 22), aow_ages=AOW)
LEAVES = {True: {"vraag": "ja", "is": True}, False: {"vraag": "nee", "is": True}, None: {"vraag": "open", "is": True}}


def true(spec: Mapping[str, Any], facts: Facts = FACTS) -> bool | None:
    return holds(Condition(spec, ""), facts)


def aged(birth: str | None, **changed: Any) -> Facts:
    return replace(FACTS, births={"aanvrager": birth}, **changed)


def test_no_condition_is_true() -> None:
    assert holds(None, FACTS) is True


@pytest.mark.parametrize(("left", "right"), list(product((True, False, None), repeat=2)))
def test_alle_and_een_follow_kleene(left: bool | None, right: bool | None) -> None:
    parts = [LEAVES[left], LEAVES[right]]
    both = False if False in (left, right) else None if None in (left, right) else True
    either = True if True in (left, right) else None if None in (left, right) else False
    assert true({"alle": parts}) is both
    assert true({"een": parts}) is either


@pytest.mark.parametrize(("value", "opposite"), [(True, False), (False, True), (None, None)])
def test_niet_turns_it_round_and_leaves_unknown_unknown(value: bool | None, opposite: bool | None) -> None:
    assert true({"niet": LEAVES[value]}) is opposite


@pytest.mark.parametrize(
    ("answer", "leaf", "expected"),
    [
        (3, {"minstens": 3}, True),
        (2, {"minstens": 3}, False),
        (3, {"hoogstens": 3}, True),
        (4, {"hoogstens": 3}, False),
        (["huur", "energie"], {"bevat": "huur"}, True),
        ([], {"bevat": "huur"}, False),  # answered with nothing is an answer
        ("ww", {"is": "ww"}, True),
        (False, {"is": False}, True),  # no is an answer too
        (None, {"is": False}, None),
    ],
)
def test_a_leaf_compares_the_answer(answer: Any, leaf: Mapping[str, Any], expected: bool | None) -> None:
    assert true({"vraag": "q", **leaf}, replace(FACTS, answers={"q": answer})) is expected


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("2008-11-22", True),  # eighteen today
        ("2008-11-23", False),  # eighteen tomorrow
        ("2008-11-00", None),  # some day this month
        ("2008-00-00", None),
        ("2007-00-00", True),  # even who was born on its last day is eighteen by now
        ("0000-00-00", None),
        (None, None),
    ],
)
def test_a_partial_birth_date_leaves_an_age_open_only_where_it_matters(birth: str | None, expected: bool | None) -> None:
    assert true({"leeftijd": {"van": "aanvrager", "minstens": 18}}, aged(birth)) is expected


@pytest.mark.parametrize(("birth", "expected"), [("2005-11-23", True), ("2005-11-22", False), ("2008-11-23", False), ("2005-11-00", None)])
def test_an_age_can_have_both_ends(birth: str, expected: bool | None) -> None:
    assert true({"leeftijd": {"van": "aanvrager", "minstens": 18, "onder": 21}}, aged(birth)) is expected


def test_the_age_of_somebody_who_is_not_in_the_request_is_unknown() -> None:
    assert true({"leeftijd": {"van": "kind", "minstens": 18}}, aged("1950-01-01")) is None
    assert true({"aow_leeftijd": {"van": "partner", "bereikt": True}}, aged("1950-01-01")) is None


@pytest.mark.parametrize(
    ("birth", "today", "expected"),
    [
        ("1959-11-22", date(2026, 11, 22), True),  # 67 today
        ("1959-11-23", date(2026, 11, 22), False),
        ("1959-11-00", date(2026, 11, 22), None),
        ("1947-03-01", date(2026, 11, 22), True),  # 79, long before the first year of the table
        ("1960-12-31", date(2027, 12, 31), True),  # the last who reach it at 67 years
        ("1961-01-01", date(2028, 3, 31), False),  # 67 years and 3 months from 2028 on
        ("1961-01-01", date(2028, 4, 1), True),
        ("1964-05-05", date(2031, 8, 5), True),  # past the table its last age holds
        ("1964-05-05", date(2031, 8, 4), False),
        ("0000-00-00", date(2026, 11, 22), None),
    ],
)
def test_the_aow_age_is_that_of_the_year_in_which_it_is_reached(birth: str, today: date, expected: bool | None) -> None:
    facts = aged(birth, today=today)
    assert true({"aow_leeftijd": {"van": "aanvrager", "bereikt": True}}, facts) is expected
    assert true({"aow_leeftijd": {"van": "aanvrager", "bereikt": False}}, facts) is (None if expected is None else not expected)


def test_urgency_and_who_is_concerned_are_always_known() -> None:
    assert true({"spoed": True}) is False
    assert true({"spoed": True}, replace(FACTS, urgent=True)) is True
    assert true({"betrokkene": "aanvrager"}) is True
    assert true({"betrokkene": "partner"}) is False


def test_a_question_that_is_not_shown_makes_its_conditions_false_along_the_chain() -> None:
    questions = {
        "nee": Question("nee", "ja-nee", "?"),
        "b": Question("b", "ja-nee", "?", shown_if=Condition({"vraag": "c", "is": True}, "")),
        "c": Question("c", "ja-nee", "?", shown_if=Condition({"vraag": "nee", "is": True}, "")),
        "d": Question("d", "ja-nee", "?", shown_if=Condition({"vraag": "open", "is": True}, "")),
    }
    hidden = hidden_questions(questions, FACTS)
    assert hidden == {"b", "c"}
    assert true({"vraag": "b", "is": True}, replace(FACTS, hidden=hidden)) is False
    assert true({"vraag": "d", "is": True}, replace(FACTS, hidden=hidden)) is None


def test_taking_part_is_always_known_and_in_nothing_while_the_gemeente_is_not() -> None:
    assert true({"deelname": "proef"}, replace(FACTS, programmes=frozenset({"proef"}))) is True
    assert true({"deelname": "proef"}, replace(FACTS, programmes=frozenset({"iets-anders"}))) is False
    assert true({"deelname": "proef"}) is False


def test_a_question_for_who_takes_part_is_hidden_from_everybody_else() -> None:
    questions = {"a": Question("a", "ja-nee", "?", shown_if=Condition({"deelname": "proef"}, ""))}
    assert hidden_questions(questions, FACTS) == {"a"}
    assert hidden_questions(questions, replace(FACTS, programmes=frozenset({"proef"}))) == frozenset()


def test_no_answer_to_a_question_that_may_be_skipped_counts_as_no() -> None:
    facts = replace(FACTS, voluntary=frozenset({"open", "ja"}))
    assert true({"vraag": "open", "is": True}, facts) is False
    assert true({"vraag": "ja", "is": True}, facts) is True
    assert true({"vraag": "open", "is": True}) is None


def test_the_programmes_of_a_condition_are_found_at_any_depth() -> None:
    assert programmes_in(Condition({"alle": [{"spoed": True}, {"niet": {"deelname": "proef"}}]}, "")) == {"proef"}
    assert programmes_in(None) == frozenset()


def test_the_questions_of_a_condition_are_found_at_any_depth() -> None:
    nested = {"alle": [{"niet": {"vraag": "a", "is": 1}}, {"een": [{"spoed": True}, {"vraag": "b", "minstens": 2}]}]}
    assert questions_in(Condition(nested, "")) == {"a", "b"}
    assert questions_in(None) == frozenset()


@pytest.mark.parametrize(
    "spec",
    [
        "ja",
        {},
        {"alle": []},
        {"alle": [{"vraag": "q", "is": True}], "een": []},
        {"niet": [{"spoed": True}]},
        {"vraag": "q"},
        {"vraag": "q", "is": True, "bevat": "x"},
        {"spoed": "ja"},
        {"spoed": True, "is": True},
        {"betrokkene": "buurman"},
        {"deelname": ["proef"]},
        {"leeftijd": {"van": "aanvrager"}},
        {"leeftijd": {"van": "buurman", "minstens": 18}},
        {"leeftijd": {"van": "aanvrager", "minstens": "18"}},
        {"leeftijd": {"van": "aanvrager", "boven": 18}},
        {"aow_leeftijd": {"van": "aanvrager"}},
    ],
)
def test_a_condition_of_another_shape_is_refused(spec: Any) -> None:
    assert shape_faults(spec)


def test_a_condition_may_carry_words() -> None:
    assert shape_faults({"woorden": "u hebt haast", "spoed": True}) == []


@pytest.mark.parametrize(
    ("leaf", "fits"),
    [
        ({"vraag": "soort", "is": "ww"}, True),
        ({"vraag": "soort", "is": "taart"}, False),
        ({"vraag": "soort", "bevat": "ww"}, False),  # contains is for several choices
        ({"vraag": "meer", "bevat": "ww"}, True),
        ({"vraag": "meer", "is": "ww"}, False),
        ({"vraag": "aantal", "minstens": 2}, True),
        ({"vraag": "soort", "minstens": 2}, False),
        ({"vraag": "onbekend", "is": True}, False),
    ],
)
def test_a_leaf_must_suit_its_question(leaf: Mapping[str, Any], fits: bool) -> None:
    choices = (("ww", "WW"), ("zw", "ZW"))
    questions = {
        "soort": Question("soort", "keuze", "?", choices=choices),
        "meer": Question("meer", "meerkeuze", "?", choices=choices),
        "aantal": Question("aantal", "getal", "?"),
    }
    assert (question_faults(Condition(leaf, ""), questions) == []) is fits
