"""What organisations tell us over HTTP: signed status events, and the notifications of a gemeente's own case system."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import g, request
from flask.typing import ResponseReturnValue

from loket.errors import Unauthorized
from loket.routing import callbacks, secrets
from loket.routing.context import Actor
from loket.routing.entries import Organisation
from loket.web import schema_actions, schemas
from loket.web.api_guard import body, caller
from loket.web.api_operations import KIB, Answer, Caller, operation
from loket.web.api_routes import blueprint
from loket.web.parts import context, parts

EVENT_MEDIA = "application/cloudevents+json"
TAG = "Organisaties"
RATE = "LOKET_CALLBACK_LIMIT"
TAKEN = {
    202: Answer("De melding is opgenomen; ‘verwerkt’ is false als zij te laat kwam.", "Ontvangstbevestiging"),
    200: Answer("Deze melding was er al.", "Ontvangstbevestiging"),
}


def by_signature() -> Caller:
    """The organisation that signed the raw body; its ``source`` is read from the unverified body only to choose the secrets."""
    raw = request.get_data(cache=True)
    organisation = parts().catalogue.organisation_by_source(_source(raw))
    settings, now = parts().settings, parts().clock()
    g.message_id = secrets.verified(organisation, settings.environment, dict(request.headers), raw, now)
    return _caller(organisation)


def by_notification_header() -> Caller:
    """The organisation in the path, when its notification service sent the Authorization header that it was given."""
    organisation = parts().catalogue.organisations.get((request.view_args or {})["organisatie"])
    secrets.check_notifier(organisation, parts().settings.environment, request.headers.get("Authorization"))
    return _caller(organisation)


@operation(
    blueprint,
    caller=by_signature,
    id="statusMelden",
    method="POST",
    path="/statusmeldingen",
    tag=TAG,
    summary="Melden hoe het staat met een deelzaak (CloudEvent, ondertekend volgens Standard Webhooks)",
    body="Statusmelding",
    media=EVENT_MEDIA,
    limit=64 * KIB,
    rate=RATE,
    headers=("webhook-id", "webhook-timestamp", "webhook-signature"),
    errors=(404, 409),
    answers=TAKEN,
)
def report_status() -> ResponseReturnValue:
    """Take a signed status report in; 202 when it did something, 200 when it was known."""
    event = schemas.read(schema_actions.EVENT, body())
    organisation = _organisation()
    verb = event["type"].removeprefix(schema_actions.EVENT_TYPE)
    report = secrets.understood(parts().adapters[organisation.slug], verb, event["data"], event["time"])
    acting = context(caller().actor)
    received = callbacks.receive(acting, organisation, g.message_id, event["type"], request.get_data(), event["subject"], report)
    parts().wake()
    return acknowledge(received)


def acknowledge(received: callbacks.Received) -> ResponseReturnValue:
    """What an organisation hears of its message: 202 when it did something or came too late, 200 when it was known."""
    told = {"verwerkt": received.processed} | ({"reden": received.reason} if received.reason else {})
    return told, HTTPStatus.OK if received.duplicate else HTTPStatus.ACCEPTED


@operation(
    blueprint,
    caller=by_notification_header,
    id="notificatieOntvangen",
    method="POST",
    path="/zgw/notificaties/{organisatie}",
    tag=TAG,
    summary="Een ZGW-notificatie: er is iets veranderd, Loket haalt zelf op wat",
    body="Notificatie",
    limit=64 * KIB,
    rate=RATE,
    answers={204: Answer("Ontvangen.")},
)
def take_notification(organisatie: str) -> ResponseReturnValue:
    reference = secrets.changed_case(body())
    if reference and callbacks.note_change(context(caller().actor), parts().catalogue.organisations[organisatie], reference):
        parts().wake()
    return "", HTTPStatus.NO_CONTENT


def _source(raw: bytes) -> str:
    """The ``source`` in a body that nobody has verified yet; empty when there is none."""
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        return ""
    return str(event.get("source", "")) if isinstance(event, dict) else ""


def _caller(organisation: Organisation | None) -> Caller:
    if organisation is None:
        raise Unauthorized(secrets.REFUSED)
    slug = organisation.slug
    return Caller(Actor(name=f"organisatie:{slug}", label=slug, organisation=slug, origin="callback"))


def _organisation() -> Organisation:
    return parts().catalogue.organisations[caller().actor.organisation or ""]
