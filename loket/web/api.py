"""The REST API v1 (architecture §6): hangs its operations and headers onto the application."""

from __future__ import annotations

from flask import Flask

from loket.web import (
    api_arrears,
    api_cases,
    api_catalogue,
    api_deliveries,
    api_docs,
    api_downtime,
    api_keys,
    api_papers,
    api_parts,
    api_pull,
    api_subscriptions,
    api_zgw,
    callbacks_in,
    openapi,
    security_headers,
)
from loket.web.api_routes import PREFIX, blueprint

#: Importing these modules puts their operations on the blueprint.
OPERATIONS_FROM = (
    api_cases,
    api_catalogue,
    api_parts,
    api_papers,
    api_pull,
    api_subscriptions,
    api_zgw,
    api_deliveries,
    api_downtime,
    api_arrears,
    api_keys,
    callbacks_in,
    openapi,
    api_docs,
)


def register(app: Flask) -> None:
    """Serve the API under ``/api/v1``. Needs ``app.extensions["loket"]`` and ``problems.register(app)``."""
    app.register_blueprint(blueprint, url_prefix=PREFIX)
    security_headers.register(app)
