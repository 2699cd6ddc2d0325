"""What the API's views share: who looks, which cases they may know of, and the shared status as an answer."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Any

from flask import Response, json, jsonify

from loket.cases import numbers, queries
from loket.cases.models import Case
from loket.db import db
from loket.errors import NotFound
from loket.web.api_guard import caller
from loket.web.api_routes import PREFIX
from loket.web.parts import organisation_name, today

UNKNOWN_CASE = "Deze zaak is hier niet bekend."
UNKNOWN_PART = "Dit deel is hier niet bekend."


def viewer() -> queries.Viewer:
    """Who looks, for what may be shown."""
    actor = caller().actor
    return queries.Viewer(counter=actor.counter, organisation=actor.organisation)


def may_know(case: Case) -> bool:
    """Whether the caller may know that this case exists: every loket, and an organisation that has or had a part of it."""
    actor = caller().actor
    return actor.counter is not None or any(part.organisation == actor.organisation for part in case.referrals)


def visible_case(text: str) -> Case:
    """The case with this zaaknummer, as people write it too; NotFound when there is none that the caller may know of."""
    try:
        case = queries.find_case(db.session(), numbers.parse_case_number(text))
    except ValueError:
        raise NotFound(UNKNOWN_CASE) from None
    if not may_know(case):
        raise NotFound(UNKNOWN_CASE)
    return case


def visible_part(text: str) -> str:
    """The canonical deelzaaknummer of a part whose case the caller may know of; NotFound otherwise."""
    try:
        case_number, ordinal = numbers.parse_referral_number(text)
    except ValueError:
        raise NotFound(UNKNOWN_PART) from None
    case, number = visible_case(case_number), numbers.referral_number(case_number, ordinal)
    if number not in [part.number for part in case.referrals]:
        raise NotFound(UNKNOWN_PART)
    return number


def status_of(case: Case) -> dict[str, Any]:
    """The shared status of ``case`` as this caller may see it."""
    return queries.shared_status(case, viewer(), organisation_name, today())


def entity_tag(shown: object) -> str:
    """An ETag that changes with anything that is shown: the version, the view, and what time alone changed."""
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


def answer_with(number: str, status: int = HTTPStatus.CREATED, **more: Any) -> Response:
    """The shared status of this case as it is after a change, with its address in Location."""
    answer = jsonify({**status_of(queries.find_case(db.session(), number)), **more})
    answer.status_code = status
    answer.headers["Location"] = f"{PREFIX}/zaken/{number}"
    return answer
