"""The page on which a person chooses how the practice organisations behave, and the same by ``PUT`` for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, send_from_directory, url_for
from werkzeug.wrappers import Response as BaseResponse

from loket.practice.reports import AMSTERDAM
from loket.practice.scenarios import EXPLANATIONS
from loket.practice.stage import Stage
from loket.practice.switchboard import read_setting

TEMPLATES = Path(__file__).parent / "templates" / "practice"
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


def settings_page(stage: Stage) -> Blueprint:
    """``/oefenorganisaties``: the settings of every organisation and the last requests that came in, without personal data."""
    views = Blueprint("page", __name__, url_prefix="/oefenorganisaties", template_folder="templates")

    @views.get("")
    def show() -> str:
        rows = [(stage.organisations[slug], stage.switchboard.get(slug)) for slug in _shown(stage)]
        recent = [{**line, "moment": _moment(line["time"])} for line in reversed(stage.journal.recent)]
        chosen = request.args.get("ingesteld", "")
        known = stage.organisations.get(chosen)
        return render_template("practice/settings.html", rows=rows, scenarios=EXPLANATIONS, recent=recent, chosen=known, stage=stage)

    @views.get("/opmaak.css")
    def style() -> Response:
        return send_from_directory(TEMPLATES, "settings.css")

    @views.post("")
    def choose() -> BaseResponse:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            abort(403)
        slug = request.form.get("organisatie", "").strip()
        if slug.isdigit():
            slug = f"gemeente-{slug.zfill(4)}"
        fault = _put(stage, slug, {"scenario": request.form.get("scenario", "")})
        return fault or redirect(url_for("page.show", ingesteld=slug), 303)

    @views.put("/<slug>")
    def put(slug: str) -> Response:
        return _put(stage, slug, request.get_json(silent=True)) or jsonify(stage.switchboard.get(slug).as_json())

    @views.get("/<slug>")
    def read(slug: str) -> Response:
        return (
            jsonify(stage.switchboard.get(slug).as_json()) if slug in stage.organisations else _fault(404, "Deze organisatie bestaat niet.")
        )

    views.after_request(harden)
    return views


def harden(answer: Response) -> Response:
    """Put the headers of a page on an answer."""
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _put(stage: Stage, slug: str, data: Any) -> Response | None:
    """Set the behaviour; the answer that says what is wrong, or None."""
    if slug not in stage.organisations:
        return _fault(404, "Deze organisatie bestaat niet.")
    try:
        stage.switchboard.put(slug, read_setting(data))
    except ValueError as error:
        return _fault(400, str(error))
    return None


def _shown(stage: Stage) -> list[str]:
    """The fixed organisations first, then the gemeenten that had traffic or a setting."""
    active = stage.journal.organisations | stage.switchboard.known()
    fixed = [slug for slug, one in stage.organisations.items() if not one.is_gemeente]
    return fixed + sorted(slug for slug, one in stage.organisations.items() if one.is_gemeente and slug in active)


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(AMSTERDAM):%d-%m-%Y %H:%M:%S}"


def _fault(status: int, detail: str) -> Response:
    told: Mapping[str, Any] = {"status": status, "title": "Dit kan niet", "detail": detail}
    answer = jsonify(told)
    answer.status_code, answer.content_type = status, "application/problem+json"
    return answer
