"""Questions and answers: each question asked once for all products that need it, each answer checked by its question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.errors import Faults
from loket.routing.catalogue import Catalogue
from loket.routing.conditions import questions_in
from loket.routing.entries import Question

TYPE, VALUE = "verkeerd-type", "ongeldige-waarde"


@dataclass(frozen=True, slots=True)
class QuestionUse:
    """A question and the slugs of the proposed products that need its answer."""

    question: Question
    products: tuple[str, ...]


class _WrongError(Exception):
    """An answer that its question does not allow: (code, words)."""


def questions_for(catalogue: Catalogue, products: Iterable[str], life_event: str | None) -> tuple[QuestionUse, ...]:
    """The union of the questions of ``products``, each once; those that decide the life event's rows come first."""
    uses: dict[str, list[str]] = {}
    event = catalogue.life_events.get(life_event or "")
    for key in event.questions if event else ():
        uses[key] = [row.product for row in event.rows if row.product and key in questions_in(row.condition)] if event else []
    for slug in products:
        for key in catalogue.products[slug].questions:
            uses.setdefault(key, []).append(slug)
    return tuple(QuestionUse(catalogue.questions[key], tuple(dict.fromkeys(slugs))) for key, slugs in uses.items())


def check_answers(catalogue: Catalogue, answers: Mapping[str, Any], faults: Faults, pointer: str = "/antwoorden") -> dict[str, Any]:
    """The answers that are right, by question key; all others are added to ``faults``.

    ja-nee → bool, getal → int, bedrag → euros with at most two decimals, datum → ISO text, keuze → a value, meerkeuze → values,
    tekst → text without spaces around it. An answer may be left out, but not be null.
    """
    checked: dict[str, Any] = {}
    for key, answer in answers.items():
        place = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        question = catalogue.questions.get(key)
        if question is None:
            faults.add(place, "onbekende-vraag", "Deze vraag bestaat niet.")
            continue
        try:
            checked[key] = CHECKS[question.type](question, answer)
        except _WrongError as wrong:
            faults.add(place, *wrong.args)
    return checked


def _yes_no(_question: Question, answer: Any) -> bool:
    if not isinstance(answer, bool):
        raise _WrongError(TYPE, "Antwoord met ja (true) of nee (false).")
    return answer


def _whole(question: Question, answer: Any) -> int:
    if type(answer) is not int:
        raise _WrongError(TYPE, "Antwoord met een heel getal.")
    _within(question, answer)
    return answer


def _amount(question: Question, answer: Any) -> float:
    if type(answer) not in (int, float) or not math.isfinite(answer) or round(answer, 2) != answer:
        raise _WrongError(TYPE, "Antwoord met een bedrag in euro's met hoogstens twee cijfers achter de komma.")
    _within(question, answer)
    return float(answer)


def _day(_question: Question, answer: Any) -> str:
    if not isinstance(answer, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", answer):
        raise _WrongError(TYPE, "Antwoord met een datum als jjjj-mm-dd.")
    try:
        return date.fromisoformat(answer).isoformat()
    except ValueError:
        raise _WrongError(VALUE, "Deze datum bestaat niet.") from None


def _choice(question: Question, answer: Any) -> str:
    if not isinstance(answer, str):
        raise _WrongError(TYPE, "Antwoord met een van de keuzes.")
    if answer not in _values(question):
        raise _WrongError(VALUE, f"Kies een van: {', '.join(_values(question))}.")
    return answer


def _choices(question: Question, answer: Any) -> list[str]:
    if not isinstance(answer, list):
        raise _WrongError(TYPE, "Antwoord met een lijst van keuzes.")
    return list(dict.fromkeys(_choice(question, value) for value in answer))


def _text(question: Question, answer: Any) -> str:
    if not isinstance(answer, str):
        raise _WrongError(TYPE, "Antwoord met tekst.")
    text = answer.strip()
    if not text or len(text) > question.max_length:
        raise _WrongError(VALUE, f"Antwoord met 1 tot {question.max_length} tekens.")
    if question.pattern and not re.fullmatch(question.pattern, text):
        raise _WrongError(VALUE, "Dit antwoord heeft niet de goede vorm.")
    return text


CHECKS: Mapping[str, Callable[[Question, Any], Any]] = {
    "ja-nee": _yes_no,
    "keuze": _choice,
    "meerkeuze": _choices,
    "getal": _whole,
    "bedrag": _amount,
    "datum": _day,
    "tekst": _text,
}


def _within(question: Question, answer: float) -> None:
    if question.minimum is not None and answer < question.minimum:
        raise _WrongError(VALUE, f"Het laagste dat kan is {question.minimum:g}.")
    if question.maximum is not None and answer > question.maximum:
        raise _WrongError(VALUE, f"Het hoogste dat kan is {question.maximum:g}.")


def _values(question: Question) -> tuple[str, ...]:
    return tuple(value for value, _ in question.choices)
