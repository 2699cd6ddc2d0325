"""The API of announced downtime: an organisation says when it cannot be reached."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from loket.cases.outbox import Downtime
from loket.cases.queries import stamp
from loket.errors import NotFound
from loket.routing import downtime
from loket.web import schema_downtime, schemas
from loket.web.api_guard import body, caller
from loket.web.api_operations import Answer
from loket.web.api_routes import by_client
from loket.web.parts import context, parts

TAG = "Onderbrekingen"
PATH = "/organisatie/onderbrekingen"


@by_client(
    id="onderbrekingenOpvragen",
    method="GET",
    path=PATH,
    tag=TAG,
    summary="Welke onderbrekingen de eigen organisatie heeft aangekondigd",
    answers={200: Answer("Wat nog niet voorbij is, het eerste bovenaan.", "Onderbrekingen")},
)
def listed() -> ResponseReturnValue:
    found = downtime.ahead(context(caller().actor), _organisation())
    return jsonify({"onderbrekingen": [line(row) for row in found]})


@by_client(
    id="onderbrekingAankondigen",
    method="POST",
    path=PATH,
    tag=TAG,
    summary="Aankondigen wanneer de eigen organisatie niet bereikbaar is; er wordt dan niets bezorgd en niets geprobeerd",
    body="Onderbreking",
    answers={201: Answer("De aangekondigde onderbreking.", "AangekondigdeOnderbreking")},
)
def announce() -> ResponseReturnValue:
    sent = schemas.read(schema_downtime.DOWNTIME, body())
    found = downtime.announce(context(caller().actor), _organisation(), sent["van"], sent["tot"], sent["reden"])
    return jsonify(line(found)), HTTPStatus.CREATED


@by_client(
    id="onderbrekingIntrekken",
    method="DELETE",
    path=f"{PATH}/{{onderbrekingId}}",
    tag=TAG,
    summary="Een onderbreking intrekken, ook als die al is begonnen; wat wacht, gaat meteen",
    errors=(404,),
    answers={204: Answer("Ingetrokken.")},
)
def cancel(onderbrekingId: str) -> ResponseReturnValue:  # noqa: N803
    try:
        downtime_id = UUID(onderbrekingId)
    except ValueError:
        raise NotFound(downtime.UNKNOWN) from None
    downtime.cancel(context(caller().actor), _organisation(), downtime_id)
    parts().wake()
    return "", HTTPStatus.NO_CONTENT


def line(row: Downtime) -> dict[str, Any]:
    """An announced downtime in the words of the API."""
    return {
        "onderbrekingId": str(row.id),
        "van": stamp(row.from_at),
        "tot": stamp(row.until_at),
        "reden": row.reason,
        "aangekondigdOp": stamp(row.created_at),
    }


def _organisation() -> str:
    """Whose downtime it is; the policy lets only programs of an organisation in."""
    return caller().actor.organisation or ""
