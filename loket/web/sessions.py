"""The session cookie: a random token and nothing else. What it stands for is a row (``routing.sessions``)."""

from __future__ import annotations

from dataclasses import replace

from flask import request, session
from werkzeug.wrappers import Response

from loket.routing import sessions
from loket.routing.context import MACHINE
from loket.web.accounts import Account, of_session
from loket.web.parts import context, parts


def cookie_name() -> str:
    """With ``__Host-`` over https: then no other host and no plain http can set it (RFC 6265bis §4.1.3.2)."""
    return "__Host-loket" if _https() else "loket"


def token() -> str:
    """The token that was sent; empty without one."""
    return request.cookies.get(cookie_name(), "")


def signed_in() -> Account | None:
    """Whose session this is, if it still runs."""
    found = sessions.find(context(MACHINE), token()) if token() else None
    return of_session(found) if found else None


def just_ended() -> Account | None:
    """Whose session this was, if its time ran out not long ago."""
    found = sessions.just_ended(context(MACHINE), token()) if token() else None
    return of_session(found) if found else None


def sign_in(account: Account, answer: Response, id_token: str | None = None) -> Response:
    """Begin a session with a new token, in place of the one that was sent, and put it into ``answer``."""
    made = sessions.begin(context(account.actor), replace(account.person, id_token=id_token), replaces=token())
    session.clear()
    answer.set_cookie(cookie_name(), made, secure=_https(), httponly=True, samesite="Lax", path="/")
    return answer


def forget(answer: Response) -> Response:
    """Take the cookie away; the row is ended elsewhere."""
    session.clear()
    answer.delete_cookie(cookie_name(), secure=_https(), httponly=True, samesite="Lax", path="/")
    return answer


def _https() -> bool:
    return parts().settings.base_url.startswith("https://")
