"""Answers are checked by their question; questions are asked once."""

from __future__ import annotations

from typing import Any

import pytest

from loket.errors import Faults
from loket.routing.answers import check_answers, questions_for
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load
from tests.routing import small_config

CHOICES = 'keuzes = [["een", "Een"], ["twee", "Twee"]]'
QUESTIONS = f"""
[vraag.ja]
geldig_dagen = 0
type = "ja-nee"
label = "?"
[vraag.keus]
geldig_dagen = 0
type = "keuze"
label = "?"
{CHOICES}
[vraag.meer]
geldig_dagen = 0
type = "meerkeuze"
label = "?"
{CHOICES}
[vraag.aantal]
geldig_dagen = 0
type = "getal"
label = "?"
minimum = 0
maximum = 10
[vraag.geld]
geldig_dagen = 0
type = "bedrag"
label = "?"
minimum = 0
[vraag.dag]
geldig_dagen = 0
type = "datum"
label = "?"
[vraag.woord]
geldig_dagen = 0
type = "tekst"
label = "?"
max_lengte = 5
[vraag.code]
geldig_dagen = 0
type = "tekst"
label = "?"
patroon = "[A-Z]{{2}}"
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A catalogue with a question of each type."""
    config = small_config.write(tmp_path_factory.mktemp("answers"))
    (config / "vragen.toml").write_text(small_config.FILES["vragen.toml"] + QUESTIONS)
    keys = ", ".join(f'"{key}"' for key in ("ja", "keus", "meer", "aantal", "geld", "dag", "woord", "code"))
    small_config.spoil(config, "producten/post.toml", 'vragen = ["sinds"]', f'vragen = ["sinds", {keys}]')
    return load(config, small_config.SMALL_ENVIRON, demo=True)


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("ja", False, False),
        ("keus", "een", "een"),
        ("meer", ["twee", "een", "twee"], ["twee", "een"]),
        ("meer", [], []),
        ("aantal", 10, 10),
        ("geld", 12, 12.0),
        ("geld", 12.35, 12.35),
        ("dag", "2028-02-29", "2028-02-29"),
        ("woord", "  taart ", "taart"),
        ("code", "AB", "AB"),
    ],
)
def test_a_right_answer_is_kept_in_its_plain_form(asked: Catalogue, key: str, given: Any, kept: Any) -> None:
    faults = Faults()
    assert check_answers(asked, {key: given}, faults) == {key: kept}
    assert faults.found == []


@pytest.mark.parametrize(
    ("key", "given", "code"),
    [
        ("ja", "ja", "verkeerd-type"),
        ("ja", 1, "verkeerd-type"),
        ("ja", None, "verkeerd-type"),  # leave it out instead
        ("keus", "drie", "ongeldige-waarde"),
        ("keus", ["een"], "verkeerd-type"),
        ("meer", "een", "verkeerd-type"),
        ("meer", ["drie"], "ongeldige-waarde"),
        ("aantal", 11, "ongeldige-waarde"),
        ("aantal", -1, "ongeldige-waarde"),
        ("aantal", 1.0, "verkeerd-type"),
        ("aantal", "7", "verkeerd-type"),
        ("aantal", True, "verkeerd-type"),  # a bool is an int to Python
        ("geld", 1.005, "verkeerd-type"),
        ("geld", float("nan"), "verkeerd-type"),
        ("geld", -0.01, "ongeldige-waarde"),
        ("dag", "2027-02-29", "ongeldige-waarde"),
        ("dag", "20270301", "verkeerd-type"),  # ISO, but not the form that is asked
        ("dag", "2027-03-01T00:00", "verkeerd-type"),
        ("woord", "   ", "ongeldige-waarde"),
        ("woord", "taarten", "ongeldige-waarde"),
        ("code", "ab", "ongeldige-waarde"),
        ("nergens", True, "onbekende-vraag"),
    ],
)
def test_a_wrong_answer_is_named_and_not_kept(asked: Catalogue, key: str, given: Any, code: str) -> None:
    faults = Faults()
    assert check_answers(asked, {key: given}, faults) == {}
    assert [(fault.pointer, fault.code) for fault in faults.found] == [(f"/antwoorden/{key}", code)]


def test_all_wrong_answers_are_named_at_once_and_the_right_ones_kept(asked: Catalogue) -> None:
    faults = Faults()
    assert check_answers(asked, {"ja": 1, "keus": "een", "a/b": 2}, faults, "/gegevens") == {"keus": "een"}
    assert [fault.pointer for fault in faults.found] == ["/gegevens/ja", "/gegevens/a~1b"]


def test_the_questions_of_a_life_event_come_first_and_each_comes_once(small: Catalogue) -> None:
    uses = questions_for(small, ["brief", "hulp"], "storm")
    assert [(use.question.key, use.products) for use in uses] == [("haast", ("hulp",)), ("sinds", ("brief",)), ("soort", ("hulp",))]
