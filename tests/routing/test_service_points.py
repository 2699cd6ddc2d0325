"""Where to send a person: the town hall first, then what is in the gemeente, then what has a postcode near theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load
from loket.routing.service_points import COLUMNS, TOWN_HALL, ServicePoint, nearest
from tests.routing import small_config

TODAY = date(2026, 11, 22)
HEADER = ",".join(COLUMNS)
GOOD = {
    "naam": "Bibliotheek Centrum",
    "soort": "bibliotheek",
    "gemeentecode": "0518",
    "adres": '"Spui 68, 2511 BT Den Haag"',
    "telefoon": "",
    "website": "https://bieb.example",
    "open": "maandag 10.00 tot 17.00 uur",
    "mobiel": "nee",
    "geldig_vanaf": "",
    "geldig_tot": "",
    "bron": "bedacht",
}


def point(name: str, pc4: str, gemeente: str = "0518", **more: object) -> ServicePoint:
    made = ServicePoint(name, "bibliotheek", gemeente, address=f"Straat 1, {pc4} AB Ergens")
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


def names(catalogue: Catalogue, *points: ServicePoint, gemeente: str | None = "0518", postcode: str | None = "2511BT") -> list[str]:
    """Who is named, in order, without the lokets of the configuration."""
    found = nearest(replace(catalogue, service_points=points, counters={}), gemeente, postcode, TODAY)
    return [one.name for one in found]


def test_each_gemeente_has_its_town_hall_and_it_comes_first(catalogue: Catalogue) -> None:
    missing = [code for code in catalogue.gemeenten if nearest(catalogue, code, None, TODAY)[:1] == []]
    assert missing == []
    assert {nearest(catalogue, code, None, TODAY)[0].kind for code in ("0518", "0344", "0363")} == {TOWN_HALL}


def test_within_the_gemeente_the_postcode_that_differs_least_comes_first(catalogue: Catalogue) -> None:
    assert names(catalogue, point("ver", "2591"), point("dichtbij", "2512")) == ["dichtbij", "ver"]


def test_the_own_gemeente_comes_before_a_closer_postcode_elsewhere(catalogue: Catalogue) -> None:
    assert names(catalogue, point("buren", "2512", "0603"), point("eigen", "2591")) == ["eigen", "buren"]


def test_outside_the_region_nothing_is_called_near(catalogue: Catalogue) -> None:
    assert names(catalogue, point("groningen", "9712", "0014")) == []


def test_the_town_hall_of_another_gemeente_is_not_for_this_person(catalogue: Catalogue) -> None:
    assert names(catalogue, point("rijswijk", "2512", "0603", kind=TOWN_HALL)) == []


def test_without_a_gemeente_the_postcode_tells_it_when_it_lies_in_one(catalogue: Catalogue) -> None:
    assert nearest(catalogue, None, "2511BT", TODAY)[0].gemeente_code == "0518"


def test_of_somebody_without_address_nothing_is_guessed(catalogue: Catalogue) -> None:
    assert nearest(catalogue, None, None, TODAY) == []


@pytest.mark.parametrize(
    ("dates", "there"),
    [
        ({"valid_from": date(2026, 11, 22)}, True),
        ({"valid_from": date(2026, 11, 23)}, False),
        ({"valid_to": date(2026, 11, 22)}, True),
        ({"valid_to": date(2026, 11, 21)}, False),
    ],
    ids=str,
)
def test_a_point_is_named_from_its_first_to_its_last_day(catalogue: Catalogue, dates: dict[str, date], there: bool) -> None:
    assert bool(names(catalogue, point("tijdelijk", "2512", **dates))) is there


def written(config: Path, **changed: str) -> Catalogue:
    """The small configuration with one service point in it."""
    row = ",".join({**GOOD, **changed}.values())
    (config / "dienstpunten.csv").write_text(f"{HEADER}\n{row}\n")
    return load(config, small_config.SMALL_ENVIRON, demo=True)


def test_a_row_of_the_file_becomes_a_point(config: Path) -> None:
    (found,) = written(config).service_points
    assert (found.name, found.pc4, found.mobile, found.hours) == ("Bibliotheek Centrum", "2511", False, "maandag 10.00 tot 17.00 uur")


def test_without_the_file_there_are_none(small: Catalogue) -> None:
    assert small.service_points == ()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"naam": ""}, "naam: ontbreekt"),
        ({"bron": ""}, "bron: ontbreekt"),
        ({"soort": "kasteel"}, "soort: "),
        ({"gemeentecode": "9999"}, 'gemeentecode: onbekend: "9999"'),
        ({"adres": "Spui 68"}, "adres: heeft geen postcode"),
        ({"adres": ""}, "adres: ontbreekt"),
        ({"mobiel": "soms"}, "mobiel: is ja of nee"),
        ({"website": "javascript:alert(1)"}, "website: moet met https"),
        ({"geldig_vanaf": "morgen"}, "geldig_vanaf: "),
        ({"geldig_vanaf": "2026-02-01", "geldig_tot": "2026-01-01"}, "geldig_tot: "),
    ],
    ids=str,
)
def test_what_is_wrong_in_the_file_is_named_with_its_row(config: Path, changed: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        written(config, **changed)
    assert f"dienstpunten.csv [rij 2] {words}" in str(refused.value)


def test_other_columns_are_refused(config: Path) -> None:
    (config / "dienstpunten.csv").write_text("naam,adres\n")
    with pytest.raises(ConfigurationError, match="de kolommen moeten zijn"):
        load(config, small_config.SMALL_ENVIRON, demo=True)
