"""The examples in the OpenAPI document: for each body that somebody sends by hand, for each answer from its own schema.

The numbers stand for any case; tests put real ones in their place and send every example.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loket.routing.catalogue import Catalogue
from loket.web.api_operations import JSON

CASE, PART = "L-7K3M9P2XQ4H", "L-7K3M9P2XQ4H-1"
MOMENT, DAY = "2026-11-23T09:30:00Z", "2026-12-14"
INSTANCE = "urn:uuid:019ab0c2-7f10-7c3e-9a51-2f6f0c1d8e44"
PROBLEM = "application/problem+json"
HEARS = "https://meldingen.organisatie.example/loket"
PUBLIC_KEY = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="  # RFC 8032, section 7.1
#: What a field of this name may hold, wherever it stands.
NAMED: Mapping[str, str] = {
    "zaaknummer": CASE,
    "deelzaaknummer": PART,
    "deelzaken": PART,
    "opvolger": "L-7K3M9P2XQ4H-2",
    "id": "019ab0c2-7f10-7c3e-9a51-2f6f0c1d8e44",
    **dict.fromkeys(("papier", "bezorgingId", "abonnementId", "sleutelId", "onderbrekingId"), "019ab0c2-7f10-7c3e-9a51-2f6f0c1d8e44"),
    "statustekst": "De organisatie heeft de aanvraag ontvangen.",
    "kenmerk": "2026-48213",
    "productnaam": "Bijstand",
    "product": "bijstand",
    "uitkomst": "toegekend",
    "toelichting": "U krijgt bijstand vanaf 1 december.",
    "reden": "De inwoner woont hier niet.",
    "mediatype": "application/pdf",
    "soort": "ontvangen",
    "versie": "2026-11-23",
    "Idempotency-Key": "mijn-eerste-vraag",
}

#: A body for each operation with which an organisation tells or arranges something for itself.
OF_AN_ORGANISATION: Mapping[str, dict[str, Any]] = {
    "deelzaakMelden": {"soort": "in-behandeling-genomen", "kenmerk": "2026-48213"},
    "abonnementMaken": {"adres": HEARS, "gebeurtenissen": ["nl.overheid.loket.zaak.gewijzigd"]},
    "abonnementWijzigen": {"gepauzeerd": True},
    "periodeHerhalen": {"van": "2026-11-23T00:00:00Z", "tot": "2026-11-24T00:00:00Z"},
    "onderbrekingAankondigen": {"van": "2099-01-03T20:00:00Z", "tot": "2099-01-04T06:00:00Z", "reden": "Onderhoud aan onze systemen."},
    "achterstandMelden": {"lijst": "vroegsignalering", "burgerservicenummer": "999992508", "gemeentecode": "0518"},
    "sleutelToevoegen": {"soort": "webhook", "sleutel": PUBLIC_KEY},
}


def requests(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """A body for each operation that takes one, by its id; with the loketten and organisations of this installation."""
    names = _names(catalogue)
    return {
        "zaakOpenen": {
            "levensgebeurtenis": next(iter(catalogue.life_events)),
            "aanvrager": {
                "burgerservicenummer": "999992508",
                "voornamen": "Willem",
                "geslachtsnaam": "Kierkegaard",
                "geboortedatum": "1981-04-27",
                "gemeentecode": "0518",  # no postcode: the published linter takes any name with "post" in it for an operation
            },
            "communicatiekanaal": "balie",
            "loket": names["loket"],
        },
        "zaakZoeken": {"geslachtsnaam": "Kierkegaard", "geboortedatum": "1981-04-27"},
        "contactmomentVastleggen": {
            "vraag": "Hoe staat het met mijn aanvraag?",
            "communicatiekanaal": "telefoon",
            "beantwoord": True,
            "gezegd": "De organisatie beslist uiterlijk over twee weken.",
        },
        "zaakIntrekken": {"deelzaken": [PART], "reden": "De inwoner heeft weer werk."},
        "deelzaakAanvullen": {"toelichting": "De inwoner heeft het huurcontract laten zien."},
        "deelzaakDoorzenden": {"organisatie": names["organisatie"], "reden": "Deze organisatie gaat erover."},
        **OF_AN_ORGANISATION,
        "statusMelden": _event(names["source"]),
        "notificatieOntvangen": {
            "kanaal": "zaken",
            "hoofdObject": "https://zaken.example/zaken/api/v1/zaken/019ab0c2-7f10-7c3e-9a51-2f6f0c1d8e44",
            "resource": "status",
            "resourceUrl": "https://zaken.example/zaken/api/v1/statussen/019ab0c2-7f10-7c3e-9a51-2f6f0c1d8e45",
            "actie": "create",
            "aanmaakdatum": MOMENT,
            "kenmerken": {},
        },
    }


def fill(document: dict[str, Any], catalogue: Catalogue) -> None:
    """Put an example at each body, good answer, problem and parameter of the document."""
    schemas, names, given = document["components"]["schemas"], _names(catalogue), requests(catalogue)
    for item in document["paths"].values():
        for described in item.values():
            for parameter in described["parameters"]:
                if (known := {**NAMED, **names}.get(parameter["name"])) is not None:
                    parameter["example"] = known
            for content in described.get("requestBody", {}).get("content", {}).values():
                example = given.get(described["operationId"])
                content["example"] = made_of(content["schema"], schemas, names) if example is None else example
            for answer in described["responses"].values():
                if JSON in answer.get("content", {}):
                    answer["content"][JSON]["example"] = made_of(answer["content"][JSON]["schema"], schemas, names)


def problem(status: int, code: str, title: str, detail: str) -> dict[str, Any]:
    """How an error with this status looks; a 400 names what is wrong."""
    told: dict[str, Any] = {"status": status, "title": title, "detail": detail, "instance": INSTANCE, "code": code}
    fault = {"location": {"pointer": "/veldnaam"}, "code": "onbekend-veld", "detail": "Het veld ‘veldnaam’ kennen wij niet."}
    return {**told, "errors": [fault]} if status == 400 else told


def made_of(schema: Mapping[str, Any], schemas: Mapping[str, Any], names: Mapping[str, str], name: str = "") -> Any:
    """A value that fits ``schema``; ``schemas`` are what it may refer to."""
    if "$ref" in schema:
        return made_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, names, name)
    for either in ("allOf", "anyOf", "oneOf"):
        if either in schema:
            return made_of(next((one for one in schema[either] if "$ref" in one), schema[either][0]), schemas, names, name)
    if "example" in schema or schema.get("enum"):
        return schema.get("example", schema.get("enum", [None])[0])
    if schema.get("type") == "object":
        return {key: made_of(inner, schemas, names, key) for key, inner in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [made_of(schema.get("items", {}), schemas, names, name)]
    return _single(schema, {**NAMED, **names}, name)


def _single(schema: Mapping[str, Any], known: Mapping[str, str], name: str) -> Any:
    kinds = {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": True}
    if schema.get("type") in kinds:
        return kinds[schema["type"]]
    formats = {"date-time": MOMENT, "date": DAY}
    return formats.get(schema.get("format", ""), known.get(name, "tekst"))


def _names(catalogue: Catalogue) -> dict[str, str]:
    """A loket and an organisation of this installation, and how that organisation calls itself in an event."""
    signing = next((one for one in catalogue.organisations.values() if one.event_source), None)
    return {
        "loket": next(iter(catalogue.counters), "loket"),
        "organisatie": signing.slug if signing else next(iter(catalogue.organisations), "organisatie"),
        "source": signing.event_source if signing else "",
    }


def _event(source: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": "f0a6e2a4-0d4e-4a52-9d2c-3e6b8a3f7c11",
        "source": source,
        "type": "nl.overheid.loket.deelzaak.besloten",
        "subject": PART,
        "time": MOMENT,
        "datacontenttype": "application/json",
        "data": {
            "kenmerk": "2026-48213",
            "uitkomst": "toegekend",
            "datumBesluit": "2026-11-23",
            "toelichting": "U krijgt het vanaf 1 december.",
        },
    }
