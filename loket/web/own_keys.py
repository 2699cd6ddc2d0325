"""The public keys with which whoever gets our messages can check that they are ours."""

from __future__ import annotations

from flask import Blueprint, Response, json
from flask.typing import ResponseReturnValue

from loket.routing.secrets import published_keys
from loket.web.parts import parts
from loket.web.security_headers import HEADERS

blueprint = Blueprint("own_keys", __name__)

#: How long a receiver may go by what it read, in seconds: a new key must be published that long before it signs.
VALID = 3600


@blueprint.get("/.well-known/jwks.json")
def key_set() -> ResponseReturnValue:
    """Our public keys as a JWK Set (RFC 7517, RFC 8037); an empty one where only shared secrets sign."""
    answer = Response(json.dumps(published_keys(parts().settings.signing_keys)), mimetype="application/jwk-set+json")
    answer.headers.update({**HEADERS, "Cache-Control": f"public, max-age={VALID}"})
    return answer
