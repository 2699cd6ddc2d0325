"""Signing in, with the organisation's login provider or in the demo with a practice account, and signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from loket.errors import NotFound
from loket.routing import sessions as rows
from loket.routing.context import MACHINE
from loket.web import oidc, sessions
from loket.web.claims import account_of
from loket.web.guard import account, acting, claim_map, guarded, practice_accounts
from loket.web.parts import context, parts

login = guarded("login")

BACK = "terug"  # in the signed session, while the employee is at the provider


@login.get("/inloggen")
def sign_in() -> str:
    back = _local(request.args.get("terug"))
    return render_template("inloggen.html", accounts=practice_accounts().values(), back=back, provider=parts().settings.login)


@login.post("/inloggen")
def signed_in() -> Response:
    """Sign in with a practice account; outside the demo there are none."""
    found = practice_accounts().get(request.form.get("account", ""))
    if found is None:
        raise NotFound("Dit account bestaat niet.")
    return sessions.sign_in(found, redirect(_local(request.form.get("terug")) or url_for("home.start")))


@login.get("/inloggen/organisatie")
def leave_for_provider() -> Response:
    if parts().settings.login is None:
        raise NotFound("Inloggen met uw organisatie is hier niet ingesteld.")
    session[BACK] = _local(request.args.get("terug"))
    return oidc.leave(f"{parts().settings.base_url}{url_for('login.back_from_provider')}")


@login.get("/inloggen/terug")
def back_from_provider() -> Response:
    if parts().settings.login is None:
        raise NotFound("Inloggen met uw organisatie is hier niet ingesteld.")
    found = account_of(claim_map(), oidc.claims(), parts().catalogue)
    return sessions.sign_in(found, redirect(_local(session.get(BACK)) or url_for("home.start")))


@login.get("/mijn-account")
def own_account() -> str:
    """Who is signed in, and in how many places."""
    known = rows.count(acting().session, account().slug, acting().now)
    return render_template("account.html", sessions=known)


@login.post("/uitloggen")
def sign_out() -> Response:
    rows.end(context(MACHINE), sessions.token())
    return _gone()


@login.post("/overal-uitloggen")
def sign_out_everywhere() -> Response:
    rows.end_all(acting(), account().slug)
    return _gone()


def _gone() -> Response:
    """To the start page, by way of the provider, so that the next one at this computer cannot simply come back in."""
    start = url_for("home.start")
    return sessions.forget(redirect(oidc.end_session_url(f"{parts().settings.base_url}{start}") or start))


def _local(path: str | None) -> str | None:
    """Only a path of our own: a link to another site would make the sign-in page a stepping stone."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return None
    return path if not urlsplit(path).netloc else None
