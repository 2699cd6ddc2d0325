"""What is reported at once when there is urgency (Snel melden, practice rule 8): ``config/spoed.toml``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, several, slug, words

FILE = "spoed.toml"
REASON_LENGTH = 300
#: The kinds of urgency that a desk knows; a case keeps the word.
KINDS = ("ontruiming", "afsluiting", "geen-inkomen", "geen-onderdak", "anders")


@dataclass(frozen=True, slots=True)
class UrgentKind:
    """One kind of urgency: the products that go at once, and why."""

    slug: str
    products: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Urgency:
    """Everything of the file: the kinds by slug, and the questions on safety that come first."""

    kinds: Mapping[str, UrgentKind] = field(default_factory=dict)
    questions: tuple[str, ...] = ()

    def products_for(self, kind: str | None) -> tuple[str, ...]:
        """What goes at once for this kind; nothing when the file does not say."""
        found = self.kinds.get(kind or "")
        return found.products if found else ()


def read_urgency(folder: Folder, products: Collection[str], questions: Collection[str]) -> Urgency:
    """The kinds in ``spoed.toml``; without that file nothing goes at once. Faults go to ``folder``."""
    if not folder.has(FILE):
        return Urgency()
    content = folder.tables(FILE, "vragen", "spoed")
    first = folder.value(FILE, "", "vragen", content.get("vragen", []), several(slug), ())
    kinds = folder.named(FILE, "spoed", content.get("spoed", {}), UrgentKind, KIND)
    for table, key, fault in _faults(kinds, first, {*products, *folder.broken}, {*questions, *folder.broken}):
        folder.fault(FILE, table, key, fault)
    return Urgency(kinds, tuple(first))


def _faults(
    kinds: Mapping[str, UrgentKind], first: Collection[str], products: Collection[str], questions: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    for kind in kinds.values():
        if kind.slug not in KINDS:
            yield f"spoed.{kind.slug}", "", f"onbekende soort; wel bekend: {', '.join(KINDS)}"
        for product in kind.products:
            if product not in products:
                yield f"spoed.{kind.slug}", "producten", f'onbekend: product "{product}"'
    for question in first:
        if question not in questions:
            yield "", "vragen", f'onbekend: vraag "{question}"'


KIND: Mapping[str, Key] = {
    "producten": Key("products", several(slug), required=True),
    "reden": Key("reason", words(REASON_LENGTH), required=True),
}
