"""How often one may ask, per account, client and address; and who keeps trying zaaknummers that do not exist, or keys, is held up.

Counted in the shared store, where names and addresses stand as hashes only. Without that store nothing is limited.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from flask import Response, g, request
from werkzeug.exceptions import UnsupportedMediaType

from loket.errors import LoketError
from loket.routing.paper_content import LARGEST
from loket.web.parts import parts
from loket.web.relations import CASE_ARGUMENTS

log = structlog.get_logger()

FORM = "application/x-www-form-urlencoded"


class TooManyRequests(LoketError):
    """This caller's allowance is used up."""

    status, code, title = 429, "te-veel-verzoeken", "Te veel verzoeken"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls as ``setting`` says, in a window of ``seconds``."""

    setting: str
    seconds: int = 60

    @property
    def calls(self) -> int:
        """The number that holds in this installation."""
        return parts().settings.limits[self.setting]


PAGES = Limit("LOKET_PAGE_LIMIT")  # per account
SEARCHES = Limit("LOKET_SEARCH_LIMIT")  # per account, at the desk
STRANGERS = Limit("LOKET_STRANGER_LIMIT")  # per address, without a session
SIGN_INS = Limit("LOKET_SIGN_IN_LIMIT")  # per address
MISSES = Limit("LOKET_MISS_LIMIT", 600)  # per account or client: numbers of no case that they may know of
STATUS_TRIES = Limit("LOKET_STATUS_LIMIT", 600)  # per address, and per number from wherever
WRONG_KEYS = Limit("LOKET_WRONG_KEY_LIMIT")  # per address: calls of programs that prove nothing

SIGN_IN = ("login.signed_in", "login.leave_for_provider", "login.back_from_provider")
SEARCH = "desk.search"
UPLOAD, FILES = "desk_papers.store", "multipart/form-data"  # the one page that takes a file
ROOM = 64 * 1024  # bytes for the rest of that form
CALLS_OUT = 2  #: requests of one process that may wait at once for an address that somebody else chose
SOON = 5  # seconds: the longest that one such call takes
_CALLING_OUT = threading.BoundedSemaphore(CALLS_OUT)
FREE = ("pages.static", "login.sign_out")  # leaving is always possible


def check_page() -> None:
    """Before a page, once it is known who asks: TooManyRequests past a limit, 415 for anything but a plain form (or one file)."""
    if request.endpoint == UPLOAD:
        request.max_content_length = LARGEST + ROOM
    if request.mimetype not in ("", FILES if request.endpoint == UPLOAD else FORM):
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


@contextmanager
def calling_out() -> Iterator[None]:
    """While a request waits for an address that somebody else chose: TooManyRequests when :data:`CALLS_OUT` of this process do already.

    Not counted in the shared store: an address that hangs must not take the threads of everybody, whatever is away.
    """
    if not _CALLING_OUT.acquire(blocking=False):
        raise TooManyRequests("Er wachten al andere verzoeken op een adres. Probeer het zo weer.", retry_after=SOON)
    try:
        yield
    finally:
        _CALLING_OUT.release()


def may_look_up() -> bool:
    """Whether this account may look one more person up in a register now; counts with its searches."""
    return parts().waker.allow(_bucket(SEARCHES, _who()), SEARCHES.calls, SEARCHES.seconds)


def may_ask_status(number: str | None) -> bool:
    """Whether a citizen may try once more, from this address and for this number; counts the try for both, right or wrong."""
    tried = [_address(), *([f"number {number}"] if number else [])]
    counted = [parts().waker.allow(_bucket(STATUS_TRIES, one), STATUS_TRIES.calls, STATUS_TRIES.seconds) for one in tried]
    return all(counted)


def check_wrong_keys() -> None:
    """Before a key or signature is looked at: TooManyRequests for an address from which too many wrong ones came.

    Right ones from that address wait too: the flood must cost neither a look-up nor a signature.
    """
    if parts().waker.spent(_bucket(WRONG_KEYS, _address()), WRONG_KEYS.calls):
        log.warning("wrong_keys_held_up", by=_hashed(_address()))
        raise TooManyRequests("Vanaf dit adres kwam te vaak een verkeerde sleutel. Wacht een minuut.", retry_after=WRONG_KEYS.seconds)


def note(response: Response) -> Response:
    """After each answer: count a wrong key, and count and log a number that led to no case, without the number itself."""
    if response.status_code == 401:
        parts().waker.allow(_bucket(WRONG_KEYS, _address()), WRONG_KEYS.calls, WRONG_KEYS.seconds)
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
    proxies = parts().settings.proxies
    route = request.access_route
    return f"address {route[-proxies] if 0 < proxies <= len(route) else request.remote_addr}"


def _bucket(limit: Limit, who: str) -> str:
    return f"{limit.setting}:{_hashed(who)}"


def _hashed(who: str) -> str:
    return hashlib.sha256(who.encode()).hexdigest()[:16]
