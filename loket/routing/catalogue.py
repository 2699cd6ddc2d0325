"""The catalogue: everything from ``config/`` as one frozen value.

Loaded once by :mod:`loket.routing.catalogue_files` and checked by :mod:`loket.routing.catalogue_check`; nothing here does I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from loket.adapters.port import PULL
from loket.cases.deadlines import Calendar, Term
from loket.routing.arrears.lists import Arrears
from loket.routing.concepts import Concepts
from loket.routing.entries import (
    EVERYONE,
    GEMEENTE,
    Collision,
    Counter,
    DeskNorms,
    Executor,
    Gemeente,
    LifeEvent,
    Organisation,
    Product,
    Question,
)
from loket.routing.grounds import Ground
from loket.routing.knowledge import NOTHING, Knowledge
from loket.routing.mandate import Mandate
from loket.routing.programmes import Programme
from loket.routing.register import Processing
from loket.routing.selection import Selection
from loket.routing.service_points import ServicePoint
from loket.routing.sign_in import ClaimMap
from loket.routing.tailored.talk_kinds import TalkKind
from loket.routing.urgency import Urgency


@dataclass(frozen=True)
class Catalogue:
    """Everything from ``config/``, checked. ``version`` is a SHA-256 over the files, kept with each case."""

    version: str
    organisations: Mapping[str, Organisation]
    executors: tuple[Executor, ...]
    counters: Mapping[str, Counter]
    products: Mapping[str, Product]
    questions: Mapping[str, Question]
    life_events: Mapping[str, LifeEvent]
    collisions: tuple[Collision, ...]
    gemeenten: Mapping[str, Gemeente]
    successors: Mapping[str, str]  # abolished gemeentecode → final successor
    postcodes: Mapping[str, tuple[tuple[str, float], ...]]  # PC4 → (gemeentecode, share of area)
    calendar: Calendar
    retry_steps: tuple[float, ...]  # seconds between tries
    aow_ages: Mapping[int, int]  # year in which the age is reached → months
    objection: Term
    register: tuple[Processing, ...] = ()  # the article 30 register, every version
    activities: Mapping[str, str] = field(default_factory=dict)  # action → URI in that register
    grounds: tuple[Ground, ...] = ()
    sign_in: ClaimMap | None = None  # None: no login provider can be used
    selection: Selection = field(default_factory=Selection)
    urgency: Urgency = field(default_factory=Urgency)
    knowledge: Knowledge = NOTHING
    desk_norms: DeskNorms = field(default_factory=DeskNorms)
    oin: str | None = None  # of this installation, in the source of its events
    service_points: tuple[ServicePoint, ...] = ()
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    mandates: tuple[Mandate, ...] = ()
    concepts: Mapping[str, Concepts] = field(default_factory=dict)  # by product
    talks: Mapping[str, TalkKind] = field(default_factory=dict)
    arrears: Arrears = field(default_factory=Arrears)
    places: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)  # "product.ww" → its file, for messages
    _by_source: dict[str, Organisation] = field(default_factory=dict, init=False, repr=False, compare=False)

    def executor_of(self, product: Product, gemeente_code: str | None, on: date) -> str | None:
        """The organisation that carries out ``product`` for an inhabitant of ``gemeente_code`` on that day; None if unknown."""
        if product.executor != GEMEENTE:
            return None if product.executor == EVERYONE else product.executor
        for row in self.executors:
            if (row.gemeente_code, row.product) == (gemeente_code, product.slug) and _valid(row.valid_from, row.valid_to, on):
                return row.organisation
        return f"gemeente-{gemeente_code}" if gemeente_code in self.gemeenten else None

    @property
    def sensitive(self) -> frozenset[str]:
        """The products of which only who may see the content learns who has them (practice rule 20)."""
        return frozenset(slug for slug, product in self.products.items() if product.sensitive)

    def life_events_on(self, day: date) -> tuple[LifeEvent, ...]:
        """The life events that one can ask help with on that day."""
        return tuple(event for event in self.life_events.values() if event.holds_on(day))

    def crises(self, day: date | None = None) -> tuple[LifeEvent, ...]:
        """The life events of a crisis, with ``day`` only those of that day."""
        return tuple(event for event in self.life_events.values() if event.crisis and (day is None or event.holds_on(day)))

    def pulls(self, slug: str) -> bool:
        """Whether this organisation has no door of its own: its messages wait until it fetches them."""
        found = self.organisations.get(slug)
        return found is not None and found.adapter == PULL

    def counter_on(self, slug: str, on: date) -> Counter | None:
        """The loket with this slug, if it is there on that day."""
        found = self.counters.get(slug)
        return found if found and _valid(found.valid_from, found.valid_to, on) else None

    def organisation_by_source(self, source: str) -> Organisation | None:
        """The organisation whose event source is exactly ``source``."""
        return self._by_source.get(source)

    def products_of(self, organisation: Organisation) -> Iterator[Product]:
        """The products that ``organisation`` can be asked for."""
        for product in self.products.values():
            own = product.executor in (organisation.slug, EVERYONE) or (product.executor == GEMEENTE and organisation.gemeente_code)
            if own or any(row.organisation == organisation.slug and row.product == product.slug for row in self.executors):
                yield product

    def __post_init__(self) -> None:
        self._by_source.update({organisation.event_source: organisation for organisation in self.organisations.values()})


def _valid(first: date | None, last: date | None, on: date) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)
