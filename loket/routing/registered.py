"""What the BRP says of a person, laid beside what they say themselves: the BRP is used, the difference is noted, nothing is lost.

Data flow: BSN → ``look_up`` (port, logs) → ``Seen``, sealed in the form by the desk → ``unseal`` on every later step → ``settle``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from loket.adapters.brp import BrpUnavailable
from loket.adapters.brp import PersonRegister as PersonRegister
from loket.cases.crypto import keys
from loket.cases.models import Person
from loket.cases.queries import stamp
from loket.routing import journal
from loket.routing.compose import person_fields
from loket.routing.context import Context
from loket.routing.request import DECEASED, PersonGiven

log = structlog.get_logger()
SOURCE = "BRP"

#: Field of a person by its API name → the attribute of ``PersonGiven`` that the BRP's value takes the place of.
TAKEN = {
    "voornamen": "given_names",
    "voorvoegsel": "prefix",
    "geslachtsnaam": "surname",
    "geboortedatum": "birth_date",
    "gemeentecode": "gemeente_code",
    "postcode": "postcode",
    "huisnummer": "house_number",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the BRP said of one BSN at one moment. ``fields`` is empty when it knows nobody with it."""

    bsn_blind: str
    at: str  # RFC 3339, UTC
    fields: Mapping[str, Any]

    @property
    def died(self) -> bool:
        """Whether the person has died according to the BRP."""
        return "datumOverlijden" in self.fields

    def seal(self) -> str:
        """As text for a form: encrypted, so that nobody reads it there or changes it."""
        return keys().encrypt(json.dumps([self.bsn_blind, self.at, self.fields]).encode())


def look_up(context: Context, register: PersonRegister, bsn: str) -> Seen | None:
    """Ask the BRP for one person; None while it gives no answer: the desk goes on without. Accounts for the look. Commits."""
    person = context.session.scalars(select(Person.pseudonym).where(Person.bsn_blind == keys().blind(bsn))).one_or_none()
    context.session.rollback()  # nothing is held while somebody else is asked
    try:
        found, result = register.find(bsn, context.actor.name), "gelukt"
    except BrpUnavailable as away:
        log.warning("brp_unavailable", reason=str(away))
        found, result = None, "mislukt"
    journal.audit(context, "brp-raadplegen", "persoon", result=result)
    journal.log_processing(context, "brp-raadplegen", [person])
    context.session.commit()
    if result == "mislukt":
        return None
    return Seen(keys().blind(bsn), str(stamp(context.now)), found.fields() if found else {})


def unseal(text: str, bsn: str | None) -> Seen | None:
    """What :meth:`Seen.seal` made; None when it is not that, or belongs to another BSN."""
    try:
        blind, at, fields = json.loads(keys().decrypt(text))
    except (KeyError, ValueError, InvalidTag):
        return None
    return Seen(blind, at, fields) if bsn and blind in keys().blinds(bsn) else None


def settle(given: PersonGiven, seen: Seen) -> PersonGiven:
    """The person with the BRP's data; what they said otherwise stands in ``registered["afwijkend"]`` and is overwritten nowhere else.

    Secrecy holds when either says so. A day of death counts only where it is whole, and only for the deceased of the case.
    """
    said = person_fields(given)
    other = {name: said[name] for name in TAKEN if name in said and name in seen.fields and said[name] != seen.fields[name]}
    taken = {attribute: seen.fields[name] for name, attribute in TAKEN.items() if name in seen.fields}
    registered = {"bron": SOURCE, "moment": seen.at, "gegevens": dict(seen.fields), "afwijkend": other}
    person = replace(given, **taken, registered=registered, secrecy=given.secrecy or bool(seen.fields.get("geheimhouding")))
    day = _whole_day(seen.fields.get("datumOverlijden"))
    return replace(person, died_on=day) if given.role == DECEASED and day else person


def _whole_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # parts of it are unknown
        return None
