"""The selectielijst: how long a case is kept after it closed, and whether it is destroyed then (Archiefwet; AVG art. 5 lid 1 onder e)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, one_of, several, slug, text, whole

FILE = "selectielijst.toml"
DESTROY, KEEP = "vernietigen", "bewaren"


@dataclass(frozen=True, slots=True)
class Retention:
    """One line of the list: years after closing, what happens then, and where that stands."""

    years: int
    nomination: str  # DESTROY or KEEP
    category: str  # its number in the source
    source: str
    confidence: str
    products: tuple[str, ...] = ()

    def ends(self, closed_on: date) -> date:
        """The first day on which a case that closed on that day is no longer kept; after 29 February that is 1 March."""
        try:
            return closed_on.replace(year=closed_on.year + self.years)
        except ValueError:
            return date(closed_on.year + self.years, 3, 1)


@dataclass(frozen=True, slots=True)
class Selection:
    """The whole list. ``default`` holds for products without a line of their own, and for a case without parts."""

    default: Retention | None = None
    lines: tuple[Retention, ...] = ()
    export_days: int = 90  # how long the export of a destroyed case stays in the folder
    _by_product: dict[str, Retention] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of_product(self, product: str) -> Retention | None:
        """The line of a product; None when it has none and there is no default."""
        return self._by_product.get(product, self.default)

    def of_case(self, products: Iterable[str]) -> Retention | None:
        """The line that holds for a case with these products: one to keep before one to destroy, then the longest; None as above."""
        found = [self.of_product(product) for product in products] or [self.default]
        known = [line for line in found if line is not None]
        if len(known) < len(found):
            return None
        return max(known, key=lambda line: (line.nomination == KEEP, line.years))

    def __post_init__(self) -> None:
        self._by_product.update({product: line for line in self.lines for product in line.products})


LINE: Mapping[str, Key] = {
    "jaren": Key("years", whole, required=True),
    "nominatie": Key("nomination", one_of(DESTROY, KEEP), required=True),
    "categorie": Key("category", text, required=True),
    "bron": Key("source", text, required=True),
    "zekerheid": Key("confidence", one_of("gezien", "schatting"), required=True),
}
GROUP: Mapping[str, Key] = {**LINE, "producten": Key("products", several(slug), required=True)}


def read_selection(folder: Folder) -> Selection:
    """The list in ``selectielijst.toml``; what is wrong with it is noted in ``folder``."""
    content = folder.tables(FILE, "standaard", "regel", "uitvoer_dagen")
    default = folder.entry(FILE, "standaard", content["standaard"], Retention, LINE) if "standaard" in content else None
    tables: list[Any] = content.get("regel", [])
    lines = [folder.entry(FILE, f"regel {number}", table, Retention, GROUP) for number, table in enumerate(tables, 1)]
    days = folder.value(FILE, "", "uitvoer_dagen", content.get("uitvoer_dagen", 90), whole, 90)
    return Selection(default, tuple(line for line in lines if line), days)


def selection_faults(selection: Selection, products: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong between the list and the products, as (table, key, words): every product has exactly one line, or the default."""
    known = set(products)
    seen: dict[str, int] = {}
    for number, line in enumerate(selection.lines, 1):
        for product in line.products:
            if product not in known:
                yield f"regel {number}", "producten", f'onbekend product "{product}"'
            if seen.setdefault(product, number) != number:
                yield f"regel {number}", "producten", f'"{product}" staat ook in regel {seen[product]}'
    for product in sorted(known - seen.keys()) if selection.default is None else ():
        yield "standaard", "", f'product "{product}" heeft geen bewaartermijn, en er is geen [standaard]'
