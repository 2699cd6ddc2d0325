"""A login provider that says whatever a test wants: id tokens with wrong claims, signatures and algorithms. On loopback."""

from __future__ import annotations

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

from flask import Flask, Response, jsonify
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from loket.demo import HOST

Claims = dict[str, Any]
Sign = Callable[[Claims], str]


@cache
def _key(_name: str) -> RSAKey:
    """A key for each name; making one takes long."""
    return RSAKey.generate_key(2048)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: there is no log."""


class Dishonest:
    """The provider; ``issuer`` is its address. ``answer`` is the id token that it gives next, ``metadata`` what it tells besides."""

    def __init__(self) -> None:
        self.key, self.other = _key("own"), _key("other")
        self.answer = ""
        self.metadata: Claims = {}
        self._server = make_server(HOST, 0, self._application(), handler_class=_Quiet)
        self.issuer = f"http://{HOST}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def claims(self, address: str, **changes: object) -> Claims:
        """What an honest provider would say after the request at ``address``; ``changes`` of None leave a claim out."""
        now = int(time.time())
        nonce = parse_qs(urlsplit(address).query)["nonce"][0]
        honest: Claims = {"iss": self.issuer, "aud": "loket", "sub": "noor", "exp": now + 300, "iat": now, "nonce": nonce}
        found = {**honest, "name": "Noor", "roles": ["loket-medewerker"], "loket": "gemeente-0518", **changes}
        return {name: value for name, value in found.items() if value is not None}

    def signed(self, claims: Claims) -> str:
        """Signed as it should be."""
        return jwt.encode({"alg": "RS256"}, claims, self.key)

    def signed_by_another(self, claims: Claims) -> str:
        """Signed with a key that the provider does not publish."""
        return jwt.encode({"alg": "RS256"}, claims, self.other)

    def signed_with_the_secret(self, claims: Claims) -> str:
        """Signed with the client's secret (HS256) instead of the provider's key."""
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("geheim-van-loket"))

    def signed_by_a_key_of_its_own(self, claims: Claims) -> str:
        """Signed with another key, which the token itself brings along."""
        return jwt.encode({"alg": "RS256", "jwk": self.other.as_dict(private=False)}, claims, self.other)

    def unsigned(self, claims: Claims) -> str:
        """With algorithm ``none``."""
        parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
        return ".".join([*(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])

    def back(self, address: str) -> str:
        """Where the browser is sent after the request at ``address``."""
        asked = parse_qs(urlsplit(address).query)
        return f"{asked['redirect_uri'][0]}?{urlencode({'code': 'code', 'state': asked['state'][0]})}"

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    def _application(self) -> Flask:
        app = Flask("oneerlijk")

        @app.get("/.well-known/openid-configuration")
        def about() -> Response:
            names = {"authorization_endpoint": "/aan", "token_endpoint": "/token", "jwks_uri": "/sleutels"}
            return jsonify({"issuer": self.issuer, **{name: self.issuer + path for name, path in names.items()}, **self.metadata})

        @app.get("/sleutels")
        def keys() -> Response:
            return jsonify({"keys": [self.key.as_dict(private=False)]})

        @app.post("/token")
        def token() -> Response:
            body = {"access_token": "x", "token_type": "Bearer", "id_token": self.answer}
            return Response(json.dumps(body), mimetype="application/json")

        return app
