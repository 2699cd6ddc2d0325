"""The citizen's own statement on the check page: is it an aanvraag, by whom, and how was it declared (practice rule 6)."""

from __future__ import annotations

from datetime import datetime

from loket.routing.request import APPLICANT, REPRESENTATIVE, SPOKEN, STATEMENT_WAYS, Request, Statement
from loket.web.forms import Form

TELEPHONE = "telefoon"
SIGNED = "handtekening"
COMPANION = "begeleider"


def statement_of(form: Form, request: Request, now: datetime) -> Statement:
    """What was declared: by the applicant unless a representative did, and in the way that was chosen or goes with the channel."""
    speakers = speakers_of(request)
    by = form.get("verklaring_door", "")
    how = form.get("verklaring", "")
    return Statement(by if by in speakers else APPLICANT, how if how in STATEMENT_WAYS else usual_way(request), now)


def usual_way(request: Request) -> str:
    """How it is declared unless somebody says otherwise: on the telephone nobody signs."""
    return SPOKEN if request.channel == TELEPHONE else SIGNED


def speakers_of(request: Request) -> tuple[str, ...]:
    """The roles that can declare: the applicant, and who represents them; a begeleider declares nothing."""
    represented = any(one.role == REPRESENTATIVE and one.representation != COMPANION for one in request.others)
    return (APPLICANT, REPRESENTATIVE) if represented else (APPLICANT,)
