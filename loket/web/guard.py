"""What stands before and after every request: who it is, whether the policy lets them in, cross-site guard, headers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from loket.cases.queries import Viewer
from loket.errors import ConfigurationError, Forbidden
from loket.routing.context import Context
from loket.routing.grounds import Ground, usable
from loket.routing.sign_in import ClaimMap
from loket.web import api_guard, limits, oidc, relations, sessions
from loket.web.accounts import Account
from loket.web.parts import context, parts, today
from loket.web.policy import rule_of
from loket.web.policy_rule import By
from loket.web.security_headers import for_machines

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
CONTENT = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)

csrf = CSRFProtect()
Keep = Callable[[Account], str | None]
_KEEPERS: dict[str, Keep] = {}


def guarded(name: str) -> Blueprint:
    """A blueprint of pages: its forms are safe from other sites and its answers get the security headers."""
    blueprint = Blueprint(name, __name__)
    blueprint.before_request(csrf.protect)
    blueprint.after_request(add_headers)
    return blueprint


def admit() -> AnyResponse | None:
    """Before every request of the application: let in whom the policy lets in. A route without a row opens for nobody."""
    if request.endpoint is None:  # no such route or method: that answer follows by itself
        g.account = None if for_machines(request.path) else sessions.signed_in()
        return None
    if request.method == "OPTIONS":  # Flask answers with the methods, nothing else
        return None
    rule = rule_of(request.endpoint, request.method)
    if rule is None:
        raise Forbidden("Voor deze pagina is niet vastgelegd wie hem mag openen.")
    if for_machines(request.path):
        api_guard.check(rule)
        return None
    g.account = sessions.signed_in() if request.endpoint != "pages.static" else None
    limits.check_page()
    if g.account and g.account.must_choose and request.blueprint != "login" and (rule.by is By.SESSION or request.endpoint == "home.start"):
        return redirect(url_for("login.choose_counter", terug=_here()))
    if rule.by is By.NOTHING:
        return None
    if g.account is None:
        return redirect(url_for("login.sign_in", terug=_kept() or _here()))
    relations.check(rule, g.account.role, g.account.actor, request.view_args or {}, g.account.session)
    return None


def keeps(endpoint: str) -> Callable[[Keep], Keep]:
    """Registers what keeps a form of this route that is sent after its sender's session ran out; it returns where to find it back."""

    def register(keep: Keep) -> Keep:
        _KEEPERS[endpoint] = keep
        return keep

    return register


def _kept() -> str | None:
    """Where who signs in again finds back what they just sent; only a form of our own, and only for the account that sent it."""
    keep = _KEEPERS.get(request.endpoint or "") if request.method == "POST" else None
    ended = sessions.just_ended() if keep else None
    if keep is None or ended is None:
        return None
    csrf.protect()
    return keep(ended)


def _here() -> str | None:
    """The page that was asked for, to come back to; a form that was sent is not sent again."""
    return request.path if request.method == "GET" else None


def practice_accounts() -> dict[str, Account]:
    """The accounts that can sign in without a password, by slug; none outside the demo."""
    found: dict[str, Account] = current_app.extensions["loket-accounts"]
    return found


def claim_map() -> ClaimMap:
    """What the claims of the login provider mean here."""
    found = parts().catalogue.sign_in
    if found is None:
        raise ConfigurationError("config/aanmelden.toml ontbreekt")
    return found


def grounds() -> list[Ground]:
    """The grounds that who is signed in can use today."""
    return usable(parts().catalogue.grounds, account().role, account().organisation, today())


def current_account() -> Account | None:
    """Who is signed in, if anybody."""
    found: Account | None = g.get("account")
    return found


def account() -> Account:
    """Who is signed in; only for pages that need somebody."""
    found: Account = g.account
    return found


def looking() -> Viewer:
    """What who is signed in may see of the case of this request: with the ground on which they opened it, while that holds."""
    opening = relations.current_opening()
    ground = next((ground for ground in grounds() if opening and ground.slug == opening.ground), None)
    viewer = replace(account().viewer, handed=relations.handed(), offered=relations.offered())
    if ground is None:
        return viewer
    return replace(viewer, ground=ground.slug, products=ground.opens, sensitive=ground.sensitive)


def acting() -> Context:
    """The context in which the one who is signed in acts."""
    return context(account().actor)


def add_headers(response: Response) -> Response:
    """The security headers of every page; nothing of a page is kept by the browser or in between."""
    provider = parts().settings.login
    content = f"{CONTENT} {oidc.origin(provider)}" if provider else CONTENT
    for name, value in {**HEADERS, "Content-Security-Policy": content}.items():
        response.headers.setdefault(name, value)
    return response
