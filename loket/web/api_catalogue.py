"""The catalogue for programs: what can be asked, of whom, with which questions."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from loket.routing.catalogue import Catalogue
from loket.routing.entries import LifeEvent, Organisation, Product, Question
from loket.web.api_operations import Answer
from loket.web.api_routes import by_client
from loket.web.parts import parts


@by_client(
    id="catalogusOpvragen",
    method="GET",
    path="/catalogus",
    tag="Catalogus",
    summary="Levensgebeurtenissen, producten, vragen, organisaties en loketten",
    headers=("If-None-Match",),
    answers={200: Answer("De catalogus.", "Catalogus", ("ETag",)), 304: Answer("Er is niets veranderd.", None, ("ETag",))},
)
def read_catalogue() -> ResponseReturnValue:
    catalogue = parts().catalogue
    headers = {"ETag": f'"{catalogue.version}"'}
    if request.if_none_match.contains_weak(catalogue.version):
        return Response(status=304, headers=headers)
    return shown(catalogue), 200, headers


def shown(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as JSON."""
    return {
        "versie": catalogue.version,
        "levensgebeurtenissen": [_event(event) for event in catalogue.life_events.values()],
        "producten": [_product(product) for product in catalogue.products.values()],
        "vragen": [_question(question) for question in catalogue.questions.values()],
        "organisaties": [_organisation(organisation) for organisation in catalogue.organisations.values()],
        "loketten": [
            {"loket": counter.slug, "naam": counter.name, "organisatie": counter.organisation} for counter in catalogue.counters.values()
        ],
    }


def _event(event: LifeEvent) -> dict[str, Any]:
    rows = [
        {
            "product": row.product,
            "organisatie": row.organisation,
            "wijze": row.way,
            "voor": row.for_role,
            "mits": row.condition.words if row.condition else None,
            "reden": row.reason,
        }
        for row in event.rows
    ]
    return {
        "levensgebeurtenis": event.slug,
        "naam": event.name,
        "toelichting": event.explanation,
        "gevoelig": event.sensitive is not None,
        "geldigVanaf": event.valid_from.isoformat() if event.valid_from else None,
        "geldigTot": event.valid_to.isoformat() if event.valid_to else None,
        "vragen": list(event.questions),
        "regels": rows,
    }


def _product(product: Product) -> dict[str, Any]:
    return {
        "product": product.slug,
        "naam": product.name,
        "uitvoerder": product.executor,
        "wet": product.law,
        "grondslag": product.ground,
        "doel": product.purpose,
        "beslistermijn": str(product.term) if product.term else None,
        "indicatief": product.indicative,
        "vragen": list(product.questions),
        "verplichteVragen": list(product.required),
        "gevoelig": product.sensitive is not None,
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "vraag": question.key,
        "soort": question.type,
        "tekst": question.label,
        "uitleg": question.help,
        "keuzes": [{"waarde": value, "tekst": words} for value, words in question.choices],
        "vrijwillig": question.voluntary,
        "alleenAls": question.shown_if.words if question.shown_if else None,
    }


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {"organisatie": organisation.slug, "naam": organisation.name, "korteNaam": organisation.short_name}
