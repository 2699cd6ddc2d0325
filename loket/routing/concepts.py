"""Begrippen: what each product calls income, partner, household and assets, with the law article (``config/begrippen.toml``).

The same word means something else in another law; side by side two products show where they do not fit (practice rule 26).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, nested, one_of, text

FILE = "begrippen.toml"


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept in one law: what it means, where that stands, and how sure that is (gezien: in the source; schatting: to check)."""

    meaning: str
    article: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Concepts:
    """The four concepts of a product; ``slug`` is the product's."""

    slug: str
    income: Concept
    partner: Concept
    household: Concept
    assets: Concept
    source: str

    def __iter__(self) -> Iterator[Concept]:
        return iter((self.income, self.partner, self.household, self.assets))


def read_concepts(folder: Folder) -> Mapping[str, Concepts]:
    """The concepts by product; without the file there are none."""
    tables = folder.tables(FILE, "begrippen").get("begrippen", {}) if folder.has(FILE) else {}
    return folder.named(FILE, "begrippen", tables, Concepts, CONCEPTS)


def concept_faults(concepts: Mapping[str, Concepts], products: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(table, key, words) of what does not fit."""
    for slug in concepts:
        if slug not in products:
            yield f"begrippen.{slug}", "", f'onbekend: product "{slug}"'


CONCEPT: Mapping[str, Key] = {
    "betekenis": Key("meaning", text, required=True),
    "artikel": Key("article", text, required=True),
    "zekerheid": Key("confidence", one_of("gezien", "schatting"), required=True),
}
CONCEPTS: Mapping[str, Key] = {
    "inkomen": Key("income", nested(Concept, CONCEPT), required=True),
    "partner": Key("partner", nested(Concept, CONCEPT), required=True),
    "huishouden": Key("household", nested(Concept, CONCEPT), required=True),
    "vermogen": Key("assets", nested(Concept, CONCEPT), required=True),
    "bron": Key("source", text, required=True),
}
