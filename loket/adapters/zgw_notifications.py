"""Notifications of a gemeente's notification service: a wake-up that says *that* a zaak changed, never what."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from loket.adapters.signing import notification_authorization
from loket.errors import BadRequest, Fault

CHANNEL = "zaken"


def is_authorised(secrets: Sequence[str], authorization: str | None) -> bool:
    """Whether the Authorization header is the one agreed for one of the organisation's ``secrets``; in constant time.

    On subscribing the service calls once without it (answer 401) and once with it on the channel ``test`` (answer 204).
    """
    given = (authorization or "").encode("utf-8", "replace")
    return any(hmac.compare_digest(notification_authorization(secret).encode(), given) for secret in secrets)


def notification_reference(body: Mapping[str, Any]) -> str | None:
    """The uuid of the zaak that changed: the reference that the gemeente adapter gave at delivery. None: nothing of ours to look at.

    BadRequest when ``body`` is no notification. The host in ``hoofdObject`` is not trusted: the zaak is read at the configured address.
    """
    channel, target = body.get("kanaal"), body.get("hoofdObject")
    if not isinstance(channel, str) or not isinstance(target, str):
        missing = [name for name in ("kanaal", "hoofdObject") if not isinstance(body.get(name), str)]
        faults = tuple(Fault(f"/{name}", "verplicht", "Dit veld ontbreekt of is geen tekst.") for name in missing)
        raise BadRequest("Dit is geen notificatie.", faults=faults)
    return case_uuid(target) if channel == CHANNEL else None


def case_uuid(url: str) -> str | None:
    """The uuid at the end of a zaak's URL, in lower case; None when there is none."""
    try:
        return str(UUID(urlsplit(url).path.rstrip("/").rpartition("/")[2]))
    except ValueError:
        return None
