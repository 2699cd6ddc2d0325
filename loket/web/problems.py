"""Errors as answers: problem+json (RFC 9457) for programs, a page for people. The only place that turns an exception into HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import structlog
from flask import Flask, Response, json, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from loket.db import is_unreachable
from loket.errors import Conflict, Fault, LoketError, Unavailable
from loket.logs import frames
from loket.web import security_headers

log = structlog.get_logger()

MOST_FAULTS = 500
RETRY_SECONDS = 5
WORDS: Mapping[int, tuple[str, str, str]] = {
    400: ("ongeldig-verzoek", "Het verzoek klopt niet", "Dit verzoek is niet te lezen."),
    404: ("niet-gevonden", "Niet gevonden", "Op dit adres is niets."),
    405: ("methode-kan-niet", "Deze methode kan hier niet", "Kies een van de methoden in de header Allow."),
    406: ("niet-leverbaar", "Dit formaat kunnen wij niet geven", "Deze API antwoordt in application/json."),
    408: ("te-traag", "Het verzoek kwam te langzaam binnen", "Stuur het verzoek opnieuw."),
    413: ("te-groot", "Het verzoek is te groot", "Stuur een kleiner verzoek."),
    415: ("verkeerd-mediatype", "Dit mediatype kan hier niet", "Kijk in de documentatie welk Content-Type hier hoort."),
    429: ("te-veel-verzoeken", "Te veel verzoeken", "Wacht even en probeer het dan opnieuw."),
}
BROKEN = ("fout", "Er ging iets mis", "Er ging bij ons iets mis. Noem het nummer bij instance als u dit meldt.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One error, ready to be shown as problem+json or as a page. ``instance`` also stands in the log."""

    status: int
    code: str
    title: str
    detail: str
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    instance: str = field(default_factory=lambda: f"urn:uuid:{uuid.uuid4()}")


Page = Callable[[Exception], ResponseReturnValue]


def register(app: Flask, page: Page | None = None) -> None:
    """Handle every exception of ``app``: problem+json on the paths of programs, ``page(error)`` on all others.

    Also makes a doubled slash in a path a 404 instead of a redirect.
    """
    app.url_map.merge_slashes = False

    @app.errorhandler(Exception)
    def _answer(error: Exception) -> ResponseReturnValue:
        known = recognised(error)
        problem = problem_of(known)
        _log(problem, error)
        if page is None or security_headers.for_machines(request.path):
            return respond(problem)
        return page(known)


def recognised(error: Exception) -> Exception:
    """The same error, but as one of ours when the database says that it is away or that somebody else was first."""
    if isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and is_unreachable(error)):
        return Unavailable("Wij kunnen even niet bij de gegevens. Probeer het over enkele seconden opnieuw.", retry_after=RETRY_SECONDS)
    if isinstance(error, StaleDataError):
        return Conflict("Iemand anders wijzigde deze zaak op hetzelfde moment. Probeer het opnieuw.", code="gelijktijdig-gewijzigd")
    return error


def problem_of(error: Exception) -> Problem:
    """What to tell about ``error``; never its own text, unless it was written for the reader."""
    if isinstance(error, LoketError):
        return _own(error)
    return _http(error) if isinstance(error, HTTPException) else Problem(500, *BROKEN)


def respond(problem: Problem) -> Response:
    """The problem as ``application/problem+json`` (RFC 9457), with ``errors`` as the API Design Rules ask."""
    body: dict[str, object] = {
        "status": problem.status,
        "title": problem.title,
        "detail": problem.detail,
        "instance": problem.instance,
        "code": problem.code,
    }
    if problem.faults:
        body["errors"] = [
            {"location": {"pointer": fault.pointer}, "code": fault.code, "detail": fault.detail} for fault in problem.faults[:MOST_FAULTS]
        ]
    headers = {"Content-Language": "nl", **problem.headers}
    return Response(json.dumps(body, ensure_ascii=False), problem.status, headers, content_type="application/problem+json")


def _own(error: LoketError) -> Problem:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="loket"'
    return Problem(error.status, error.code, error.title, error.detail, error.faults, headers)


def _http(error: HTTPException) -> Problem:
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    code, title, detail = WORDS.get(status, WORDS[400] if status < 500 else BROKEN)
    return Problem(status, code, title, detail, headers=headers)


def _log(problem: Problem, error: Exception) -> None:
    """One line an error, by the route's pattern: neither the path nor an exception's text, which may hold personal data."""
    route = request.url_rule.rule if request.url_rule else "-"
    told = {"instance": problem.instance, "status": problem.status, "code": problem.code, "method": request.method, "route": route}
    if problem.status < 500 or isinstance(error, LoketError):
        log.info("problem", **told)
    else:
        log.error("problem", error=type(error).__name__, frames=frames(error), **told)
