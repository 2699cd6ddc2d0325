"""The grounds on which somebody sees more than the shared status of a case that is not their own work (``config/gronden.toml``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, day, one_of, several, slug, text, yes_no
from loket.routing.roles import MAY_OPEN

FILE = "gronden.toml"
ALL = "*"
PRESENT = "inwoner-aanwezig"  #: the ground on which the citizen's own acts can be done too


@dataclass(frozen=True, slots=True)
class Ground:
    """For whom, of what, why and from when; ``organisations`` and ``products`` may hold ALL. The last day counts."""

    slug: str
    name: str
    roles: tuple[str, ...]
    organisations: tuple[str, ...]
    products: tuple[str, ...]
    purpose: str
    legal: str
    needs_reason: bool
    sensitive: bool
    valid_from: date
    valid_to: date | None

    def holds(self, role: str, organisation: str | None, today: date) -> bool:
        """Whether somebody with this role, of this organisation, can use it today."""
        theirs = ALL in self.organisations or organisation in self.organisations
        return role in self.roles and theirs and self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)

    @property
    def opens(self) -> frozenset[str] | None:
        """The products that it opens; None for all."""
        return None if ALL in self.products else frozenset(self.products)


def usable(grounds: Iterable[Ground], role: str, organisation: str | None, today: date) -> list[Ground]:
    """The grounds that somebody can use today, in the order of the file."""
    return [ground for ground in grounds if ground.holds(role, organisation, today)]


def read_grounds(folder: Folder, organisations: Collection[str], products: Collection[str]) -> tuple[Ground, ...]:
    """The grounds in ``gronden.toml``; without that file there are none, and then nothing can be opened. Faults go to ``folder``."""
    if not folder.has(FILE):
        return ()
    tables = folder.tables(FILE, "grond").get("grond", [])
    found: list[Ground] = []
    for number, table in enumerate(tables, 1):
        ground = folder.entry(FILE, f"grond {number}", table, Ground, GROUND)
        if ground is None:
            continue
        known = {"organisaties": (ground.organisations, organisations), "producten": (ground.products, products)}
        faults = [*_unknown(folder, known), *_unsafe(ground, found)]
        for key, words in faults:
            folder.fault(FILE, f"grond {number}", key, words)
        found.append(ground)
    return tuple(found)


def _unknown(folder: Folder, known: Mapping[str, tuple[Iterable[str], Collection[str]]]) -> Iterator[tuple[str, str]]:
    for key, (named, there) in known.items():
        for name in named:
            if name != ALL and name not in there and name not in folder.broken:
                yield key, f'onbekend: "{name}"'


def _unsafe(ground: Ground, others: Iterable[Ground]) -> Iterator[tuple[str, str]]:
    """A name twice; or no reason although the person is not there: practice rule 20 asks for one then."""
    if any(ground.slug == other.slug for other in others):
        yield "grond", f'"{ground.slug}" staat er al'
    if not ground.needs_reason and ground.slug != PRESENT:
        yield "reden_nodig", f'kan alleen false zijn bij "{PRESENT}"'


def _name_or_all(value: Any) -> str:
    return ALL if value == ALL else slug(value)


GROUND: Mapping[str, Key] = {
    "grond": Key("slug", slug, required=True),
    "naam": Key("name", text, required=True),
    "rollen": Key("roles", several(one_of(*MAY_OPEN)), required=True),
    "organisaties": Key("organisations", several(_name_or_all), required=True),
    "producten": Key("products", several(_name_or_all), required=True),
    "doel": Key("purpose", text, required=True),
    "grondslag": Key("legal", text, required=True),
    "reden_nodig": Key("needs_reason", yes_no, required=True),
    "gevoelig": Key("sensitive", yes_no, required=True),
    "geldig_vanaf": Key("valid_from", day, required=True),
    "geldig_tot": Key("valid_to", day, default=None),
}
