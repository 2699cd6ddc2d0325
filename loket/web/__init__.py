"""The web layer: the REST API, the pages and health, hung onto the application."""

from __future__ import annotations

from flask import Flask

from loket.web import api, health, pages, problems


def register_web(app: Flask) -> None:
    """Register all routes and error answers; ``app.extensions["loket"]`` must be there."""
    problems.register(app, pages.error_page)
    app.register_blueprint(health.blueprint)
    api.register(app)
    pages.register(app)
