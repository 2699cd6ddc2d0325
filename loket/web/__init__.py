"""The web layer: the REST API, the pages and health, hung onto the application."""

from __future__ import annotations

from flask import Flask, request

from loket.web.api import register as register_api
from loket.web.health import blueprint as health
from loket.web.own_keys import blueprint as own_keys
from loket.web.pages import error_page
from loket.web.pages import register as register_pages
from loket.web.problems import register as register_problems


def register_web(app: Flask) -> None:
    """Register all routes and error answers; ``app.extensions["loket"]`` must be there."""
    app.before_request(_name_route)
    register_problems(app, error_page)
    app.register_blueprint(health)
    app.register_blueprint(own_keys)
    register_api(app)
    register_pages(app)


def _name_route() -> None:
    """For the access log (``loket.server``): the pattern of the address. The address itself may hold what does not belong in a log."""
    request.environ["loket.route"] = request.url_rule.rule if request.url_rule else "-"
