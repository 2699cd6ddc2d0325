"""The headers on every answer that is not a page: NLGov REST API Design Rules 2.2.1 and its security module."""

from __future__ import annotations

from flask import Flask, Response, request

API_VERSION = "1.0.0"
PUBLIC_DOCUMENT = "/api/v1/openapi.json"
PAGE = "/docs"  # below /api/v1: the one answer of the API that is read by people, with the headers of a page
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def for_machines(path: str) -> bool:
    """Whether this path is read by programs: errors there are problem+json, on all others a page."""
    return path in ("/api", "/health", "/metrics") or path.startswith(("/api/", "/health/", "/metrics/"))


def register(app: Flask) -> None:
    """Put the headers on every answer to a program, errors included; only openapi.json may be read from any web page."""

    @app.after_request
    def _add(response: Response) -> Response:
        if for_machines(request.path):
            for name, value in HEADERS.items():
                if response.mimetype != "text/html":  # a page brought its own, see guard.add_headers
                    response.headers[name] = value
                response.headers.setdefault(name, value)
            if request.path.startswith("/api"):
                response.headers["API-Version"] = API_VERSION
            if request.path == PUBLIC_DOCUMENT:
                response.headers["Access-Control-Allow-Origin"] = "*"
        return response
