"""The condition language of ``mits``, ``als`` and ``toon_als``: three-valued, because answers may be missing (Awb 4:5).

True and False are certain; None is unknown. Proposing counts unknown as true: what was not asked yet is never held against anybody.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from loket.cases.identity import age_on
from loket.routing.entries import Condition, Question
from loket.routing.request import ROLES

OPERATORS = ("is", "minstens", "hoogstens", "bevat")
KINDS = ("alle", "een", "niet", "vraag", "leeftijd", "aow_leeftijd", "spoed", "betrokkene", "deelname")
NUMBERS = ("getal", "bedrag")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one request. ``births`` holds canonical, perhaps partial birth dates by role; ``aow_ages`` year → months."""

    answers: Mapping[str, Any]
    births: Mapping[str, str | None]
    roles: frozenset[str]
    urgent: bool
    today: date
    aow_ages: Mapping[int, int]
    hidden: frozenset[str] = frozenset()  # questions that are not asked, because what they are shown for is not so
    voluntary: frozenset[str] = frozenset()  # questions that one may skip: no answer counts as no
    programmes: frozenset[str] = frozenset()  # in which the applicant's gemeente takes part; none while it is not known


def holds(condition: Condition | None, facts: Facts) -> bool | None:
    """Whether the condition is true, false or (None) not known. No condition is true."""
    return True if condition is None else _holds(condition.spec, facts)


def questions_in(condition: Condition | None) -> frozenset[str]:
    """The keys of the questions that the condition looks at."""
    return frozenset(leaf["vraag"] for leaf in _leaves(condition.spec) if "vraag" in leaf) if condition else frozenset()


def programmes_in(condition: Condition | None) -> frozenset[str]:
    """The programmes of gemeenten that the condition names."""
    return frozenset(leaf["deelname"] for leaf in _leaves(condition.spec) if "deelname" in leaf) if condition else frozenset()


def hidden_questions(questions: Mapping[str, Question], facts: Facts) -> frozenset[str]:
    """The questions that are certainly not shown; one that hangs on a hidden question is hidden as well."""
    hidden: frozenset[str] = frozenset()
    while True:
        known = replace(facts, hidden=hidden)
        found = frozenset(key for key, question in questions.items() if question.shown_if and holds(question.shown_if, known) is False)
        if found <= hidden:
            return hidden
        hidden |= found


def shape_faults(spec: Any) -> list[str]:
    """What is wrong with the form of a condition table, in Dutch; empty when it can be evaluated."""
    if not isinstance(spec, Mapping):
        return [f"{spec!r} is geen voorwaarde"]
    kinds = [kind for kind in KINDS if kind in spec]
    if len(kinds) != 1:
        return [f"een voorwaarde heeft precies één van: {', '.join(KINDS)}"]
    allowed = {kinds[0], "woorden", *(OPERATORS if kinds[0] == "vraag" else ())}
    unknown = [f'onbekende sleutel "{key}" in de voorwaarde' for key in spec if key not in allowed]
    return unknown + _value_faults(kinds[0], spec)


def question_faults(condition: Condition, questions: Mapping[str, Question]) -> list[str]:
    """Leaves that ask for an unknown question or for a value that its question cannot have, in Dutch."""
    faults = []
    for leaf in _leaves(condition.spec):
        key = leaf.get("vraag")
        if key is not None and key not in questions:
            faults.append(f'onbekende vraag "{key}"')
        elif key is not None and not _fits(leaf, questions[key]):
            faults.append(f'vraag "{key}" ({questions[key].type}) kan deze waarde niet hebben')
    return faults


def _holds(spec: Mapping[str, Any], facts: Facts) -> bool | None:
    if "alle" in spec:
        return _all(_holds(part, facts) for part in spec["alle"])
    if "een" in spec:
        return _not(_all(_not(_holds(part, facts)) for part in spec["een"]))
    if "niet" in spec:
        return _not(_holds(spec["niet"], facts))
    return _leaf_holds(spec, facts)


def _leaf_holds(spec: Mapping[str, Any], facts: Facts) -> bool | None:
    if "vraag" in spec:
        return _answered(spec, facts)
    if "leeftijd" in spec:
        return _aged(spec["leeftijd"], facts)
    if "aow_leeftijd" in spec:
        reached = _reached_aow(facts.births.get(spec["aow_leeftijd"]["van"]), facts)
        return reached if spec["aow_leeftijd"]["bereikt"] else _not(reached)
    if "deelname" in spec:
        return spec["deelname"] in facts.programmes
    return facts.urgent is spec["spoed"] if "spoed" in spec else spec["betrokkene"] in facts.roles


