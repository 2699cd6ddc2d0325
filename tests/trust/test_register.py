"""The article 30 register: complete, versioned, and with an entry for everything that Loket logs."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from loket.errors import ConfigurationError
from loket.routing.catalogue_files import load
from loket.routing.register import FILE
from loket.settings import ROOT
from tests.routing import small_config
from tests.routing.asking import CONFIG, ENVIRON

#: Where the name of an action stands among the arguments of what writes the processing log.
WRITERS = {"log_processing": 1, "processing_rows": 1, "record_read": 2}
VERSION_2 = """
[[verwerking]]
verwerking = "helpen"
versie = 2
naam = "Beter helpen"
handelingen = ["zaak-openen"]
doel = "Mensen helpen"
grondslagen = ["AVG art. 6"]
gegevens = ["naam"]
betrokkenen = ["aanvrager"]
ontvangers = ["de Post"]
doorgifte = "geen"
bewaren = "Een jaar"
maatregelen = "Een kluis"
rol = "verantwoordelijke"
verantwoordelijke = "De Post"
geldig_vanaf = 2026-06-01
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A small configuration without faults."""
    return small_config.write(tmp_path)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def logged_actions() -> set[str]:
    """Every action that the code names when it writes the processing log, and the default of ``record_read``."""
    nodes = [node for path in (ROOT / "loket").rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and called(node) in WRITERS]
    named = [argument for call in calls for argument in _action_arguments(call)]
    defaults = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == "record_read"]
    named += [value for function in defaults for value in function.args.defaults]
    return {value.value for value in named if isinstance(value, ast.Constant) and isinstance(value.value, str)}


def _action_arguments(call: ast.Call) -> list[ast.expr]:
    return call.args[WRITERS[called(call)] :][:1] + [keyword.value for keyword in call.keywords if keyword.arg == "action"]


def faults(config: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        load(config, small_config.SMALL_ENVIRON, demo=True)
    return str(raised.value).splitlines()


def add(config: Path, text: str) -> None:
    (config / FILE).write_text((config / FILE).read_text() + text)


def close_first(config: Path) -> None:
    small_config.spoil(config, FILE, "geldig_vanaf = 2026-01-01", "geldig_vanaf = 2026-01-01\ngeldig_tot = 2026-05-31")


def test_every_action_that_is_logged_stands_in_the_register() -> None:
    actions = logged_actions()
    assert {"zaak-openen", "zaak-inzien", "verstrekken", "tijdlijn-inzien"} <= actions
    assert actions - load(CONFIG, ENVIRON, demo=True).activities.keys() == set()


def test_every_entry_of_the_real_register_has_a_uri_of_its_own_and_says_all_that_article_30_asks() -> None:
    register = load(CONFIG, ENVIRON, demo=True).register
    assert len({entry.uri for entry in register}) == len(register) >= 7
    for entry in register:
        assert entry.uri.endswith(f"/{entry.slug}/v{entry.version}")
        assert all((entry.purpose, entry.grounds, entry.data, entry.people, entry.receivers, entry.retention, entry.responsible))


def test_a_missing_register_stops_the_start(config: Path) -> None:
    (config / FILE).unlink()
    assert faults(config) == ["config/verwerkingen.toml: bestand ontbreekt"]


def test_the_last_version_holds_and_older_ones_stay_known(config: Path) -> None:
    close_first(config)
    add(config, VERSION_2)
    catalogue = load(config, small_config.SMALL_ENVIRON, demo=True)
    assert catalogue.activities == {"zaak-openen": "https://register.example/helpen/v2"}
    assert [(entry.version, entry.valid_to) for entry in catalogue.register] == [
        (1, date(2026, 6, 1) - timedelta(days=1)),
        (2, None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('doel = "Mensen helpen"\n', "", "[verwerking 1] doel: ontbreekt"),
        (
            'rol = "verantwoordelijke"',
            'rol = "baas"',
            '[verwerking 1] rol: "baas" is niet een van: verantwoordelijke, gezamenlijk, verwerker',
        ),
        ("versie = 1", "versie = 2", "[verwerking helpen]: de versies staan op volgorde: 1, 2, 3 …"),
        (
            "geldig_vanaf = 2026-01-01",
            "geldig_vanaf = 2026-01-01\ngeldig_tot = 2026-05-31",
            "[verwerking helpen]: alleen de laatste versie",
        ),
        ('"https://register.example"', '"https://register.example/"', "adres: "),
        ('"https://register.example"', '"http://register.example"', "adres: "),
    ],
)
def test_a_fault_names_file_entry_and_key(config: Path, old: str, new: str, line: str) -> None:
    small_config.spoil(config, FILE, old, new)
    assert [fault for fault in faults(config) if fault.startswith(f"config/{FILE} {line}")]


def test_two_versions_without_an_end_are_refused(config: Path) -> None:
    add(config, VERSION_2)
    assert faults(config) == [f"config/{FILE} [verwerking helpen]: alleen de laatste versie heeft geen geldig_tot"]


def test_an_action_belongs_to_one_entry(config: Path) -> None:
    add(config, VERSION_2.replace('"helpen"', '"anders-helpen"').replace("versie = 2", "versie = 1"))
    assert faults(config) == [f'config/{FILE} [verwerking anders-helpen]: handeling "zaak-openen" staat ook bij helpen']
