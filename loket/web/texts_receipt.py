"""The languages of the receipt and of the public status page. A new language is a module like the two here and one entry below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from loket.cases.states import CaseState, ReferralState, Turn
from loket.web import texts_receipt_en, texts_receipt_nl

DEFAULT = "nl"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its own name and months, sentences by state, and the words of both pages by key."""

    code: str
    name: str
    months: tuple[str, ...]
    parts: Mapping[ReferralState, str]
    cases: Mapping[CaseState, str]
    turns: Mapping[Turn, str]
    outage: Mapping[str, str]  # by the reason why a case stands still
    receipt: Mapping[str, str]
    status: Mapping[str, str]

    def day(self, value: date) -> str:
        """A date as people write it: ``5 mei 2026``."""
        return f"{value.day} {self.months[value.month - 1]} {value.year}"

    def until(self, text: str) -> str:
        """A date in ISO form written out; other words as they are."""
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return text

    def moment(self, value: datetime) -> str:
        """A time in Amsterdam: ``5 mei 2026, 14:03``."""
        local = value.astimezone(ZoneInfo("Europe/Amsterdam"))
        return f"{self.day(local.date())}, {local:%H:%M}"

    def part(self, state: ReferralState, who: str) -> str:
        """The state of a part in a sentence; ``who`` is the organisation as people say it."""
        return self.parts[state].format(wie=who, Wie=who[:1].upper() + who[1:])


def _language(code: str) -> Language:
    words = {"nl": texts_receipt_nl, "en": texts_receipt_en}[code]
    return Language(code, words.NAME, words.SHOWN_MONTHS, words.PARTS, words.CASES, words.TURNS, words.OUTAGE, words.RECEIPT, words.STATUS)


LANGUAGES: Mapping[str, Language] = {code: _language(code) for code in ("nl", "en")}


def language(code: str | None) -> Language:
    """The language that was asked for; Dutch when it is not there."""
    return LANGUAGES.get(code or DEFAULT, LANGUAGES[DEFAULT])
