"""The role cards to practise with."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from flask import Flask

from loket.errors import ConfigurationError
from loket.settings import ROOT
from loket.web.parts import parts
from loket.web.practice_cards import load_cards
from tests.web.pages.browsing import Visitor

CARDS = ROOT / "config" / "oefenkaarten.toml"


def test_there_are_eight_cards_to_practise_with(visitor: Visitor) -> None:
    assert visitor.open("/oefenen").page.count('id="kaart-') == 8


def test_each_card_names_somebody_of_the_test_set_or_nobody_real(app: Flask) -> None:
    with (ROOT / "tests" / "data" / "brp_testpersonen.csv").open(encoding="utf-8", newline="") as file:
        persons = {row["burgerservicenummer"]: row["geboortedatum"] for row in csv.DictReader(file)}
    with app.app_context():
        for card in load_cards(CARDS, parts().catalogue):
            assert card.bsn is None or persons[card.bsn] == card.birth_date


def test_all_faults_of_the_cards_are_named(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "oefenkaarten.toml"
    path.write_text('[[kaart]]\ntitel = "A"\nrol = "koning"\ngebeurtenis = "feest"\nkleur = "rood"\nbsn = "123456789"\n')
    with app.app_context(), pytest.raises(ConfigurationError) as refused:
        load_cards(path, parts().catalogue)
    for fault in ("rol: koning", "gebeurtenis: feest", "kleur: deze", "inwoner: ontbreekt", "opdracht: ontbreekt", "bsn: "):
        assert fault in str(refused.value)
