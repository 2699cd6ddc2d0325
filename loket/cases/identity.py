"""Who somebody is: identity numbers, partial birth dates, and names as they are searched (law-and-standards.md §4).

Every function returns the canonical text or raises ValueError in Dutch for the screen. No message repeats what was typed,
for it may be a BSN.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from stdnum.nl import bsn as eleven_test

EARLIEST_YEAR = 1850
KEY_LENGTH = 200
SEPARATORS = re.compile(r"[\s.\-]")
APOSTROPHES = re.compile("['’‘`´＇｀\u1fef]")
EMAIL_TEXT = r"[^@\s\x00-\x1f,;:<>()\[\]\"\\"  # what stands in one address: a comma would make it two
EMAIL_FORM = re.compile(rf"{EMAIL_TEXT}]{{1,64}}@{EMAIL_TEXT}.]+(\.{EMAIL_TEXT}.]+)+")
OIN_FORM = re.compile(r"(?:0000000[1-9]|00000010|00000011|00000099)[0-9]{12}")
ISO_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
DESK_DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")

#: Letters that Unicode does not take apart into a letter and an accent.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ı": "i", "ĸ": "k", "ŋ": "n"}
)


def bsn(text: str) -> str:
    """A BSN as a system sends it: exactly nine ASCII digits that pass the 11-proef, and not all zeros. Nothing is stripped or padded."""
    if not re.fullmatch(r"[0-9]{9}", text):
        raise ValueError("Een burgerservicenummer heeft precies negen cijfers.")
    if not eleven_test.is_valid(text):
        raise ValueError("Dit burgerservicenummer bestaat niet. Kijk de cijfers na.")
    return text


def bsn_typed(text: str) -> str:
    """A BSN as a person types it: spaces, dots and hyphens are taken out first. Eight digits are refused with a hint, never padded."""
    digits = SEPARATORS.sub("", text)
    if re.fullmatch(r"[0-9]{8}", digits):
        raise ValueError("Dit zijn acht cijfers. Een burgerservicenummer heeft er negen. Begint het met een 0? Typ die dan ook.")
    return bsn(digits)


def mask_bsn(number: str) -> str:
    """A BSN with only its last four digits readable: ``•••••6782``."""
    return "•" * max(0, len(number) - 4) + number[-4:]


def oin(text: str) -> str:
    """An OIN: twenty digits that begin with a prefix in use (00000099 is the test prefix). It has no check digit."""
    if not OIN_FORM.fullmatch(text):
        raise ValueError("Een OIN heeft twintig cijfers en begint met een bekend voorvoegsel, zoals 00000001.")
    return text


def rsin(text: str) -> str:
    """An RSIN: nine digits that pass the same 11-proef as a BSN."""
    if not re.fullmatch(r"[0-9]{9}", text) or not eleven_test.is_valid(text):
        raise ValueError("Dit is geen geldig RSIN: negen cijfers die de elfproef doorstaan.")
    return text


def kvk_number(text: str) -> str:
    """A number of the Chamber of Commerce: eight digits, not all zeros."""
    if not re.fullmatch(r"[0-9]{8}", text) or text == "00000000":
        raise ValueError("Een KVK-nummer heeft precies acht cijfers.")
    return text


def postcode(text: str) -> str:
    """A Dutch postcode as ``1234AB``, also from ``1234 ab``; the letters SA, SD and SS are never given out."""
    compact = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[1-9][0-9]{3}[A-Za-z]{2}", compact) or compact[4:].upper() in ("SA", "SD", "SS"):
        raise ValueError("Een postcode heeft vier cijfers en twee letters, bijvoorbeeld 1234 AB.")
    return compact.upper()


def email(text: str) -> str:
    """One e-mail address, as typed; ValueError for anything else."""
    if not EMAIL_FORM.fullmatch(text.strip()):
        raise ValueError("Dit is geen e-mailadres.")
    return text.strip()


def birth_date(text: str, *, today: date | None = None) -> str:
    """A birth date as ``jjjj-mm-dd`` with 00 for what is not known, as the BRP keeps it: ``1968-00-00``, ``0000-00-00``.

    Reads ``jjjj-mm-dd``, ``jjjj-mm``, ``jjjj`` and, as typed, ``dd-mm-jjjj``. With ``today`` a later date is refused too.
    """
    year, month, day = _parts(text.strip())
    if (day and not month) or (month and not year):
        raise ValueError("Een dag kan alleen met een maand, en een maand alleen met een jaar. Vul 00 in voor wat niet bekend is.")
    if year and year < EARLIEST_YEAR:
        raise ValueError(f"Het jaar van een geboortedatum is {EARLIEST_YEAR} of later.")
    if month > 12 or (day and day > monthrange(year, month)[1]):
        raise ValueError("Deze geboortedatum bestaat niet.")
    canonical = f"{year:04}-{month:02}-{day:02}"
    if today and _earliest(canonical) > today:
        raise ValueError("Deze geboortedatum ligt in de toekomst.")
    return canonical


def age_on(birth: str, day: date) -> tuple[int, int] | None:
    """The lowest and the highest age in whole years that somebody with this canonical birth date can have on ``day``.

    Equal for a full date; None when the year is unknown; 0 before birth. Somebody of 29 February is a year older on 1 March.
    """
    if birth.startswith("0000"):
        return None
    return _age(_latest(birth), day), _age(_earliest(birth), day)


def surname_key(text: str) -> str:
    """A surname as it is searched: small letters without accents or apostrophes, one space for spaces and hyphens; at most 200 long."""
    letters = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text)).casefold()  # first apart, then small: ℡ hides capitals
    plain = unicodedata.normalize("NFKD", letters).translate(PLAIN_LETTERS)
    spoken = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[\s\-‐–]+", " ", spoken).strip()[:KEY_LENGTH].rstrip()


def _parts(text: str) -> tuple[int, int, int]:
    if found := ISO_DATE.fullmatch(text):
        return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found := DESK_DATE.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    raise ValueError("Schrijf een geboortedatum als dd-mm-jjjj of jjjj-mm-dd, met 00 voor wat niet bekend is.")


def _earliest(birth: str) -> date:
    year, month, day = (int(part) for part in birth.split("-"))
    return date(max(year, 1), month or 1, day or 1)


def _latest(birth: str) -> date:
    year, month, day = (int(part) for part in birth.split("-"))
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _age(born: date, day: date) -> int:
    return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
