"""The API about a whole case: open, read, search, timeline, contact moments, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from loket.cases import numbers, queries
from loket.cases.models import Case
from loket.db import db
from loket.errors import Conflict, Forbidden, NotFound
from loket.routing import contact, intake, journal, withdrawal
from loket.web import idempotency, schema_actions, schemas
from loket.web.api_guard import body, caller
from loket.web.api_operations import Answer
from loket.web.api_routes import by_client
from loket.web.api_status import answer_with, entity_tag, may_know, status_of, viewer, visible_case, visible_part
from loket.web.parts import context, organisation_name, parts

NUMBER = "/zaken/{zaaknummer}"
STATUS = Answer("De gedeelde status.", "Zaak", ("Location",))


@by_client(
    id="zaakOpenen",
    method="POST",
    path="/zaken",
    tag="Zaken",
    summary="Een vraag van een inwoner opnemen",
    body="ZaakAanvraag",
    headers=(idempotency.HEADER,),
    errors=(409,),
    answers={
        201: Answer("De zaak is geopend.", "GeopendeZaak", ("Location", idempotency.REPLAYED)),
        200: Answer("De vraag is gevoegd bij een zaak die al openstond.", "GeopendeZaak", ("Location", idempotency.REPLAYED)),
    },
)
def open_case() -> ResponseReturnValue:
    """Take a request in; a repeated Idempotency-Key gets the first answer again."""
    sent = body()
    _check_counter(sent)
    acting = context(caller().actor)
    key = idempotency.given(acting.actor.name, sent)
    first = idempotency.first_answer(acting.session, key, acting.now) if key else None
    if first is None:
        wanted = schemas.load_request(acting.catalogue, sent, acting.now)
        try:
            opened = intake.open_case(acting, wanted, key.row if key else None)
        except Conflict as conflict:
            first = idempotency.first_answer(acting.session, key, acting.now) if key and conflict.code == idempotency.RUNNING else None
            if first is None:
                raise
        else:
            parts().wake()
            return _opened(opened.number, HTTPStatus.CREATED if opened.created else HTTPStatus.OK)
    answer = _opened(first.case_number, first.status)
    answer.headers[idempotency.REPLAYED] = "true"
    return answer


def _check_counter(sent: Mapping[str, Any]) -> None:
    own, named = caller().actor.counter, sent.get("loket")
    if own is None:
        raise Forbidden("Deze sleutel hoort niet bij een loket en kan dus geen zaak openen.", code="geen-loket")
    if isinstance(named, str) and named != own and named in parts().catalogue.counters:
        raise Forbidden("Met deze sleutel kunt u alleen zaken openen voor uw eigen loket.", code="ander-loket")


def _opened(number: str, status: int) -> Response:
    case = queries.find_case(db.session(), number)
    return answer_with(number, status, openVragen=intake.open_questions(context(caller().actor), case))


@by_client(
    id="zaakOpvragen",
    method="GET",
    path=NUMBER,
    tag="Zaken",
    summary="De gedeelde status van een zaak",
    headers=("If-None-Match",),
    errors=(404,),
    answers={200: Answer("De gedeelde status.", "Zaak", ("ETag",)), 304: Answer("Er is niets veranderd.", None, ("ETag",))},
)
def read_case(zaaknummer: str) -> ResponseReturnValue:
    case = visible_case(zaaknummer)
    shown = status_of(case)
    tag = entity_tag(shown)
    if request.if_none_match.contains_weak(tag):
        return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": f'"{tag}"'})
    journal.record_read(context(caller().actor), case)
    return shown, HTTPStatus.OK, {"ETag": f'"{tag}"'}


@by_client(
    id="zaakZoeken",
    method="POST",
    path="/zaken/_zoek",
    tag="Zaken",
    summary="Zaken zoeken, met de gegevens in de body en nooit in het adres",
    body="Zoekvraag",
    answers={200: Answer("De gevonden zaken, de nieuwste eerst, hooguit twintig.", "Zoekresultaat")},
)
def search() -> ResponseReturnValue:
    wanted = schemas.read(schema_actions.SEARCH, body())
    found = [case for case in _search(wanted) if may_know(case)]
    shown = [status_of(case) for case in found]
    for case in found:
        journal.record_read(context(caller().actor), case, "zaak-zoeken")
    return {"zaken": shown}


def _search(wanted: Mapping[str, Any]) -> list[Case]:
    if "kenmerk" in wanted:
        return _by_number(wanted["kenmerk"]) or queries.search(db.session(), reference=wanted["kenmerk"])
    return queries.search(
        db.session(), bsn=wanted.get("burgerservicenummer"), surname=wanted.get("geslachtsnaam"), birth_date=wanted.get("geboortedatum")
    )


def _by_number(text: str) -> list[Case]:
    with suppress(ValueError, NotFound):
        return [queries.find_case(db.session(), numbers.parse_case_number(text))]
    with suppress(ValueError, NotFound):
        return [queries.find_case(db.session(), numbers.parse_referral_number(text)[0])]
    return []


@by_client(
    id="gebeurtenissenOpvragen",
    method="GET",
    path=f"{NUMBER}/gebeurtenissen",
    tag="Zaken",
    summary="De tijdlijn van een zaak",
    errors=(404,),
    answers={200: Answer("De gebeurtenissen, de oudste eerst.", "Tijdlijn")},
)
def read_timeline(zaaknummer: str) -> ResponseReturnValue:
    case = visible_case(zaaknummer)
    lines = queries.timeline(db.session(), case, viewer(), organisation_name)
    journal.record_read(context(caller().actor), case, "tijdlijn-inzien")
    return {"gebeurtenissen": lines}


@by_client(
    id="contactmomentVastleggen",
    method="POST",
    path=f"{NUMBER}/contactmomenten",
    tag="Zaken",
    summary="Vastleggen dat de inwoner er was, wat hij vroeg en wat er is toegezegd",
    body="Contactmoment",
    errors=(404,),
    answers={201: STATUS},
)
def record_contact(zaaknummer: str) -> ResponseReturnValue:
    """Record a knock; answers with the shared status. Forbidden for a program that is of no loket."""
    number = visible_case(zaaknummer).number
    sent = schemas.read(schema_actions.CONTACT, body())
    if caller().actor.counter is None:
        raise Forbidden("Alleen een loket kan een contactmoment vastleggen.")
    contact.record(
        context(caller().actor),
        number,
        question=sent["vraag"],
        channel=sent["communicatiekanaal"],
        answered=sent["beantwoord"],
        said=sent.get("gezegd"),
        promise=sent.get("toezegging"),
        promised_by=sent.get("toegezegdOp"),
        promise_owner=sent.get("toegezegdDoor"),
    )
    return answer_with(number)


@by_client(
    id="zaakIntrekken",
    method="POST",
    path=f"{NUMBER}/intrekkingen",
    tag="Zaken",
    summary="Een hele zaak of enkele delen intrekken, op verzoek van de aanvrager",
    body="Intrekking",
    errors=(404, 409),
    answers={201: STATUS},
)
def withdraw(zaaknummer: str) -> ResponseReturnValue:
    number = visible_case(zaaknummer).number
    sent = schemas.read(schema_actions.WITHDRAWAL, body())
    named = [visible_part(part) for part in sent["deelzaken"]] if "deelzaken" in sent else None
    withdrawal.withdraw(context(caller().actor), number, named, sent["reden"])
    parts().wake()
    return answer_with(number)
