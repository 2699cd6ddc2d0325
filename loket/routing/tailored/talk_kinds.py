"""Which conversations a programme plans with whoever asks for a product (``config/gesprekken.toml``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, slug, text, whole, words
from loket.routing.catalogue_tables import CONFIDENCE

FILE = "gesprekken.toml"

TALK: Mapping[str, Key] = {
    "naam": Key("name", words(120), required=True),
    "product": Key("product", slug, required=True),
    "deelname": Key("programme", slug, required=True),
    "binnen_dagen": Key("within", whole, required=True),
    "bron": Key("source", text, required=True),
    "zekerheid": Key("confidence", CONFIDENCE, required=True),
}


@dataclass(frozen=True, slots=True)
class TalkKind:
    """One conversation: for who asks for this product where the gemeente takes part, within so many calendar days."""

    slug: str
    name: str
    product: str
    programme: str
    within: int
    source: str
    confidence: str


def read_talks(folder: Folder) -> dict[str, TalkKind]:
    """The conversations by slug, in the order of the file; without the file there are none. What they name is checked later."""
    tables = folder.tables(FILE, "gesprek").get("gesprek", {}) if folder.has(FILE) else {}
    return folder.named(FILE, "gesprek", tables, TalkKind, TALK)


def talk_faults(talks: Mapping[str, TalkKind], products: Collection[str], programmes: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(table, key, words) of what a conversation names and is not there."""
    for name, talk in talks.items():
        if talk.product not in products:
            yield f"gesprek.{name}", "product", f'onbekend: product "{talk.product}"'
        if talk.programme not in programmes:
            yield f"gesprek.{name}", "deelname", f'onbekend: deelname "{talk.programme}"'
