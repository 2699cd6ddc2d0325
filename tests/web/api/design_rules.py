"""The technical rules of the NLGov REST API Design Rules 2.2.1 that an OpenAPI document can break, each as a question to the document.

They restate the published linter of that version: the name of its rule stands with each, and what it finds is a list of places.
Where the published expression looks at less than its rule says, ours looks at what the rule says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
Found = Iterator[str]

METHODS = ("get", "post", "put", "delete", "patch")
BESIDE_METHODS = ("parameters", "summary", "description", "servers")
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
KEBAB = re.compile(r"/_[a-z0-9]+|(/([a-z0-9-]+|{[^}]+}))*(/_[a-z]+)?")
CAMEL = re.compile(r"\$?[a-z][a-z\d]*([A-Z][a-z\d]*)*")
DATE_FIELD = re.compile(r"^(date|datum)$|\w(D|_d)(ate|atum)")
PROBLEM = ("application/problem+json", "application/problem+xml")


@dataclass(frozen=True)
class DesignRule:
    """One rule: its name in the standard, its name in the published linter, and where the document breaks it."""

    name: str
    linter: str
    breaches: Callable[[Document], Found]


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each operation."""
    for path, item in document["paths"].items():
        yield from ((path, method, item[method]) for method in METHODS if method in item)