def _all(values: Iterable[bool | None]) -> bool | None:
    """Kleene's *and*: one False decides; otherwise one unknown makes it unknown."""
    found = set(values)
    return False if False in found else None if None in found else True


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _answered(spec: Mapping[str, Any], facts: Facts) -> bool | None:
    answer = facts.answers.get(spec["vraag"])
    if answer is None:
        return False if spec["vraag"] in facts.hidden | facts.voluntary else None
    if "is" in spec:
        return bool(answer == spec["is"])
    if "bevat" in spec:
        return spec["bevat"] in answer
    return bool(answer >= spec["minstens"]) if "minstens" in spec else bool(answer <= spec["hoogstens"])


def _aged(spec: Mapping[str, Any], facts: Facts) -> bool | None:
    birth = facts.births.get(spec["van"])
    ages = age_on(birth, facts.today) if birth else None
    at_least = _reached(ages, spec["minstens"]) if "minstens" in spec else True
    below = _not(_reached(ages, spec["onder"])) if "onder" in spec else True
    return _all((at_least, below))


def _reached(ages: tuple[int, int] | None, years: int) -> bool | None:
    """Whether an age is reached, given the lowest and the highest that a partial birth date allows."""
    if ages is None:
        return None
    return True if ages[0] >= years else False if ages[1] < years else None


def _reached_aow(birth: str | None, facts: Facts) -> bool | None:
    """Whether the AOW age is reached (AOW art. 7a): each year has its own age, the last known one holds on."""
    if not birth:
        return None
    last = max(facts.aow_ages)
    ages = {**facts.aow_ages, **dict.fromkeys(range(last + 1, facts.today.year + 1), facts.aow_ages[last])}
    reached = [_reached_in(year, months, birth, facts.today) for year, months in ages.items() if year <= facts.today.year]
    return _not(_all(_not(value) for value in reached))


def _reached_in(year: int, months: int, birth: str, today: date) -> bool | None:
    day = _months_before(min(today, date(year, 12, 31)), months % 12)
    return _reached(age_on(birth, day), months // 12)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _leaves(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    parts = spec.get("alle") or spec.get("een") or ([spec["niet"]] if "niet" in spec else [])
    if not parts:
        yield spec
    for part in parts:
        yield from _leaves(part)


def _value_faults(kind: str, spec: Mapping[str, Any]) -> list[str]:
    value = spec[kind]
    if kind in ("alle", "een"):
        parts = value if isinstance(value, list) and value else [None]
        return [fault for part in parts for fault in shape_faults(part)]
    if kind == "niet":
        return shape_faults(value)
    if kind == "vraag":
        return [] if sum(operator in spec for operator in OPERATORS) == 1 else [f'"{value}" vraagt precies één van: {", ".join(OPERATORS)}']
    checks = {"leeftijd": _is_age, "aow_leeftijd": _is_aow_age, "spoed": _is_flag, "betrokkene": _is_role, "deelname": _is_name}
    return [] if checks[kind](value) else [f'"{kind}" klopt niet: {value!r}']


def _is_age(value: Any) -> bool:
    bounds = [key for key in ("minstens", "onder") if isinstance(value, Mapping) and key in value]
    return bool(bounds) and _is_role(value.get("van")) and set(value) == {"van", *bounds} and all(type(value[key]) is int for key in bounds)


def _is_aow_age(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"van", "bereikt"} and _is_role(value["van"]) and _is_flag(value["bereikt"])


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_name(value: Any) -> bool:
    return isinstance(value, str)


def _is_role(value: Any) -> bool:
    return value in ROLES


def _fits(leaf: Mapping[str, Any], question: Question) -> bool:
    values = {value for value, _ in question.choices}
    if "bevat" in leaf:
        return question.type == "meerkeuze" and leaf["bevat"] in values
    if "is" not in leaf:
        return question.type in NUMBERS
    if question.type == "ja-nee":
        return isinstance(leaf["is"], bool)
    return leaf["is"] in values if question.type == "keuze" else question.type != "meerkeuze"
