"""What may not stand in words that others will read: names of people in the case, numbers and dates that lead to one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from loket.cases.models import Participant
from loket.cases.words import MONTHS

SHORTEST_NAME = 3  # "de" and "Bo" stand in too many sentences
PREFIXES = frozenset({"van", "den", "der", "ten", "ter", "het", "aan", "bij", "uit", "voor", "met"})
SHORT_MONTHS = ("jan", "feb", "febr", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec")
#: What follows a year or an amount and is no end of a postcode: laws, and words of two letters.
NO_POSTCODE = "WW ZW BW AO BV VO MW ja ga mw tm zo uw km de en is in op of om al nu na te er ze je we ik me".replace(" ", "|")
CASE_NUMBERS = (r"\bL-[0-9A-Z]{5}-?[0-9A-Z]{5}-?[0-9A-Z](?:-\d+)?\b", r"\bL(?=[A-Z]*\d)[0-9A-Z]{11}(?:-\d+)?\b")
#: What no answer of an organisation needs, however official: a zaaknummer, a BSN.
OF_A_CASE = re.compile("|".join((*CASE_NUMBERS, r"(?<!\d)\d{9}(?!\d)")), re.IGNORECASE)
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE if letters else 0)
    for pattern, letters in (
        (r"(?<!\d)\d(?:[ .-]?\d){7,}(?!\d)", False),  # a BSN, a telephone number
        (r"\S+@\S+\.\w+", False),
        (rf"\b[1-9]\d{{3}} (?!(?:{NO_POSTCODE})\b)(?i:[A-Z]{{2}})\b", False),  # a postcode
        (r"\b[1-9]\d{3}[A-Z]{2}\b", True),
        (r"\bNL\d{2} ?[A-Z]{4}[ \d]{8,}", True),  # an IBAN
        *((pattern, True) for pattern in CASE_NUMBERS),
        (r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2}\b|\b\d{4}-\d{2}-\d{2}\b", False),
        (rf"\b\d{{1,2}}e? (?:{'|'.join((*MONTHS, *SHORT_MONTHS))})\b", True),
        (r"\b\w+(?:straat|laan|plein|gracht|kade|singel|plantsoen|steeg|dreef) \d+\w?\b", True),  # an address
        (r"\b(?:[A-Z]\w+(?:weg|hof|pad|park|dijk|markt)|Weg|Hof|Pad|Park|Dijk|Markt) \d+\w?\b", False),
    )
)


def personal_in(text: str, people: Iterable[Participant] = ()) -> list[str]:
    """Each piece of ``text`` that may lead to one person, as it was written and in its order, none twice."""
    found = [*_patterns(text), *_names(text, people)]
    return list(dict.fromkeys(piece for _, piece in sorted(found)))


def of_a_case(text: str) -> list[str]:
    """Each zaaknummer and BSN in an official text, in which dates, addresses and telephone numbers belong."""
    return list(dict.fromkeys(OF_A_CASE.findall(text)))


def _patterns(text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match[0].strip()) for pattern in PATTERNS for match in pattern.finditer(text))


def _names(text: str, people: Iterable[Participant]) -> Iterator[tuple[int, str]]:
    """Names and parts of them, with or without accents and with an s behind."""
    written, plain = (" ".join(f"{person.surname} {person.given_names or ''}" for person in people), _plain(text))
    for name in {name for name in re.findall(r"[^\W\d_]+", _plain(written)) if len(name) >= SHORTEST_NAME and name not in PREFIXES}:
        for match in re.finditer(rf"\b{name}(?:['’]?s)?\b", plain):
            yield match.start(), text[match.start() : match.end()]


def _plain(text: str) -> str:
    """Small letters without accents, one for each letter."""
    return "".join((unicodedata.normalize("NFKD", letter)[0].lower() or letter)[0] for letter in text)
