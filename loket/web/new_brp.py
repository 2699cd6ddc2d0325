"""The BRP at the form of a new request: asked once for each BSN, it fills in what is empty and never stops the desk.

What it said travels along as one sealed hidden field for each person (``brp.aanvrager``), so that nothing of it is stored before the
request is sent, and nobody can change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from loket.cases import identity, words
from loket.cases.crypto import keys
from loket.routing import registered
from loket.routing.compose import ADDRESS, SECRECY
from loket.routing.registered import PersonRegister, Seen
from loket.routing.request import APPLICANT, DECEASED, PARTNER, PersonGiven, Request
from loket.web import limits, texts, texts_brp
from loket.web.accounts import INTERMEDIARY
from loket.web.forms import Form
from loket.web.guard import account, acting
from loket.web.parts import parts

#: The step on which a person's BSN is typed → the roles that are looked up on leaving it.
ASKED_ON: Mapping[str, tuple[str, ...]] = {"persoon": (APPLICANT,), "situatie": (DECEASED, PARTNER)}
AWAY = "weg"  #: stands in the hidden field when there was no answer: the next step does not ask again


@dataclass(frozen=True, slots=True)
class Told:
    """What to say after asking. ``stop``: look at the number once more before going on."""

    words: str
    stop: bool = False


def consult(form: Form, step: str) -> Told | None:
    """Ask the BRP for everybody of this step whose BSN was not asked yet, and fill in what is empty; None when there was nothing to ask.

    Not for an intermediary: they see what they took in themselves and nothing else (practice rule 23).
    """
    register = None if account().role == INTERMEDIARY else parts().persons
    told = [_one(form, role, register) for role in ASKED_ON.get(step, ())] if register else []
    said = [one for one in told if one]
    return Told(" ".join(dict.fromkeys(one.words for one in said)), any(one.stop for one in said)) if said else None


def notice(told: Told | None, form: Form, data: Mapping[str, Any]) -> str | None:
    """What to say on top of the next page; ``data`` is the intake body as read so far: what it says otherwise than the BRP is named."""
    if told is None or told.stop:
        return told.words if told else None
    people = [(APPLICANT, data["aanvrager"]), *((person["rol"], person) for person in data.get("betrokkenen", ()))]
    other = [name for role, person in people for name in _otherwise(form, role, person)]
    labels = dict.fromkeys(texts.PERSON_FIELDS.get(name, name).lower() for name in other)
    return texts_brp.DIFFERENT.format(wat=", ".join(labels)) if labels else told.words


def settled(request: Request, form: Form) -> Request:
    """The request with what the BRP said of its people."""
    others = tuple(_settle(person, form) for person in request.others)
    return replace(request, applicant=_settle(request.applicant, form), others=others)


def different(person: PersonGiven) -> list[str]:
    """What the person says otherwise than the BRP, a line each."""
    other = (person.registered or {}).get("afwijkend", {})
    return [texts_brp.SAID.format(wat=texts.PERSON_FIELDS.get(name, name), waarde=value) for name, value in other.items()]


def since(registered_as: Mapping[str, Any] | None) -> str | None:
    """When the BRP was asked for a person (``registered``), in words; None when it was not."""
    at = (registered_as or {}).get("moment")
    return texts_brp.ROW.format(moment=words.moment(datetime.fromisoformat(at))) if at else None


def _otherwise(form: Form, role: str, person: Mapping[str, Any]) -> list[str]:
    seen = registered.unseal(form.get(f"brp.{role}", ""), person.get("burgerservicenummer"))
    said = dict(person)
    with suppress(ValueError, KeyError):  # a wrong date is told where it was typed
        said["geboortedatum"] = identity.birth_date(said["geboortedatum"])
    return [name for name in registered.TAKEN if seen and name in said and said[name] != seen.fields.get(name, said[name])]


def _one(form: Form, role: str, register: PersonRegister) -> Told | None:
    at = _prefix(role)
    try:
        bsn = identity.bsn_typed(form.get(f"{at}.burgerservicenummer", ""))
    except ValueError:
        return None
    blind, field = keys().blind(bsn), f"brp.{role}"
    if form.get(field) == f"{AWAY}-{blind}" or registered.unseal(form.get(field, ""), bsn):
        return None
    seen = registered.look_up(acting(), register, bsn) if limits.may_look_up() else None
    form[field] = seen.seal() if seen else f"{AWAY}-{blind}"
    if seen is None:
        return Told(texts_brp.AWAY)
    if not seen.fields:
        return Told(texts_brp.UNKNOWN, stop=True)
    for name, value in _typed(seen).items():
        if not form.get(f"{at}.{name}", "").strip():
            form[f"{at}.{name}"] = value
    return Told(texts_brp.DIED, stop=True) if seen.died and role != DECEASED else Told(texts_brp.TAKEN)


def _typed(seen: Seen) -> dict[str, str]:
    """The BRP's fields as somebody would type them; a secret address is used without being shown (see ``registered.settle``)."""
    kept_back = ADDRESS if seen.fields.get(SECRECY) else ()
    found = {name: str(seen.fields[name]) for name in registered.TAKEN if name in seen.fields and name not in kept_back}
    if "geboortedatum" in found:
        found["geboortedatum"] = "-".join(reversed(found["geboortedatum"].split("-")))
    gemeente = parts().catalogue.gemeenten.get(found.get("gemeentecode", ""))
    return found | ({"gemeentecode": gemeente.name} if gemeente else {})


def _settle(person: PersonGiven, form: Form) -> PersonGiven:
    seen = registered.unseal(form.get(f"brp.{person.role}", ""), person.bsn)
    return registered.settle(person, seen) if seen and seen.fields else person


def _prefix(role: str) -> str:
    return role if role == APPLICANT else f"betrokkenen.{role}"
