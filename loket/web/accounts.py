"""The practice accounts of the demo, and what each role may do. Outside the demo there are none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loket.cases.queries import Viewer
from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.context import Actor

COUNTER = "balie"
HANDLER = "behandelaar"
SUPERVISOR = "toezichthouder"
ROLES = (COUNTER, HANDLER, SUPERVISOR, "beheerder", "privacy-officer", "beleidsmaker")
KEYS = {"naam", "rol", "loket", "organisatie"}


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. A counter's employee has a counter and its organisation; a handler only an organisation."""

    slug: str
    name: str
    role: str
    counter: str | None = None
    organisation: str | None = None

    @property
    def actor(self) -> Actor:
        """Who acts when this account does something."""
        return Actor(
            name=self.slug,
            label=self.counter or self.organisation or "loket",
            counter=self.counter,
            organisation=self.organisation,
            roles=frozenset({self.role}),
            origin="web",
        )

    @property
    def viewer(self) -> Viewer:
        """What this account may see of a case; no ground is recorded yet (practice rule 20)."""
        return Viewer(counter=self.counter, organisation=self.organisation)


def load_accounts(path: Path, catalogue: Catalogue) -> dict[str, Account]:
    """Read the accounts by slug; ConfigurationError names each wrong table and key."""
    with path.open("rb") as file:
        tables = tomllib.load(file).get("account", {})
    faults = [f"{path.name}, account.{slug}: {fault}" for slug, table in tables.items() for fault in _faults(table, catalogue)]
    if faults:
        raise ConfigurationError("\n".join(faults))
    return {slug: _account(slug, table, catalogue) for slug, table in tables.items()}


def _faults(table: Mapping[str, Any], catalogue: Catalogue) -> list[str]:
    faults = [f"onbekende sleutel ‘{key}’" for key in sorted(set(table) - KEYS)]
    if not table.get("naam"):
        faults.append("‘naam’ ontbreekt")
    if table.get("rol") not in ROLES:
        faults.append(f"‘rol’ is een van {', '.join(ROLES)}")
    if table.get("rol") == COUNTER and table.get("loket") not in catalogue.counters:
        faults.append("‘loket’ staat niet in loketten")
    if table.get("rol") == HANDLER and table.get("organisatie") not in catalogue.organisations:
        faults.append("‘organisatie’ staat niet in organisaties")
    return faults


def _account(slug: str, table: Mapping[str, Any], catalogue: Catalogue) -> Account:
    counter = table.get("loket")
    organisation = catalogue.counters[counter].organisation if counter else table.get("organisatie")
    return Account(slug, table["naam"], table["rol"], counter, organisation)
