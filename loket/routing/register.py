"""The article 30 register (AVG): what Loket does with personal data, why, whose, for how long and who answers for it.

Every row of the processing log points to one version of one entry by its URI. A version that rows point to never changes: what
changes is a new version, and the old one gets a last day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, day, matching, one_of, several, slug, text, whole

FILE = "verwerkingen.toml"


@dataclass(frozen=True, slots=True)
class Processing:
    """One version of one entry; ``actions`` are the names that ``journal.log_processing`` is given."""

    slug: str
    version: int
    name: str
    actions: tuple[str, ...]
    purpose: str
    grounds: tuple[str, ...]  # AVG article and law
    data: tuple[str, ...]  # categories of personal data
    special: tuple[str, ...]  # special categories (AVG 9, 10) and the BSN, each with its ground
    people: tuple[str, ...]  # categories of persons
    receivers: tuple[str, ...]
    transfers: str  # to countries outside the EU
    retention: str
    measures: str
    role: str  # of who runs Loket: verantwoordelijke, gezamenlijk (AVG 26) or verwerker (AVG 28)
    responsible: str  # who answers for it
    valid_from: date
    valid_to: date | None
    uri: str  # dpl.core.processing_activity_id


PROCESSING: Mapping[str, Key] = {
    "verwerking": Key("slug", slug, required=True),
    "versie": Key("version", whole, required=True),
    "naam": Key("name", text, required=True),
    "handelingen": Key("actions", several(slug), required=True),
    "doel": Key("purpose", text, required=True),
    "grondslagen": Key("grounds", several(text), required=True),
    "gegevens": Key("data", several(text), required=True),
    "bijzondere_gegevens": Key("special", several(text), default=()),
    "betrokkenen": Key("people", several(text), required=True),
    "ontvangers": Key("receivers", several(text), required=True),
    "doorgifte": Key("transfers", text, required=True),
    "bewaren": Key("retention", text, required=True),
    "maatregelen": Key("measures", text, required=True),
    "rol": Key("role", one_of("verantwoordelijke", "gezamenlijk", "verwerker"), required=True),
    "verantwoordelijke": Key("responsible", text, required=True),
    "geldig_vanaf": Key("valid_from", day, required=True),
    "geldig_tot": Key("valid_to", day, default=None),
}


def read_register(folder: Folder) -> tuple[Processing, ...]:
    """All versions of all entries; the URI of each is ``<adres>/<verwerking>/v<versie>``. Notes what is wrong in ``folder``."""
    content = folder.tables(FILE, "adres", "verwerking")
    if folder.unreadable:
        return ()
    address = folder.value(FILE, "", "adres", content.get("adres"), matching(r"https://\S+[^/\s]", "webadres zonder schuine streep"), "")
    tables = content.get("verwerking", [])
    found = (
        folder.entry(FILE, f"verwerking {number}", table, partial(_entry, address), PROCESSING) for number, table in enumerate(tables, 1)
    )
    register = tuple(entry for entry in found if entry is not None)
    for name, words in _faults(register):
        folder.fault(FILE, f"verwerking {name}", "", words)
    return register


def activities(register: Iterable[Processing]) -> dict[str, str]:
    """Each action with the URI of the version that holds now: the last one of its entry."""
    return {action: entry.uri for entry in register if entry.valid_to is None for action in entry.actions}


def _entry(address: str, **fields: Any) -> Processing:
    return Processing(**fields, uri=f"{address}/{fields['slug']}/v{fields['version']}")


def _faults(register: Iterable[Processing]) -> Iterator[tuple[str, str]]:
    """Entry and words for what is wrong across versions and entries."""
    versions: dict[str, list[Processing]] = defaultdict(list)
    owners: dict[str, str] = {}
    for entry in register:
        versions[entry.slug].append(entry)
        for action in entry.actions if entry.valid_to is None else ():
            if owners.setdefault(action, entry.slug) != entry.slug:
                yield entry.slug, f'handeling "{action}" staat ook bij {owners[action]}'
    for name, entries in versions.items():
        if [entry.version for entry in entries] != list(range(1, len(entries) + 1)):
            yield name, "de versies staan op volgorde: 1, 2, 3 …"
        if any(entry.valid_to is None for entry in entries[:-1]) or entries[-1].valid_to is not None:
            yield name, "alleen de laatste versie heeft geen geldig_tot"
