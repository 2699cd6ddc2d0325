"""What of an export belongs to others: masked unless the privacy officer looked and decided otherwise, with a ground each time.

The right to a copy may not harm others (AVG art. 15 lid 4): in somebody's own case the other people are masked, in a case of
another everything but what is about themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from loket.cases.base import new_id
from loket.cases.models import Case, Person
from loket.cases.privacy import Mask, PrivacyRequest
from loket.db import insert_missing
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.dossier import Document, case_document, pieces, place_of_person

OTHERS = "rechten van anderen (AVG art. 15 lid 4)"
MASKED = "afgeschermd"


def document_for(context: Context, case: Case, person: Person) -> Document:
    """The case as this person may get to know of it, before masking; of a case of another only the deliveries with their own fields."""
    document = case_document(context, case)
    roles = sorted({one.role for one in case.participants if one.person_id == person.id})
    document = {"zaaknummer": document.pop("zaaknummer"), "rollen": roles, **document}
    if case.person_id != person.id:
        document["onderdelen"] = [part for part in document["onderdelen"] if _keep_own(part, roles)]
        document["ingezien"] = [{**look, "grond": None} for look in document["ingezien"]]
    return document


def _keep_own(part: Document, roles: Iterable[str]) -> bool:
    """Leave only the deliveries and fields that are about these roles; False when none is left."""
    for sent in part["verstrekkingen"]:
        sent["velden"] = [name for name in sent["velden"] if name.split(".")[0] in roles]
    part["verstrekkingen"] = [sent for sent in part["verstrekkingen"] if sent["velden"]]
    return bool(part["verstrekkingen"])


def of_others(case: Case, person: Person, document: Document) -> list[str]:
    """The pieces of the document that are about others than this person."""
    own = {place_of_person(case.number, one.id) for one in case.participants if one.person_id == person.id}
    if case.person_id == person.id:
        return [piece["plaats"] for piece in document["personen"] if piece["plaats"] not in own]
    return [piece["plaats"] for piece in pieces(document) if piece["plaats"] not in own]


def mask(document: Any, masked: Mapping[str, str]) -> Any:
    """The document in which each piece named in ``masked`` only says that it is masked, and on which ground (and the role of a person)."""
    if isinstance(document, list):
        return [mask(value, masked) for value in document]
    if not isinstance(document, dict):
        return document
    ground = masked.get(document.get("plaats", ""))
    if ground is not None:
        return {**{key: document[key] for key in ("plaats", "rol") if key in document}, MASKED: ground}
    return {key: mask(value, masked) for key, value in document.items()}


def propose(context: Context, request: PrivacyRequest, case: Case, places: Iterable[str]) -> None:
    """Write a row for each piece of others that has none yet. The caller commits."""
    rows = [
        {"id": new_id(context.now), "request_id": request.id, "case_id": case.id, "place": place, "masked": True, "ground": OTHERS}
        for place in places
    ]
    insert_missing(context.session, Mask, rows, "request_id", "place")


def decide(context: Context, request_id: UUID, place: str, *, masked: bool, ground: str) -> None:
    """The privacy officer masks a piece of an export, or shows it after all, on a ground. Commits.

    ``place`` is the ``plaats`` of the piece. NotFound for an unknown request or case; BadRequest without a ground; Conflict when the
    request was reviewed or closed already.
    """
    request = find_open(context, request_id)
    if not ground.strip():
        raise BadRequest("Noem de grond: waarom ziet de aanvrager dit wel of niet?")
    case_id = context.session.scalar(select(Case.id).where(Case.number == place.partition("/")[0]))
    if case_id is None:
        raise NotFound("Dit stuk staat niet in de uitvoer.")
    query = select(Mask).where(Mask.request_id == request.id, Mask.place == place)
    row = context.session.scalars(query).one_or_none()
    if row is None:
        row = Mask(id=new_id(context.now), request_id=request.id, case_id=case_id, place=place)
        context.session.add(row)
    row.masked, row.ground = masked, ground.strip()[:300]
    row.decided_by, row.decided_at = context.actor.name, context.now
    journal.audit(context, "afschermen" if masked else "tonen", str(request.id), ground=row.ground, plaats=place)
    context.session.commit()


def find_open(context: Context, request_id: UUID) -> PrivacyRequest:
    """A request whose masks may still change; NotFound or Conflict otherwise."""
    request = context.session.get(PrivacyRequest, request_id)
    if request is None:
        raise NotFound("Dit verzoek is hier niet bekend.")
    if request.reviewed_at or request.closed_at:
        raise Conflict("Dit verzoek is al beoordeeld.", code="al-beoordeeld")
    return request
