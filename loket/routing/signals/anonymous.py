"""What may not stand in words that others will read: names of people in the case, numbers and dates that lead to one person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from loket.cases.models import Participant
from loket.cases.words import MONTHS

SHORTEST_NAME = 3  # "de" and "Bo" stand in too many sentences
PREFIXES = frozenset({"van", "den", "der", "ten", "ter", "het", "aan"})
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE if letters else 0)
    for pattern, letters in (
        (r"(?<!\d)\d(?:[ .-]?\d){7,}(?!\d)", False),  # a BSN, a telephone number
        (r"\S+@\S+\.\w+", False),
        (r"\b[1-9]\d{3} ?[A-Z]{2}\b", False),  # a postcode
        (r"\bNL\d{2} ?[A-Z]{4}[ \d]{8,}", True),  # an IBAN
        (r"\bL-?[0-9A-Z]{5}-?[0-9A-Z]{5}-?[0-9A-Z](?:-\d+)?\b", True),  # a zaaknummer
        (r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2}\b|\b\d{4}-\d{2}-\d{2}\b", False),
        (rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)})\b", True),
    )
)


def personal_in(text: str, people: Iterable[Participant]) -> list[str]:
    """Each piece of ``text`` that may lead to one person, as it was written and in its order, none twice."""
    found = [*_patterns(text), *_names(text, people)]
    return list(dict.fromkeys(piece for _, piece in sorted(found)))


def _patterns(text: str) -> Iterator[tuple[int, str]]:
    return ((match.start(), match[0]) for pattern in PATTERNS for match in pattern.finditer(text))


def _names(text: str, people: Iterable[Participant]) -> Iterator[tuple[int, str]]:
    written = " ".join(f"{person.surname} {person.given_names or ''}" for person in people).split()
    for name in {name for name in written if len(name) >= SHORTEST_NAME and name.casefold() not in PREFIXES}:
        for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            yield match.start(), match[0]
