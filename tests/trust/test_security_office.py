"""docs/security-office.md and docs/data.md say what the code and the configuration say; the bill of materials holds every lock."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from loket import __version__
from loket.cli import main
from loket.routing.catalogue_files import load_catalogue
from loket.routing.data_page import page
from loket.sbom import bill
from loket.settings import ROOT
from tests.support.pages import section

OFFICE = "docs/security-office.md"
SETTING = re.compile(r"`(LOKET_[A-Z_]*[A-Z])`")
COMMAND = re.compile(r"`(?:\.venv/bin/python -m )?loket ([a-z-]+(?: [a-z-]+)?)`|-m loket ([a-z-]+)$", re.MULTILINE)
PINS = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def settings_that(end: str) -> set[str]:
    """The settings of the README whose names end so, without those that production never has."""
    rows = re.findall(r"^\| `(LOKET_[A-Z_]*[A-Z])` \| ([^|]+) \|", section("README.md", "## Production"), re.MULTILINE)
    return {name for name, needed in rows if re.search(end, name) and needed != "never"}


def test_the_page_of_data_is_what_the_configuration_says(environment: dict[str, str]) -> None:
    made = page(load_catalogue(ROOT / "config", environment))
    assert (ROOT / "docs" / "data.md").read_text() == made, "run: python -m loket gegevens > docs/data.md"


def test_the_command_prints_that_page() -> None:
    assert CliRunner().invoke(main, ["gegevens"]).output == (ROOT / "docs" / "data.md").read_text()


def test_every_product_has_a_row_with_its_ground_and_no_bsn_where_it_gets_none(environment: dict[str, str]) -> None:
    catalogue, text = load_catalogue(ROOT / "config", environment), (ROOT / "docs" / "data.md").read_text()
    for product in catalogue.products.values():
        (row,) = [line for line in text.splitlines() if f"(`{product.slug}`)" in line]
        assert product.ground in row
        assert product.bsn or "burgerservicenummer" not in row


def test_every_address_that_is_set_stands_in_the_table_of_lines() -> None:
    addresses = settings_that(r"_(URL|ISSUER)$")
    assert addresses
    assert addresses - set(SETTING.findall(section(OFFICE, "## Addresses and ports"))) == set()


def test_every_key_that_is_set_stands_in_the_table_of_keys() -> None:
    keys = settings_that(r"_(KEY|KEYS|SECRET|ALSO)$")
    assert keys
    assert set(SETTING.findall(section(OFFICE, "## Keys"))) == keys


@pytest.mark.parametrize("command", sorted({"".join(found) for found in COMMAND.findall((ROOT / OFFICE).read_text())}))
def test_every_command_on_the_page_is_there(command: str) -> None:
    assert CliRunner().invoke(main, [*command.split(), "--help"]).exit_code == 0


def test_the_bill_of_materials_names_every_package_of_the_locks() -> None:
    made = bill(ROOT, __version__)
    found = {(component["name"], component["version"]) for component in made["components"]}
    node = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = set(PINS.findall((ROOT / "requirements" / "run.txt").read_text()))
    assert found == wanted | {(path.rpartition("node_modules/")[2], entry["version"]) for path, entry in node.items() if path}


def test_every_package_in_the_bill_has_a_hash_of_the_length_of_its_kind() -> None:
    length = {"SHA-256": 64, "SHA-512": 128}
    for component in bill(ROOT, __version__)["components"]:
        hashes = component.get("hashes") or component["externalReferences"][0]["hashes"]
        assert hashes
        assert all(re.fullmatch(rf"[0-9a-f]{{{length[one['alg']]}}}", one["content"]) for one in hashes)


def test_the_same_release_gives_the_same_bill_and_another_one_another() -> None:
    first = CliRunner().invoke(main, ["sbom"]).output
    assert json.loads(first) == bill(ROOT, __version__)
    assert bill(ROOT, "0.0.0")["serialNumber"] != bill(ROOT, __version__)["serialNumber"]
