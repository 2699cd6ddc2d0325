"""Which organisations may signal arrears to which list, on which ground (``config/schuldsignalen.toml``). Without a ground: refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, day, slug, text, whole, words
from loket.routing.catalogue_tables import CONFIDENCE, VALIDITY

FILE = "schuldsignalen.toml"
SEEN = "gezien"  #: the confidence of a ground that somebody read in the law itself

LIST: Mapping[str, Key] = {
    "naam": Key("name", words(120), required=True),
    "product": Key("product", slug, required=True),
    "minimaal": Key("least", whole, required=True),
    "binnen_dagen": Key("within", whole, required=True),
    "bewaren_dagen": Key("kept", whole, required=True),
    "uiterlijk_dagen": Key("longest", whole, required=True),
}
GROUND: Mapping[str, Key] = {
    "lijst": Key("list_slug", slug, required=True),
    "organisatie": Key("organisation", slug, required=True),
    "artikel": Key("article", words(200), required=True),
    "bron": Key("source", text, required=True),
    "zekerheid": Key("confidence", CONFIDENCE, required=True),
    **VALIDITY,
    "geldig_vanaf": Key("valid_from", day, required=True),
}


@dataclass(frozen=True, slots=True)
class ArrearsList:
    """One list: who carries out ``product`` for the gemeente gets a signal once ``least`` organisations signalled ``within`` days.

    A closed signal is kept for ``kept`` days, any signal at most for ``longest``.
    """

    slug: str
    name: str
    product: str
    least: int
    within: int
    kept: int
    longest: int


@dataclass(frozen=True, slots=True)
class ArrearsGround:
    """The article under which one organisation may signal to one list; the last day counts."""

    list_slug: str
    organisation: str
    article: str
    source: str
    confidence: str
    valid_from: date
    valid_to: date | None = None

    def holds(self, list_slug: str, organisation: str | None, on: date) -> bool:
        """Whether it lets this organisation signal to that list on that day."""
        valid = self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
        return valid and (self.list_slug, self.organisation) == (list_slug, organisation)


@dataclass(frozen=True, slots=True)
class Arrears:
    """The lists by slug, and the grounds."""

    lists: Mapping[str, ArrearsList] = field(default_factory=dict)
    grounds: tuple[ArrearsGround, ...] = ()

    def ground_for(self, list_slug: str, organisation: str | None, on: date) -> ArrearsGround | None:
        """The ground under which this organisation may signal to that list on that day; None: it may not."""
        return next((ground for ground in self.grounds if ground.holds(list_slug, organisation, on)), None)


def read_arrears(folder: Folder) -> Arrears:
    """The lists and grounds; without the file there are none. A ground that nobody saw in the law counts in the demo only."""
    if not folder.has(FILE):
        return Arrears()
    content = folder.tables(FILE, "lijst", "grond")
    lists = folder.named(FILE, "lijst", content.get("lijst", {}), ArrearsList, LIST)
    tables = content.get("grond", [])
    read = [folder.entry(FILE, f"grond {number}", table, ArrearsGround, GROUND) for number, table in enumerate(tables, 1)]
    return Arrears(lists, tuple(one for one in read if one is not None and (folder.demo or one.confidence == SEEN)))


def arrears_faults(arrears: Arrears, organisations: Collection[str], products: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(table, key, words) of what does not fit."""
    for name, one in arrears.lists.items():
        if one.product not in products:
            yield f"lijst.{name}", "product", f'onbekend: product "{one.product}"'
        if one.least < 2:
            yield f"lijst.{name}", "minimaal", "is minstens 2: één melding is nog geen signaal"
    for number, ground in enumerate(arrears.grounds, 1):
        if ground.list_slug not in arrears.lists:
            yield f"grond {number}", "lijst", f'onbekend: lijst "{ground.list_slug}"'
        if ground.organisation not in organisations:
            yield f"grond {number}", "organisatie", f'onbekend: organisatie "{ground.organisation}"'
