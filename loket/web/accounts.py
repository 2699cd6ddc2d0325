"""The practice accounts of the demo, and what each role may do. Outside the demo there are none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from loket.cases.access import WebSession
from loket.cases.queries import Viewer
from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.context import Actor
from loket.routing.sessions import Person

COUNTER = "balie"
HANDLER = "behandelaar"
SUPERVISOR = "toezichthouder"
ADMINISTRATOR = "beheerder"
PRIVACY_OFFICER = "privacy-officer"
POLICY_MAKER = "beleidsmaker"
INTERMEDIARY = "intermediair"  # takes in for others and sees only what their own loket took in (practice rule 23)
ROLES = (COUNTER, HANDLER, SUPERVISOR, ADMINISTRATOR, PRIVACY_OFFICER, POLICY_MAKER, INTERMEDIARY)
AT_COUNTER = (COUNTER, INTERMEDIARY)
KEYS = {"naam", "rol", "loket", "organisatie"}


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. A counter's employee has a counter and its organisation; a handler only an organisation."""

    slug: str
    name: str
    role: str
    counter: str | None = None
    organisation: str | None = None
    session: UUID | None = None  # WebSession.id once signed in

    @property
    def at_counter(self) -> bool:
        """Whether this account takes requests in."""
        return self.role in AT_COUNTER

    @property
    def person(self) -> Person:
        """Who signs in with this account."""
        return Person(self.slug, self.name, self.role, self.counter, self.organisation)

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
        """What this account may see of any case, without a recorded ground (practice rule 20)."""
        return Viewer(counter=self.counter, organisation=self.organisation)


def of_session(row: WebSession) -> Account:
    """The account that a running session stands for."""
    return Account(row.account, row.name, row.role, row.counter, row.organisation, row.id)


def faults_of(role: str | None, counter: str | None, organisation: str | None, catalogue: Catalogue) -> list[str]:
    """What an account misses for its role: a known loket for those at a counter, a known organisation for a handler."""
    faults = []
    if role not in ROLES:
        faults.append(f"‘rol’ is een van {', '.join(ROLES)}")
    if role in AT_COUNTER and counter not in catalogue.counters:
        faults.append("‘loket’ staat niet in loketten")
    if role == HANDLER and organisation not in catalogue.organisations:
        faults.append("‘organisatie’ staat niet in organisaties")
    return faults


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
    faults += faults_of(table.get("rol"), table.get("loket"), table.get("organisatie"), catalogue)
    return faults


def _account(slug: str, table: Mapping[str, Any], catalogue: Catalogue) -> Account:
    counter = table.get("loket")
    organisation = catalogue.counters[counter].organisation if counter else table.get("organisatie")
    return Account(slug, table["naam"], table["rol"], counter, organisation)
