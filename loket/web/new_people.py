"""What is wrong with people on the form that no single field can tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from loket.cases import identity, mandates
from loket.cases.deadlines import amsterdam_date
from loket.web import texts_new

SPEAKER = "gemachtigde"


def wrong_people(errors: Mapping[str, str], data: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """Faults by field, of those without one yet: a parent of an adult, a mandate that is over or ends before it begins."""
    speaker = data.get(SPEAKER) or {}
    found: dict[str, str] = {}
    if speaker.get("soort") == mandates.PARENT and _adult(data["aanvrager"], amsterdam_date(now)):
        found["gemachtigde.soort"] = texts_new.PARENT_OF_ADULT
    first, last = speaker.get("van", ""), speaker.get("tot", "")
    if last and first > last:
        found["gemachtigde.tot"] = texts_new.ENDS_BEFORE_IT_BEGINS
    elif last and last < amsterdam_date(now).isoformat():
        found["gemachtigde.tot"] = texts_new.MANDATE_IS_OVER
    return {field: words for field, words in found.items() if field not in errors}


def _adult(applicant: Mapping[str, Any], today: date) -> bool:
    try:
        born = identity.birth_date(str(applicant.get("geboortedatum", "")))
    except ValueError:
        return False  # that field has its own fault
    return mandates.is_adult(born, today)
