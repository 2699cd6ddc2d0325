"""The page about the API at ``/api/v1/docs``, for engineers: made of the OpenAPI document, with nothing from elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, json, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from loket.web import texts_api
from loket.web.api_docs_fields import Row, rows
from loket.web.api_operations import OPERATIONS, Answer, operation
from loket.web.api_routes import PREFIX, blueprint
from loket.web.guard import add_headers
from loket.web.openapi import this_document
from loket.web.parts import parts
from loket.web.policy import POLICY
from loket.web.policy_rule import PROGRAM_OF_COUNTER, PROGRAM_OF_ORGANISATION, Relation
from loket.web.security_headers import PAGE

Described = Mapping[str, Any]
KEPT = "loket-api-docs"  # beside the document of which it is made: ``openapi.KEPT``


@dataclass(frozen=True, slots=True)
class Reply:
    """One way in which an operation answers."""

    status: str
    words: str
    example: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    who: str
    parameters: list[tuple[str, str, bool, str]]  # name, where it stands, needed, example
    media: str
    fields: list[Row]
    example: str
    good: list[Reply]
    errors: list[Reply]
    curl: str


@operation(
    blueprint,
    caller=None,
    id="documentatieLezen",
    method="GET",
    path=PAGE,
    tag="Documentatie",
    summary="Deze documentatie als pagina",
    produces=("text/html",),
    answers={200: Answer("De pagina.")},
)
def read_page() -> ResponseReturnValue:
    return add_headers(Response(render_template("api.html", words=texts_api, content=_content()), mimetype="text/html"))


def _content() -> Markup:
    """What the page says, made at the first call: it takes a while and is open to all. The frame around it is the visitor's own."""
    kept = current_app.extensions
    if KEPT not in kept:
        kept[KEPT] = _made()
    found: Markup = kept[KEPT]
    return found


def _made() -> Markup:
    document, server = this_document(), parts().settings.base_url + PREFIX
    groups = dict[str, list[Shown]]()
    for path, item in document["paths"].items():
        for method, described in item.items():
            groups.setdefault(described["tags"][0], []).append(shown(document, server, path, method, described))
    return Markup(render_template("api_inhoud.html", words=texts_api, document=document, groups=groups, server=server))  # noqa: S704 # our own


def shown(document: Described, server: str, path: str, method: str, described: Described) -> Shown:
    """One operation of the document, ready to be shown, to be called at ``server``."""
    schemas = document["components"]["schemas"]
    media, content = _body(described)
    replies = [_reply(document, status, answer) for status, answer in described["responses"].items()]
    return Shown(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        who=_who(described["operationId"]),
        parameters=[
            (one["name"], texts_api.PLACES[one["in"]], bool(one.get("required")), str(one.get("example", "")))
            for one in described["parameters"]
        ],
        media=media,
        fields=list(rows(content["schema"], schemas)) if content else [],
        example=_pretty(content["example"]) if content else "",
        good=[reply for reply in replies if reply.status[0] in "23"],
        errors=[reply for reply in replies if reply.status[0] not in "23"],
        curl=_curl(server, path, method, described, media, content),
    )


def _body(described: Described) -> tuple[str, Described]:
    """The media type and description of the body; empty when it takes none."""
    contents: Mapping[str, Described] = described.get("requestBody", {}).get("content", {})
    return next(iter(contents.items()), ("", {}))


def _who(operation_id: str) -> str:
    """Who may call it, from the one table that decides it."""
    known = OPERATIONS[f"{blueprint.name}.{operation_id}"]
    if known.caller is None:
        return texts_api.EVERYBODY
    if known.scope is None:
        return texts_api.SIGNED
    roles = POLICY[f"{blueprint.name}.{operation_id}", known.method].roles
    counter = texts_api.OF_COUNTER if Relation.OTHER in roles.get(PROGRAM_OF_COUNTER, ()) else texts_api.COUNTER_OWN
    places = [
        words for kind, words in ((PROGRAM_OF_COUNTER, counter), (PROGRAM_OF_ORGANISATION, texts_api.OF_ORGANISATION)) if kind in roles
    ]
    return texts_api.WHO.format(recht=known.scope, van=" of ".join(places))


def _reply(document: Described, status: str, answer: Described) -> Reply:
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    contents: Mapping[str, Described] = answer.get("content", {})
    content = next(iter(contents.values()), dict[str, Any]())
    return Reply(status, answer["description"], _pretty(content["example"]) if "example" in content else "")


def _curl(server: str, path: str, method: str, described: Described, media: str, content: Described) -> str:
    """A line for the shell; the key stands in a variable, so that it comes into no history."""
    examples = {one["name"]: str(one.get("example", "x")) for one in described["parameters"]}
    for name, value in examples.items():
        path = path.replace(f"{{{name}}}", value)
    lines = [f"curl -s{'' if method in ('get', 'post') else f' -X {method.upper()}'} {server}{path}"]
    if any("sleutel" in scheme for scheme in described["security"]):
        lines.append('-H "Authorization: Bearer $SLEUTEL"')
    lines += [f"-H {shlex.quote(f'{name}: …')}" for name in examples if name.startswith("webhook-")]
    if content:
        lines += [f"-H {shlex.quote(f'Content-Type: {media}')}", f"-d {shlex.quote(_pretty(content['example']))}"]
    return " \\\n  ".join(lines)


def _pretty(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=False)
