"""The order of checks before a view runs: 413 · 401 · 429 · 403 · 406 and 415 · 400 (404 and 405 come from the routes).

An address from which too many wrong keys came gets 429 before its key is looked at.
"""

from __future__ import annotations

import hmac
import json
import math
from typing import Any, Never

from flask import g, request
from werkzeug.exceptions import NotAcceptable, RequestEntityTooLarge, UnsupportedMediaType

from loket.errors import BadRequest, Fault, Faults, Forbidden, NotFound, Unauthorized
from loket.routing.context import Actor
from loket.web import relations, schemas
from loket.web.api_operations import COSTLY, OPERATIONS, Caller, Operation
from loket.web.limits import TooManyRequests, check_misses, check_wrong_keys
from loket.web.parts import parts
from loket.web.policy_rule import PROGRAM_OF_COUNTER, PROGRAM_OF_ORGANISATION, By, Rule
from loket.web.schema_fields import UNREADABLE

MINUTE = 60
DEEPEST = 20  #: levels of objects and lists in a body; what is really sent has five


def check(rule: Rule) -> None:
    """Run the checks before a view of the API, which has this row in the policy; of the figures only the key, of health nothing."""
    if rule.by is By.FIGURES_KEY:
        _check_figures_key()
    operation = OPERATIONS.get(request.endpoint or "")
    if operation is None:
        return
    _check_size(operation)
    if operation.caller:
        check_wrong_keys()
        _check_caller(operation, operation.caller())
    _check_media(operation)
    _check_query(operation)
    if rule.by is By.KEY:
        actor = caller().actor
        relations.check(rule, PROGRAM_OF_COUNTER if actor.counter else PROGRAM_OF_ORGANISATION, actor, request.view_args or {})


def caller() -> Caller:
    """Who calls; only within an operation that asks for a key or a signature."""
    found: Caller = g.caller
    return found


def _check_size(operation: Operation) -> None:
    request.max_content_length = operation.limit
    if (request.content_length or 0) > operation.limit:
        raise RequestEntityTooLarge


def _check_figures_key() -> None:
    """Raise Unauthorized without the key of this installation; where there is none, only the demo has figures: else NotFound."""
    key = parts().settings.metrics_key
    if key is None:
        if parts().settings.demo:
            return
        raise NotFound("Op dit adres is niets.")
    check_wrong_keys()
    sent = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(sent, f"Bearer {key}".encode()):
        raise Unauthorized("Stuur de sleutel van de cijfers mee in de header Authorization: Bearer.")


def _check_caller(operation: Operation, found: Caller) -> None:
    g.caller = found
    limit = parts().settings.limits[operation.rate]
    if not parts().waker.allow(_bucket(operation, found.actor), limit, MINUTE):
        raise TooManyRequests(f"U mag {limit} verzoeken per minuut doen. Wacht even.", retry_after=MINUTE)
    check_misses()
    if operation.scope and operation.scope not in found.scopes:
        raise Forbidden(f"Deze sleutel mag dit niet: het recht ‘{operation.scope}’ ontbreekt.", code="recht-ontbreekt")


def _bucket(operation: Operation, actor: Actor) -> str:
    """What counts a call: each key for itself, and for a costly operation all keys of an organisation together."""
    if operation.rate == COSTLY:
        return f"{COSTLY}:{operation.id}:{actor.organisation or actor.name}"
    return f"{operation.rate}:{actor.name}"


def _check_media(operation: Operation) -> None:
    if request.accept_mimetypes and not request.accept_mimetypes.best_match((*operation.produces, "application/problem+json")):
        raise NotAcceptable
    if operation.body and request.mimetype != operation.media:
        raise UnsupportedMediaType
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType


def _check_query(operation: Operation) -> None:
    """Refuse by name each query parameter that the operation does not know, or that comes twice."""
    faults = Faults()
    known = operation.query.fields if operation.query else {}
    for name, values in request.args.lists():
        if name not in known:
            faults.add("", "onbekende-parameter", f"De parameter ‘{name[:60]}’ kennen wij niet.")
        elif len(values) > 1:
            faults.add(f"/{name}", "dubbele-parameter", f"De parameter ‘{name}’ mag er maar een keer staan.")
    faults.raise_if_any("In het adres staan parameters die niet kloppen.")


def asked() -> dict[str, Any]:
    """The query parameters of this operation, read by its form; BadRequest with every fault at once."""
    form = OPERATIONS[request.endpoint or ""].query
    return schemas.read(form, request.args.to_dict()) if form else {}


def body() -> dict[str, Any]:
    """The JSON object that was sent; BadRequest for anything else, 413 when it proves too large while reading."""
    return parse(request.get_data(cache=True))


def parse(raw: bytes) -> dict[str, Any]:
    """Strict JSON (RFC 8259): one object in UTF-8, no name twice, no NaN, no character that cannot be stored, :data:`DEEPEST` levels."""
    try:
        found = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)
    except BadRequest:
        raise
    except RecursionError:
        raise too_deep() from None
    except ValueError:
        raise BadRequest("De inhoud is geen geldige JSON in UTF-8.", code="geen-json") from None
    if not isinstance(found, dict):
        raise BadRequest(
            "De inhoud moet een JSON-object zijn.", code="geen-json", faults=(Fault("", "verkeerd-type", "Hier hoort een object."),)
        )
    _check_depth(found)
    return found


def _check_depth(found: Any) -> None:
    """A body that goes deeper is refused before anything walks it: each level costs whoever walks it a call."""
    level = [found]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one) if isinstance(inner, dict | list)]
        if not level:
            return
    raise too_deep()


def too_deep() -> BadRequest:
    """The refusal of a body with more levels than :data:`DEEPEST`."""
    return BadRequest(f"De inhoud gaat dieper dan {DEEPEST} niveaus.", code="te-diep")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadRequest(
                "Een veld staat er twee keer.", code="dubbel-veld", faults=(Fault("", "dubbel-veld", f"‘{name[:60]}’ staat er twee keer."),)
            )
        if UNREADABLE.search(name) or any(isinstance(text, str) and UNREADABLE.search(text) for text in _texts(value)):
            raise BadRequest("In de inhoud staan tekens die niet te lezen zijn.", code="ongeldige-tekst")
        found[name] = value
    return found


def _texts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _no_constant(name: str) -> Never:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value
