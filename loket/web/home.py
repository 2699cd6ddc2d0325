"""The start page, and the pages about Loket itself that everybody may read."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from loket.db import db
from loket.errors import NotFound
from loket.web import texts_desk, texts_outages, today
from loket.web.accounts import HANDLER, INTERMEDIARY, POLICY_MAKER, PRIVACY_OFFICER, SUPERVISOR, Account
from loket.web.guard import account, current_account, guarded
from loket.web.parts import away, parts, refused_configuration
from loket.web.work import Place

home = guarded("home")

STARTS = {
    HANDLER: "worklist.overview",
    SUPERVISOR: "supervisor.stuck",
    PRIVACY_OFFICER: "privacy.register",
    POLICY_MAKER: "figures.overview",
}
CONTACT_VALID = timedelta(days=180)


@home.get("/")
def start() -> str | AnyResponse:
    """Where each role begins: today's work of the loket, or the page of their own."""
    here = current_account()
    if here is None:
        return render_template("welkom.html")
    if here.role in STARTS:
        return redirect(url_for(STARTS[here.role]))
    if not here.at_counter or here.counter is None:
        return render_template("start_overig.html", refused=(refused_configuration() or "").splitlines(), version=parts().catalogue.version)
    place = _place(here, here.counter)
    lists = [today.listed(place, name) for name in today.LISTS]
    return render_template("start.html", lists=lists, shown=today.SHOWN, words=texts_desk, away=away(), away_words=texts_outages)


@home.get("/vandaag/<name>")
def more(name: str) -> str:
    """One of today's lists, as far as it is looked at."""
    here = account()
    if name not in today.LISTS or here.counter is None:
        raise NotFound("Deze lijst bestaat niet.")
    found = today.listed(_place(here, here.counter), name)
    return render_template("werklijst.html", list=found, most=today.MOST, words=texts_desk)


def _place(here: Account, counter: str) -> Place:
    """Where somebody works now; an intermediary sees only what they took in themselves."""
    own = here.slug if here.role == INTERMEDIARY else None
    return Place(db.session(), parts().catalogue, counter, parts().clock(), own)


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
