"""Reports that another one overtook on the way: told earlier by the organisation, heard later here (architecture §3).

The state table sees most of them. It cannot see which came first where a part may go to and fro: then the time of the event decides.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from loket.adapters.port import Report, Verb
from loket.cases.lifecycle import Fired
from loket.cases.models import CaseEvent, Referral
from loket.routing.context import Context

LATE = "te-laat-bericht"  #: the line of the timeline that tells of a late one
_CLOCK = frozenset({Verb.INFORMATION_ASKED, Verb.INFORMATION_RECEIVED, Verb.SUSPENDED, Verb.RESUMED})
#: Of each of these verbs: with which others it takes turns. Of those the one that happened last holds.
TURNS = {**dict.fromkeys(_CLOCK, _CLOCK), Verb.EXTENDED: {Verb.EXTENDED}, Verb.REVISED: {Verb.DECIDED, Verb.REVISED}}


def overtaken(context: Context, part: Referral, report: Report) -> Fired | None:
    """Why this report changes nothing, when one that happened later was heard before; None when it is the newest, or undated."""
    kinds = TURNS.get(report.verb)
    if kinds is None or report.at is None:
        return None
    lines = select(CaseEvent.type, CaseEvent.details).where(CaseEvent.case_id == part.case_id, CaseEvent.referral_id == part.id)
    told = context.session.execute(lines.where(CaseEvent.type.in_([*kinds, LATE]))).all()
    same = (details for kind, details in told if (details.get("soort") if kind == LATE else kind) in kinds)
    if any(report.at < datetime.fromisoformat(details["gebeurdOp"]) for details in same if "gebeurdOp" in details):
        return Fired(False, "over dit deel kwam al een bericht van een later tijdstip")
    return None
