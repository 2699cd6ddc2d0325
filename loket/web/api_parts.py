"""The API about one part: supplying what was asked, and sending it on to another organisation."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from loket.cases.numbers import parse_referral_number
from loket.routing import completion, forwarding
from loket.web import schema_actions, schemas
from loket.web.api_guard import body, caller
from loket.web.api_operations import Answer
from loket.web.api_routes import by_client
from loket.web.api_status import answer_with, visible_part
from loket.web.parts import context, parts

NUMBER = "/deelzaken/{deelzaaknummer}"
TAG = "Deelzaken"


@by_client(
    id="deelzaakAanvullen",
    method="POST",
    path=f"{NUMBER}/aanvullingen",
    tag=TAG,
    summary="Doorgeven wat de organisatie van de aanvrager vroeg",
    body="Aanvulling",
    errors=(404, 409),
    answers={201: Answer("De gedeelde status na de aanvulling.", "Zaak", ("Location",))},
)
def supply(deelzaaknummer: str) -> ResponseReturnValue:
    number = visible_part(deelzaaknummer)
    sent = schemas.read(schema_actions.COMPLETION, body())
    completion.supply(context(caller().actor), number, sent.get("antwoorden", {}), sent.get("toelichting"))
    parts().wake()
    return answer_with(parse_referral_number(number)[0])


@by_client(
    id="deelzaakDoorzenden",
    method="POST",
    path=f"{NUMBER}/doorzendingen",
    tag=TAG,
    summary="Een deel dat is teruggegeven doorzenden naar een andere organisatie (Awb 2:3)",
    body="Doorzending",
    errors=(404, 409),
    answers={201: Answer("De gedeelde status, met het nummer van de opvolger.", "DoorgezondenZaak", ("Location",))},
)
def forward(deelzaaknummer: str) -> ResponseReturnValue:
    number = visible_part(deelzaaknummer)
    sent = schemas.read(schema_actions.FORWARDING, body())
    successor = forwarding.forward(context(caller().actor), number, sent["organisatie"], sent.get("product"), sent["reden"])
    parts().wake()
    return answer_with(parse_referral_number(number)[0], opvolger=successor)
