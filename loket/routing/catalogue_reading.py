"""Reads one TOML table by a list of keys and collects what is wrong with it, in Dutch.

A reader takes a raw value and returns the right one, or raises ValueError with words that follow ``file [table] key:``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.cases.deadlines import Term
from loket.routing.conditions import shape_faults
from loket.routing.entries import Condition

Reader = Callable[[Any], Any]
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60
OMIT = object()


class WrongError(ValueError):
    """Several faults in one value: (key below it, words)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{key}: {words}" for key, words in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Key:
    """One Dutch key: the field that it fills and how it is read. Absent and not required: ``default``, or the field's own default."""

    field: str
    read: Reader
    required: bool = False
    default: Any = OMIT


def read_table(table: Any, keys: Mapping[str, Key]) -> dict[str, Any]:
    """The fields of a table by name; WrongError with every unknown, missing and wrong key."""
    if not isinstance(table, Mapping):
        raise WrongError([("", "is geen tabel")])
    faults = [(key, "onbekende sleutel") for key in table if key not in keys]
    fields: dict[str, Any] = {}
    for name, key in keys.items():
        if name in table:
            _read_into(fields, name, key, table[name], faults)
        elif key.required:
            faults.append((name, "ontbreekt"))
        elif key.default is not OMIT:
            fields[key.field] = key.default
    if faults:
        raise WrongError(faults)
    return fields


def _read_into(fields: dict[str, Any], name: str, key: Key, value: Any, faults: list[tuple[str, str]]) -> None:
    try:
        fields[key.field] = key.read(value)
    except WrongError as wrong:
        faults += [(f"{name}.{below}" if below else name, words) for below, words in wrong.faults]
    except ValueError as error:
        faults.append((name, str(error)))


def text(value: Any) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{_shown(value)} is geen tekst")
    return value.strip()


def words(longest: int) -> Reader:
    """Text of at most ``longest`` characters (what its column holds); empty is allowed."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest:
            raise ValueError(f"{_shown(value)} is geen tekst van hoogstens {longest} tekens")
        return value.strip()

    return read


def slug(value: Any) -> str:
    """A slug: small letters, digits and single hyphens."""
    if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > LONGEST_SLUG:
        raise ValueError(f"{_shown(value)} is geen slug (kleine letters, cijfers en streepjes)")
    return value


def matching(pattern: str, what: str) -> Reader:
    """Text of exactly this form."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError(f"{_shown(value)} is geen {what}")
        return value

    return read


def one_of(*values: str) -> Reader:
    """One of these words."""

    def read(value: Any) -> str:
        if value not in values:
            raise ValueError(f"{_shown(value)} is niet een van: {', '.join(values)}")
        return str(value)

    return read


def yes_no(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{_shown(value)} is niet true of false")
    return value


def whole(value: Any) -> int:
    """A whole number from 0."""
    if type(value) is not int or value < 0:
        raise ValueError(f"{_shown(value)} is geen heel getal vanaf 0")
    return value


def days(value: Any) -> int:
    """A whole number of days after something; below 0: before it."""
    if type(value) is not int:
        raise ValueError(f"{_shown(value)} is geen heel getal")
    return value


def number(value: Any) -> float:
    """A number."""
    if type(value) not in (int, float):
        raise ValueError(f"{_shown(value)} is geen getal")
    return float(value)


def day(value: Any) -> date:
    """A TOML date without a time."""
    if type(value) is not date:
        raise ValueError(f"{_shown(value)} is geen datum (jjjj-mm-dd, zonder aanhalingstekens)")
    return value


def term(value: Any) -> Term:
    """A term such as P8W."""
    try:
        return Term.parse(text(value))
    except ValueError:
        raise ValueError(f"{_shown(value)} is geen termijn (zoals P8W, P3WD, P90D, P3M of P1Y)") from None


def age(value: Any) -> int:
    """An age such as ``67j3m``, in months."""
    found = re.fullmatch(r"([0-9]{2})j([0-9]|1[01])m", value) if isinstance(value, str) else None
    if not found:
        raise ValueError(f"{_shown(value)} is geen leeftijd (zoals 67j3m)")
    return 12 * int(found[1]) + int(found[2])


def several(read: Reader) -> Reader:
    """A list without doubles, each value read by ``read``."""

    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError(f"{_shown(value)} is geen lijst")
        values = tuple(read(item) for item in value)
        doubles = {str(item) for item in values if values.count(item) > 1}
        if doubles:
            raise ValueError(f"staat er dubbel in: {', '.join(sorted(doubles))}")
        return values

    return read_all


def pairs(value: Any) -> tuple[tuple[str, str], ...]:
    """Choices: a list of [value, words], no value twice."""
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        raise ValueError('is geen lijst van ["waarde", "Woorden"]')
    several(slug)([choice for choice, _ in value])
    return tuple((slug(choice), text(label)) for choice, label in value)


def mapping(read_key: Reader, read: Reader) -> Reader:
    """A table of any keys that ``read_key`` allows."""

    def read_all(value: Any) -> dict[Any, Any]:
        if not isinstance(value, Mapping):
            raise ValueError("is geen tabel")
        return {read_key(key): read(item) for key, item in value.items()}

    return read_all


def nested(make: Callable[..., Any], keys: Mapping[str, Key]) -> Reader:
    """A table inside the table, made into its own value."""
    return lambda value: make(**read_table(value, keys))


def condition(value: Any) -> Condition:
    """A condition of the right form; which questions there are is checked later."""
    faults = shape_faults(value)
    if faults:
        raise ValueError("; ".join(faults))
    return Condition({key: part for key, part in value.items() if key != "woorden"}, str(value.get("woorden", "")))


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
