"""Programmes in which only some gemeenten take part (``config/deelname.toml``): what else is asked and proposed to their inhabitants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, several, text
from loket.routing.catalogue_tables import CONFIDENCE, GEMEENTE_CODE, VALIDITY

FILE = "deelname.toml"

PROGRAMME: Mapping[str, Key] = {
    "naam": Key("name", text, required=True),
    "gemeenten": Key("gemeenten", several(GEMEENTE_CODE), required=True),
    "bron": Key("source", text, required=True),
    "zekerheid": Key("confidence", CONFIDENCE, required=True),
    **VALIDITY,
}


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme. ``gemeenten`` are the codes of those that take part, from the first day up to and including the last."""

    slug: str
    name: str
    gemeenten: tuple[str, ...]
    source: str
    confidence: str
    valid_from: date | None = None
    valid_to: date | None = None


def read_programmes(folder: Folder) -> dict[str, Programme]:
    """The programmes by slug; without the file there are none. Which gemeenten exist is checked later."""
    tables = folder.tables(FILE, "deelname").get("deelname", {}) if folder.has(FILE) else {}
    return folder.named(FILE, "deelname", tables, Programme, PROGRAMME)


def programmes_of(programmes: Mapping[str, Programme], gemeente_code: str | None, today: date) -> frozenset[str]:
    """The programmes in which this gemeente takes part on that day; none for an unknown gemeente."""
    return frozenset(
        slug
        for slug, programme in programmes.items()
        if gemeente_code in programme.gemeenten and (programme.valid_from or today) <= today <= (programme.valid_to or today)
    )
