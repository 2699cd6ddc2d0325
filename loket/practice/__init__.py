"""The practice organisations: small apps that answer Loket over real HTTP, each in its own dialect. For demo, training and tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from loket.practice.brp_api import brp
from loket.practice.inbox import inbox, resume
from loket.practice.notify_api import notifynl
from loket.practice.organisations import PracticeOrganisation
from loket.practice.page import settings_page
from loket.practice.server import PracticeServer, serve
from loket.practice.stage import Stage, utc_now
from loket.practice.zgw.answers import problem_answer
from loket.practice.zgw.problems import Problem
from loket.practice.zgw.views import Gemeenten, zgw

__all__ = ["PracticeOrganisation", "PracticeServer", "create_practice", "serve"]

_ZGW_PATH = re.compile(r"/gemeente-[0-9]+/(zaken|catalogi|autorisaties)/api/")


def create_practice(
    organisations: Sequence[PracticeOrganisation],
    *,
    loket_url: str,
    log_path: Path,
    delay: float = 1.0,
    state_path: Path | None = None,
    persons: Path | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Flask:
    """One app that plays all ``organisations`` and reports to the Loket at ``loket_url``, ``delay`` seconds between two reports.

    ``log_path`` gets every request and every effect as one JSON line; what was taken in before a restart is gone on with from there.
    ``state_path`` keeps what was set on ``/oefenorganisaties``, and beside it (folder ``zaken``) the zaken of the gemeenten.
    ``persons`` is a CSV of test persons for a practice BRP. ``clock`` (aware, UTC) is the time at which they act and of which they tell;
    what comes in is signed by the time of this machine and verified by it.
    The app starts threads at once: ``app.extensions["practice"].stop()``, or ``stop()`` of the server, ends them.
    """
    app = Flask(__name__)
    stage = Stage(organisations, loket_url, log_path, delay, state_path, clock)
    gemeenten = Gemeenten(stage, state_path.parent / "zaken" if state_path else None)
    app.extensions["practice"] = stage
    app.register_blueprint(settings_page(stage))
    app.register_blueprint(inbox(stage))
    app.register_blueprint(zgw(stage, gemeenten))
    app.register_blueprint(notifynl())
    if persons:
        app.register_blueprint(brp(persons))
    app.register_error_handler(Problem, lambda problem: problem_answer(problem))
    app.register_error_handler(HTTPException, _fault)
    resume(stage)
    gemeenten.resume()
    return app


def _fault(error: HTTPException) -> Response:
    status = error.code or 500
    if _ZGW_PATH.match(request.path):
        detail = f'Methode "{request.method}" niet toegestaan.' if status == 405 else None
        known = Problem(status if status in (404, 405) else 500, detail)
        allowed = [*(error.valid_methods or [])] if isinstance(error, MethodNotAllowed) else []
        return problem_answer(known, ", ".join(sorted(allowed)))
    answer = jsonify({"status": status, "title": error.name})
    answer.status_code, answer.content_type = status, "application/problem+json"
    return answer
