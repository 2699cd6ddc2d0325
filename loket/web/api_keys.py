"""The API about an organisation's own public keys, with which it proves that a message or a token is its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from loket.cases.outbox import KeyKind, OrganisationKey
from loket.cases.queries import stamp
from loket.errors import NotFound
from loket.routing import organisation_keys
from loket.web import schema_keys, schemas
from loket.web.api_guard import body, caller
from loket.web.api_operations import Answer
from loket.web.api_routes import by_client
from loket.web.parts import context

PATH = "/organisatie/sleutels"
TAG = "Organisatie"


@by_client(
    id="sleutelsOpvragen",
    method="GET",
    path=PATH,
    tag=TAG,
    summary="De geldige openbare sleutels van de eigen organisatie",
    answers={200: Answer("De sleutels, de oudste eerst.", "Sleutels")},
)
def valid_keys() -> ResponseReturnValue:
    return jsonify({"sleutels": [shown(row) for row in organisation_keys.keys_of(context(caller().actor))]})


@by_client(
    id="sleutelToevoegen",
    method="POST",
    path=PATH,
    tag=TAG,
    summary="Een openbare sleutel toevoegen; van elke soort zijn er hooguit twee tegelijk geldig",
    body="SleutelToevoeging",
    errors=(409,),
    answers={201: Answer("De sleutel geldt vanaf nu.", "Sleutel")},
)
def add_key() -> ResponseReturnValue:
    sent = schemas.read(schema_keys.ADDITION, body())
    row = organisation_keys.add(context(caller().actor), KeyKind(sent["soort"]), sent["sleutel"])
    return shown(row), HTTPStatus.CREATED


@by_client(
    id="sleutelIntrekken",
    method="DELETE",
    path=f"{PATH}/{{sleutelId}}",
    tag=TAG,
    summary="Een openbare sleutel intrekken; wat ermee ondertekend is geldt vanaf nu niet meer",
    errors=(404,),
    answers={204: Answer("Ingetrokken.")},
)
def revoke_key(sleutelId: str) -> ResponseReturnValue:  # noqa: N803
    """A malformed id is an unknown one: 404."""
    try:
        key_id = UUID(sleutelId)
    except ValueError:
        raise NotFound(organisation_keys.UNKNOWN) from None
    organisation_keys.revoke(context(caller().actor), key_id)
    return "", HTTPStatus.NO_CONTENT


def shown(row: OrganisationKey) -> dict[str, Any]:
    """A key as the API tells it."""
    return {"id": str(row.id), "soort": row.kind.value, "sleutel": row.public_key, "toegevoegdOp": stamp(row.created_at)}
