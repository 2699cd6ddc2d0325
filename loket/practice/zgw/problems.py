"""Faults as Open Zaak tells them: the problem shape, but as ``application/json``; ``code`` is stable, the words are of two languages."""

from __future__ import annotations

import uuid
from typing import Any

FORBIDDEN = "Je hebt geen toestemming om deze actie uit te voeren."
#: status → (name in the type URL, code, title)
KINDS = {
    400: ("ValidationError", "invalid", "Ongeldige invoer."),
    403: ("PermissionDenied", "permission_denied", FORBIDDEN),
    404: ("NotFound", "not_found", "Niet gevonden."),
    405: ("MethodNotAllowed", "method_not_allowed", 'Methode "{method}" niet toegestaan.'),  # the blank is theirs
    406: ("NotAcceptable", "not_acceptable", "Kan niet voldoen aan de opgegeven Accept header."),
    412: ("PreconditionFailed", "precondition_failed", "Voorwaarde is niet vervuld"),
    500: ("APIException", "error", "Er is een serverfout opgetreden."),
}


class Problem(Exception):
    """An answer that is a fault. ``params`` are the field faults of a 400: (name, code, reason)."""

    def __init__(
        self, status: int, detail: str | None = None, code: str | None = None, params: tuple[tuple[str, str, str], ...] = ()
    ) -> None:
        super().__init__(code or KINDS[status][1])
        self.status, self.detail, self.code, self.params = status, detail, code, params

    def body(self, base: str) -> dict[str, Any]:
        """The problem as JSON values; ``base`` is the root of this gemeente's APIs."""
        name, code, title = KINDS[self.status]
        if self.code == "parse_error":
            name, title = "ParseError", "Ongeldig samengestelde request."
        told = {
            "type": f"{base}/ref/fouten/{name}/",
            "code": self.code or code,
            "title": title,
            "status": self.status,
            "detail": self.detail or title,
            "instance": f"urn:uuid:{uuid.uuid4()}",
        }
        faults = [{"name": field, "code": fault, "reason": reason} for field, fault, reason in self.params]
        return {**told, "invalidParams": faults} if faults else told


def invalid(name: str, code: str, reason: str) -> Problem:
    """A 400 with one field fault."""
    return Problem(400, params=((name, code, reason),))
