"""The addresses of lists: with what is chosen in them, and where a page begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode

from loket.errors import BadRequest

T = TypeVar("T")
NO_SUCH_PAGE = "Deze bladzijde bestaat niet. Begin bij het begin van de lijst."


def with_query(path: str, asked: Mapping[str, str | None]) -> str:
    """A path with what is asked there; what is empty is left out."""
    given = {name: value for name, value in asked.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def place(text: str | None, read: Callable[[str], T]) -> T | None:
    """Where a page begins, as its address says; None for the first one.

    BadRequest when ``read`` raises ValueError: somebody made it up.
    """
    try:
        return read(text) if text else None
    except ValueError:
        raise BadRequest(NO_SUCH_PAGE) from None
