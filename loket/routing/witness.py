"""The witness: a file outside the database with a line for each seal, ``<number> <hash> <time>``, only ever appended to.

Whoever rewrites the logs with all their seals, or cuts off the last ones, must rewrite this file too: ship it (or the log line
``audit_sealed``) to where the database's administrator cannot come.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loket.cases.audit import AuditSeal
from loket.cases.queries import stamp

LAST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``number`` is None when it cannot be read."""

    place: int  # in the file, from 1
    number: int | None
    hash: str


def lines(witness: Path) -> Iterator[Line]:
    """Every line in order; FileNotFoundError when there is no such file."""
    with witness.open(encoding="ascii", errors="replace") as file:
        for place, text in enumerate(file, 1):
            yield _line(place, text)


def last_number(witness: Path) -> int:
    """The number in the last readable line; 0 for none."""
    if not witness.exists():
        return 0
    with witness.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - LAST_BYTES))
        tail = file.read().decode("ascii", "replace").splitlines()
    return next((number for text in reversed(tail) if (number := _line(0, text).number) is not None), 0)


def append(witness: Path, seals: Iterable[AuditSeal]) -> None:
    """Write a line for each seal and wait until the disk has it; OSError when that fails."""
    text = "".join(f"{seal.number} {seal.hash} {stamp(seal.sealed_at)}\n" for seal in seals)
    if not text:
        return
    witness.parent.mkdir(parents=True, exist_ok=True)
    with witness.open("a", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _line(place: int, text: str) -> Line:
    number, _, rest = text.partition(" ")
    seal_hash = rest.partition(" ")[0]
    readable = number.isascii() and number.isdigit() and len(seal_hash) == 64
    return Line(place, int(number) if readable else None, seal_hash)
