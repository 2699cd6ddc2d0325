"""The entries of the catalogue, as plain frozen values. The Dutch keys of ``config/`` are translated in ``catalogue_tables``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from loket.cases.deadlines import Term
from loket.routing.norm_entries import GENERAL_NORMS
from loket.routing.norm_entries import DeskNorms as DeskNorms
from loket.routing.norm_entries import Norms as Norms

#: The executor of a product that every gemeente carries out, and of a product that every organisation has.
GEMEENTE = "gemeente"
EVERYONE = "iedereen"
#: The product that every organisation has: what it is asked to look at when nothing else fits (Awb 2:3).
GENERAL = "algemeen-verzoek"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation that can get a part. ``oin`` has 20 positions; ``secrets`` names environment variables, the newest first."""

    slug: str
    name: str
    short_name: str
    oin: str
    adapter: str  # a name in the adapter registry
    system: str = "zaken"  # the last part of urn:nld:oin:<oin>:systeem:<system>
    address: str | None = None  # base URL without a trailing slash; None for the worklist
    options: Mapping[str, Any] | None = None  # for the adapter
    secrets: tuple[str, ...] = ()
    tls: Mapping[str, str] | None = None  # client_certificaat, client_sleutel, ca → environment variables that name PEM files
    private_networks: tuple[str, ...] = ()  # where its address may lie, beside public ones
    limit: int = 4  # calls under way at once
    deadline: float = 20.0  # seconds for one whole call
    norms: Norms = GENERAL_NORMS
    collects: bool = False  # it collects what people owe: it can be asked to wait
    gemeente_code: str | None = None
    telephone: str | None = None
    professionals_line: str | None = None  # for colleagues, not for the citizen
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    @property
    def event_source(self) -> str:
        """The CloudEvents ``source`` of this organisation's messages; compared as an exact string."""
        return f"urn:nld:oin:{self.oin}:systeem:{self.system}"


@dataclass(frozen=True, slots=True)
class Executor:
    """Who carries out a gemeente's product instead of the gemeente itself (mandate or transfer)."""

    gemeente_code: str
    product: str
    organisation: str
    ground: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """A loket: a place where a request is taken in. Its postcode never decides which gemeente is competent."""

    slug: str
    name: str
    organisation: str
    address: str = ""
    telephone: str = ""
    website: str = ""
    gemeente_code: str | None = None
    hours: tuple[str, ...] = ()  # as people say them: "maandag tot en met vrijdag 9.00-17.00"
    mobile: bool = False  # no fixed place: a bus, a visit at home
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition (``mits``): a tree of ``alle``/``een``/``niet`` over leaves. ``spec`` is the checked TOML table itself.

    Evaluated by ``routing.conditions.holds`` to True, False or None (unknown: counts as true for proposing).
    Its leaves are those of ``routing.conditions.KINDS``, explained under *Conditions* in ``docs/catalogue.md``.
    """

    spec: Mapping[str, Any]
    words: str  # the same in plain Dutch, for the reason on screen


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """A follow-up that cannot start before another part's outcome (only where waiting costs the citizen nothing)."""

    product: str
    outcomes: tuple[str, ...]  # Outcome values that set it going
    days: int  # the wait has a last day, counted from the request


@dataclass(frozen=True, slots=True)
class Product:
    """Something a citizen can apply for or report, carried out by an organisation, by each gemeente, or by every organisation."""

    slug: str
    name: str
    executor: str  # an organisation's slug, GEMEENTE or EVERYONE
    law: str
    ground: str  # legal ground for sending the data
    purpose: str
    term: Term | None  # decision term; None where there is no decision
    extension: Term | None
    right_from: str  # "aanvraag" or "melding" (P-wet 44)
    fields: Mapping[str, tuple[str, ...]]  # per role the fields of a person that it gets: the allow-list
    questions: tuple[str, ...]  # question keys it gets
    required: tuple[str, ...]  # questions it cannot start without
    bsn: bool  # may get a BSN; which person's follows from ``fields``
    waits_for: WaitsFor | None
    apply_by: str | None  # the citizen's own last day, in words
    apply_by_days: int | None  # the same in days after the answer to ``apply_by_question``
    apply_by_question: str | None
    earliest: str | None
    delivers: bool  # granted is not yet delivered
    sensitive: str | None  # gevoelig: health, debts, criminal law, youth
    valid_from: date | None
    valid_to: date | None
    source: str
    checked_at: date | None
    confidence: str  # gezien, tegenstrijdig or schatting: the last two are shown as indicative
    note: str = ""
    papers: tuple[str, ...] = ()  # kinds of config/papieren.toml that it needs
    copies: tuple[str, ...] = ()  # those of which it wants a copy
    norms: Mapping[str, int] = field(default_factory=dict)  # fields of Norms that differ for this product
    points_at: tuple[str, ...] = ()  # the products that come first when this one is refused
    news_days: int | None = None  # how long a citizen may hear nothing while this runs; None: as for everybody
    secret_address: str | None = None  # why it needs an address that is secret (Wet BRP 2.59); None: it does not get one

    @property
    def indicative(self) -> bool:
        """Whether its terms must be shown as indicative."""
        return self.confidence != "gezien"

    def applied(self) -> dict[str, Any]:
        """The terms as applied, kept with each part (practice rule 31)."""
        return {
            "naam": self.name,
            "termijn": str(self.term) if self.term else None,
            "verlenging": str(self.extension) if self.extension else None,
            "wet": self.law,
            "doel": self.purpose,
            "rechtVanaf": self.right_from,
            "indicatief": self.indicative,
            "levert": self.delivers,
            "gevoelig": self.sensitive,
        }


@dataclass(frozen=True, slots=True)
class Question:
    """One question, asked once for all products that need it."""

    key: str
    type: str  # ja-nee, keuze, meerkeuze, getal, bedrag, datum, tekst
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (value, words)
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    max_length: int = 500
    shown_if: Condition | None = None
    valid_days: int = 0  # how long an answer counts without asking again; 0: ask each time
    voluntary: bool = False  # may be skipped: no answer counts as no, and it is never asked for afterwards
    sensitive: str | None = None  # gevoelig: its answer is shown elsewhere only to who proved who they are


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a life event: a product, how it is done, for whom, on which condition."""

    product: str | None  # None for a line that is no product of an organisation
    organisation: str | None  # fixed organisation where the product's executor is EVERYONE; else None
    way: str  # aanvragen, melden, vanzelf, zelf-doen, waarschuwing
    for_role: str
    condition: Condition | None
    reason: str  # plain Dutch: why this belongs to the event
    name: str = ""  # for lines without a product
    until: str | None = None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happens in a life and touches several organisations."""

    slug: str
    name: str
    explanation: str
    tone: str | None
    sensitive: str | None
    rows: tuple[Row, ...]
    questions: tuple[str, ...]  # asked for the conditions of the rows, before the products are known
    source: str
    confidence: str
    valid_from: date | None = None
    valid_to: date | None = None
    crisis: str | None = None  # what every desk reads while it lasts (practice rule 27)

    def holds_on(self, day: date) -> bool:
        """Whether somebody can ask for help with it on that day; a case that was opened before its end goes on."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True)
class Collision:
    """Two schemes that bite: warned of at intake (``when``) and again at every outcome (``outcomes``: product → outcome values)."""

    slug: str
    words: str
    when: Condition | None
    products: tuple[str, ...]  # all of these in the case; empty: the condition alone decides
    outcomes: Mapping[str, tuple[str, ...]]
    life_events: tuple[str, ...] = ()  # empty: any


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A current gemeente."""

    code: str
    name: str
    oin: str
    rsin: str
