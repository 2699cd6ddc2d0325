"""The mandates (Awb 10:1 to 10:12, ``config/mandaten.toml``): who may act in the name of which organisation, for which product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from loket.adapters.port import Verb
from loket.cases.models import Referral
from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, day, nested, one_of, several, slug, text, words
from loket.routing.entries import Organisation, Product

if TYPE_CHECKING:
    from loket.routing.context import Actor

FILE = "mandaten.toml"

#: What a mandate can name → the status report that it stands for.
ACTS: Mapping[str, Verb] = {
    "ontvangst-vastleggen": Verb.RECEIVED,
    "in-behandeling-nemen": Verb.TAKEN_UP,
    "opschorten": Verb.SUSPENDED,
    "hervatten": Verb.RESUMED,
    "verdagen": Verb.EXTENDED,
    "besluiten": Verb.DECIDED,
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a mandate (Awb 10:1): everybody who acts from this organisation, or these accounts, or both."""

    organisation: str | None = None
    accounts: tuple[str, ...] = ()

    def is_held_by(self, actor: Actor) -> bool:
        """Whether this is them."""
        return actor.name in self.accounts or (self.organisation is not None and actor.organisation == self.organisation)


@dataclass(frozen=True, slots=True)
class Mandate:
    """One mandate: what may be done by whom in the name of this organisation, for one product, on which basis; the last day counts."""

    holder: Holder
    organisation: str
    product: str
    acts: tuple[str, ...]
    basis: str
    source: str
    valid_from: date
    valid_to: date | None

    def covers(self, actor: Actor, part: Referral, verb: Verb, today: date) -> bool:
        """Whether it lets them do this to that part today (Awb 10:3: a mandate is given to somebody)."""
        named = (self.organisation, self.product) == (part.organisation, part.product) and any(ACTS[act] is verb for act in self.acts)
        return self.holder.is_held_by(actor) and named and self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)


def mandate_for(mandates: Iterable[Mandate], actor: Actor, part: Referral, verb: Verb, today: date) -> Mandate | None:
    """The first mandate that covers it; None: they may not do it here."""
    return next((one for one in mandates if one.covers(actor, part, verb, today)), None)


def read_mandates(folder: Folder) -> tuple[Mandate, ...]:
    """The mandates in the order of the file; without the file there are none. What they name is checked later."""
    tables = folder.tables(FILE, "mandaat").get("mandaat", []) if folder.has(FILE) else []
    entries = [folder.entry(FILE, f"mandaat {number}", table, Mandate, MANDATE) for number, table in enumerate(tables, 1)]
    return tuple(entry for entry in entries if entry is not None)


def mandate_faults(
    mandates: Iterable[Mandate], organisations: Mapping[str, Organisation], offered: Mapping[str, set[str]], products: Mapping[str, Product]
) -> Iterator[tuple[str, str, str]]:
    """(table, key, words) of what does not fit. ``offered`` are the products of each organisation that a mandate names."""
    for number, one in enumerate(mandates, 1):
        table = f"mandaat {number}"
        if one.organisation not in organisations:
            yield table, "organisatie", f'onbekend: organisatie "{one.organisation}"'
        elif one.product not in offered[one.organisation]:
            yield table, "product", f'"{one.product}" is geen product van "{one.organisation}"'
        elif "besluiten" in one.acts and products[one.product].term is None:
            yield table, "handelingen", f'op "{one.product}" volgt geen besluit'
        if one.holder.organisation is None and not one.holder.accounts:
            yield table, "gemandateerde", "noem een organisatie of accounts"
        elif one.holder.organisation is not None and one.holder.organisation not in organisations:
            yield table, "gemandateerde.organisatie", f'onbekend: organisatie "{one.holder.organisation}"'


HOLDER: Mapping[str, Key] = {"organisatie": Key("organisation", slug), "accounts": Key("accounts", several(text))}
MANDATE: Mapping[str, Key] = {
    "gemandateerde": Key("holder", nested(Holder, HOLDER), required=True),
    "organisatie": Key("organisation", slug, required=True),
    "product": Key("product", slug, required=True),
    "handelingen": Key("acts", several(one_of(*ACTS)), required=True),
    "grondslag": Key("basis", words(200), required=True),
    "bron": Key("source", words(300), required=True),
    "geldig_vanaf": Key("valid_from", day, required=True),
    "geldig_tot": Key("valid_to", day, default=None),
}
