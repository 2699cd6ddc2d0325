"""Signing in at the organisation's own login provider: OpenID Connect, authorization code with PKCE S256, state and nonce.

OpenID NLGov 1.0.1. The only module of the web layer that calls out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from loket.errors import BadRequest, Unavailable
from loket.settings import LoginProvider
from loket.web.parts import parts

NAME = "loket"
#: Signatures that we trust on an id token; a provider that offers others (or none) gets no say in it.
ALGORITHMS = ("RS256", "PS256", "ES256")
SECONDS = 5
FAILED = "Het inloggen is niet gelukt. Probeer het opnieuw."


def register(app: Flask, provider: LoginProvider, scope: str) -> None:
    """Make the client of the provider; nothing is asked of it yet."""
    OAuth(app).register(
        NAME,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": scope, "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def leave(back_to: str) -> Response:
    """Send the browser to the provider, which sends it on to ``back_to``. Unavailable when the provider does not answer."""
    client = _client()
    answer: Response = client.authorize_redirect(back_to)
    return answer


@dataclass(frozen=True, slots=True)
class Proof:
    """What the provider says of somebody, and the id token that says it."""

    claims: Mapping[str, Any]
    id_token: str | None = field(repr=False)


def proof() -> Proof:
    """What the provider says of whom it sent back; checked: state, code, signature, issuer, audience, nonce and time.

    BadRequest when any of that is wrong, always in the same words.
    """
    client = _client()
    try:
        token: Mapping[str, Any] = client.authorize_access_token(leeway=60)
    except RequestException as error:
        raise _away() from error
    except (AuthlibBaseError, JoseError, ValueError) as error:
        raise BadRequest(FAILED, code="inloggen-mislukt") from error
    found = token.get("userinfo")
    if not found:
        raise BadRequest(FAILED, code="inloggen-mislukt")
    return Proof(found, token.get("id_token"))


def end_session_url(then: str, id_token: str | None) -> str | None:
    """Where the browser goes to sign out at the provider too (RP-Initiated Logout 1.0); None when the provider offers no such thing.

    ``id_token`` tells the provider whose session ends, so that it need not ask, and no other site can sign somebody out.
    """
    provider = parts().settings.login
    if provider is None:
        return None
    try:
        address = _client().load_server_metadata().get("end_session_endpoint")
    except Unavailable:
        return None
    told = {"client_id": provider.client_id, "post_logout_redirect_uri": then, **({"id_token_hint": id_token} if id_token else {})}
    return f"{address}?{urlencode(told)}" if address else None


def origin(provider: LoginProvider) -> str:
    """The provider's origin: after signing out a form's answer may lead there (CSP ``form-action``)."""
    split = urlsplit(provider.issuer)
    return f"{split.scheme}://{split.netloc}"


def _client() -> Any:
    """The client with the provider's metadata, which must be of the issuer that we know."""
    client = current_app.extensions["authlib.integrations.flask_client"].create_client(NAME)
    try:
        metadata = client.load_server_metadata()
    except (RequestException, ValueError) as error:
        raise _away() from error
    provider = parts().settings.login
    if provider is None or metadata.get("issuer", "").rstrip("/") != provider.issuer:
        raise _away()
    offered = metadata.get("id_token_signing_alg_values_supported", ALGORITHMS)
    metadata["id_token_signing_alg_values_supported"] = [name for name in ALGORITHMS if name in offered]
    return client


def _away() -> Unavailable:
    return Unavailable("De inlogvoorziening antwoordt niet. Probeer het over enkele minuten opnieuw.", retry_after=60)
