"""Zaaknummers and deelzaaknummers: random, short, and made to be read out over the telephone.

A zaaknummer is ``L-``, ten random characters of Crockford's base32 and one check character by ISO 7064's hybrid algorithm over
those 32 characters (MOD 33,32). It finds every single wrong character. Of exchanged neighbours it misses about 1 in 500: at each
place one pair of characters next to each other in the alphabet, such as G and H in front.
"""

from __future__ import annotations

import re
import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O or U
RANDOM_CHARACTERS = 10
PREFIX = "L-"
HEARD = str.maketrans("OIL", "011")
HYPHENS = str.maketrans("‐‑–", "---")  # what word processors make of a hyphen
CANONICAL = re.compile(f"[{ALPHABET}]{{{RANDOM_CHARACTERS + 1}}}")


class CheckCharacterError(ValueError):
    """The number has the right form, but one of its characters must be wrong."""


def new_case_number() -> str:
    """A fresh zaaknummer in canonical form, such as ``L-7K3M9P2XQ4H`` (13 characters); 2⁵⁰ are possible, the database keeps them unique."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return PREFIX + drawn + mod_37_36.calc_check_digit(drawn, ALPHABET)


def show(number: str) -> str:
    """A zaaknummer or deelzaaknummer in the groups that a person reads: ``L-7K3M9-P2XQ4-H``, ``L-7K3M9-P2XQ4-H-1``."""
    drawn = number.removeprefix(PREFIX)
    return f"{PREFIX}{drawn[:5]}-{drawn[5:10]}-{drawn[10:]}"


def parse_case_number(text: str) -> str:
    """The canonical zaaknummer for what a person typed or a system sent.

    Case, spaces and hyphens do not matter, the ``L`` in front may be missing, O is read as 0, I and L as 1.
    Raises CheckCharacterError when a character must be wrong, ValueError when it is no zaaknummer at all; both in Dutch.
    """
    drawn = characters(text)
    if not mod_37_36.is_valid(drawn, ALPHABET):
        raise CheckCharacterError("Dit zaaknummer klopt niet: een van de letters of cijfers is anders. Kijk het nummer na.")
    return PREFIX + drawn


def characters(text: str) -> str:
    """The eleven characters of a zaaknummer as typed, without its prefix, the check character unchecked; ValueError when it is none."""
    typed = text.translate(HYPHENS).strip()
    prefixed = typed[:2].upper() == PREFIX
    if prefixed:
        typed = typed[2:]
    typed = re.sub(r"[\s-]", "", typed)
    drawn = typed.upper().translate(HEARD)
    if not prefixed and len(drawn) == RANDOM_CHARACTERS + 2 and drawn[0] == "1":
        drawn = drawn[1:]  # the L of the prefix, without its hyphen
    if not typed.isascii() or not CANONICAL.fullmatch(drawn):
        raise ValueError("Een zaaknummer bestaat uit L- en 11 letters en cijfers, bijvoorbeeld L-7K3M9-P2XQ4-H.")
    return drawn


def referral_number(case_number: str, ordinal: int) -> str:
    """The deelzaaknummer of a case's part; ``ordinal`` counts from 1. ValueError below that."""
    if ordinal < 1:
        raise ValueError("parts of a case count from 1")
    return f"{case_number}-{ordinal}"


def parse_referral_number(text: str) -> tuple[str, int]:
    """The canonical zaaknummer and the ordinal in a deelzaaknummer; forgiving as :func:`parse_case_number`, and the same errors.

    The last hyphen is needed: it alone tells the ordinal from the number.
    """
    case_number, _, ordinal = text.translate(HYPHENS).rpartition("-")
    if not re.fullmatch(r"[1-9][0-9]{0,2}", ordinal.strip()):
        raise ValueError("Een deelzaaknummer is een zaaknummer met een streepje en een volgnummer, bijvoorbeeld L-7K3M9-P2XQ4-H-1.")
    return parse_case_number(case_number), int(ordinal)
