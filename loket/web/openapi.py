"""The OpenAPI document, made from the operations and the schemas that the API itself uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Response, current_app, json
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from loket.routing.catalogue import Catalogue
from loket.web import (
    api_examples,
    schema_actions,
    schema_answers,
    schema_arrears,
    schema_deliveries,
    schema_downtime,
    schema_intake,
    schema_keys,
    schema_pull,
    schema_subscriptions,
    schema_zgw,
)
from loket.web.api_operations import JSON, OPERATIONS, Answer, Operation, operation
from loket.web.api_routes import PREFIX, blueprint
from loket.web.callbacks_in import by_notification_header, by_signature
from loket.web.keys import by_key
from loket.web.parts import parts
from loket.web.problems import BROKEN, WORDS
from loket.web.security_headers import API_VERSION

COMPONENTS: Mapping[str, type[Schema]] = {
    "ZaakAanvraag": schema_intake.ZaakAanvraagSchema,
    "Zoekvraag": schema_actions.ZoekvraagSchema,
    "Contactmoment": schema_actions.ContactmomentSchema,
    "Intrekking": schema_actions.IntrekkingSchema,
    "Aanvulling": schema_actions.AanvullingSchema,
    "Doorzending": schema_actions.DoorzendingSchema,
    "Statusmelding": schema_actions.StatusmeldingSchema,
    "Notificatie": schema_actions.NotificatieSchema,
    "Zaak": schema_answers.ZaakSchema,
    "GeopendeZaak": schema_answers.GeopendeZaakSchema,
    "DoorgezondenZaak": schema_answers.DoorgezondenZaakSchema,
    "Zoekresultaat": schema_answers.ZoekresultaatSchema,
    "Tijdlijn": schema_answers.TijdlijnSchema,
    "Ontvangstbevestiging": schema_answers.OntvangstbevestigingSchema,
    "Catalogus": schema_answers.CatalogusSchema,
    "Papieren": schema_answers.PapierenSchema,
    "AbonnementAanvraag": schema_subscriptions.AbonnementAanvraagSchema,
    "AbonnementWijziging": schema_subscriptions.AbonnementWijzigingSchema,
    "Abonnement": schema_subscriptions.AbonnementSchema,
    "NieuwAbonnement": schema_subscriptions.NieuwAbonnementSchema,
    "Abonnementen": schema_subscriptions.AbonnementenSchema,
    "NieuwGeheim": schema_subscriptions.NieuwGeheimSchema,
    "Testuitslag": schema_subscriptions.TestuitslagSchema,
    "Deelzaken": schema_pull.DeelzakenSchema,
    "EigenDeelzaak": schema_pull.EigenDeelzaakSchema,
    "EigenStatusmelding": schema_pull.EigenStatusmeldingSchema,
    "Bezorgingen": schema_deliveries.BezorgingenSchema,
    "BezorgingMetPogingen": schema_deliveries.BezorgingMetPogingenSchema,
    "Herhaling": schema_deliveries.HerhalingSchema,
    "Herhaald": schema_deliveries.HerhaaldSchema,
    "Onderbreking": schema_downtime.OnderbrekingSchema,
    "AangekondigdeOnderbreking": schema_downtime.AangekondigdeOnderbrekingSchema,
    "Onderbrekingen": schema_downtime.OnderbrekingenSchema,
    "Achterstand": schema_arrears.AchterstandSchema,
    "AchterstandGenoteerd": schema_arrears.AchterstandGenoteerdSchema,
    "ZgwZaken": schema_zgw.ZgwZakenSchema,
    "SleutelToevoeging": schema_keys.SleutelToevoegingSchema,
    "Sleutel": schema_keys.SleutelSchema,
    "Sleutels": schema_keys.SleutelsSchema,
    "Probleem": schema_answers.ProbleemSchema,
}
SECURITY = {by_key: ("sleutel",), by_signature: ("handtekening", "token"), by_notification_header: ("notificatiesleutel",)}
SCHEMES = {
    "sleutel": {"type": "http", "scheme": "bearer", "description": "De sleutel van het loket of de organisatie."},
    "handtekening": {"type": "apiKey", "in": "header", "name": "webhook-signature", "description": "Standard Webhooks 1.0.0: v1a of v1."},
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Een JWT van de organisatie (NL GOV OAuth)."},
    "notificatiesleutel": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "De vaste waarde die is afgesproken."},
}
HEADERS = {
    "API-Version": {"description": "De versie van deze API.", "schema": {"type": "string", "example": API_VERSION}},
    "Location": {"description": "Het adres van de zaak.", "schema": {"type": "string"}},
    "ETag": {"description": "Verandert als het antwoord verandert.", "schema": {"type": "string"}},
    "Content-Disposition": {"description": "Altijd attachment.", "schema": {"type": "string"}},
    "Idempotent-Replayed": {"description": "true als dit het eerdere antwoord is.", "schema": {"type": "string", "enum": ["true"]}},
    "Retry-After": {"description": "Probeer het na zoveel seconden opnieuw.", "schema": {"type": "integer"}},
}
INFO = {
    "description": "Eén vraag erin, elke organisatie antwoordt, één gedeelde status eruit.",
    "contact": {"name": "Beheer van Loket", "email": "beheer@loket.example", "url": "https://loket.example/contact"},
    "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
}
#: The errors that are no HTTP error of the framework: their code, title and an example of what they tell.
OF_OUR_OWN = {
    401: ("niet-aangemeld", "Aanmelden is nodig", "Stuur een geldige sleutel mee in de header Authorization: Bearer."),
    403: ("recht-ontbreekt", "Dit mag u niet", "Deze sleutel mag dit niet: een recht ontbreekt."),
    409: ("conflict", "Dit kan nu niet", "Dit past niet bij de stand van de deelzaak."),
    410: ("verwijzing-verlopen", "Niet meer bewaard", "Deze verwijzing geldt niet meer. Begin opnieuw zonder ‘sinds’."),
    500: BROKEN,
    503: ("tijdelijk-niet-beschikbaar", "Even niet beschikbaar", "Wij kunnen even niet bij de gegevens."),
}
BUSY = (500, 503)
KEPT = "loket-openapi"  # made at the first call, for it takes a while and needs no key
PATH_PARAMETER = re.compile(r"{(\w+)}")


@operation(
    blueprint,
    caller=None,
    id="documentatieOpvragen",
    method="GET",
    path="/openapi.json",
    tag="Documentatie",
    summary="Dit document",
    answers={200: Answer("De beschrijving van deze API.", None)},
)
def read_document() -> ResponseReturnValue:
    return Response(json.dumps(this_document()), mimetype=JSON)


def this_document() -> dict[str, Any]:
    """The document of the running application. Do not change it."""
    kept = current_app.extensions
    if KEPT not in kept:
        kept[KEPT] = document(parts().catalogue, parts().settings.base_url)
    found: dict[str, Any] = kept[KEPT]
    return found


def document(catalogue: Catalogue, base_url: str) -> dict[str, Any]:
    """The document for this installation: its address, its life events and its questions."""
    host = re.sub(r"^https?://", "", base_url)
    spec = APISpec("Loket", API_VERSION, "3.0.3", plugins=[MarshmallowPlugin()], info=INFO, servers=[{"url": f"https://{host}{PREFIX}"}])
    for name, schema in COMPONENTS.items():
        spec.components.schema(name, schema=schema)
    for name, scheme in SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for name, header in HEADERS.items():
        spec.components.header(name, header)
    for status in (*WORDS, *BUSY, 401, 403, 409, 410):
        spec.components.response(f"Fout{status}", problem_answer(status))
    for known in OPERATIONS.values():
        spec.path(known.path, operations={known.method.lower(): described(known)})
    for tag in dict.fromkeys(known.tag for known in OPERATIONS.values()):
        spec.tag({"name": tag})
    made: dict[str, Any] = spec.to_dict()
    _name_the_known(made["components"]["schemas"]["ZaakAanvraag"]["properties"], catalogue)
    api_examples.fill(made, catalogue)
    return made


def problem_answer(status: int) -> dict[str, Any]:
    """How an error with this status looks."""
    code, title, detail = WORDS.get(status) or OF_OUR_OWN[status]
    headers = [name for name in ("API-Version", "Retry-After") if name == "API-Version" or status in (409, 429, 503)]
    return {
        "description": title,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {
            api_examples.PROBLEM: {
                "schema": {"$ref": "#/components/schemas/Probleem"},
                "example": api_examples.problem(status, code, title, detail),
            }
        },
    }


def described(known: Operation) -> dict[str, Any]:
    """One operation as OpenAPI describes it."""
    found: dict[str, Any] = {
        "operationId": known.id,
        "summary": known.summary,
        "tags": [known.tag],
        "parameters": _parameters(known),
        "responses": {str(status): _answer(answer, known.produces) for status, answer in known.answers.items()}
        | {str(status): {"$ref": f"#/components/responses/Fout{status}"} for status in sorted(_errors(known))},
        "security": [{name: []} for name in SECURITY[known.caller]] if known.caller else [],
    }
    if known.scope:
        found["description"] = f"Nodig recht: {known.scope}."
    if known.body:
        schema = {"$ref": f"#/components/schemas/{known.body}"}
        found["requestBody"] = {"required": True, "content": {known.media: {"schema": schema}}}
    return found


def _parameters(known: Operation) -> list[dict[str, Any]]:
    paths = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in PATH_PARAMETER.findall(known.path)]
    query: list[dict[str, Any]] = [{"in": "query", "schema": type(known.query)}] if known.query else []
    sent = [{"name": name, "in": "header", "required": name in known.needed, "schema": {"type": "string"}} for name in known.headers]
    return paths + query + sent


def _errors(known: Operation) -> set[int]:
    always = {400, 406, *BUSY}
    by_body = {413, 415} if known.body else set()
    by_caller = {401, 429} if known.caller else set()
    return always | by_body | by_caller | ({403} if known.scope else set()) | set(known.errors)


def _answer(answer: Answer, produces: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": answer.words,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in ("API-Version", *answer.headers)},
    }
    if answer.schema:
        found["content"] = {JSON: {"schema": {"$ref": f"#/components/schemas/{answer.schema}"}}}
    if files := [media for media in produces if media != JSON]:
        found["content"] = {media: {"schema": {"type": "string", "format": "binary"}} for media in files}
    return found


def _name_the_known(intake: dict[str, Any], catalogue: Catalogue) -> None:
    """Name the life events and questions of this installation, and that a product may be just its slug."""
    intake["levensgebeurtenis"]["enum"] = sorted(catalogue.life_events)
    intake["producten"]["items"] = {"oneOf": [{"type": "string"}, intake["producten"]["items"]]}
    intake["antwoorden"] = {
        "type": "object",
        "description": "Per vraag het antwoord; wat nog niet bekend is blijft weg.",
        "properties": {key: {"description": question.label} for key, question in catalogue.questions.items()},
        "additionalProperties": False,
    }
