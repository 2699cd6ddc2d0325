"""Signing in with a practice account (the demo only) and signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from loket.errors import NotFound
from loket.web.guard import SESSION_KEY, accounts, guarded, public

login = guarded("login")


@login.get("/inloggen")
@public
def sign_in() -> str:
    return render_template("inloggen.html", accounts=accounts().values(), back=_local(request.args.get("terug")))


@login.post("/inloggen")
@public
def signed_in() -> Response:
    slug = request.form.get("account", "")
    if slug not in accounts():
        raise NotFound("Dit account bestaat niet.")
    session.clear()
    session[SESSION_KEY] = slug
    return redirect(_local(request.form.get("terug")) or url_for("home.start"))


@login.post("/uitloggen")
@public
def sign_out() -> Response:
    session.clear()
    return redirect(url_for("home.start"))


def _local(path: str | None) -> str | None:
    """Only a path of our own: a link to another site would make the sign-in page a stepping stone."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return None
    return path if not urlsplit(path).netloc else None
