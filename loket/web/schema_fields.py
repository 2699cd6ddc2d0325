"""The field types of the API: strict, with Dutch messages that carry a machine code.

A JSON value is taken as it is or refused: no ``"7"`` for 7, no ``"ja"`` for true, no time without an offset.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields
from marshmallow.exceptions import SCHEMA

UNKNOWN_FIELD = "onbekend-veld"
MESSAGES = {
    "required": ("verplicht", "Dit veld is verplicht."),
    "null": ("leeg", "Dit veld mag niet null zijn. Laat het weg als het er niet is."),
    "type": ("verkeerd-type", "Hier hoort een object."),
    "invalid": ("verkeerd-type", "Deze waarde heeft niet het juiste type."),
    "invalid_utf8": ("ongeldige-tekst", "Deze tekst is geen geldige UTF-8."),
}
#: RFC 3339 as the API Design Rules narrow it (/core/date-time/format): a capital T and Z, and never an offset of -00:00.
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(?P<offset>Z|(?!-00:00)[+-][0-9]{2}:[0-9]{2})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Told(str):
    """A message for the sender, with its machine code."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, code: str, text: str) -> Told:
        told = super().__new__(cls, text)
        told.code = code
        return told


def refusal(code: str, text: str, field: str = SCHEMA) -> ValidationError:
    """A marshmallow error with a coded message, about one field or about the whole."""
    return ValidationError(Told(code, text), field_name=field)


def near(word: str, known: Iterable[str]) -> str:
    """A sentence that names what exists near ``word``, or all when there are few; empty when nothing is near."""
    names = sorted(known)
    found = names if len(names) <= 8 else get_close_matches(word[:80].lower(), names, n=3, cutoff=0.5)
    return f" Wel bekend: {', '.join(found)}." if found else ""


class Strict(Schema):
    """A schema that refuses unknown fields by name."""

    class Meta:
        """Marshmallow's settings."""

        unknown = RAISE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages.update({"unknown": Told(UNKNOWN_FIELD, "Dit veld kennen wij niet."), "type": Told(*MESSAGES["type"])})


class Dutch:
    """Makes a field's own messages Dutch and coded."""

    def make_error(self, key: str, **_: Any) -> ValidationError:
        """The error for marshmallow's message ``key``."""
        return refusal(*MESSAGES.get(key, MESSAGES["invalid"]))


class Text(Dutch, fields.String):
    """A readable text of 1 to ``longest`` characters, without spaces around it."""

    def __init__(self, longest: int, *, metadata: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(metadata={"minLength": 1, "maxLength": longest, **(metadata or {})}, **kwargs)
        self.longest = longest

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if not isinstance(value, str):
            raise refusal("verkeerd-type", "Hier hoort een tekst.")
        return self.read(value)

    def read(self, text: str) -> Any:
        """What ``text`` means; ValidationError when it means nothing here."""
        text = text.strip()
        if not text:
            raise refusal("leeg", "Vul hier iets in, of laat het veld weg.")
        if len(text) > self.longest:
            raise refusal("te-lang", f"Dit mag hooguit {self.longest} tekens lang zijn.")
        if UNREADABLE.search(text):
            raise refusal("ongeldige-tekst", "In deze tekst staan tekens die niet te lezen zijn.")
        return text


class Checked(Text):
    """A text that a function of the core brings in canonical form, or refuses with a ValueError in Dutch."""

    def __init__(self, check: Callable[[str], str], code: str, longest: int, **kwargs: Any) -> None:
        super().__init__(longest, **kwargs)
        self.check, self.refused_as = check, code

    def read(self, text: str) -> str:
        """The canonical form."""
        try:
            return self.check(text)
        except ValueError as error:
            raise refusal(self.refused_as, str(error)) from None


class Choice(Text):
    """One of a few fixed words."""

    def __init__(self, *words: str, **kwargs: Any) -> None:
        super().__init__(60, metadata={"enum": list(words)}, **kwargs)
        self.words = words

    def read(self, text: str) -> str:
        """The word."""
        if text not in self.words:
            raise refusal("onbekende-waarde", f"Kies een van: {', '.join(self.words)}.")
        return text


class Moment(Text):
    """A time by RFC 3339 with an offset; read as an aware datetime."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(40, metadata={"format": "date-time"}, **kwargs)

    def read(self, text: str) -> datetime:
        """The aware datetime."""
        return _moment(text)


class Day(Text):
    """A real date (``jjjj-mm-dd``); read as a date."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(10, metadata={"format": "date"}, **kwargs)

    def read(self, text: str) -> date:
        """The date."""
        return _day(text)


class Flag(Dutch, fields.Boolean):
    """true or false, and nothing that looks like it."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise refusal("verkeerd-type", "Hier hoort true of false.")
        return value


class Listed(Dutch, fields.List[Any]):
    """A list of at most ``longest`` items."""

    def __init__(self, item: fields.Field[Any], longest: int, **kwargs: Any) -> None:
        super().__init__(item, metadata={"maxItems": longest}, **kwargs)
        self.longest = longest

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise refusal("verkeerd-type", "Hier hoort een lijst.")
        if len(value) > self.longest:
            raise refusal("te-veel", f"Deze lijst mag hooguit {self.longest} regels hebben.")
        found: list[Any] = super()._deserialize(value, *args, **kwargs)
        return found


class Inside(Dutch, fields.Nested):
    """An object in an object."""


class Table(Dutch, fields.Dict):
    """An object with free keys."""


def _moment(text: str) -> datetime:
    found = TIME.fullmatch(text)
    if found and not found["offset"]:
        raise refusal("zonder-tijdzone", "Noem bij een tijdstip ook de tijdzone, bijvoorbeeld 2026-11-22T10:00:00+01:00.")
    try:
        moment = datetime.fromisoformat(text) if found else None
        if moment and 1900 <= moment.year <= 9000:
            return moment
    except ValueError:
        pass
    raise refusal("ongeldig-tijdstip", "Dit is geen bestaand tijdstip volgens RFC 3339, zoals 2026-11-22T10:00:00Z.")


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise refusal("ongeldige-datum", "Dit is geen bestaande datum, zoals 2026-11-22.")
