"""The zaaktypen of a practice gemeente: one per product, identificatie = the product's slug. Computed, so that nothing need be kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from loket.practice.organisations import PracticeOrganisation

ROOT = "@/catalogi/api/v1"  #: ``@`` stands for the root of the gemeente's APIs, in everything that is kept
RECEIVED, TAKEN_UP, CARRIED_OUT, CLOSED = "Aanvraag ontvangen", "In behandeling genomen", "Uitgevoerd", "Afgehandeld"
DECIDED = "Besluit genomen"
#: (omschrijving, omschrijvingGeneriek) of what a zaak can end with
RESULTS = (
    ("Toegekend", "Toegekend"),
    ("Deels toegekend", "Toegekend"),
    ("Afgewezen", "Afgewezen"),
    ("Niet bevoegd", "Afgebroken"),
    ("Al geregeld", "Afgebroken"),
    ("Ingetrokken", "Ingetrokken"),
)
ROLES = (("Initiator", "initiator"), ("Belanghebbende", "belanghebbende"), ("Behandelaar", "behandelaar"))
_IDS = uuid.UUID("0b8e1b44-3c53-4c0f-9c0d-0a3b6a0f7c52")
_EMPTY_SPAN = {"beginGeldigheid": None, "eindeGeldigheid": None, "beginObject": None, "eindeObject": None}


class ZgwCatalogue:
    """The catalogue of one gemeente; entries are dicts with ``url``, as the API shows them."""

    def __init__(self, organisation: PracticeOrganisation) -> None:
        self._slug, self._rsin = organisation.slug, organisation.rsin
        self._url = self._link("catalogussen", "catalogus")
        self.case_types: dict[str, dict[str, Any]] = {}
        self.entries: dict[str, dict[str, dict[str, Any]]] = {"statustypen": {}, "resultaattypen": {}, "roltypen": {}}
        for product, name in organisation.products.items():
            self._add(product, name, product in organisation.delivers)

    def of(self, kind: str, case_type: str) -> list[dict[str, Any]]:
        """The statustypen, resultaattypen or roltypen of the zaaktype with that URL, in order."""
        return [entry for entry in self.entries[kind].values() if entry["zaaktype"] == case_type]

    def named(self, kind: str, case_type: str, name: str) -> dict[str, Any] | None:
        """The one that is called ``name``; None when the zaaktype has none of that name."""
        return next((entry for entry in self.of(kind, case_type) if entry["omschrijving"] == name), None)

    def product(self, case_type: str) -> str:
        """The product of the zaaktype with that URL."""
        return str(self.case_types[case_type]["identificatie"])

    def _add(self, product: str, name: str, delivers: bool) -> None:
        names = (RECEIVED, TAKEN_UP, *((DECIDED, CARRIED_OUT) if delivers else ()), CLOSED)
        url = self._link("zaaktypen", product)
        ends = {"volgnummer": len(names)}
        statuses = [
            self._entry("statustypen", product, one, volgnummer=place, isEindstatus=place == ends["volgnummer"], informeren=False)
            for place, one in enumerate(names, 1)
        ]
        results = [
            self._entry("resultaattypen", product, one, omschrijvingGeneriek=generic, archiefnominatie="vernietigen")
            for one, generic in RESULTS
        ]
        roles = [self._entry("roltypen", product, one, omschrijvingGeneriek=generic) for one, generic in ROLES]
        self.case_types[url] = self._case_type(product, name, statuses, results, roles)

    def _case_type(self, product: str, name: str, *linked: Iterable[str]) -> dict[str, Any]:
        statuses, results, roles = (list(urls) for urls in linked)
        return {
            "url": self._link("zaaktypen", product),
            "identificatie": product,
            "omschrijving": name[:80],
            "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
            "doorlooptijd": "P91D",
            "servicenorm": "P91D",
            "opschortingEnAanhoudingMogelijk": True,
            "verlengingMogelijk": True,
            "verlengingstermijn": "P112D",
            "concept": False,
            "beginGeldigheid": "2024-04-02",
            "eindeGeldigheid": None,
            "versiedatum": "2024-04-02",
            "catalogus": self._url,
            "statustypen": statuses,
            "resultaattypen": results,
            "eigenschappen": [],
            "roltypen": roles,
        }

    def _entry(self, kind: str, product: str, name: str, **rest: Any) -> str:
        url = self._link(kind, f"{product}/{name}")
        linked = {"zaaktype": self._link("zaaktypen", product), "zaaktypeIdentificatie": product, "catalogus": self._url}
        self.entries[kind][url] = {"url": url, "omschrijving": name, "omschrijvingGeneriek": "", **linked, **rest, **_EMPTY_SPAN}
        return url

    def _link(self, kind: str, name: str) -> str:
        return f"{ROOT}/{kind}/{uuid.uuid5(_IDS, f'{self._slug}/{kind}/{name}')}"
