"""Who may call: the token of the client and the CRS headers. All faults of the token are 403, told apart by their code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import jwt
from werkzeug.datastructures import Headers

from loket.practice.zgw.problems import Problem

MAX_AGE_SECONDS = 3600
CRS = "EPSG:4326"


def check_token(authorization: str | None, client_id: str, secret: str, now: datetime) -> None:
    """Problem 403 unless ``authorization`` holds a JWT (HS256) of ``client_id``, at most an hour old by its ``iat``."""
    if not authorization:
        raise Problem(403)
    token = authorization.removeprefix("Bearer ")
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        raise Problem(
            403, "Het JWT kon niet gedecodeerd worden. Mogelijks heb je een copy-paste fout gemaakt", "jwt-decode-error"
        ) from None
    if claims.get("client_id") != client_id:
        raise Problem(403, "Client identifier bestaat niet", "invalid-client-identifier")
    try:
        jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False},
        )
    except jwt.InvalidTokenError:
        raise Problem(403, "Client credentials zijn niet geldig", "invalid-jwt-signature") from None
    _check_age(claims, now)


def _check_age(claims: Mapping[str, object], now: datetime) -> None:
    issued, expires = claims.get("iat"), claims.get("exp")
    if isinstance(expires, int | float) and expires < now.timestamp():
        raise Problem(403, "JWT is niet valide", "jwt-expiredsignatureerror")
    if not isinstance(issued, int | float) or now.timestamp() - issued > MAX_AGE_SECONDS:
        raise Problem(403, "De JWT die gebruikt is voor dit verzoek is verlopen", "jwt-expired")


def check_crs(headers: Headers, has_body: bool) -> None:
    """Problem 412 when a CRS header is missing, 406 when it names another one. Only the resource ``zaken`` asks for them."""
    for name in ("Accept-Crs", *(["Content-Crs"] if has_body else [])):
        if name not in headers:
            raise Problem(412, f"'{name}' header ontbreekt")
        if headers[name] != CRS:
            raise Problem(406, f"CRS '{headers[name]}' is niet ondersteund")
