"""Subscribing to a gemeente's notification service: once, and only to the zaken that Loket registered there."""

from __future__ import annotations

import enum
from typing import Any

from loket.adapters.answers import CallError
from loket.adapters.gemeente import Gemeente
from loket.adapters.signing import notification_authorization
from loket.adapters.zgw_client import Halt, link
from loket.adapters.zgw_notifications import CHANNEL
from loket.errors import ConfigurationError


class Subscribed(enum.Enum):
    """What was done."""

    MADE = enum.auto()
    RENEWED = enum.auto()  #: it was there; the service now sends the header that follows from the newest secret
    THERE = enum.auto()  #: it was there; nothing was changed


def subscribe(gemeente: Gemeente, callback: str, secret: str, *, renew: bool = False) -> Subscribed:
    """Subscribe ``callback`` (our address for this gemeente's notifications), unless it is subscribed already.

    The service tries the address at once, without and with the header, and makes no subscription when an answer is wrong. It never
    tells which header it was given, so ``renew`` gives it again. ConfigurationError tells in Dutch why it did not work.
    """
    url = f"{gemeente.line.notifications}/abonnement"
    body = {
        "callbackUrl": callback,
        "auth": notification_authorization(secret),
        "kanalen": [{"naam": CHANNEL, "filters": {"bronorganisatie": gemeente.source}}],
    }
    session = gemeente.session("")
    try:
        there = [one for one in session.list(url) if _same(one, callback)]
        if there and not renew:
            return Subscribed.THERE
        if there:
            session.change(link(there[0], "url"), body)
            return Subscribed.RENEWED
        session.create(url, body)
    except Halt as halt:
        raise ConfigurationError(f"De notificatiedienst neemt het abonnement niet aan: {halt.result.detail}.") from None
    except CallError as error:
        raise ConfigurationError(f"De notificatiedienst geeft geen antwoord: {error.words}.") from None
    return Subscribed.MADE


def _same(one: dict[str, Any], callback: str) -> bool:
    return one.get("callbackUrl") == callback and any(channel.get("naam") == CHANNEL for channel in one.get("kanalen", []))
