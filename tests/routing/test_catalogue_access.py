"""Who may come in and who may see more: every fault in aanmelden.toml, gronden.toml and the days of a loket is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load
from loket.routing.grounds import usable
from tests.routing import small_config

GROUNDS, SIGN_IN, COUNTERS = "gronden.toml", "aanmelden.toml", "loketten.toml"
FILES = {
    GROUNDS: """
[[grond]]
grond = "inwoner-aanwezig"
naam = "De inwoner is hier."
rollen = ["balie"]
organisaties = ["*"]
producten = ["*"]
doel = "Helpen"
grondslag = "AVG art. 6"
reden_nodig = false
gevoelig = true
geldig_vanaf = 2026-01-01
[[grond]]
grond = "samenwerking"
naam = "U behandelt samen."
rollen = ["behandelaar"]
organisaties = ["archief"]
producten = ["hulp"]
doel = "Samen behandelen"
grondslag = "Wet 3"
reden_nodig = true
gevoelig = false
geldig_vanaf = 2026-03-01
geldig_tot = 2026-03-31
""",
    SIGN_IN: """
vraagt = ["openid", "profile"]
[claims]
account = "sub"
naam = "name"
rol = "roles"
organisatie = "org"
loket = "desk"
[rol]
medewerker = "balie"
[organisatie]
"00000099000000002000" = "archief"
[loket]
hal = "post-balie"
""",
}


@pytest.fixture
def guarded(config: Path) -> Path:
    """The small configuration with grounds and a way to sign in."""
    for name, content in FILES.items():
        (config / name).write_text(content)
    return config


def loaded(config: Path) -> Catalogue:
    return load(config, small_config.SMALL_ENVIRON, demo=True)


def faults(config: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        loaded(config)
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (GROUNDS, 'rollen = ["balie"]', 'rollen = ["chef"]', '[grond 1] rollen: "chef" is niet een van: balie, behandelaar, toezicht'),
        (GROUNDS, 'rollen = ["balie"]', 'rollen = ["intermediair"]', '[grond 1] rollen: "intermediair" is niet een van'),
        (GROUNDS, 'rollen = ["balie"]\n', "", "[grond 1] rollen: ontbreekt"),
        (GROUNDS, 'organisaties = ["archief"]', 'organisaties = ["bank"]', '[grond 2] organisaties: onbekend: "bank"'),
        (GROUNDS, 'producten = ["hulp"]', 'producten = ["taart"]', '[grond 2] producten: onbekend: "taart"'),
        (GROUNDS, 'grondslag = "Wet 3"\n', "", "[grond 2] grondslag: ontbreekt"),
        (GROUNDS, 'grondslag = "Wet 3"', 'grondslag = " "', '[grond 2] grondslag: " " is geen tekst'),
        (GROUNDS, 'doel = "Samen behandelen"\n', "", "[grond 2] doel: ontbreekt"),
        (GROUNDS, "2026-03-31", "2026-02-28", "[grond 2] geldig_tot: 2026-02-28 ligt voor geldig_vanaf (2026-03-01)"),
        (GROUNDS, "2026-03-31", '"2026-03-31"', '[grond 2] geldig_tot: "2026-03-31" is geen datum'),
        (GROUNDS, "geldig_vanaf = 2026-03-01\n", "", "[grond 2] geldig_vanaf: ontbreekt"),
        (GROUNDS, "reden_nodig = true", "reden_nodig = false", '[grond 2] reden_nodig: kan alleen false zijn bij "inwoner-aanwezig"'),
        (GROUNDS, '"samenwerking"', '"inwoner-aanwezig"', '[grond 2] grond: "inwoner-aanwezig" staat er al'),
        (GROUNDS, "gevoelig = false", "gevoelig = false\nkleur = 1", "[grond 2] kleur: onbekende sleutel"),
        (SIGN_IN, 'medewerker = "balie"', 'medewerker = "baas"', '[aanmelden] rol: "baas" is niet een van: balie, behandelaar'),
        (SIGN_IN, 'medewerker = "balie"\n', "", "[rol]: is leeg: dan kan niemand aanmelden"),
        (SIGN_IN, '= "archief"', '= "bank"', '[organisatie] 00000099000000002000: onbekend: "bank"'),
        (SIGN_IN, '= "post-balie"', '= "maan"', '[loket] hal: onbekend: "maan"'),
        (SIGN_IN, 'rol = "roles"\n', "", "[claims] rol: ontbreekt"),
        (SIGN_IN, 'naam = "name"', 'leeftijd = "age"', '[aanmelden] claims: "leeftijd" is niet een van: account, naam'),
        (SIGN_IN, '"openid", ', "", "vraagt: noemt in elk geval openid"),
        (SIGN_IN, "[rol]", "[rollen]", "rollen: onbekende sleutel"),
        (COUNTERS, 'organisatie = "post"', 'organisatie = "bank"', '[loket.post-balie] organisatie: onbekend: organisatie "bank"'),
        (
            COUNTERS,
            'organisatie = "post"',
            'organisatie = "post"\ngeldig_vanaf = 2026-02-01\ngeldig_tot = 2026-01-31',
            "[loket.post-balie] geldig_tot: 2026-01-31 ligt voor geldig_vanaf (2026-02-01)",
        ),
        (COUNTERS, 'organisatie = "post"', 'organisatie = "post"\nmobiel = "ja"', '[loket.post-balie] mobiel: "ja" is niet true of false'),
    ],
)
def test_a_fault_names_file_table_and_key(guarded: Path, file: str, old: str, new: str, line: str) -> None:
    small_config.spoil(guarded, file, old, new)
    assert [fault for fault in faults(guarded) if fault.startswith(f"config/{file}") and line in fault]


def test_faults_of_all_these_files_come_at_once(guarded: Path) -> None:
    small_config.spoil(guarded, GROUNDS, 'grondslag = "Wet 3"\n', "")
    small_config.spoil(guarded, SIGN_IN, 'medewerker = "balie"', 'medewerker = "baas"')
    small_config.spoil(guarded, COUNTERS, 'organisatie = "post"', 'organisatie = "bank"')
    assert {fault.split(" ")[0].rstrip(":") for fault in faults(guarded)} == {f"config/{name}" for name in (GROUNDS, SIGN_IN, COUNTERS)}


def test_without_these_files_nobody_sees_more_and_nobody_signs_in_with_a_provider(config: Path) -> None:
    found = loaded(config)
    assert (found.grounds, found.sign_in) == ((), None)


@pytest.mark.parametrize(
    ("role", "organisation", "day", "count"),
    [
        ("behandelaar", "archief", date(2026, 3, 1), 1),
        ("behandelaar", "archief", date(2026, 3, 31), 1),
        ("behandelaar", "archief", date(2026, 2, 28), 0),  # not yet
        ("behandelaar", "archief", date(2026, 4, 1), 0),  # no more
        ("behandelaar", "post", date(2026, 3, 1), 0),  # another organisation
        ("toezichthouder", "archief", date(2026, 3, 1), 0),  # another role
    ],
)
def test_a_ground_holds_for_its_roles_organisations_and_days(guarded: Path, role: str, organisation: str, day: date, count: int) -> None:
    assert len(usable(loaded(guarded).grounds, role, organisation, day)) == count
