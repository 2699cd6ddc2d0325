"""The API about copies of papers: which ones wait for an organisation, and fetching one. Nobody else gets them."""

from __future__ import annotations

from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from loket.cases import queries
from loket.cases.queries import stamp
from loket.errors import NotFound
from loket.routing import paper_copies
from loket.routing.paper_content import EXTENSIONS
from loket.web.api_guard import caller
from loket.web.api_operations import JSON, Answer
from loket.web.api_parts import NUMBER, TAG
from loket.web.api_routes import by_client
from loket.web.api_status import visible_part
from loket.web.parts import context


@by_client(
    id="papierenOpvragen",
    method="GET",
    path=f"{NUMBER}/papieren",
    tag=TAG,
    summary="Welke kopieën van papieren klaarstaan voor de eigen organisatie",
    errors=(404,),
    answers={200: Answer("De kopieën, de oudste eerst.", "Papieren")},
)
def waiting(deelzaaknummer: str) -> ResponseReturnValue:
    """The copies that wait for the caller's own organisation; NotFound for any other."""
    asking = context(caller().actor)
    part = queries.find_referral(asking.session, visible_part(deelzaaknummer))
    if part.organisation != asking.actor.organisation:
        raise NotFound(paper_copies.NO_COPY)
    there = [found for found in paper_copies.copies_of(asking, part) if found.available]
    found = [
        {"id": str(one.id), "soort": one.kind, "mediatype": one.media_type, "bytes": one.size, "bewaardOp": stamp(one.stored_at)}
        for one in there
    ]
    return jsonify({"papieren": found})


@by_client(
    id="papierOphalen",
    method="GET",
    path=f"{NUMBER}/papieren/{{papier}}",
    tag=TAG,
    summary="Een kopie van een papier ophalen; dertig dagen daarna wordt hij gewist",
    errors=(404,),
    produces=(*EXTENSIONS, JSON),
    answers={200: Answer("Het bestand.", None, ("Content-Disposition",))},
)
def fetch(deelzaaknummer: str, papier: str) -> ResponseReturnValue:
    """One copy as a file to save; NotFound for whoever it is not for."""
    number = visible_part(deelzaaknummer)
    try:
        copy_id = UUID(papier)
    except ValueError:
        raise NotFound(paper_copies.NO_COPY) from None
    found = paper_copies.fetch_copy(context(caller().actor), number, copy_id)
    answer = Response(found.content, mimetype=found.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
