"""Reading a status report (the ``data`` of a callback) into a :class:`~loket.adapters.port.Report`: everything checked at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from loket.adapters.port import DeclineReason, Outcome, Report, Verb
from loket.errors import Faults

MAX_REFERENCE, MAX_EXPLANATION, MAX_NAME = 120, 2000, 80
MAX_QUESTIONS, MAX_QUESTION = 20, 500

#: Per verb the field that a report cannot do without (Awb 4:5 for the term, 4:14 for the new date).
NEEDED: Mapping[Verb, tuple[str, str]] = {
    Verb.DECIDED: ("uitkomst", "Bij een besluit hoort een uitkomst."),
    Verb.REVISED: ("uitkomst", "Bij een herziening hoort een uitkomst."),
    Verb.INFORMATION_ASKED: ("hersteltermijn", "Noem de dag waarop de aanvulling er uiterlijk moet zijn (Awb 4:5)."),
    Verb.DECLINED: ("reden", "Noem de reden van teruggeven."),
    Verb.EXTENDED: ("nieuweEinddatum", "Noem de nieuwe einddatum (Awb 4:14)."),
}

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_W = TypeVar("_W", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An organisation's own words. Loket's words are always understood as well."""

    verbs: Mapping[str, Verb] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    reasons: Mapping[str, DeclineReason] = field(default_factory=dict)


def read_report(verb: str, data: Mapping[str, Any], words: Vocabulary) -> Report:
    """The report that ``verb`` and ``data`` make; unknown fields are ignored, null counts as absent.

    ``at`` stays empty: when it happened stands on the envelope, not in ``data``. Raises BadRequest with every fault at once.
    """
    faults = Faults()
    reader = _Reader(data, faults)
    known = reader.word("type", verb, Verb, words.verbs)
    report = Report(
        verb=known or Verb.RECEIVED,
        reference=reader.text("kenmerk", MAX_REFERENCE),
        explanation=reader.text("toelichting", MAX_EXPLANATION),
        outcome=reader.word("data/uitkomst", reader.text("uitkomst", MAX_NAME), Outcome, words.outcomes),
        decided_on=reader.day("datumBesluit"),
        announced_on=reader.day("bekendgemaaktOp"),
        reason=reader.word("data/reden", reader.text("reden", MAX_NAME), DeclineReason, words.reasons),
        right_organisation=reader.text("juisteOrganisatie", MAX_NAME),
        right_product=reader.text("juistProduct", MAX_NAME),
        information_due=reader.day("hersteltermijn"),
        new_due=reader.day("nieuweEinddatum"),
        questions=reader.questions(),
    )
    needed = NEEDED.get(known) if known else None
    if needed and data.get(needed[0]) is None:
        faults.add(f"/data/{needed[0]}", "verplicht", needed[1])
    faults.raise_if_any("De statusmelding klopt niet.")
    return report


class _Reader:
    """Takes fields out of ``data``; what does not fit becomes a fault and reads as absent."""

    def __init__(self, data: Mapping[str, Any], faults: Faults) -> None:
        self._data, self._faults = data, faults

    def text(self, name: str, longest: int) -> str | None:
        value = self._data.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > longest or _CONTROL.search(value):
            self._faults.add(f"/data/{name}", "ongeldige-tekst", f"Dit moet een leesbare tekst van 1 tot {longest} tekens zijn.")
            return None
        return value.strip()

    def day(self, name: str) -> date | None:
        """A date of the report, None when it is absent; a wrong one is a fault."""
        value = self._data.get(name)
        if value is None:
            return None
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self._faults.add(f"/data/{name}", "ongeldige-datum", "Dit moet een bestaande datum zijn, zoals 2026-03-31.")
        return None

    def word(self, pointer: str, value: str | None, own: type[_W], theirs: Mapping[str, _W]) -> _W | None:
        """One of our words, or of theirs by ``theirs``; None when it is absent, any other is a fault."""
        if value is None:
            return None
        if value in theirs:
            return theirs[value]
        if value in [member.value for member in own]:
            return own(value)
        allowed = ", ".join(dict.fromkeys([member.value for member in own] + list(theirs)))
        self._faults.add(f"/{pointer}", "onbekende-waarde", f"Dit moet een van deze woorden zijn: {allowed}.")
        return None

    def questions(self) -> tuple[str, ...]:
        value = self._data.get("vragen")
        if value is None:
            return ()
        if isinstance(value, list) and len(value) <= MAX_QUESTIONS and all(map(_is_question, value)):
            return tuple(question.strip() for question in value)
        self._faults.add("/data/vragen", "ongeldige-vragen", f"Dit moet een lijst van hooguit {MAX_QUESTIONS} vragen zijn.")
        return ()


def _is_question(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= MAX_QUESTION and not _CONTROL.search(value)
