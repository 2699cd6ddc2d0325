"""A practice NotifyNL: takes e-mails and SMS as its REST API does, sends nothing, and shows them on a page.

An address chooses the answer: ``oefen-400@…``, ``oefen-403@…``, ``oefen-429@…`` or ``oefen-500@…`` gets that error, every other is taken.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import jwt
from flask import Blueprint, Response, jsonify, render_template, request

from loket.practice.page import harden
from loket.practice.reports import AMSTERDAM
from loket.practice.stage import utc_now

PREFIX = "/notifynl"
SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"oefenen-{SERVICE}-{SECRET}"  #: what the practice NotifyNL takes
TEMPLATES: Mapping[str, str] = {"email": "9d751e0e-f929-4891-82a1-a3e1c3c18ee3", "sms": "f33517ff-2a88-4f6e-b855-c550268ce08a"}
KEPT = 200
SECONDS = 30  # how long a token is taken

_FIELDS = {"email": "email_address", "sms": "phone_number"}
_CHOSEN = re.compile(r"oefen-(400|403|429|500)@")
_ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("ValidationError", "email_address Not a valid email address"),
    403: ("AuthError", "Invalid token: API key not found"),
    429: ("RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
    500: ("Exception", "Internal server error"),
}


def notifynl() -> Blueprint:
    """``POST /notifynl/v2/notifications/email`` and ``…/sms``, and the page of what was caught; kept in memory only."""
    caught: deque[dict[str, Any]] = deque(maxlen=KEPT)
    views = Blueprint("notifynl", __name__, template_folder="templates")

    @views.post(f"{PREFIX}/v2/notifications/<way>")
    def take(way: str) -> Response:
        """Catch one message, or refuse it as NotifyNL does."""
        body: Any = request.get_json(silent=True)
        status = _fault(way, body)
        if status:
            return _error(status)
        sent = {"id": str(uuid4()), "reference": body.get("reference"), "template": {"id": body["template_id"]}}
        words = body["personalisation"]
        caught.appendleft({"moment": utc_now(), "wijze": way, "aan": body[_FIELDS[way]], **words, "kenmerk": sent["reference"]})
        answer = jsonify(sent)
        answer.status_code = 201
        return answer

    @views.get("/oefenorganisaties/berichten")
    def show() -> Response:
        shown = [{**one, "moment": _moment(one["moment"])} for one in caught]
        return harden(Response(render_template("practice/messages.html", messages=shown)))

    return views


def _fault(way: str, body: Any) -> int | None:
    """The status of the error that this request gets; None when it is taken."""
    if way not in _FIELDS:
        return 404
    if not _proven(request.headers.get("Authorization", "")):
        return 403
    if not isinstance(body, dict) or body.get("template_id") != TEMPLATES[way] or not isinstance(body.get(_FIELDS[way]), str):
        return 400
    words = body.get("personalisation")
    wanted = {"bericht", "onderwerp"} if way == "email" else {"bericht"}
    if not isinstance(words, dict) or set(words) != wanted:
        return 400
    chosen = _CHOSEN.match(body[_FIELDS[way]])
    return int(chosen[1]) if chosen else None


def _proven(header: str) -> bool:
    """Whether the token is signed with the secret, of this service, and not older than half a minute."""
    try:
        token = jwt.decode(header.removeprefix("Bearer "), SECRET, ["HS256"], options={"require": ["iss", "iat"], "verify_iat": False})
    except jwt.InvalidTokenError:
        return False
    return bool(token["iss"] == SERVICE) and abs(utc_now().timestamp() - token["iat"]) <= SECONDS


def _error(status: int) -> Response:
    name, message = _ERRORS.get(status, ("NoResultFound", "No result found"))
    answer = jsonify({"status_code": status, "errors": [{"error": name, "message": message}]})
    answer.status_code = status
    return answer


def _moment(at: datetime) -> str:
    return f"{at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M:%S}"
