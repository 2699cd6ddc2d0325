"""What the ways to reach the citizen share: the body of a message, and one adapter for when messages are off.

They stand apart from the dialects of organisations: no organisation can be given one of them in the configuration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from loket.adapters.dialect import Dialect
from loket.adapters.http import Client
from loket.adapters.port import Adapter, Kind, Message, Result
from loket.adapters.registry import dialects, faults_of, register
from loket.adapters.settings import OrganisationSettings
from loket.errors import ConfigurationError

EMAIL, SMS = "email", "sms"
OFF = "uit"
MESSENGERS: dict[str, type[Dialect]] = {}


@dataclass(frozen=True, slots=True)
class Letter:
    """What the body of a message to the citizen says (``loket/routing/messages.py`` composes it)."""

    way: str  # EMAIL or SMS
    to: str
    subject: str
    text: str
    language: str  # nl or en


def letter_of(message: Message) -> Letter:
    """Read the body of a message; KeyError or ValueError when it is none."""
    body = json.loads(message.body)
    field = {EMAIL: "emailadres", SMS: "telefoonnummer"}[body["wijze"]]
    return Letter(body["wijze"], body["personen"][0][field], body["onderwerp"], body["bericht"], body["taal"])


def messenger_settings(slug: str, environ: Mapping[str, str], secret: str) -> OrganisationSettings:
    """The line to the citizen from ``LOKET_MESSAGES`` and its companions; without them the one that is off."""
    templates = (one.partition("=") for one in environ.get("LOKET_MESSAGES_TEMPLATES", "").replace(",", " ").split())
    given: dict[str, Any] = {
        "sjablonen": {way: template for way, _, template in templates},
        "afzender": environ.get("LOKET_MESSAGES_FROM"),
        "ca": environ.get("LOKET_MESSAGES_CA"),
    }
    return OrganisationSettings(
        slug=slug,
        adapter=environ.get("LOKET_MESSAGES") or OFF,
        address=environ.get("LOKET_MESSAGES_URL", "").rstrip("/"),
        options={key: value for key, value in given.items() if value},
        secrets=(secret,) if secret else (),
        deadline=5.0 if environ.get("LOKET_FAST") == "1" else 20.0,
    )


def made(settings: OrganisationSettings, client: Client) -> Adapter:
    """The adapter for the line to the citizen; ConfigurationError with every fault in its settings."""
    dialects()  # reads every module of this package, also those that add to MESSENGERS
    faults = faults_of(settings, MESSENGERS)
    if faults:
        raise ConfigurationError("\n".join(fault.replace(f"organisatie {settings.slug}", "LOKET_MESSAGES") for fault in faults))
    return MESSENGERS[settings.adapter](settings, client)


class Messenger(Dialect):
    """A way to reach the citizen: sends one kind only."""

    kinds = frozenset({Kind.CITIZEN})


@register(OFF, into=MESSENGERS)
class Off(Messenger):
    """Messages are off. What still waited from when they were on becomes a task for a person."""

    pushes = False

    def send(self, message: Message) -> Result:
        """Never sends."""
        return self.unable(message)
