"""A changed configuration is taken into use without a restart; a broken one never replaces a good one (practice rule 27)."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load
from loket.routing.catalogue_watch import Watch, vanished
from tests.routing.small_config import SMALL_ENVIRON, spoil


@pytest.fixture
def watch(config: Path, small: Catalogue) -> Watch[str]:
    """Looks at the small configuration each time that it is asked to."""

    def make() -> tuple[Catalogue, str]:
        return load(config, SMALL_ENVIRON, demo=True), "adapters"

    return Watch(config, small, make, every=0)


def looked_twice(watch: Watch[str]) -> Catalogue | None:
    """What two looks bring: the first sees that something changed, the second that it lies still."""
    assert watch.look() is None
    found = watch.look()
    return found[0] if found else None


def crisis(config: Path) -> None:
    path = next((config / "levensgebeurtenissen").glob("*.toml"))
    text = path.read_text()
    (path.parent / "overstroming.toml").write_text(
        'geldig_vanaf = 2026-03-02\ngeldig_tot = 2026-03-31\ncrisis = "Er is een overstroming."\n' + text
    )


def test_nothing_is_loaded_while_nothing_changes(watch: Watch[str]) -> None:
    assert [watch.look() for _ in range(3)] == [None] * 3


def test_a_new_life_event_is_there_once_the_files_lie_still(watch: Watch[str], config: Path, small: Catalogue) -> None:
    crisis(config)
    found = looked_twice(watch)
    assert found is not None
    assert [event.slug for event in found.crises()] == ["overstroming"]
    assert found.version != small.version
    assert watch.look() is None


def test_half_a_copy_is_not_read(watch: Watch[str], config: Path) -> None:
    crisis(config)
    assert watch.look() is None
    (config / "levensgebeurtenissen" / "overstroming.toml").write_text("naam = ")
    assert watch.look() is None
    assert watch.refused is None


def test_a_broken_configuration_is_told_and_changes_nothing_until_it_is_mended(watch: Watch[str], config: Path) -> None:
    crisis(config)
    path = config / "levensgebeurtenissen" / "overstroming.toml"
    good = path.read_text()
    path.write_text(good.replace("geldig_tot = 2026-03-31\n", ""))
    assert looked_twice(watch) is None
    assert "een crisis heeft een geldig_vanaf en een geldig_tot" in (watch.refused or "")
    path.write_text(good)
    assert looked_twice(watch) is not None
    assert watch.refused is None


def test_what_a_case_may_name_does_not_vanish(watch: Watch[str], config: Path) -> None:
    spoil(config, "loketten.toml", "[loket.post-balie]", "[loket.andere-balie]")
    assert looked_twice(watch) is None
    assert "[loket.post-balie]: staat er niet meer" in (watch.refused or "")


def test_a_fault_that_nobody_foresaw_is_told_and_changes_nothing(config: Path, small: Catalogue) -> None:
    def make() -> tuple[Catalogue, str]:
        return load(config, None, demo=True), "adapters"  # type: ignore[arg-type]

    watch = Watch(config, small, make, every=0)
    crisis(config)
    assert looked_twice(watch) is None
    assert "De configuratie kan niet worden gelezen (" in (watch.refused or "")


def test_what_the_program_logs_does_not_vanish(small: Catalogue) -> None:
    fewer = replace(small, activities={}, grounds=())
    assert [line.split("]")[0] for line in vanished(replace(small, activities={"zaak-inzien": "x"}), fewer)][-1] == "[handeling.zaak-inzien"


def test_a_file_that_was_only_touched_is_no_new_version(watch: Watch[str], config: Path) -> None:
    path = config / "loket.toml"
    os.utime(path, ns=(1, 1))
    assert looked_twice(watch) is None
    assert watch.refused is None


def test_a_crisis_without_an_end_or_with_its_days_turned_round_is_a_fault(config: Path) -> None:
    crisis(config)
    spoil(config, "levensgebeurtenissen/overstroming.toml", "geldig_tot = 2026-03-31", "geldig_tot = 2026-03-01")
    with pytest.raises(Exception, match="ligt voor geldig_vanaf"):
        load(config, SMALL_ENVIRON, demo=True)
