"""Reads who is who: organisations, the gemeenten from their template, executors and counters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from loket.cases.identity import oin, rsin
from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_tables import COUNTER, EXECUTOR, GEMEENTE_CODE, ORGANISATION
from loket.routing.entries import Counter, Executor, Gemeente, Organisation
from loket.routing.secrets import line_to

FILE = "organisaties.toml"
TEST_PREFIX = "00000099"
VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def read_gemeenten(folder: Folder) -> dict[str, Gemeente]:
    """The current gemeenten by code."""
    file = "data/gemeenten.csv"
    found: dict[str, Gemeente] = {}
    for row in folder.rows(file, "code", "naam", "oin", "rsin"):
        code = folder.value(file, row["code"], "code", row["code"], GEMEENTE_CODE, "")
        number = folder.value(file, row["code"], "rsin", row["rsin"], rsin, "")
        found[code] = Gemeente(code, row["naam"], folder.value(file, row["code"], "oin", row["oin"], oin, ""), number)
    return found


def read_organisations(folder: Folder, gemeenten: Mapping[str, Gemeente], norms: Mapping[str, Any]) -> dict[str, Organisation]:
    """All organisations by slug: those that are named and one ``gemeente-<code>`` for each gemeente.

    ``norms`` hold for who has none of its own.
    """
    content = folder.tables(FILE, "organisatie", "sjabloon", "gemeente")
    named = {
        slug: _prepared(folder, f"organisatie.{slug}", table, norms) if isinstance(table, Mapping) else table
        for slug, table in content.get("organisatie", {}).items()
    }
    found = folder.named(FILE, "organisatie", named, Organisation, ORGANISATION)
    template, own = content.get("sjabloon", {}).get("gemeente"), content.get("gemeente", {})
    for code in own.keys() - gemeenten.keys():
        folder.fault(FILE, f"gemeente.{code}", "", "onbekende gemeentecode")
    if template:
        telephones = {row["gemeentecode"]: row["telefoon"] for row in _counter_rows(folder)}
        for code, gemeente in gemeenten.items():
            defaults = {"oin": gemeente.oin, **({"telefoon": telephones[code]} if telephones.get(code) else {})}
            place = f"gemeente.{code}" if code in own else "sjabloon.gemeente"
            table = _prepared(folder, place, {**defaults, **_filled({**template, **own.get(code, {})}, gemeente)}, norms)
            slug = f"gemeente-{code}"
            if entry := folder.entry(FILE, place, table, Organisation, ORGANISATION, slug=slug, gemeente_code=code):
                found[slug] = entry
    for organisation in found.values():
        _check_line(folder, organisation)
    return {slug: _without_slash(organisation) for slug, organisation in found.items()}


def _check_line(folder: Folder, organisation: Organisation) -> None:
    """The files of mutual TLS are there and belong together: else the first message would find out."""
    place, named = f"organisatie.{organisation.slug}", organisation.tls or {}
    absent = [name for name in named.values() if not folder.environ.get(name)]
    for name in absent:
        folder.fault(FILE, place, "tls", f"omgevingsvariabele {name} ontbreekt")
    if named and not absent:
        for fault in line_to(organisation, folder.environ).faults():
            folder.fault(FILE, place, "tls", fault)


def read_executors(folder: Folder) -> tuple[Executor, ...]:
    """Who carries out a gemeente's product instead of the gemeente."""
    tables = folder.tables("uitvoerders.toml", "uitvoerder").get("uitvoerder", [])
    entries = [
        folder.entry("uitvoerders.toml", f"uitvoerder {number}", table, Executor, EXECUTOR) for number, table in enumerate(tables, 1)
    ]
    return tuple(entry for entry in entries if entry)


def read_counters(folder: Folder) -> dict[str, Counter]:
    """All counters by slug: those that are named and one ``gemeente-<code>`` for each gemeente."""
    content = folder.tables("loketten.toml", "loket")
    found = folder.named("loketten.toml", "loket", content.get("loket", {}), Counter, COUNTER)
    for row in _counter_rows(folder):
        slug = f"gemeente-{row['gemeentecode']}"
        found[slug] = Counter(slug, row["naam"], slug, row["adres"], row["telefoon"], row["website"], row["gemeentecode"])
    return found


def _counter_rows(folder: Folder) -> list[dict[str, str]]:
    return folder.rows("data/gemeente_loketten.csv", "gemeentecode", "naam", "adres", "telefoon", "website")


def _prepared(folder: Folder, place: str, table: Mapping[str, Any], norms: Mapping[str, Any]) -> dict[str, Any]:
    """The table with its address from the environment and the general norms under its own; what is not safe is noted."""
    number = table.get("oin")
    if isinstance(number, str) and number.startswith(TEST_PREFIX) and not folder.demo:
        folder.fault(FILE, place, "oin", f"{number} is een testnummer en kan alleen in de demo")
    if table.get("adres") and not table.get("geheimen"):
        folder.fault(FILE, place, "geheimen", "ontbreekt: wie een adres heeft, heeft ook een geheim")
    prepared = {**table, "normen": {**norms, **own} if isinstance(own := table.get("normen", {}), Mapping) else own}
    if isinstance(table.get("adres"), str):
        prepared["adres"] = _address(folder, place, table["adres"])
    return prepared


def _address(folder: Folder, place: str, address: str) -> str:
    """The address with ``${NAME}`` filled in; outside the demo only https, for a BSN may travel over it."""
    absent = [name for name in VARIABLE.findall(address) if not folder.environ.get(name)]
    for name in absent:
        folder.fault(FILE, place, "adres", f"omgevingsvariabele {name} ontbreekt")
    filled = VARIABLE.sub(lambda found: folder.environ.get(found[1]) or "https://ontbreekt", address)
    if not filled.startswith("https://") and not folder.demo:
        folder.fault(FILE, place, "adres", "moet met https:// beginnen")
    return filled


def _filled(value: Any, gemeente: Gemeente) -> Any:
    """A template's value with {code} and {naam} filled in, also deeper."""
    if isinstance(value, str):
        return value.replace("{code}", gemeente.code).replace("{naam}", gemeente.name)
    if isinstance(value, list):
        return [_filled(item, gemeente) for item in value]
    return {key: _filled(item, gemeente) for key, item in value.items()} if isinstance(value, Mapping) else value


def _without_slash(organisation: Organisation) -> Organisation:
    return replace(organisation, address=organisation.address.rstrip("/")) if organisation.address else organisation
