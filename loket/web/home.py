"""The start page, and the pages about Loket itself that everybody may read."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from loket.cases.states import Turn
from loket.db import db
from loket.errors import NotFound
from loket.web import lists
from loket.web.accounts import HANDLER, PRIVACY_OFFICER, SUPERVISOR
from loket.web.guard import current_account, guarded
from loket.web.parts import parts

home = guarded("home")

STARTS = {HANDLER: "worklist.overview", SUPERVISOR: "supervisor.stuck", PRIVACY_OFFICER: "privacy.register"}
CONTACT_VALID = timedelta(days=180)


@home.get("/")
def start() -> str | AnyResponse:
    account = current_account()
    if account is None:
        return render_template("welkom.html")
    if account.role in STARTS:
        return redirect(url_for(STARTS[account.role]))
    if not account.at_counter or account.counter is None:
        return render_template("start_overig.html")
    session = db.session()
    return render_template(
        "start.html",
        citizen=lists.waiting_cases(session, account.counter, Turn.APPLICANT),
        counter=[
            *lists.waiting_cases(session, account.counter, Turn.COUNTER),
            *lists.waiting_cases(session, account.counter, Turn.NOBODY),
        ],
        recent=lists.recent_cases(session, account.counter),
    )


@home.get("/oefenorganisaties")
def practice() -> AnyResponse:
    """Where the practice organisations are played; only in the demo."""
    practice_url = parts().settings.practice_url
    if practice_url is None:
        raise NotFound("Deze pagina is er alleen in de oefenomgeving.")
    return redirect(f"{practice_url}/oefenorganisaties")


@home.get("/toegankelijkheid")
def accessibility() -> str:
    return render_template("toegankelijkheid.html")


@home.get("/privacy")
def privacy() -> str:
    return render_template("privacy.html")


@home.get("/.well-known/security.txt")
def security() -> Response:
    """Where to report a weak spot (RFC 9116); Expires lies half a year ahead by the application's clock."""
    settings = parts().settings
    contact = settings.environment.get("LOKET_SECURITY_CONTACT") or f"{settings.base_url}/privacy"
    expires = (parts().clock() + CONTACT_VALID).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: nl, en"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
