"""Closing a settled case: how it ended for the citizen, and the two questions (did it help, how easy was it)."""

from __future__ import annotations

from loket.cases.base import new_id
from loket.cases.desk import Feedback
from loket.cases.lifecycle import CaseTrigger, follow
from loket.cases.models import Case
from loket.cases.queries import find_case
from loket.errors import Conflict, Faults
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.merging import DUPLICATE
from loket.routing.progress import lock_case, settle
from loket.routing.signals import harm, recording
from loket.routing.signals.recording import Raised
from loket.routing.tailored import tables

#: How a case ended: value → words.
ENDINGS = {
    "geholpen": "de inwoner is geholpen",
    "deels-geholpen": "de inwoner is voor een deel geholpen",
    "niet-geholpen": "de inwoner is niet geholpen",
    "elders-verder": "de inwoner gaat ergens anders verder",
    "niet-meer-nodig": "het is niet meer nodig",
    "onbereikbaar": "de inwoner was niet te bereiken",
}
HELPED = ("ja", "deels", "nee", "onbekend")
EASE = range(1, 6)


def close(
    context: Context,
    number: str,
    ending: str,
    *,
    helped: str = "onbekend",
    ease: int | None = None,
    reason: str | None = None,
    cause: Raised | None = None,
) -> None:
    """Close a case on which every organisation has answered, or for which there is none. Commits.

    ``reason`` is a supervisor's, who closes what a loket left open. ``helped`` and ``ease`` (1 very hard to 5 very easy) are the
    citizen's; "onbekend" and None when they were not asked. ``cause``: what went wrong, where somebody says so. NotFound; BadRequest
    that names every wrong value; Conflict while a part is open, a table looks at it or decided something that the citizen was not told,
    or when it was closed already.
    """
    case = lock_case(context, find_case(context.session, number).id)
    _check(context, case, ending, helped, ease, cause)
    tables.refuse_unfinished(context, case)
    doing = Doing(context, "zaak-sluiten", case)
    settle(context, case)  # a case in which nobody is to act any more may still stand open
    closed = follow(case, CaseTrigger.CLOSE)
    if not closed.moved:
        raise Conflict("Deze zaak is al gesloten.", code="past-niet-bij-status")
    case.closed_at, case.closing = context.now, ending
    context.session.add(
        Feedback(id=new_id(context.now), case_id=case.id, helped=helped, ease=ease, counter=context.actor.source, at=context.now)
    )
    doing.tell("zaak-gesloten", reason, hoe=ENDINGS[ending])
    if cause is None:
        harm.recount(context, case)
    else:
        recording.keep(context, case, cause)
    journal.log_processing(context, "zaak-sluiten", [case.person.pseudonym])
    doing.done(hoe=ending)


def reopen(context: Context, number: str, reason: str) -> None:
    """Open a closed case again: it stands as its parts do, and what was planned for its archive is forgotten. Commits.

    Undone by closing it. NotFound; BadRequest without a reason; Conflict when it is not closed, or was closed as a duplicate: then the
    other case is the one that runs.
    """
    reason = check_reason(reason)
    case = lock_case(context, find_case(context.session, number).id)
    if case.closing == DUPLICATE:
        raise Conflict("Deze zaak was dubbel. De andere zaak loopt: werk daarin verder.", code="dubbel")
    doing = Doing(context, "zaak-heropenen", case)
    if not follow(case, CaseTrigger.REOPEN).moved:
        raise Conflict("Deze zaak is niet gesloten.", code="past-niet-bij-status")
    case.joinable = False  # another case may have been opened for the same event meanwhile
    case.closed_at = case.closing = case.nomination = case.archive_on = None
    doing.tell("zaak-heropend", reason)
    doing.done()


def _check(context: Context, case: Case, ending: str, helped: str, ease: int | None, cause: Raised | None) -> None:
    faults = Faults()
    if ending not in ENDINGS:
        faults.add("/hoe", "verplicht", "Kies hoe het afliep.")
    if helped not in HELPED:
        faults.add("/geholpen", "onbekend", "Kies of het heeft geholpen.")
    if ease is not None and ease not in EASE:
        faults.add("/gemak", "onbekend", "Kies een cijfer van 1 tot en met 5.")
    if cause is not None:
        recording.check(context, case, cause, faults)
    faults.raise_if_any()