def answers(document: Document, first: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Where, and the description, of each answer whose status begins with one of the digits in ``first``; references are followed."""
    for path, method, described in operations(document):
        for status, answer in described.get("responses", {}).items():
            if status[0] in first:
                yield f"{method} {path} {status}", resolved(document, answer)


def resolved(document: Document, found: Any) -> Any:
    """``found``, or what it refers to. KeyError when that is not there."""
    while isinstance(found, dict) and "$ref" in found:
        pointer, found = found["$ref"], document
        for step in pointer.removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def nodes(found: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every object and list in the document, with its place."""
    yield where, found
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for name, value in inner:
        yield from nodes(value, f"{where}/{name}")


def properties(document: Document) -> Iterator[tuple[str, str, Any]]:
    """Place, name and schema of each field of each schema, references followed."""
    for where, node in nodes(document):
        if isinstance(node, dict) and isinstance(node.get("properties"), dict):
            yield from ((f"{where}/{name}", name, resolved(document, schema)) for name, schema in node["properties"].items())


def wrong_version(document: Document) -> Found:
    if not re.fullmatch(r"3(\.\d+){1,2}", str(document.get("openapi"))):
        yield "openapi"


def unresolved(document: Document) -> Found:
    if not document.get("paths"):
        yield "paths"
    for where, node in nodes(document):
        try:
            resolved(document, node)
        except (KeyError, TypeError):
            yield where


def ids_twice(document: Document) -> Found:
    seen = set[str]()
    for path, method, described in operations(document):
        if described.get("operationId") in {None, *seen}:
            yield f"{method} {path}"
        seen.add(str(described.get("operationId")))


def parameters_that_differ(document: Document) -> Found:
    for path, method, described in operations(document):
        named = {one["name"] for one in described.get("parameters", ()) if one["in"] == "path" and one.get("required")}
        if named != set(re.findall(r"{(\w+)}", path)):
            yield f"{method} {path}"


def tags_twice(document: Document) -> Found:
    names = [tag["name"] for tag in document.get("tags", ())]
    yield from sorted({name for name in names if names.count(name) > 1})
    for path, method, described in operations(document):
        yield from (f"{method} {path}: {tag}" for tag in described.get("tags", ["no tag"]) if tag not in names)


def no_server(document: Document) -> Found:
    if not document.get("servers"):
        yield "servers"


def slash_at_the_end(document: Document) -> Found:
    yield from (path for path in document["paths"] if path != "/" and path.endswith("/"))


def without_version_header(document: Document) -> Found:
    yield from (
        where for where, answer in answers(document, "23") if "api-version" not in {name.lower() for name in answer.get("headers", {})}
    )


def without_major_version(document: Document) -> Found:
    yield from (server["url"] for server in document.get("servers", ()) if not re.search(r"/v\d+$", server["url"]))


def without_tls(document: Document) -> Found:
    servers = [*document.get("servers", ()), *(server for item in document["paths"].values() for server in item.get("servers", ()))]
    yield from (server["url"] for server in servers if not server["url"].startswith("https://"))


def contact_that_misses(document: Document) -> Found:
    yield from (name for name in ("name", "email", "url") if not document["info"].get("contact", {}).get(name))


def other_methods(document: Document) -> Found:
    for path, item in document["paths"].items():
        yield from (f"{name} {path}" for name in item if name not in METHODS + BESIDE_METHODS and not name.startswith("x-"))


def no_kebab(document: Document) -> Found:
    yield from (path for path in document["paths"] if path != "/openapi.json" and not KEBAB.fullmatch(path))


def no_camel_in_queries(document: Document) -> Found:
    for path, method, described in operations(document):
        for one in described.get("parameters", ()):
            if one["in"] == "query" and not CAMEL.fullmatch(one["name"]):
                yield f"{method} {path}: {one['name']}"


def no_problem(document: Document) -> Found:
    yield from (where for where, answer in answers(document, "45") if not set(PROBLEM) & set(answer.get("content", ())))


def problem_that_misses(document: Document) -> Found:
    for where, answer in answers(document, "45"):
        for media in set(PROBLEM) & set(answer.get("content", ())):
            schema = resolved(document, answer["content"][media].get("schema", {}))
            if not {"status", "title", "detail"} <= set(schema.get("required", ())) & set(schema.get("properties", ())):
                yield where


def input_without_400(document: Document) -> Found:
    for path, method, described in operations(document):
        takes_input = method not in ("get", "delete") or described.get("parameters")
        if takes_input and "400" not in described.get("responses", {}):
            yield f"{method} {path}"


def unprocessable(document: Document) -> Found:
    yield from (where for where, _ in answers(document, "4") if where.endswith(" 422"))


def local_times(document: Document) -> Found:
    for where, _, schema in properties(document):
        if isinstance(schema, dict) and schema.get("format") in ("date-time-local", "time"):
            yield where


def dates_without_format(document: Document) -> Found:
    for where, name, schema in properties(document):
        if DATE_FIELD.search(name) and not (isinstance(schema, dict) and schema.get("format") == "date"):
            yield where


def no_semver(document: Document) -> Found:
    if not SEMVER.fullmatch(document["info"]["version"]):
        yield document["info"]["version"]


def lists_as_answers(document: Document) -> Found:
    for where, answer in answers(document, "2"):
        for media, content in answer.get("content", {}).items():
            if resolved(document, content.get("schema", {})).get("type") == "array":
                yield f"{where} {media}"


RULES = (
    DesignRule("/core/doc-openapi", "nlgov:openapi3, nlgov:openapi-root-exists", wrong_version),
    DesignRule("/core/publish-openapi", "oas3-schema ($refs resolvable, paths defined)", unresolved),
    DesignRule("/core/publish-openapi", "operation-operationId-unique", ids_twice),
    DesignRule("/core/publish-openapi", "path-params", parameters_that_differ),
    DesignRule("/core/publish-openapi", "openapi-tags-uniqueness", tags_twice),
    DesignRule("/core/publish-openapi", "oas3-api-servers", no_server),
    DesignRule("/core/no-trailing-slash (API-48)", "path-keys-no-trailing-slash, nlgov:paths-no-trailing-slash", slash_at_the_end),
    DesignRule("/core/version-header (API-57)", "nlgov:missing-version-header, nlgov:missing-header", without_version_header),
    DesignRule("/core/uri-version (API-20)", "nlgov:include-major-version-in-uri", without_major_version),
    DesignRule("/core/transport/tls (API-11)", "nlgov:servers-use-https", without_tls),
    DesignRule("/core/doc-openapi-contact", "info-contact, nlgov:info-contact-fields-exist", contact_that_misses),
    DesignRule("/core/http-methods (API-03)", "nlgov:http-methods", other_methods),
    DesignRule("/core/path-segments-kebab-case", "nlgov:paths-kebab-case", no_kebab),
    DesignRule("/core/query-keys-camel-case", "nlgov:query-keys-camel-case", no_camel_in_queries),
    DesignRule("/core/error-handling/problem-details", "nlgov:use-problem-schema", no_problem),
    DesignRule("/core/error-handling/problem-details", "nlgov:problem-schema-members", problem_that_misses),
    DesignRule("/core/error-handling/invalid-input", "nlgov:problem-invalid-input", input_without_400),
    DesignRule("/core/error-handling/invalid-input", "(no 422)", unprocessable),
    DesignRule("/core/date-time/timezone", "nlgov:date-time-ensure-timezone, nlgov:time-without-timezone", local_times),
    DesignRule(
        "/core/date-time/date-omit-time-portion",
        "nlgov:specify-format-for-date-and-time, nlgov:use-date-instead-of-datetime",
        dates_without_format,
    ),
    DesignRule("/core/semver (API-56)", "nlgov:semver", no_semver),
    DesignRule("/core/hide-implementation", "(an answer is an object, so that it can grow)", lists_as_answers),
)


def breaches_of(rule: DesignRule, document: Document) -> list[str]:
    """Where the document breaks the rule."""
    return list(rule.breaches(document))
