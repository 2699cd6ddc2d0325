"""The inbox of an organisation that speaks the Loket interface: ``POST /<slug>/verzoeken``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from loket.adapters.signing import SignatureRefused, verify
from loket.practice.faults import spoilt_answer
from loket.practice.journal import SETS_GOING, Arrival
from loket.practice.organisations import PracticeOrganisation
from loket.practice.plans import plan, plan_after_completion
from loket.practice.reports import acts
from loket.practice.scenarios import Scenario
from loket.practice.stage import Behaviour, Stage, utc_now

STARTING = ("aanvraag", "melding", *SETS_GOING)  #: kinds that set reports going
TAKEN_IN, REFUSED, UNREADABLE = "aannemen", "weigeren-401", "weigeren-400"


def inbox(stage: Stage) -> Blueprint:
    """The inboxes of all organisations of ``stage`` that are no gemeente."""
    views = Blueprint("inbox", __name__)

    @views.post("/<slug>/verzoeken")
    def receive(slug: str) -> Response:
        organisation = stage.organisations.get(slug)
        if organisation is None or organisation.is_gemeente:
            return _fault(404, "niet-gevonden", "Deze organisatie doet niet mee met oefenen.")
        return _receive(stage, organisation, request.get_data())

    return views


def resume(stage: Stage) -> None:
    """Take up again what was not finished when the practice organisations last stopped."""
    for taken in stage.journal.unfinished():
        organisation = stage.organisations.get(taken.organisation)
        if organisation and not organisation.is_gemeente:
            _go_on(stage, organisation, taken.number)


def _receive(stage: Stage, organisation: PracticeOrganisation, raw: bytes) -> Response:
    try:
        delivery_id = verify(organisation.secrets, dict(request.headers), raw, utc_now(), keys=lambda: organisation.keys)
    except SignatureRefused as refused:
        _log(stage, organisation, {}, raw, REFUSED)
        return _fault(401, "handtekening", refused.detail)
    message = _read(raw)
    if message is None or message["berichtId"] != delivery_id:
        _log(stage, organisation, message or {}, raw, UNREADABLE)
        return _fault(400, "bericht", "Dit bericht is niet te lezen, of het berichtId is anders dan webhook-id.")
    behaviour = stage.behaviour(organisation, message["deelzaaknummer"], message.get("product", ""), _texts(message))
    spoilt = stage.spoils(organisation, behaviour)
    _log(stage, organisation, message, raw, behaviour.scenario if spoilt else TAKEN_IN)
    if spoilt:
        if behaviour.scenario is Scenario.HANG:
            _take(stage, organisation, message, behaviour)
        return spoilt_answer(behaviour.scenario, stage.stopping)
    return _answer(stage, organisation, message, behaviour)


def _answer(stage: Stage, organisation: PracticeOrganisation, message: Mapping[str, Any], behaviour: Behaviour) -> Response:
    number = message["deelzaaknummer"]
    fresh = _take(stage, organisation, message, behaviour) and message["soort"] in STARTING
    taken = stage.journal.taken(organisation.slug, number)
    if message["soort"] == "intrekking":
        stage.drop(organisation, number)
    elif not stage.journal.is_finished(organisation.slug, number) and (fresh or not stage.is_performing(organisation, number)):
        _go_on(stage, organisation, number)
    answer = jsonify({"kenmerk": taken.reference} if taken else {})
    answer.status_code = 202
    return answer


def _take(stage: Stage, organisation: PracticeOrganisation, message: Mapping[str, Any], behaviour: Behaviour) -> bool:
    return stage.journal.take(
        organisation.slug,
        message["deelzaaknummer"],
        message["soort"],
        message["berichtId"],
        message.get("product", ""),
        behaviour.scenario,
    )


def _go_on(stage: Stage, organisation: PracticeOrganisation, number: str) -> None:
    taken = stage.journal.taken(organisation.slug, number)
    if taken is None:
        return
    delivers, scenario = taken.product in organisation.delivers, Scenario(taken.scenario)
    completed = scenario is Scenario.ASK and stage.journal.completed(organisation.slug, number)
    if scenario is Scenario.SILENCE and stage.journal.reminded(organisation.slug, number):
        scenario = Scenario.GRANT
    steps = plan_after_completion(delivers) if completed else plan(scenario, delivers)
    stage.perform(organisation, number, acts(stage, organisation, taken, steps))


def _read(raw: bytes) -> dict[str, Any] | None:
    """The message, or None when it is not one: a JSON object with the texts that every kind has."""
    try:
        message = json.loads(raw)
    except ValueError:
        return None
    texts = ("berichtId", "soort", "deelzaaknummer")
    return message if isinstance(message, dict) and all(isinstance(message.get(key), str) for key in texts) else None


def _texts(message: Mapping[str, Any]) -> list[object]:
    answers = message.get("antwoorden") or []
    return [message.get("toelichting"), *(answer.get("waarde") for answer in answers if isinstance(answer, dict))]


def _log(stage: Stage, organisation: PracticeOrganisation, message: Mapping[str, Any], raw: bytes, verdict: str) -> None:
    delivery_id = message.get("berichtId") or request.headers.get("webhook-id", "")[:200]
    kind, number = message.get("soort", ""), message.get("deelzaaknummer", "")
    stage.journal.arrived(Arrival(organisation.slug, delivery_id, kind, number, raw, request.method, request.path, verdict))


def _fault(status: int, code: str, detail: str) -> Response:
    answer = jsonify({"status": status, "title": "Het verzoek is niet aangenomen", "code": code, "detail": detail})
    answer.status_code, answer.content_type = status, "application/problem+json"
    return answer
