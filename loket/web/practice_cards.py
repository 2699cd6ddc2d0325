"""Role cards to practise with (practice rule 27): read from ``config/oefenkaarten.toml``, shown only in the practice environment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from flask import current_app, render_template

from loket.cases.identity import bsn_typed
from loket.errors import ConfigurationError, NotFound
from loket.routing.catalogue import Catalogue
from loket.routing.roles import ROLES
from loket.web.guard import guarded
from loket.web.parts import parts

practice_cards = guarded("practice_cards")


@dataclass(frozen=True, slots=True)
class Card:
    """One scene: who the citizen is, what the employee does with it, and when it went well."""

    title: str
    role: str
    citizen: str
    life_event: str
    tasks: tuple[str, ...]
    good: str
    bsn: str | None = None
    birth_date: str | None = None
    wish: str | None = None  # for the note of the request: how a practice organisation behaves


KEYS = {
    "titel": "title",
    "rol": "role",
    "inwoner": "citizen",
    "gebeurtenis": "life_event",
    "opdracht": "tasks",
    "goed": "good",
    "bsn": "bsn",
    "geboortedatum": "birth_date",
    "oefen": "wish",
}
NEEDED = {field.name for field in fields(Card) if field.default is not None}


@practice_cards.get("/oefenen")
def overview() -> str:
    """All cards. NotFound outside the practice environment."""
    if not parts().settings.demo:
        raise NotFound("Deze pagina is er alleen in de oefenomgeving.")
    return render_template("oefenen.html", cards=current_app.extensions["loket-cards"], catalogue=parts().catalogue)


def load_cards(path: Path, catalogue: Catalogue) -> tuple[Card, ...]:
    """The cards of a file; ConfigurationError names every fault, one a line. A file that is not there has no cards."""
    if not path.exists():
        return ()
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("kaart", [])
    faults = [f"{path.name}: kaart {number}: {fault}" for number, row in enumerate(rows, 1) for fault in _faults(row, catalogue)]
    if faults:
        raise ConfigurationError("\n".join(faults))
    return tuple(_card(row) for row in rows)


def _card(row: Mapping[str, Any]) -> Card:
    given: dict[str, Any] = {KEYS[key]: value for key, value in row.items()}
    return Card(**given | {"tasks": tuple(row["opdracht"])})


def _faults(row: Mapping[str, Any], catalogue: Catalogue) -> list[str]:
    faults = [f"{key}: deze sleutel bestaat niet" for key in row if key not in KEYS]
    faults += [f"{key}: ontbreekt" for key, name in KEYS.items() if name in NEEDED and not row.get(key)]
    if row.get("rol") not in (None, *ROLES):
        faults.append(f"rol: {row['rol']} bestaat niet")
    if row.get("gebeurtenis") not in (None, *catalogue.life_events):
        faults.append(f"gebeurtenis: {row['gebeurtenis']} bestaat niet")
    if row.get("bsn"):
        try:
            bsn_typed(row["bsn"])
        except ValueError as error:
            faults.append(f"bsn: {error}")
    return faults
