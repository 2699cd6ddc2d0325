"""The zaaktypen of a practice gemeente: one per product, identificatie = the product's slug. Computed, so that nothing need be kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
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
KINDS = ("statustypen", "resultaattypen", "roltypen", "eigenschappen")
PROPERTIES = ("Inkomen", "Woonsituatie", "Hulpvraag")  #: what answers can be written to as well
ROLES = (("Initiator", "initiator"), ("Belanghebbende", "belanghebbende"), ("Behandelaar", "behandelaar"))
_IDS = uuid.UUID("0b8e1b44-3c53-4c0f-9c0d-0a3b6a0f7c52")
_SPAN = {"beginGeldigheid": None, "eindeGeldigheid": None, "beginObject": None, "eindeObject": None}
_STATUS_TYPE: Mapping[str, Any] = {
    "statustekst": "",
    "informeren": False,
    "doorlooptijd": None,
    "toelichting": None,
    "checklistitemStatustype": [],
    "eigenschappen": [],
    "zaakobjecttypen": [],
}
_RESULT_TYPE: Mapping[str, Any] = {
    "resultaattypeomschrijving": "",
    "selectielijstklasse": "",
    "toelichting": "",
    "archiefnominatie": "vernietigen",
    "archiefactietermijn": "P5Y",
    "brondatumArchiefprocedure": {
        "afleidingswijze": "afgehandeld",
        "datumkenmerk": "",
        "einddatumBekend": False,
        "objecttype": "",
        "registratie": "",
        "procestermijn": "P0D",
    },
    "procesobjectaard": "",
    "indicatieSpecifiek": None,
    "procestermijn": None,
    "besluittypen": [],
    "besluittypeOmschrijving": [],
    "informatieobjecttypen": [],
    "informatieobjecttypeOmschrijving": [],
}
_PROPERTY: Mapping[str, Any] = {
    "definitie": "Een antwoord uit de aanvraag",
    "specificatie": {"groep": "", "formaat": "tekst", "lengte": "250", "kardinaliteit": "1", "waardenverzameling": []},
    "toelichting": "",
    "statustype": None,
}
_CASE_TYPE: Mapping[str, Any] = {
    "omschrijvingGeneriek": "",
    "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
    "doel": "Oefenen",
    "aanleiding": "Een verzoek via Loket",
    "toelichting": "",
    "indicatieInternOfExtern": "extern",
    "handelingInitiator": "Aanvragen",
    "onderwerp": "Aanvraag",
    "handelingBehandelaar": "Behandelen",
    "doorlooptijd": "P91D",
    "servicenorm": "P91D",
    "opschortingEnAanhoudingMogelijk": True,
    "verlengingMogelijk": True,
    "verlengingstermijn": "P112D",
    "trefwoorden": [],
    "publicatieIndicatie": False,
    "publicatietekst": "",
    "verantwoordingsrelatie": [],
    "productenOfDiensten": [],
    "selectielijstProcestype": "",
    "referentieproces": {"naam": "", "link": ""},
    "concept": False,
    "verantwoordelijke": "",
    "broncatalogus": {"url": "", "domein": "", "rsin": ""},
    "bronzaaktype": {"url": "", "identificatie": "", "omschrijving": ""},
    "beginGeldigheid": "2024-04-02",
    "eindeGeldigheid": None,
    "versiedatum": "2024-04-02",
    "beginObject": "2024-04-02",
    "eindeObject": None,
    "eigenschappen": [],
    "informatieobjecttypen": [],
    "besluittypen": [],
    "deelzaaktypen": [],
    "gerelateerdeZaaktypen": [],
    "zaakobjecttypen": [],
}


class ZgwCatalogue:
    """The catalogue of one gemeente; entries are dicts with ``url``, as the API shows them."""

    def __init__(self, organisation: PracticeOrganisation) -> None:
        self._slug = organisation.slug
        self._url = self._link("catalogussen", "catalogus")
        self.case_types: dict[str, dict[str, Any]] = {}
        self.entries: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KINDS}
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
        self.case_types[url] = {
            **_CASE_TYPE,
            "url": url,
            "identificatie": product,
            "omschrijving": name[:80],
            "catalogus": self._url,
            "statustypen": [
                self._entry("statustypen", product, one, **_STATUS_TYPE, volgnummer=place, isEindstatus=place == len(names))
                for place, one in enumerate(names, 1)
            ],
            "resultaattypen": [
                self._entry("resultaattypen", product, one, **_RESULT_TYPE, omschrijvingGeneriek=generic) for one, generic in RESULTS
            ],
            "roltypen": [self._entry("roltypen", product, one, omschrijvingGeneriek=generic) for one, generic in ROLES],
            "eigenschappen": [self._property(product, one) for one in PROPERTIES],
        }

    def _entry(self, kind: str, product: str, name: str, **rest: Any) -> str:
        return self._keep(kind, product, name, {"omschrijving": name, "omschrijvingGeneriek": "", **rest})

    def _property(self, product: str, name: str) -> str:
        return self._keep("eigenschappen", product, name, {"naam": name, **_PROPERTY})

    def _keep(self, kind: str, product: str, name: str, told: Mapping[str, Any]) -> str:
        url = self._link(kind, f"{product}/{name}")
        linked = {"zaaktype": self._link("zaaktypen", product), "zaaktypeIdentificatie": product, "catalogus": self._url}
        self.entries[kind][url] = {"url": url, **linked, **_SPAN, **told}
        return url

    def _link(self, kind: str, name: str) -> str:
        return f"{ROOT}/{kind}/{uuid.uuid5(_IDS, f'{self._slug}/{kind}/{name}')}"
