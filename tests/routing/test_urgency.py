"""What is reported at once is configuration, and `loket check` says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from loket.routing.catalogue_folder import Folder
from loket.routing.urgency import KINDS, Urgency, read_urgency
from loket.settings import ROOT
from loket.web import texts

KIND = '[spoed.ontruiming]\nproducten = ["hulp"]\nreden = "Snel hulp."\n'


def read(root: Path, content: str) -> tuple[Urgency, list[str]]:
    (root / "spoed.toml").write_text(content)
    folder = Folder(root, {}, demo=True)
    return read_urgency(folder, {"hulp"}, {"onveilig"}), folder.faults


def test_a_kind_names_the_products_that_go_at_once(tmp_path: Path) -> None:
    found, faults = read(tmp_path, 'vragen = ["onveilig"]\n' + KIND)
    assert (found.products_for("ontruiming"), found.questions, faults) == (("hulp",), ("onveilig",), [])
    assert found.products_for("afsluiting") == ()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (KIND.replace("hulp", "niets"), 'producten: onbekend: product "niets"'),
        (KIND.replace("ontruiming", "brand"), "onbekende soort"),
        ('vragen = ["weg"]\n' + KIND, 'onbekend: vraag "weg"'),
        (KIND.replace("reden", "waarom"), "onbekende sleutel"),
    ],
)
def test_each_fault_is_told_with_its_place(tmp_path: Path, content: str, fault: str) -> None:
    assert any(fault in line for line in read(tmp_path, content)[1])


def test_without_the_file_nothing_goes_at_once(tmp_path: Path) -> None:
    assert read_urgency(Folder(tmp_path, {}, demo=True), (), ()) == Urgency()


def test_every_kind_has_words_on_screen_and_stands_in_the_configuration() -> None:
    configured = read_urgency(Folder(ROOT / "config", {}, demo=True), (), ()).kinds
    assert set(configured) == set(KINDS) == {value for value, _ in texts.URGENCIES}
