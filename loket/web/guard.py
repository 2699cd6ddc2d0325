"""What stands before and after every page: who is signed in, who may open it (deny by default), cross-site guard, headers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from loket.errors import Forbidden
from loket.routing.context import Context
from loket.web.accounts import Account
from loket.web.parts import context

View = TypeVar("View", bound=Callable[..., Any])
SESSION_KEY = "account"
NOBODY: frozenset[str] = frozenset()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

csrf = CSRFProtect()


def guarded(name: str) -> Blueprint:
    """A blueprint whose pages are all guarded and get the security headers."""
    blueprint = Blueprint(name, __name__)
    blueprint.before_request(csrf.protect)
    blueprint.before_request(_admit)
    blueprint.after_request(add_headers)
    return blueprint


def public(view: View) -> View:
    """Mark a page that everybody may open."""
    view.__dict__["roles"] = None
    return view


def allowed(*roles: str) -> Callable[[View], View]:
    """Mark a page that only these roles may open; a page without a mark opens for nobody."""

    def mark(view: View) -> View:
        view.__dict__["roles"] = frozenset(roles)
        return view

    return mark


def accounts() -> dict[str, Account]:
    """The accounts that can sign in here, by slug; empty outside the demo."""
    found: dict[str, Account] = current_app.extensions["loket-accounts"]
    return found


def current_account() -> Account | None:
    """Who is signed in, if anybody."""
    return accounts().get(session.get(SESSION_KEY, ""))


def account() -> Account:
    """Who is signed in; only for pages that need somebody."""
    found: Account = g.account
    return found


def acting() -> Context:
    """The context in which the one who is signed in acts."""
    return context(account().actor)


def add_headers(response: Response) -> Response:
    """The security headers of every page; nothing of a page is kept by the browser or in between."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _admit() -> AnyResponse | None:
    """Send strangers to the sign-in page and refuse the wrong role."""
    g.account = current_account()
    roles = getattr(current_app.view_functions[request.endpoint or ""], "roles", NOBODY)
    if roles is None:
        return None
    if g.account is None:
        return redirect(url_for("login.sign_in", terug=request.path if request.method == "GET" else None))
    if g.account.role not in roles:
        raise Forbidden("Deze pagina hoort niet bij uw rol.")
    return None
