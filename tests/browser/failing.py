"""Pages on which something went wrong that cannot be brought about from a browser."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from loket.errors import Conflict, Unavailable
from loket.web.limits import TooManyRequests

FAILURES: dict[int, Exception] = {
    409: Conflict("Iemand anders was u voor."),
    413: RequestEntityTooLarge(),
    415: UnsupportedMediaType(),
    429: TooManyRequests("U vraagt te veel pagina's achter elkaar. Wacht een minuut.", retry_after=60),
    500: RuntimeError("broken"),
    503: Unavailable("Loket is even niet bereikbaar.", retry_after=30),
}


def broken() -> None:
    """Lets ``/fout/<status>`` go wrong in each way that a page can: what cannot be brought about from a browser."""
    place, _, status = request.path.rpartition("/")
    if place == "/fout":
        raise FAILURES[int(status)]
