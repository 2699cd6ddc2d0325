"""Who calls the API: a key in the Authorization header (Bearer)."""

from __future__ import annotations

import re

from flask import request

from loket.db import db
from loket.errors import Unauthorized
from loket.routing.clients import CLIENT, find_client
from loket.routing.context import Actor
from loket.web.api_operations import Caller
from loket.web.parts import parts

BEARER = re.compile(r"Bearer +([!-~]{1,200})", re.IGNORECASE)


def by_key() -> Caller:
    """The client whose key was sent; Unauthorized, always in the same words, when there is none."""
    found = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    client = find_client(db.session(), found[1], practice=parts().settings.demo) if found else None
    if client is None:
        raise Unauthorized("Stuur een geldige sleutel mee in de header Authorization: Bearer.")
    actor = Actor(
        name=f"{CLIENT}{client.name}",
        label=client.counter or client.organisation or client.name,
        counter=client.counter,
        organisation=client.organisation,
        origin="api",
    )
    return Caller(actor, frozenset(client.scopes))
