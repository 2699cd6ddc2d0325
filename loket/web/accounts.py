"""The practice accounts of the demo, and what each role may do. Outside the demo there are none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from loket.cases.access import WebSession
from loket.cases.queries import Viewer
from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.context import Actor
from loket.routing.roles import ADMINISTRATOR as ADMINISTRATOR
from loket.routing.roles import AT_COUNTER as AT_COUNTER
from loket.routing.roles import COUNTER as COUNTER
from loket.routing.roles import HANDLER as HANDLER
from loket.routing.roles import INTERMEDIARY as INTERMEDIARY
from loket.routing.roles import POLICY_MAKER as POLICY_MAKER
from loket.routing.roles import PRIVACY_OFFICER as PRIVACY_OFFICER
from loket.routing.roles import ROLES as ROLES
from loket.routing.roles import SUPERVISOR as SUPERVISOR
from loket.routing.sessions import Person

KEYS = {"naam", "rol", "loket", "loketten", "organisatie"}


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. A counter's employee has a counter and its organisation; a handler only an organisation.

    ``counters`` are all lokets that they may work at; with more than one, ``counter`` is None until they chose.
    """

    slug: str
    name: str
    role: str
    counter: str | None = None
    organisation: str | None = None
    session: UUID | None = None  # WebSession.id once signed in
    counters: tuple[str, ...] = ()

    @property
    def at_counter(self) -> bool:
        """Whether this account takes requests in."""
        return self.role in AT_COUNTER

    @property
    def must_choose(self) -> bool:
        """Whether this account still has to say at which loket it works now."""
        return self.at_counter and self.counter is None

    @property
    def person(self) -> Person:
        """Who signs in with this account."""
        return Person(self.slug, self.name, self.role, self.counter, self.organisation, self.counters)

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
    return Account(row.account, row.name, row.role, row.counter, row.organisation, row.id, tuple(row.counters or ()))


def at_counters(slug: str, name: str, role: str, counters: Sequence[str], catalogue: Catalogue) -> Account:
    """The account of somebody who works at these lokets: at the only one, or at none until they choose."""
    if len(counters) > 1:
        return Account(slug, name, role, counters=tuple(counters))
    return Account(slug, name, role, counters[0], catalogue.counters[counters[0]].organisation, counters=tuple(counters))


def faults_of(role: str | None, counters: Sequence[str], organisation: str | None, catalogue: Catalogue) -> list[str]:
    """What an account misses for its role: known lokets for those at a counter, a known organisation for a handler."""
    faults = []
    if role not in ROLES:
        faults.append(f"‘rol’ is een van {', '.join(ROLES)}")
    if role in AT_COUNTER and (not counters or any(counter not in catalogue.counters for counter in counters)):
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
    faults += faults_of(table.get("rol"), _counters(table), table.get("organisatie"), catalogue)
    return faults


def _counters(table: Mapping[str, Any]) -> list[str]:
    """The one ``loket`` of a practice account, or its several ``loketten``."""
    return [table["loket"]] if "loket" in table else list(table.get("loketten", ()))


def _account(slug: str, table: Mapping[str, Any], catalogue: Catalogue) -> Account:
    if table["rol"] in AT_COUNTER:
        return at_counters(slug, table["naam"], table["rol"], _counters(table), catalogue)
    return Account(slug, table["naam"], table["rol"], organisation=table.get("organisatie"))
