"""The guard of every form that changes a case: when the case changed meanwhile, who sends it sees what, and chooses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import request

from loket.cases import queries
from loket.cases.models import Case
from loket.routing.editing import Seen, changed_since
from loket.web.guard import acting, looking
from loket.web.parts import organisation_name

FIELD = "versie"
CONFLICT = 409


def state_of(case: Case) -> str:
    """How the case stands now, for the hidden field ``versie`` of a form."""
    return str(Seen.of(case))


def since_opened(number: str, only: Collection[str] | None = None) -> list[dict[str, Any]]:
    """What changed since the posted form was opened, as lines of the timeline; empty when it may go on.

    ``only`` names the kinds of lines that matter to this form; None: all but what systems tell each other.

    The case stays locked for what is done next; when there is something to choose it is let go.
    """
    context = acting()
    events = changed_since(context, number, Seen.parse(request.form.get(FIELD, "")))
    changed = {event.sequence for event in events if only is None or event.type in only}
    if not changed:
        return []
    case = queries.find_case(context.session, number)
    lines = queries.timeline(context.session, case, looking(), organisation_name)
    context.session.rollback()
    return [line for line in lines if line["volgnummer"] in changed]
