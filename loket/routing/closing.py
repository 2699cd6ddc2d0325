"""Closing a settled case: how it ended for the citizen, and the two questions (did it help, how easy was it)."""

from __future__ import annotations

from loket.cases.base import new_id
from loket.cases.desk import Feedback
from loket.cases.lifecycle import CaseTrigger, follow
from loket.cases.queries import find_case
from loket.errors import Conflict, Faults
from loket.routing import journal, standstill
from loket.routing.context import Context
from loket.routing.progress import lock_case

#: How a case ended: value → words.
ENDINGS = {
    "geholpen": "de inwoner is geholpen",
    "deels-geholpen": "de inwoner is voor een deel geholpen",
    "niet-geholpen": "de inwoner is niet geholpen",
    "elders-verder": "de inwoner gaat ergens anders verder",
    "niet-meer-nodig": "het is niet meer nodig",
}
HELPED = ("ja", "deels", "nee", "onbekend")
EASE = range(1, 6)


def close(context: Context, number: str, ending: str, *, helped: str = "onbekend", ease: int | None = None) -> None:
    """Close a case on which every organisation has answered. Commits.

    ``helped`` and ``ease`` (1 very hard to 5 very easy) are the citizen's; "onbekend" and None when they were not asked. NotFound;
    BadRequest for another value; Conflict while a part is open, or when it was closed already.
    """
    _check(ending, helped, ease)
    case = lock_case(context, find_case(context.session, number).id)
    closed = follow(case, CaseTrigger.CLOSE)
    if not closed.moved:
        raise Conflict("Deze zaak is al gesloten.", code="past-niet-bij-status")
    case.closed_at, case.closing = context.now, ending
    standstill.write(context, case)
    context.session.add(
        Feedback(id=new_id(context.now), case_id=case.id, helped=helped, ease=ease, counter=context.actor.source, at=context.now)
    )
    journal.tell(context, case, "zaak-gesloten", hoe=ENDINGS[ending])
    journal.audit(context, "zaak-sluiten", case.number, hoe=ending)
    journal.log_processing(context, "zaak-sluiten", [case.person.pseudonym])
    context.session.commit()


def _check(ending: str, helped: str, ease: int | None) -> None:
    faults = Faults()
    if ending not in ENDINGS:
        faults.add("/hoe", "verplicht", "Kies hoe het afliep.")
    if helped not in HELPED:
        faults.add("/geholpen", "onbekend", "Kies of het heeft geholpen.")
    if ease is not None and ease not in EASE:
        faults.add("/gemak", "onbekend", "Kies een cijfer van 1 tot en met 5.")
    faults.raise_if_any()
