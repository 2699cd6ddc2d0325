"""The operations of the API, each described once: the routes, the guard and the OpenAPI document all read this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from loket.routing.context import Actor
from loket.web.policy import scope_of

JSON: Final = "application/json"
KIB: Final = 1024
COSTLY: Final = "LOKET_TEST_LIMIT"  #: the rate of what costs us much: counted for each operation and organisation

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and what that key may do."""

    actor: Actor
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer: words, the name of its schema in ``openapi.COMPONENTS``, and headers beside API-Version."""

    words: str
    schema: str | None = None
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path below ``/api/v1``. ``path`` is in OpenAPI's notation."""

    id: str
    method: str
    path: str
    summary: str
    tag: str
    answers: Mapping[int, Answer]
    caller: Callable[[], Caller] | None  # proves who calls or raises Unauthorized; None: open to all
    scope: str | None = None
    body: str | None = None  # the name of its schema
    media: str = JSON
    produces: tuple[str, ...] = (JSON,)  # the media types of a good answer
    limit: int = 256 * KIB
    rate: str = "LOKET_API_LIMIT"  # the setting: calls a minute
    headers: tuple[str, ...] = ()  # request headers that it knows
    needed: tuple[str, ...] = ()  # those of them that must be there
    query: Schema | None = None  # the form of its query parameters; without one each is refused
    errors: tuple[int, ...] = field(default=())  # beside those that follow from the rest


#: By Flask endpoint.
OPERATIONS: dict[str, Operation] = {}


def operation(blueprint: Blueprint, **described: Any) -> Callable[[View], View]:
    """Route a view as the operation that is described by the fields of :class:`Operation`; the policy names its scope."""
    known = Operation(**described, scope=scope_of(f"{blueprint.name}.{described['id']}"))

    def add(view: View) -> View:
        rule = known.path.replace("{", "<").replace("}", ">")
        blueprint.add_url_rule(rule, endpoint=known.id, view_func=view, methods=[known.method])
        OPERATIONS[f"{blueprint.name}.{known.id}"] = known
        return view

    return add
