"""What an adapter is told about its organisation. Filled from the catalogue by the composition; adapters never read the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loket.adapters.line import PLAIN, Line
from loket.adapters.signing_keys import SigningKey


@dataclass(frozen=True, slots=True)
class OrganisationSettings:
    """One organisation as its adapter sees it. ``secrets`` holds the values themselves, the newest first, and stays out of every repr."""

    slug: str
    adapter: str  # a name given to ``registry.register``
    address: str | None = None  # base URL without a trailing slash
    options: Mapping[str, Any] = field(default_factory=dict)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    key: SigningKey | None = None  # Loket's own, to sign with beside the secret
    line: Line = PLAIN
    deadline: float = 20.0  # seconds for one whole ``send``
    oin: str = ""
    rsin: str = ""  # the organisation's own, where the dialect needs it


@dataclass(frozen=True, slots=True)
class Option:
    """One key that an adapter knows under ``opties``: a check, and the words for what it must be."""

    words: str  # completes "moet ... zijn"
    fits: Callable[[Any], bool]


def text(longest: int) -> Option:
    """An option that is a text of 1 to ``longest`` characters."""
    return Option(f"een tekst van 1 tot {longest} tekens", lambda value: isinstance(value, str) and 0 < len(value) <= longest)


def one_of(*words: str) -> Option:
    """An option that is one of ``words``."""
    return Option(f"een van {', '.join(words)}", lambda value: value in words)


def table_of(*words: str) -> Option:
    """An option that is a table of texts; with ``words`` given, its values are among them."""

    def fits(value: Any) -> bool:
        return isinstance(value, Mapping) and all(
            isinstance(key, str) and isinstance(one, str) and (not words or one in words) for key, one in value.items()
        )

    return Option("een tabel met " + (f"als waarde een van {', '.join(words)}" if words else "teksten"), fits)
