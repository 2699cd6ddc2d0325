"""What Loket says when it cannot do what was asked.

Each error carries a stable machine code and Dutch words, so that the API (problem+json) and the screens tell the same.
Any layer may raise one; only ``loket.web`` turns it into an HTTP answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with what was sent: where (a JSON pointer such as ``/aanvrager/geboortedatum``), a code, words."""

    pointer: str
    code: str
    detail: str


class LoketError(Exception):
    """Something was asked that cannot be done; ``detail`` says why in plain Dutch."""

    status: int = 500
    code: str = "fout"
    title: str = "Er ging iets mis"

    def __init__(self, detail: str, *, code: str | None = None, faults: tuple[Fault, ...] = (), retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.faults = faults
        self.retry_after = retry_after


class BadRequest(LoketError):
    """What was sent breaks the contract; ``faults`` names every fault at once."""

    status, code, title = 400, "ongeldig-verzoek", "Het verzoek klopt niet"


class Unauthorized(LoketError):
    """Nobody known sent this: no key, a wrong key or a wrong signature."""

    status, code, title = 401, "niet-aangemeld", "Aanmelden is nodig"


class Forbidden(LoketError):
    """Known, but not allowed to do this."""

    status, code, title = 403, "niet-toegestaan", "Dit mag u niet"


class NotFound(LoketError):
    """It does not exist, or the asker may not know that it does."""

    status, code, title = 404, "niet-gevonden", "Niet gevonden"


class Conflict(LoketError):
    """Somebody else was first, or the state no longer allows it."""

    status, code, title = 409, "conflict", "Dit kan nu niet"


class Gone(LoketError):
    """It was there, and is not kept any longer; the words say how to go on."""

    status, code, title = 410, "niet-meer-bewaard", "Niet meer bewaard"


class Unavailable(LoketError):
    """The database cannot be reached; try again after ``retry_after`` seconds."""

    status, code, title = 503, "tijdelijk-niet-beschikbaar", "Even niet beschikbaar"


class ConfigurationError(Exception):
    """The configuration or the environment is wrong; the message names file, table and key, one fault a line."""


@dataclass(slots=True)
class Faults:
    """Collects faults, so that one answer can name them all."""

    found: list[Fault] = field(default_factory=list)

    def add(self, pointer: str, code: str, detail: str) -> None:
        self.found.append(Fault(pointer, code, detail))

    def raise_if_any(self, detail: str = "Een of meer gegevens kloppen niet.") -> None:
        if self.found:
            raise BadRequest(detail, faults=tuple(self.found))
