"""Answers of a gemeente's APIs: JSON with whole links, version and CRS headers, ETags that go stale."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import Response, g, request

from loket.practice.zgw.access import CRS
from loket.practice.zgw.calls import Call
from loket.practice.zgw.gemeente import rebased
from loket.practice.zgw.problems import Problem

CASES, CATALOGUE, RIGHTS = "/zaken/api/v1", "/catalogi/api/v1", "/autorisaties/api/v1"
VERSIONS = {CASES: "1.5.1", CATALOGUE: "1.3.1", RIGHTS: "1.0.0"}
#: An ETag is made of the other fields: it stays the same when a status is set, so that it goes stale as was seen over there.
NOT_IN_ETAG = frozenset(
    {"status", "resultaat", "einddatum", "laatstGemuteerd", "archiefnominatie", "archiefactiedatum", "startdatumBewaartermijn"}
)


def on_cases(path: str) -> bool:
    """Whether a path is about the resource ``zaken``, the only one with CRS headers."""
    return f"{CASES}/zaken" in path and not path.endswith(("/audittrail", "/zaakeigenschappen"))


def problem_answer(problem: Problem, allowed: str = "") -> Response:
    """A problem as the API of the gemeente at hand tells it."""
    slug = request.path.split("/")[1]
    answer = answer_with(problem.body(f"{request.host_url.rstrip('/')}/{slug}"), problem.status)
    if allowed:
        answer.headers["Allow"] = allowed
    return answer


def tagged(content: dict[str, Any], source: Mapping[str, Any]) -> Response:
    """``content`` with the ETag of ``source``, or 304 when the caller has that one."""
    kept = {name: value for name, value in source.items() if name not in NOT_IN_ETAG}
    tag = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:32]
    answer = answer_with(content)
    if request.headers.get("If-None-Match") == f'"{tag}"':
        answer = Response(status=304, headers={name: value for name, value in answer.headers if name == "Content-Crs"})
        del answer.headers["Content-Type"]
    answer.set_etag(tag)
    return answer


def answer_with(content: Any, status: int = 200, located: bool = True) -> Response:
    """``content`` as JSON; a 201 carries Location unless the call was a combined one."""
    call: Call | None = g.get("call")
    shown = rebased(content, "@", call.base) if call else content
    answer = Response(json.dumps(shown, ensure_ascii=False), status, content_type="application/json")
    root = next(root for root in (RIGHTS, CATALOGUE, CASES) if root in request.path)
    answer.headers["API-version"] = VERSIONS[root]
    if on_cases(request.path):
        answer.headers["Content-Crs"] = CRS
    if status == 201 and located:
        answer.headers["Location"] = shown["url"]
    return answer
