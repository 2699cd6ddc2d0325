"""The API of arrears: an organisation signals that somebody is behind with paying it, where the configuration names a ground."""

from __future__ import annotations

from http import HTTPStatus

from flask import jsonify
from flask.typing import ResponseReturnValue

from loket.routing.arrears import reporting
from loket.routing.arrears.reporting import Reported
from loket.web import schema_arrears, schemas
from loket.web.api_guard import body, caller
from loket.web.api_operations import Answer
from loket.web.api_routes import by_client
from loket.web.parts import context


@by_client(
    id="achterstandMelden",
    method="POST",
    path="/betalingsachterstanden",
    tag="Betalingsachterstanden",
    summary="Melden dat iemand achterloopt met betalen, of niet meer; alleen met een wettelijke grond",
    body="Achterstand",
    answers={202: Answer("Genoteerd. Pas als meer organisaties melden, hoort de gemeente het.", "AchterstandGenoteerd")},
)
def report() -> ResponseReturnValue:
    sent = schemas.read(schema_arrears.ARREARS, body())
    told = Reported(sent["lijst"], sent["burgerservicenummer"], sent["gemeentecode"], sent["voldaan"])
    until = reporting.report(context(caller().actor), told)
    return jsonify({"lijst": told.list_slug, "teltMeeTot": until.isoformat() if until else None}), HTTPStatus.ACCEPTED
