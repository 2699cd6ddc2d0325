"""What is reported at once when there is urgency (Snel melden, practice rule 8): ``config/spoed.toml``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from loket.cases.deadlines import Term
from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, mapping, several, slug, term, whole, words

FILE = "spoed.toml"
REASON_LENGTH = 300
#: The kinds of urgency that a desk knows; a case keeps the word.
OTHER = "anders"
KINDS = ("ontruiming", "afsluiting", "geen-inkomen", "geen-onderdak", OTHER)


@dataclass(frozen=True, slots=True)
class UrgentKind:
    """One kind of urgency: the products that go at once, and why."""

    slug: str
    products: tuple[str, ...]
    reason: str
    harm: int = 0  # how much harder a standstill hits this person: see ``Urgency.need``
    norm: Term | None = None  # by law or by agreement somebody moves within this term of the first knock


@dataclass(frozen=True, slots=True)
class Urgency:
    """Everything of the file: the kinds by slug, the questions on safety that come first, and how much a yes to a question weighs."""

    kinds: Mapping[str, UrgentKind] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)

    def products_for(self, kind: str | None) -> tuple[str, ...]:
        """What goes at once for this kind; nothing when the file does not say."""
        found = self.kinds.get(kind or "")
        return found.products if found else ()

    def need(self, answers: Mapping[str, object], kind: str | None, *, urgent: bool) -> int:
        """How hard a standstill hits somebody who gave these answers, in urgency of this kind or another: a number without a story."""
        found = self.kinds.get(kind or OTHER) if urgent else None
        return (found.harm if found else 0) + sum(weight for question, weight in self.weights.items() if answers.get(question) is True)


def read_urgency(folder: Folder, products: Collection[str], questions: Collection[str]) -> Urgency:
    """The kinds in ``spoed.toml``; without that file nothing goes at once. Faults go to ``folder``."""
    if not folder.has(FILE):
        return Urgency()
    content = folder.tables(FILE, "vragen", "spoed", "zwaarte")
    weights: Mapping[str, int] = folder.value(FILE, "", "zwaarte", content.get("zwaarte", {}), mapping(slug, whole), {})
    first = folder.value(FILE, "", "vragen", content.get("vragen", []), several(slug), ())
    kinds = folder.named(FILE, "spoed", content.get("spoed", {}), UrgentKind, KIND)
    for table, key, fault in _faults(kinds, (*first, *weights), {*products, *folder.broken}, {*questions, *folder.broken}):
        folder.fault(FILE, table, key, fault)
    return Urgency(kinds, tuple(first), weights)


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
    "zwaarte": Key("harm", whole),
    "norm": Key("norm", term),
}
