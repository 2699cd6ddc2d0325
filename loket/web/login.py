"""Signing in, with the organisation's login provider or in the demo with a practice account, and signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from loket.errors import LoketError, NotFound
from loket.routing import sessions as rows
from loket.routing.context import MACHINE, Actor
from loket.web import oidc, sessions, texts_trust
from loket.web.accounts import Account
from loket.web.claims import account_of, subject_of
from loket.web.guard import account, acting, claim_map, guarded, practice_accounts
from loket.web.parts import context, parts, today

login = guarded("login")

STRANGER = Actor(name="onbekend", label="loket", origin="web")  # somebody who is not signed in

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
        rows.refused(context(STRANGER), None, "account-onbekend")
        raise NotFound("Dit account bestaat niet.")
    return sessions.sign_in(found, redirect(_onward(found, request.form.get("terug"))))


@login.get("/inloggen/organisatie")
def leave_for_provider() -> Response:
    if parts().settings.login is None:
        raise NotFound("Inloggen met uw organisatie is hier niet ingesteld.")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":  # nobody signs in by a link on another site (ASVS 7.6.2)
        return redirect(url_for("login.sign_in"))
    session[BACK] = _local(request.args.get("terug"))
    return oidc.leave(f"{parts().settings.base_url}{url_for('login.back_from_provider')}")


@login.get("/inloggen/terug")
def back_from_provider() -> Response:
    """Back from the login provider: signed in, or refused and written down why."""
    if parts().settings.login is None:
        raise NotFound("Inloggen met uw organisatie is hier niet ingesteld.")
    known = None
    try:
        proof = oidc.proof()
        known = subject_of(claim_map(), proof.claims)
        found = account_of(claim_map(), proof.claims, parts().catalogue, today())
    except LoketError as error:
        rows.refused(context(STRANGER), known, error.code)
        raise
    return sessions.sign_in(found, redirect(_onward(found, session.get(BACK))), proof.id_token)


@login.get("/loket-kiezen")
def choose_counter() -> str:
    """The lokets that the account may work at and that are there today."""
    found = [parts().catalogue.counter_on(slug, today()) for slug in account().counters]
    back = _local(request.args.get("terug"))
    there = [counter for counter in found if counter]
    return render_template("loket_kiezen.html", counters=there, back=back, words=texts_trust)


@login.post("/loket-kiezen")
def counter_chosen() -> Response:
    signed_in = account().session
    if signed_in is not None:
        rows.choose(acting(), signed_in, request.form.get("loket", ""))
    return redirect(_local(request.form.get("terug")) or url_for("home.start"))


@login.get("/mijn-account")
def own_account() -> str:
    """Who is signed in, and in how many places."""
    known = rows.count(acting().session, account().slug, acting().now)
    return render_template("account.html", sessions=known)


@login.post("/uitloggen")
def sign_out() -> Response:
    return _gone(rows.end(context(MACHINE), sessions.token()))


@login.post("/overal-uitloggen")
def sign_out_everywhere() -> Response:
    proof = rows.end(acting(), sessions.token())
    rows.end_all(acting(), account().slug)
    return _gone(proof)


def _gone(id_token: str | None) -> Response:
    """To the start page, by way of the provider, so that the next one at this computer cannot simply come back in."""
    start = url_for("home.start")
    answer = sessions.forget(redirect(oidc.end_session_url(f"{parts().settings.base_url}{start}", id_token) or start))
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


def _onward(found: Account, back: str | None) -> str:
    """Where somebody goes on after signing in: first to the choice of a loket, when there is one to make."""
    path = _local(back)
    return url_for("login.choose_counter", terug=path) if found.must_choose else path or url_for("home.start")


def _local(path: str | None) -> str | None:
    """Only a path of our own: a link to another site would make the sign-in page a stepping stone."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return None
    return path if not urlsplit(path).netloc else None
