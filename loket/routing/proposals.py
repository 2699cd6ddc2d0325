"""What the rules answer with: plain values for ``intake``, the API and the form."""

from __future__ import annotations

from dataclasses import dataclass

from loket.routing.entries import Gemeente
from loket.routing.request import APPLICANT


@dataclass(frozen=True, slots=True)
class GemeenteFound:
    """Which gemeente is competent, and how that is known: inschrijving, gekozen, postcode or onduidelijk (then with candidates)."""

    code: str | None
    how: str
    candidates: tuple[Gemeente, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One part to be made: this product at this organisation. ``waits_for`` is the product of another route of the same proposal."""

    product: str
    organisation: str
    way: str  # aanvragen or melden
    for_role: str
    reason: str
    ground: str
    waits_for: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What makes no part: vanzelf, zelf-doen, waarschuwing or botsing."""

    way: str
    words: str
    for_role: str = APPLICANT
    product: str | None = None
    organisation: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules make of a request. ``unroutable`` are products that nobody known carries out for this person."""

    life_event: str | None
    gemeente_code: str | None
    routes: tuple[Route, ...]
    lines: tuple[Line, ...]
    unroutable: tuple[str, ...]
    needs_gemeente: bool
    hidden: frozenset[str] = frozenset()  # questions that need no answer, because they are not shown


@dataclass(frozen=True, slots=True)
class Wish:
    """A product to be routed: from a row of the life event, or added by the employee."""

    product: str
    organisation: str | None
    way: str
    for_role: str
    reason: str
    until: str | None = None
