"""What a body holds, as rows for people: each field with its kind, made of the schemas in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loket.web import texts_api

DEEPEST = 3
Schemas = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its name as a path (``aanvrager.postcode``), what it holds, and whether it must be there."""

    name: str
    kind: str
    required: bool


def rows(schema: Mapping[str, Any], schemas: Schemas, prefix: str = "", depth: int = 1) -> Iterator[Row]:
    """The fields of an object, those of the objects in it right behind; not deeper than three levels."""
    whole = resolved(schema, schemas)
    for name, field in whole.get("properties", {}).items():
        yield Row(f"{prefix}{name}", kind_of(field, schemas), name in whole.get("required", ()))
        inner = resolved(resolved(field, schemas).get("items", field), schemas)
        if depth < DEEPEST and "description" not in inner:
            yield from rows(inner, schemas, f"{prefix}{name}.", depth + 1)


def kind_of(field: Mapping[str, Any], schemas: Schemas) -> str:
    """What a field holds, in a few words."""
    found = resolved(field, schemas)
    if "oneOf" in found:
        return " of ".join(dict.fromkeys(kind_of(one, schemas) for one in found["oneOf"]))
    if words := [str(word) for word in found.get("enum", ()) if word is not None]:
        return texts_api.ONE_OF.format(woorden=", ".join(words))
    kind = texts_api.TYPES.get(found.get("format", "")) or texts_api.TYPES.get(found.get("type", ""), "")
    if "description" in found:
        return f"{kind}: {found['description']}"
    return (
        f"{kind}, {texts_api.AT_MOST.format(aantal=found['maxLength'])}"
        if kind == texts_api.TYPES["string"] and "maxLength" in found
        else kind
    )


def resolved(schema: Mapping[str, Any], schemas: Schemas) -> Mapping[str, Any]:
    """The schema itself, or the one that it refers to."""
    while several := schema.get("allOf") or schema.get("anyOf"):
        schema = next((one for one in several if "$ref" in one), several[0])
    return resolved(schemas[schema["$ref"].rpartition("/")[2]], schemas) if "$ref" in schema else schema
