"""Begrippen: what a product calls income, partner, household and assets stands in a checked file, each with its article."""

from __future__ import annotations

from pathlib import Path

import pytest

from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load
from tests.routing.small_config import SMALL_ENVIRON

CONCEPT = '{ betekenis = "wat telt", artikel = "Wet art. 1", zekerheid = "gezien" }'
FOUR = "\n".join(f"{name} = {CONCEPT}" for name in ("inkomen", "partner", "huishouden", "vermogen"))
WHOLE = f'[begrippen.hulp]\n{FOUR}\nbron = "wetten.overheid.nl"\n'


def read(config: Path, text: str) -> Catalogue:
    (config / "begrippen.toml").write_text(text)
    return load(config, SMALL_ENVIRON, demo=True)


def test_the_four_concepts_of_a_product_are_read_with_their_articles(config: Path) -> None:
    found = read(config, WHOLE).concepts["hulp"]
    assert {one.article for one in found} == {"Wet art. 1"}


def test_without_the_file_there_are_none(small: Catalogue) -> None:
    assert small.concepts == {}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("begrippen.hulp", "begrippen.niets", 'onbekend: product "niets"'),
        ("vermogen = ", "bezit = ", "vermogen: ontbreekt"),
        ('zekerheid = "gezien"', 'zekerheid = "vast"', "inkomen.zekerheid"),
        ('artikel = "Wet art. 1"', 'artikel = ""', "inkomen.artikel"),
        ("bron", "bronnen", "onbekende sleutel"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(config: Path, before: str, after: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match="begrippen") as refused:
        read(config, WHOLE.replace(before, after))
    assert words in str(refused.value)


def test_every_concept_that_ships_says_how_sure_it_is(catalogue: Catalogue) -> None:
    assert len(catalogue.concepts) >= 20
    assert {one.confidence for found in catalogue.concepts.values() for one in found} <= {"gezien", "schatting"}
