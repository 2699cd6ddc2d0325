"""What an organisation proves with the secrets that it shares with Loket, and what it says once it has proved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from loket.adapters import signing_keys, zgw_notifications
from loket.adapters.line import Line
from loket.adapters.port import Adapter, Report
from loket.errors import Unauthorized
from loket.routing.entries import Organisation

Environment = Mapping[str, str]
REFUSED = "De handtekening van dit bericht klopt niet."


def secrets_of(organisation: Organisation, environment: Environment) -> tuple[str, ...]:
    """The organisation's secrets, the newest first; two are valid during rotation. Names that are not set are left out."""
    return tuple(filter(None, (environment.get(name) for name in organisation.secrets)))


def line_to(organisation: Organisation, environment: Environment) -> Line:
    """The way to the organisation: our certificate for it where it asks for one, its authority, and the private networks it is in."""
    files = {name: environment.get(variable) for name, variable in (organisation.tls or {}).items()}
    return Line(files.get("client_certificaat"), files.get("client_sleutel"), files.get("ca"), organisation.private_networks)


def published_keys(seeds: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The public halves of the keys that Loket signs with, as a JWK Set: all of them, also one that signs later or no longer."""
    return signing_keys.key_set(signing_keys.own_keys(seeds))


def check_notifier(organisation: Organisation | None, environment: Environment, authorization: str | None) -> None:
    """Raise Unauthorized unless this is the Authorization header that the organisation's notification service was given."""
    secrets = secrets_of(organisation, environment) if organisation else ()
    if not zgw_notifications.is_authorised(secrets, authorization):
        raise Unauthorized("De header Authorization van deze notificatie klopt niet.")


def changed_case(body: Mapping[str, Any]) -> str | None:
    """The organisation's reference of the case that a notification is about; None when it is not about a case. May raise BadRequest."""
    return zgw_notifications.notification_reference(body)


def understood(adapter: Adapter, verb: str, data: Mapping[str, Any], at: datetime) -> Report:
    """The report in Loket's words, dated by the envelope unless it is dated itself; BadRequest with all its faults."""
    report = adapter.understand(verb, data)
    return replace(report, at=report.at or at)
