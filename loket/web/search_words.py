"""What somebody typed into the search field, taken apart: a name with a birth date in either order, or the digits of a BSN."""

from __future__ import annotations

import re

from loket.cases.words import MONTHS

DATE = (
    r"(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"|(?P<day>[0-9]{1,2})(?:\s*[-/. ]\s*)(?P<month>[0-9]{1,2}|[a-z]{3,9}\.?)(?:\s*[-/. ]\s*)(?P<year>[0-9]{4})"
    r"|(?P<solid>[0-3][0-9][01][0-9](?:18|19|20)[0-9]{2})"
)
NAME = r"(?P<name>[^\d]*[^\W\d][^\d]*?)"
PATTERNS = (
    re.compile(rf"{NAME}[\s,;]+(?:{DATE})", re.IGNORECASE),
    re.compile(rf"(?:{DATE})[\s,;]+{NAME}", re.IGNORECASE),
)
SHORT_MONTHS = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"mrt": 3}
BSN = re.compile(r"[0-9](?:[\s.\-]?[0-9]){7,8}")
DATE_ALONE = re.compile(r"[0-9]{1,2}[-. ][0-9]{1,2}[-. ](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
BORN = re.compile(r"[\s,;]*\b(?:geboren|geb\.?)(?:\s+op)?\s*$", re.IGNORECASE)
MOST_NAMES = 5


def digits_of_bsn(typed: str) -> bool:
    """Whether this must be a BSN: eight or nine digits, however they are grouped, that are not written as a date."""
    return bool(BSN.fullmatch(typed)) and not DATE_ALONE.fullmatch(typed)


def born(typed: str) -> tuple[str, str] | None:
    """Name and birth date as ``dd-mm-jjjj`` or ``jjjj-mm-dd``: from ``Jansen 5 maart 1950``, ``05031950, Jansen`` and the like."""
    for pattern in PATTERNS:
        found = pattern.fullmatch(typed.strip())
        if found and (written := _date(found)):
            return BORN.sub("", found["name"]).strip(" ,;"), written
    return None


def surnames(name: str) -> list[str]:
    """What the surname may be, the whole name first: ``Jan van den Berg`` is also ``van den Berg``, ``den Berg`` and ``Berg``.

    ``Berg, Jan`` begins with the surname.
    """
    first, comma, _ = name.partition(",")
    words = name.replace(",", " ").split()
    whole = [first.strip()] if comma and first.strip() else []
    return [*whole, *(" ".join(words[at:]) for at in range(min(len(words), MOST_NAMES)))]


def _date(found: re.Match[str]) -> str | None:
    if found["iso"]:
        year, month, day = found["iso"].split("-")
        return f"{year}-{month:0>2}-{day:0>2}"
    if solid := found["solid"]:
        return f"{solid[:2]}-{solid[2:4]}-{solid[4:]}"
    month = found["month"].lower().rstrip(".")
    number = month if month.isdigit() else _month(month)
    return f"{found['day']}-{number}-{found['year']}" if number else None


def _month(word: str) -> int | None:
    """The number of a month by its name or the beginning of it."""
    number = SHORT_MONTHS.get(word[:3])
    return number if number and (word == "mrt" or MONTHS[number - 1].startswith(word)) else None
