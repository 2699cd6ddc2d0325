"""Slips of the pen in a zaaknummer: which right numbers are one wrong character or one exchange of neighbours away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.iso7064 import mod_37_36

from loket.cases.numbers import ALPHABET, PREFIX, characters


@dataclass(frozen=True, slots=True)
class Slip:
    """A number that was probably meant. ``place`` counts the characters after ``L-`` from 1; ``swapped`` with the next one."""

    number: str
    place: int
    typed: str
    meant: str
    swapped: bool = False


def slips(text: str) -> list[Slip]:
    """Every right zaaknummer one slip away from what was typed; empty for what is right already. ValueError when it is no zaaknummer.

    The check character alone cannot tell which of them was meant: at each place one character would fit.
    """
    drawn = characters(text)
    return [] if mod_37_36.is_valid(drawn, ALPHABET) else [*_exchanged(drawn), *_mistaken(drawn)]


def _exchanged(drawn: str) -> Iterator[Slip]:
    for at in range(len(drawn) - 1):
        other = drawn[:at] + drawn[at + 1] + drawn[at] + drawn[at + 2 :]
        if other != drawn and mod_37_36.is_valid(other, ALPHABET):
            yield Slip(PREFIX + other, at + 1, drawn[at], drawn[at + 1], swapped=True)


def _mistaken(drawn: str) -> Iterator[Slip]:
    for at, typed in enumerate(drawn):
        for meant in ALPHABET.replace(typed, ""):
            other = drawn[:at] + meant + drawn[at + 1 :]
            if mod_37_36.is_valid(other, ALPHABET):
                yield Slip(PREFIX + other, at + 1, typed, meant)
