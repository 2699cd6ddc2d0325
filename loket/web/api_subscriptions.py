"""The API for subscriptions of an organisation to status events."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from loket.cases.feed import Subscription
from loket.cases.queries import stamp
from loket.errors import Forbidden, NotFound
from loket.routing import subscriptions
from loket.routing.context import Context
from loket.web import schema_subscriptions, schemas
from loket.web.api_guard import body, caller
from loket.web.api_operations import COSTLY, Answer
from loket.web.api_routes import PREFIX, by_client
from loket.web.limits import calling_out
from loket.web.parts import context, parts

TAG = "Abonnementen"
PATH = "/abonnementen"
ONE = f"{PATH}/{{abonnementId}}"


@by_client(
    id="abonnementenOpvragen",
    method="GET",
    path=PATH,
    tag=TAG,
    summary="De eigen abonnementen",
    answers={200: Answer("De abonnementen, het oudste eerst.", "Abonnementen")},
)
def overview() -> ResponseReturnValue:
    return {"abonnementen": [_shown(one) for one in subscriptions.listed(_acting())]}


@by_client(
    id="abonnementMaken",
    method="POST",
    path=PATH,
    tag=TAG,
    summary="Een adres laten horen wat er verandert in zaken waaraan de eigen organisatie meedoet",
    body="AbonnementAanvraag",
    rate=COSTLY,
    errors=(409,),
    answers={201: Answer("Het abonnement, met zijn geheim: dat staat alleen hier.", "NieuwAbonnement", ("Location",))},
)
def create() -> ResponseReturnValue:
    wanted = schemas.read(schema_subscriptions.REQUEST, body())
    with calling_out():
        made, secret = subscriptions.create(_acting(), parts().adapters, wanted["adres"], wanted["gebeurtenissen"])
    location = {"Location": f"{PREFIX}{PATH}/{made.id}"}
    return {**_shown(made), "geheim": secret}, HTTPStatus.CREATED, location


@by_client(
    id="abonnementOpvragen",
    method="GET",
    path=ONE,
    tag=TAG,
    summary="Een eigen abonnement",
    errors=(404,),
    answers={200: Answer("Het abonnement.", "Abonnement")},
)
def read(abonnementId: str) -> ResponseReturnValue:  # noqa: N803 - the name in the path
    return _shown(subscriptions.find(_acting(), _id(abonnementId)))


@by_client(
    id="abonnementWijzigen",
    method="PATCH",
    path=ONE,
    tag=TAG,
    summary="Een abonnement pauzeren of hervatten; wat er intussen gebeurt, wordt bewaard",
    body="AbonnementWijziging",
    errors=(404,),
    answers={200: Answer("Het abonnement.", "Abonnement")},
)
def change(abonnementId: str) -> ResponseReturnValue:  # noqa: N803
    wanted = schemas.read(schema_subscriptions.CHANGE, body())
    changed = subscriptions.pause(_acting(), _id(abonnementId), paused=wanted["gepauzeerd"])
    parts().wake()
    return _shown(changed)


@by_client(
    id="abonnementBeeindigen",
    method="DELETE",
    path=ONE,
    tag=TAG,
    summary="Een abonnement beëindigen; wat nog niet is bezorgd, vervalt",
    errors=(404,),
    answers={204: Answer("Het abonnement is beëindigd.")},
)
def remove(abonnementId: str) -> ResponseReturnValue:  # noqa: N803
    subscriptions.end(_acting(), _id(abonnementId))
    return "", HTTPStatus.NO_CONTENT


@by_client(
    id="abonnementGeheimVernieuwen",
    method="POST",
    path=f"{ONE}/geheimen",
    tag=TAG,
    summary="Een nieuw geheim; het vorige tekent nog 24 uur mee",
    errors=(404,),
    answers={201: Answer("Het nieuwe geheim: dat staat alleen hier.", "NieuwGeheim")},
)
def rotate(abonnementId: str) -> ResponseReturnValue:  # noqa: N803
    secret, until = subscriptions.rotate(_acting(), _id(abonnementId))
    return {"geheim": secret, "vorigeGeldigTot": stamp(until)}, HTTPStatus.CREATED


@by_client(
    id="abonnementTesten",
    method="POST",
    path=f"{ONE}/testberichten",
    tag=TAG,
    summary="Nu een testgebeurtenis sturen, en horen wat het adres antwoordde",
    rate=COSTLY,
    errors=(404,),
    answers={200: Answer("Wat het adres antwoordde.", "Testuitslag")},
)
def test(abonnementId: str) -> ResponseReturnValue:  # noqa: N803
    with calling_out():
        tried = subscriptions.test(_acting(), parts().adapters, _id(abonnementId))
    result = tried.result
    words = result.detail or f"HTTP {result.status}"
    return {"bezorgd": tried.delivered, "status": result.status, "antwoord": words, "milliseconden": tried.milliseconds}


def _acting() -> Context:
    """Who subscribes; Forbidden for a program that is of no organisation."""
    if caller().actor.organisation is None:
        raise Forbidden("Alleen een organisatie kan een abonnement hebben.", code="geen-organisatie")
    return context(caller().actor)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(subscriptions.UNKNOWN) from None


def _shown(one: Subscription) -> dict[str, Any]:
    return {
        "abonnementId": str(one.id),
        "adres": one.address,
        "gebeurtenissen": one.types,
        "gepauzeerd": one.paused_at is not None,
        "laatsteVolgnummer": one.sequence,
        "gemaaktOp": stamp(one.created_at),
    }
