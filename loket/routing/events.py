"""Status events (NL GOV profile for CloudEvents 1.1): which there are, who hears of which, and how one looks. Thin: they hold no data."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from loket.cases.models import Case, CaseEvent, Referral
from loket.cases.queries import stamp
from loket.cases.states import ReferralState
from loket.routing.context import Context
from loket.routing.waiting import NEWS

PREFIX = "nl.overheid.loket."
CASE_CHANGED = f"{PREFIX}zaak.gewijzigd"
TESTED = f"{PREFIX}abonnement.getest"
#: Lines of the timeline about a part that are an event of their own for its organisation.
OF_PART = ("verzonden", *NEWS, "ingetrokken", "onbestelbaar")
#: Other lines that change what everybody may see of a case.
OF_CASE = frozenset(
    {
        *OF_PART,
        "opnieuw-gevraagd",
        "vraag-aangevuld",
        "product-toegevoegd",
        "organisatie-gekozen",
        "gecorrigeerd",
        "niet-nodig",
        "zaak-gesloten",
        "zaak-heropend",
    }
)
TYPES = (CASE_CHANGED, *(f"{PREFIX}deelzaak.{kind}" for kind in OF_PART))


def about(case: Case, event: CaseEvent, organisation: str) -> tuple[str, str] | None:
    """The type and the subject of what this organisation hears of a line of the timeline; None for nothing.

    Only who takes part in the case hears anything, of a case that was opened for the wrong person nobody. Of its own part it hears
    what happened; of the rest only that the case changed.
    """
    own = [part for part in case.referrals if part.organisation == organisation and part.state is not ReferralState.PLANNED]
    if case.hidden or not own:
        return None
    part: Referral | None = next((one for one in own if one.id == event.referral_id), None)
    if part is not None and event.type in OF_PART:
        return f"{PREFIX}deelzaak.{event.type}", part.number
    return (CASE_CHANGED, case.number) if event.type in OF_CASE else None


def envelope(context: Context, event_id: UUID, kind: str, subject: str, **more: Any) -> str:
    """A CloudEvent in structured mode, as JSON. ``more`` are attributes of this kind of event; none may hold personal data."""
    oin = context.catalogue.oin
    found = {
        "specversion": "1.0",
        "id": str(event_id),
        "source": f"urn:nld:oin:{oin}:systeem:loket" if oin else context.base_url,
        "type": kind,
        "subject": subject,
        **more,
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def status_event(context: Context, event_id: UUID, kind: str, subject: str, line: CaseEvent, sequence: int) -> str:
    """The CloudEvent of a line of the timeline; ``dataref`` is where the state can be read, with the reader's own rights."""
    path = "zaken" if kind == CASE_CHANGED else "deelzaken"
    link = f"{context.base_url}/api/v1/{path}/{subject}"
    return envelope(context, event_id, kind, subject, time=stamp(line.at), dataref=link, sequence=str(sequence), sequencetype="Integer")
