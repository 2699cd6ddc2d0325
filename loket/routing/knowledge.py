"""What a desk knows of products beside the rules: papers, knowledge cards and forgotten rights (practice rules 9 and 12)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, condition, day, one_of, several, slug, text, whole, words, yes_no
from loket.routing.conditions import question_faults
from loket.routing.entries import Condition, Product, Question
from loket.routing.request import APPLICANT, ROLES

PAPERS, CARDS, RIGHTS = "papieren.toml", "kenniskaarten.toml", "vergeten_rechten.toml"
Fault = tuple[str, str, str]  # table, key, words


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper. Of one that is ``never_copied`` (identity documents) no copy is taken, whoever asks."""

    slug: str
    name: str
    explanation: str
    whose: str = APPLICANT
    never_copied: bool = False
    dated: bool = False  # the date on it matters: a bank statement, a letter
    valid_days: int = 365  # how long it counts as seen


@dataclass(frozen=True, slots=True)
class Card:
    """A knowledge card: what a colleague who knows this product would tell. ``slug`` is the product's."""

    slug: str
    for_whom: str
    papers: str
    how_long: str
    pitfalls: tuple[str, ...]
    never_promise: tuple[str, ...]
    whom_to_call: str
    source: str
    checked_on: date
    confidence: str  # gezien or schatting

    @property
    def indicative(self) -> bool:
        """Whether somebody still has to check it against a source."""
        return self.confidence != "gezien"


@dataclass(frozen=True, slots=True)
class ForgottenRight:
    """A product that people with these answers often miss. Shown only when the condition certainly holds."""

    slug: str
    product: str
    reason: str
    condition: Condition


PAPER: Mapping[str, Key] = {
    "naam": Key("name", words(80), required=True),
    "uitleg": Key("explanation", text, required=True),
    "van": Key("whose", one_of(*ROLES)),
    "nooit_kopie": Key("never_copied", yes_no),
    "met_datum": Key("dated", yes_no),
    "geldig_dagen": Key("valid_days", whole),
}
CARD: Mapping[str, Key] = {
    "voor_wie": Key("for_whom", text, required=True),
    "papieren": Key("papers", text, required=True),
    "hoe_lang": Key("how_long", text, required=True),
    "valkuilen": Key("pitfalls", several(text), required=True),
    "niet_beloven": Key("never_promise", several(text), required=True),
    "wie_bellen": Key("whom_to_call", text, required=True),
    "bron": Key("source", text, required=True),
    "nagekeken": Key("checked_on", day, required=True),
    "zekerheid": Key("confidence", one_of("gezien", "schatting"), required=True),
}
RIGHT: Mapping[str, Key] = {
    "product": Key("product", slug, required=True),
    "waarom": Key("reason", words(300), required=True),
    "als": Key("condition", condition, required=True),
}


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of it; what has no file is empty. ``rights`` are in the order of the file: the first ones are shown first."""

    papers: Mapping[str, PaperKind]
    cards: Mapping[str, Card]
    rights: tuple[ForgottenRight, ...]

    @property
    def summary(self) -> str:
        """How much there is, in a sentence."""
        return f"{len(self.papers)} soorten papieren, {len(self.cards)} kenniskaarten, {len(self.rights)} vergeten rechten."


NOTHING = Knowledge({}, {}, ())


def read_knowledge(folder: Folder) -> Knowledge:
    """The three files, each of which may be left out; what is wrong is noted in ``folder``."""
    rights = _tables(folder, RIGHTS, "recht")
    return Knowledge(
        papers=folder.named(PAPERS, "papier", _tables(folder, PAPERS, "papier"), PaperKind, PAPER),
        cards=folder.named(CARDS, "kenniskaart", _tables(folder, CARDS, "kenniskaart"), Card, CARD),
        rights=tuple(folder.named(RIGHTS, "recht", rights, ForgottenRight, RIGHT).values()),
    )


def _tables(folder: Folder, file: str, kind: str) -> Any:
    return folder.tables(file, kind).get(kind, {}) if folder.has(file) else {}


def knowledge_faults(
    knowledge: Knowledge, products: Mapping[str, Product], questions: Mapping[str, Question], broken: Collection[str]
) -> Iterator[Fault]:
    """What is wrong between these files, the products and the questions. Of entries in ``broken`` nothing is said."""
    for product in products.values():
        yield from _unknown(f"product.{product.slug}", "papieren", product.papers, knowledge.papers, broken)
        for kind in product.copies:
            if kind not in product.papers:
                yield f"product.{product.slug}", "kopie_gevraagd", f'"{kind}" staat niet bij papieren'
            elif kind in knowledge.papers and knowledge.papers[kind].never_copied:
                yield f"product.{product.slug}", "kopie_gevraagd", f'van "{kind}" wordt nooit een kopie gemaakt'
    for card in knowledge.cards.values():
        yield from _unknown(f"kenniskaart.{card.slug}", "", [card.slug], products, broken)
    for right in knowledge.rights:
        yield from _unknown(f"recht.{right.slug}", "product", [right.product], products, broken)
        yield from ((f"recht.{right.slug}", "als", fault) for fault in question_faults(right.condition, questions))


def _unknown(table: str, key: str, names: Iterable[str], known: Collection[str], broken: Collection[str]) -> Iterator[Fault]:
    for name in names:
        if name not in known and name not in broken:
            yield table, key, f'onbekend: "{name}"'
