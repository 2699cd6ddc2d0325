"""The grounds on which somebody sees more than the shared status of a case that is not their own work (``config/gronden.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue

ALL = "*"
KEYS: Mapping[str, type] = {
    "grond": str,
    "naam": str,
    "rollen": list,
    "organisaties": list,
    "producten": list,
    "doel": str,
    "grondslag": str,
    "reden_nodig": bool,
    "gevoelig": bool,
    "geldig_vanaf": date,
}
PRESENT = "inwoner-aanwezig"  #: the ground on which the citizen's own acts can be done too


@dataclass(frozen=True, slots=True)
class Ground:
    """For whom, of what, why and from when; ``organisations`` and ``products`` may hold ALL."""

    slug: str
    name: str
    roles: frozenset[str]
    organisations: frozenset[str]
    products: frozenset[str]
    purpose: str
    legal: str
    needs_reason: bool
    sensitive: bool
    valid_from: date

    def holds(self, role: str, organisation: str | None, today: date) -> bool:
        """Whether somebody with this role, of this organisation, can use it today."""
        theirs = ALL in self.organisations or organisation in self.organisations
        return role in self.roles and theirs and self.valid_from <= today

    @property
    def opens(self) -> frozenset[str] | None:
        """The products that it opens; None for all."""
        return None if ALL in self.products else self.products


def load_grounds(path: Path, catalogue: Catalogue) -> tuple[Ground, ...]:
    """Read the grounds; none without the file: then nothing can be opened. ConfigurationError names each fault."""
    if not path.exists():
        return ()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("grond", [])
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path.name}: {error}") from None
    faults = [f"{path.name}, grond {place}: {fault}" for place, table in enumerate(tables, 1) for fault in _faults(table, catalogue)]
    if faults:
        raise ConfigurationError("\n".join(faults))
    return tuple(_ground(table) for table in tables)


def usable(grounds: Iterable[Ground], role: str, organisation: str | None, today: date) -> list[Ground]:
    """The grounds that somebody can use today, in the order of the file."""
    return [ground for ground in grounds if ground.holds(role, organisation, today)]


def _faults(table: Mapping[str, Any], catalogue: Catalogue) -> list[str]:
    faults = [f"onbekende sleutel ‘{key}’" for key in sorted(set(table) - set(KEYS))]
    wrong = [key for key, kind in KEYS.items() if not isinstance(table.get(key), kind)]
    if wrong:
        return faults + [f"‘{key}’ ontbreekt of heeft een verkeerd type" for key in wrong]
    known = {"organisaties": catalogue.organisations, "producten": catalogue.products}
    for key, entries in known.items():
        faults += [f"{key}: ‘{slug}’ bestaat niet" for slug in table[key] if slug != ALL and slug not in entries]
    return faults


def _ground(table: Mapping[str, Any]) -> Ground:
    return Ground(
        table["grond"],
        table["naam"],
        frozenset(table["rollen"]),
        frozenset(table["organisaties"]),
        frozenset(table["producten"]),
        table["doel"],
        table["grondslag"],
        table["reden_nodig"],
        table["gevoelig"],
        table["geldig_vanaf"],
    )
