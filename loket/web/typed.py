"""What a person types on a form, read as what it means; ValueError in Dutch where it means nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from loket.cases import identity
from loket.cases.deadlines import AMSTERDAM
from loket.errors import LoketError
from loket.routing.catalogue import Catalogue
from loket.routing.entries import Question
from loket.web import texts

DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")

TIME = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
#: A date as it is kept; people write the day first.
ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")


def by_field(refused: LoketError, other: str = "") -> dict[str, str]:
    """What is wrong by the field of the form; what is about no field stands at ``other``, where that is named."""
    found = {fault.pointer.strip("/"): fault.detail for fault in refused.faults}
    return found or ({other: refused.detail} if other else {})


def iso_date(text: str) -> str:
    """``dd-mm-jjjj`` as a person types it, as ``jjjj-mm-dd``; ValueError in Dutch."""
    found = DATE.fullmatch(text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise ValueError(texts.WRONG_DATE) from None


def moment_of(text: str) -> datetime:
    """``dd-mm-jjjj uu:mm`` in Amsterdam, as a person types it, in UTC; ValueError in Dutch."""
    day, _, clock = text.strip().partition(" ")
    if not TIME.fullmatch(clock.strip()):
        raise ValueError(texts.WRONG_DATE)
    return datetime.fromisoformat(f"{iso_date(day)}T{clock.strip():0>5}").replace(tzinfo=AMSTERDAM).astimezone(UTC)


def gemeente_code(catalogue: Catalogue, text: str) -> str:
    """The code of a gemeente by its code or name, abolished codes included; ValueError in Dutch."""
    code = text.split()[0]
    if re.fullmatch(r"[0-9]{4}", code):
        return code
    wanted = identity.surname_key(text)
    for gemeente in catalogue.gemeenten.values():
        if identity.surname_key(gemeente.name) == wanted:
            return gemeente.code
    raise ValueError(texts.UNKNOWN_GEMEENTE)


def organisation_slug(catalogue: Catalogue, text: str) -> str:
    """The slug of an organisation by its slug, name or short name; empty for any other text."""
    wanted = text.strip().casefold()
    for slug, entry in catalogue.organisations.items():
        if wanted in (slug, entry.name.casefold(), entry.short_name.casefold()):
            return slug
    return ""


def typed_answer(question: Question, values: list[str]) -> Any:
    """The answer in the type of its question, from what was typed or ticked; ValueError in Dutch."""
    match question.type:
        case "ja-nee":
            return values[0] == "ja"
        case "meerkeuze":
            return values
        case "datum":
            return iso_date(values[0])
        case "getal" | "bedrag":
            return _number(values[0], whole=question.type == "getal")
    return values[0]


def as_typed(value: Any) -> list[str]:
    """An answer as its form field posts it: the reverse of :func:`typed_answer`."""
    values = value if isinstance(value, list) else [value]
    return [{True: "ja", False: "nee"}[one] if isinstance(one, bool) else ISO_DAY.sub(r"\3-\2-\1", str(one)) for one in values]


def _number(text: str, *, whole: bool) -> int | float:
    compact = re.sub(r"[€\s]", "", text)
    if "," in compact or re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", compact):
        compact = compact.replace(".", "").replace(",", ".")
    try:
        return int(compact) if whole else float(compact)
    except ValueError:
        raise ValueError(texts.WRONG_NUMBER) from None
