"""What organisations tell us over HTTP: signed status events, and the notifications of a gemeente's own case system."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue

from loket.db import db
from loket.errors import BadRequest, Faults, Unauthorized
from loket.routing import callbacks, organisation_keys, secrets, verifiers
from loket.routing.context import Actor
from loket.routing.entries import Organisation
from loket.web import schema_actions, schemas
from loket.web.api_guard import body, caller, too_deep
from loket.web.api_operations import KIB, Answer, Caller, operation
from loket.web.api_routes import PREFIX, blueprint
from loket.web.parts import context, parts

EVENT_MEDIA = "application/cloudevents+json"
TAG = "Organisaties"
RATE = "LOKET_CALLBACK_LIMIT"
TAKEN = {
    202: Answer("De melding is opgenomen; ‘verwerkt’ is false als zij te laat kwam.", "Ontvangstbevestiging"),
    200: Answer("Deze melding was er al.", "Ontvangstbevestiging"),
}
AHEAD = timedelta(minutes=5)  #: how far the time of an event may lie before our own clock: clocks differ, the future is unknown


def by_signature() -> Caller:
    """The organisation that proves to have sent this; its ``source`` is read from the unverified body only to choose secrets and keys."""
    raw = request.get_data(cache=True)
    organisation = parts().catalogue.organisation_by_source(_source(raw))
    if organisation is None:
        raise Unauthorized(secrets.REFUSED)
    shown = verifiers.Shown(
        organisation=organisation,
        secrets=secrets.secrets_of(organisation, parts().settings.environment),
        keys=lambda kind: organisation_keys.valid_keys(db.session(), organisation.slug, kind),
        headers={name.lower(): value for name, value in request.headers.items()},
        raw=raw,
        audience=parts().settings.base_url + PREFIX,
        now=parts().clock(),
    )
    g.message_id = verifiers.verified(shown)
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
    summary="Melden hoe het staat met een deelzaak (CloudEvent, ondertekend of met een token)",
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
    organisation = _organisation()
    acting = context(caller().actor)
    event, report = _understood(organisation, acting.now)
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


def _understood(organisation: Organisation, now: datetime) -> tuple[dict[str, Any], callbacks.Report]:
    """The envelope and what it tells; BadRequest with every fault of both at once."""
    faults, told = Faults(), None
    event = schemas.load(schema_actions.EVENT, body(), faults)
    if event.get("time", now) > now + AHEAD:
        faults.add("/time", "in-toekomst", f"Dit tijdstip ligt meer dan {AHEAD.seconds // 60} minuten voor op onze klok.")
    verb = event.get("type", "").removeprefix(schema_actions.EVENT_TYPE)
    if "data" in event and verb != event.get("type", ""):
        try:
            told = secrets.understood(parts().adapters[organisation.slug], verb, event["data"], event.get("time", now))
        except BadRequest as refused:
            faults.found.extend(refused.faults)
    if told is None or faults.found:
        raise BadRequest("De statusmelding klopt niet.", faults=tuple(faults.found))
    return event, told


def _source(raw: bytes) -> str:
    """The ``source`` in a body that nobody has verified yet; empty when there is none. BadRequest for one too deep to look into."""
    try:
        event = json.loads(raw)
    except RecursionError:
        raise too_deep() from None
    except ValueError:
        return ""
    source = event.get("source") if isinstance(event, dict) else None
    return source if isinstance(source, str) else ""


def _caller(organisation: Organisation | None) -> Caller:
    if organisation is None:
        raise Unauthorized(secrets.REFUSED)
    slug = organisation.slug
    return Caller(Actor(name=f"organisatie:{slug}", label=slug, organisation=slug, origin="callback"))


def _organisation() -> Organisation:
    return parts().catalogue.organisations[caller().actor.organisation or ""]
