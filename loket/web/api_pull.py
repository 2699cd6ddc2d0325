"""The API for an organisation about its own parts: what changed, fetching one with its messages, and telling how it stands."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from loket.cases import numbers
from loket.cases.models import Referral
from loket.cases.queries import stamp
from loket.cases.states import REFERRAL_WORDS
from loket.errors import NotFound
from loket.routing import pull
from loket.web import idempotency, schema_pull, schemas
from loket.web.api_guard import asked, body, caller
from loket.web.api_operations import KIB, Answer
from loket.web.api_parts import NUMBER, TAG
from loket.web.api_routes import by_client
from loket.web.callbacks_in import RATE, TAKEN, acknowledge
from loket.web.parts import context, parts


@by_client(
    id="deelzakenVolgen",
    method="GET",
    path="/deelzaken",
    tag=TAG,
    summary="Welke eigen delen er zijn veranderd sinds een eerder antwoord; dit markeert niets",
    query=schema_pull.ASKED,
    errors=(410,),
    answers={200: Answer("De delen, in de volgorde waarin zij veranderden.", "Deelzaken")},
)
def follow() -> ResponseReturnValue:
    """One page of own parts that changed; 400 for a cursor that is none of ours, 410 for one that is too old."""
    wanted = asked()
    page = pull.changes(context(caller().actor), wanted.get("sinds"), int(wanted["aantal"]))
    lines = [
        {
            "deelzaaknummer": line.part.number,
            "product": line.part.product,
            "status": REFERRAL_WORDS[line.part.state],
            "gewijzigdOp": stamp(line.changed_at),
            "klaar": line.waits,
        }
        for line in page.lines
    ]
    return {"deelzaken": lines, "volgende": page.after, "meer": page.more}


@by_client(
    id="deelzaakOphalen",
    method="GET",
    path=NUMBER,
    tag=TAG,
    summary="Een eigen deel met zijn berichten ophalen; de eerste keer telt als ontvangst, en dan begint de beslistermijn",
    errors=(404,),
    answers={200: Answer("Het deel en zijn berichten, de oudste eerst.", "EigenDeelzaak")},
)
def fetch(deelzaaknummer: str) -> ResponseReturnValue:
    """One own part; a HEAD looks without receiving."""
    found = pull.fetch(context(caller().actor), _canonical(deelzaaknummer), mark=request.method == "GET")
    return {**_shown(found.part), "berichten": list(found.messages)}


@by_client(
    id="deelzaakMelden",
    method="POST",
    path=f"{NUMBER}/statusmeldingen",
    tag=TAG,
    summary="Met de eigen sleutel melden hoe het staat met een deel; de Idempotency-Key is het nummer van de melding",
    body="EigenStatusmelding",
    limit=64 * KIB,
    rate=RATE,
    headers=(idempotency.HEADER,),
    needed=(idempotency.HEADER,),
    errors=(404, 409),
    answers=TAKEN,
)
def report(deelzaaknummer: str) -> ResponseReturnValue:
    sent = body()
    schemas.read(schema_pull.REPORT, sent)
    number, key = _canonical(deelzaaknummer), idempotency.needed()
    received = pull.report(context(caller().actor), parts().adapters, number, key, sent, request.get_data())
    parts().wake()
    return acknowledge(received)


def _shown(part: Referral) -> dict[str, Any]:
    received = part.received_by_organisation_at
    return {
        "deelzaaknummer": part.number,
        "zaaknummer": part.case.number,
        "product": part.product,
        "status": REFERRAL_WORDS[part.state],
        "aanZet": part.turn.value,
        "sinds": stamp(part.state_since),
        "ontvangenOp": stamp(received) if received else None,
        "uiterlijkeEinddatumAfdoening": part.due_on.isoformat() if part.due_on else None,
        "hersteltermijn": part.information_due_on.isoformat() if part.information_due_on else None,
        "uitkomst": part.outcome,
        "kenmerk": part.reference,
    }


def _canonical(text: str) -> str:
    try:
        return numbers.referral_number(*numbers.parse_referral_number(text))
    except ValueError:
        raise NotFound(pull.UNKNOWN) from None
