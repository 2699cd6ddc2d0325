"""Reading what was sent: one set of schemas for the API and the desk's form, one answer with every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from marshmallow import Schema, ValidationError

from loket.errors import Faults
from loket.routing.catalogue import Catalogue
from loket.routing.request import Request
from loket.web.schema_content import check_against, to_request
from loket.web.schema_fields import UNKNOWN_FIELD, Told
from loket.web.schema_intake import INTAKE

Data = Mapping[str, Any]


def load(schema: Schema, data: Any, faults: Faults) -> dict[str, Any]:
    """The fields of ``data`` that fit; each that does not is a fault with its JSON pointer (RFC 6901)."""
    try:
        loaded: dict[str, Any] = schema.load(data)
    except ValidationError as error:
        for pointer, message in _flatten(error.messages, ""):
            faults.add(pointer, getattr(message, "code", "ongeldig"), _worded(schema, pointer, message))
        return error.valid_data if isinstance(error.valid_data, dict) else {}
    return loaded


def read(schema: Schema, data: object) -> dict[str, Any]:
    """The fields of ``data``; BadRequest with every fault at once."""
    faults = Faults()
    loaded = load(schema, data, faults)
    faults.raise_if_any()
    return loaded


def load_request(catalogue: Catalogue, data: Data, now: datetime) -> Request:
    """The citizen's request in ``data`` (the intake body of the API; the desk's form makes the same).

    ``now`` is aware. Raises BadRequest with every fault at once, of form and of content, each with a JSON pointer into ``data``.
    """
    faults = Faults()
    loaded = load(INTAKE, data, faults)
    answers = check_against(catalogue, loaded, faults, now)
    faults.raise_if_any()
    return to_request(loaded, answers)


def _flatten(messages: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flatten(inner, pointer if key == "_schema" else f"{pointer}/{_escaped(str(key))}")
    elif isinstance(messages, list):
        for message in messages:
            yield from _flatten(message, pointer)
    else:
        yield pointer, messages


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")[:80]


def _worded(schema: Schema, pointer: str, message: str) -> str:
    if not isinstance(message, Told) or message.code != UNKNOWN_FIELD:
        return str(message)
    name = pointer.rpartition("/")[2]
    guess = get_close_matches(name, _names(schema), n=1, cutoff=0.7)
    return f"Het veld ‘{name}’ kennen wij niet." + (f" Bedoelt u ‘{guess[0]}’?" if guess else "")


def _names(schema: Schema) -> Iterator[str]:
    for name, field in schema.fields.items():
        yield field.data_key or name
        inner = getattr(field, "inner", field)
        if nested := getattr(inner, "schema", None):
            yield from _names(nested)
