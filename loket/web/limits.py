"""How often one may ask, per account, client and address; and who keeps trying zaaknummers that do not exist is held up.

Counted in the shared store, where names and addresses stand as hashes only. Without that store nothing is limited.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import structlog
from flask import Response, g, request
from werkzeug.exceptions import UnsupportedMediaType

from loket.errors import LoketError
from loket.web.parts import parts
from loket.web.relations import CASE_ARGUMENTS

log = structlog.get_logger()

FORM = "application/x-www-form-urlencoded"


class TooManyRequests(LoketError):
    """This caller's allowance is used up."""

    status, code, title = 429, "te-veel-verzoeken", "Te veel verzoeken"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls in a window of ``seconds``, unless the environment sets another number."""

    setting: str
    default: int
    seconds: int = 60

    @property
    def calls(self) -> int:
        """The number that holds in this installation."""
        return int(parts().settings.environment.get(self.setting, self.default))


PAGES = Limit("LOKET_PAGE_LIMIT", 300)  # per account
SEARCHES = Limit("LOKET_SEARCH_LIMIT", 60)  # per account, at the desk
STRANGERS = Limit("LOKET_STRANGER_LIMIT", 600)  # per address, without a session
SIGN_INS = Limit("LOKET_SIGN_IN_LIMIT", 60)  # per address
MISSES = Limit("LOKET_MISS_LIMIT", 30, 600)  # per account or client: numbers of no case that they may know of

SIGN_IN = ("login.signed_in", "login.leave_for_provider", "login.back_from_provider")
SEARCH = "desk.search"
FREE = ("pages.static", "login.sign_out")  # leaving is always possible


def check_page() -> None:
    """Before a page, once it is known who asks: TooManyRequests past a limit, 415 for anything but a plain form."""
    if request.mimetype not in ("", FORM):
        raise UnsupportedMediaType
    if request.endpoint in FREE:
        return
    _spend(PAGES if g.get("account") else STRANGERS)
    if request.endpoint in SIGN_IN:
        _spend(SIGN_INS, _address())
    if request.endpoint == SEARCH:
        _spend(SEARCHES)
    check_misses()


def check_misses() -> None:
    """TooManyRequests for who asked for too many cases that they may not know of; the rest of their work goes on."""
    if _names_a_case() and parts().waker.spent(_bucket(MISSES, _who()), MISSES.calls):
        log.warning("case_numbers_held_up", by=_hashed(_who()))
        raise TooManyRequests("U vroeg te vaak naar zaken die hier niet bekend zijn. Wacht tien minuten.", retry_after=MISSES.seconds)


def note(response: Response) -> Response:
    """After each answer: count and log a number that led to no case, without the number itself."""
    if response.status_code == 404 and _names_a_case():
        parts().waker.allow(_bucket(MISSES, _who()), MISSES.calls, MISSES.seconds)
        log.info("case_number_unknown", by=_hashed(_who()), route=request.url_rule.rule if request.url_rule else "-")
    return response


def _names_a_case() -> bool:
    return any(name in CASE_ARGUMENTS for name in request.view_args or {})


def _spend(limit: Limit, who: str | None = None) -> None:
    if not parts().waker.allow(_bucket(limit, who or _who()), limit.calls, limit.seconds):
        raise TooManyRequests("U vraagt te veel pagina's achter elkaar. Wacht een minuut.", retry_after=limit.seconds)


def _who() -> str:
    """The account or client that asks; of a stranger the address."""
    account, caller = g.get("account"), g.get("caller")
    if account:
        return f"account {account.slug}"
    return f"client {caller.actor.name}" if caller else _address()


def _address() -> str:
    """Where the request came from: what the outermost of our own proxies saw, since a client can write the rest itself."""
    proxies = int(parts().settings.environment.get("LOKET_PROXIES", "0"))
    route = request.access_route
    return f"address {route[-proxies] if 0 < proxies <= len(route) else request.remote_addr}"


def _bucket(limit: Limit, who: str) -> str:
    return f"{limit.setting}:{_hashed(who)}"


def _hashed(who: str) -> str:
    return hashlib.sha256(who.encode()).hexdigest()[:16]
