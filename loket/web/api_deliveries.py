"""The API of the delivery log: what an organisation was sent, each try, and replaying it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from loket.cases.outbox import DeliveryAttempt
from loket.cases.queries import stamp
from loket.errors import NotFound
from loket.routing import deliveries, replay
from loket.routing.context import Context
from loket.routing.deliveries import PAGE, STATES, STATUS_WORDS, UNKNOWN, Entry, Wanted
from loket.web import schema_deliveries, schemas
from loket.web.api_guard import asked, body, caller
from loket.web.api_operations import COSTLY, Answer
from loket.web.api_routes import by_client
from loket.web.parts import context, parts

TAG = "Bezorgingen"
ONE = "/bezorgingen/{bezorgingId}"


@by_client(
    id="bezorgingenOpvragen",
    method="GET",
    path="/bezorgingen",
    tag=TAG,
    summary="Wat de eigen organisatie is bezorgd of nog wordt bezorgd, het nieuwste eerst",
    query=schema_deliveries.ASKED,
    errors=(404,),
    answers={200: Answer("Een bladzijde bezorgingen.", "Bezorgingen")},
)
def listed() -> ResponseReturnValue:
    given, acting = asked(), context(caller().actor)
    found = deliveries.page(acting, _line(acting, given), wanted(given), PAGE + 1)
    following = str(found[PAGE - 1].id) if len(found) > PAGE else None
    return jsonify({"bezorgingen": [line(entry) for entry in found[:PAGE]], "volgende": following})


@by_client(
    id="bezorgingOpvragen",
    method="GET",
    path=ONE,
    tag=TAG,
    summary="Een bezorging met elke poging",
    errors=(404,),
    answers={200: Answer("De bezorging en haar pogingen, de oudste eerst.", "BezorgingMetPogingen")},
)
def one(bezorgingId: str) -> ResponseReturnValue:  # noqa: N803
    return jsonify(_with_tries(_id(bezorgingId)))


@by_client(
    id="bezorgingHerhalen",
    method="POST",
    path=f"{ONE}/herhalingen",
    tag=TAG,
    summary="Een bezorging nog een keer laten sturen, met hetzelfde id en dezelfde inhoud",
    errors=(404, 409),
    answers={202: Answer("Staat klaar om te worden verstuurd.", "BezorgingMetPogingen")},
)
def replay_one(bezorgingId: str) -> ResponseReturnValue:  # noqa: N803
    replay.replay(context(caller().actor), _organisation(), _id(bezorgingId))
    parts().wake()
    return jsonify(_with_tries(_id(bezorgingId))), HTTPStatus.ACCEPTED


@by_client(
    id="periodeHerhalen",
    method="POST",
    path="/herhalingen",
    tag=TAG,
    summary="Alles van een periode nog een keer laten sturen, honderd bezorgingen per keer",
    body="Herhaling",
    errors=(404,),
    rate=COSTLY,
    answers={202: Answer("Hoeveel er klaarstaan om te worden verstuurd.", "Herhaald")},
)
def replay_period() -> ResponseReturnValue:
    sent = schemas.read(schema_deliveries.REPLAY, body())
    after = UUID(sent["na"]) if "na" in sent else None
    acting = context(caller().actor)
    found = replay.replay_period(acting, _line(acting, sent), sent["van"], sent["tot"], STATES[sent["status"]], after)
    parts().wake()
    told = {"aantal": found.count, "overgeslagen": found.skipped, "volgende": str(found.following) if found.following else None}
    return jsonify(told), HTTPStatus.ACCEPTED


def wanted(given: dict[str, Any]) -> Wanted:
    """What was asked for, from the query parameters as read by their form."""
    state = STATES[given["status"]] if "status" in given else None
    return Wanted(given.get("van"), given.get("tot"), state, UUID(given["na"]) if "na" in given else None)


def line(entry: Entry) -> dict[str, Any]:
    """A delivery in the words of the API."""
    return {
        "bezorgingId": str(entry.id),
        "abonnementId": entry.subscription,
        "zaaknummer": entry.case,
        "deelzaaknummer": None if entry.subscription else entry.number,
        "soort": entry.kind,
        "status": STATUS_WORDS[entry.state],
        "aangemaaktOp": stamp(entry.created_at),
        "bezorgdOp": stamp(entry.delivered_at),
        "pogingen": entry.tries,
        "volgendePoging": stamp(entry.next_try_at),
        "bodyHash": entry.body_hash,
    }


def attempt(row: DeliveryAttempt) -> dict[str, Any]:
    """A try in the words of the API."""
    return {
        "nummer": row.number,
        "begonnenOp": stamp(row.started_at),
        "milliseconden": row.milliseconds,
        "oordeel": row.verdict,
        "httpStatus": row.status,
        "uitleg": row.detail or None,
    }


def _line(acting: Context, given: Mapping[str, Any]) -> str:
    """Which log is asked for: of what goes to the organisation itself, or to one of its subscriptions."""
    subscription = UUID(given["abonnement"]) if "abonnement" in given else None
    return deliveries.line_to(acting, _organisation(), subscription)


def _organisation() -> str:
    """Whose log it is; the policy lets only programs of an organisation in."""
    return caller().actor.organisation or ""


def _id(text: str) -> UUID:
    try:
        return UUID(schema_deliveries.canonical_id(text))
    except ValueError:
        raise NotFound(UNKNOWN) from None


def _with_tries(delivery_id: UUID) -> dict[str, Any]:
    entry, tries = deliveries.one(context(caller().actor), _organisation(), delivery_id)
    return {**line(entry), "inhoudBewaard": entry.kept, "pogingenLijst": [attempt(row) for row in tries]}
