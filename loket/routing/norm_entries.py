"""The norms of the catalogue: how long things may rest before somebody looks. Never a legal term."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Norms:
    """How long an organisation may stay silent in each state before the part is nobody's turn; calendar days but for ``tries``."""

    delivery: int = 1
    receipt: int = 2
    take_up: int = 7
    progress: int = 28
    information: int = 3  # days after the hersteltermijn
    carry_out: int = 14
    fetch: int = 1
    answer: int = 10  # days of silence after the applicant gave what was asked
    reminder: int = 7  # between two reminders about one part
    tries: int = 3  # so many tries in vain are more than bad luck


GENERAL_NORMS = Norms()


@dataclass(frozen=True, slots=True)
class DeskNorms:
    """How long a loket or supervisor may leave things: calendar days without news for a citizen; the others are working days."""

    news: int = 14
    handover: int = 2
    urgent_handover: int = 1
    term_near: int = 5  # working days before a legal date that a supervisor is warned
    tailored: int = 10  # until a table for tailored help decides
