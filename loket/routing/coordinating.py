"""Who follows a case that stands still, and putting it off: never past a legal date or the norm of its urgency (practice rule 24).

Each act comes twice: as a use case, and as what it does to a locked case, for ``bulk``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from loket.cases.models import Case
from loket.cases.queries import find_case
from loket.cases.words import day
from loket.errors import BadRequest, Conflict, Fault
from loket.routing import snoozing
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.progress import lock_case, today


def assign(context: Context, number: str, coordinator: str | None, reason: str, known: Mapping[str, str]) -> None:
    """Let a supervisor (an account of ``known``: account → name) follow this case, or nobody (None). Commits.

    NotFound; BadRequest without a reason or for an unknown account; Conflict when it is so already.
    """
    give_to(context, _locked(context, number), coordinator, reason, known)
    context.session.commit()


def snooze(context: Context, number: str, until: date, reason: str) -> None:
    """Put a case off until this day: then it is in the list again by itself. Commits.

    NotFound; BadRequest without a reason, for a day that is not after today, and with the last possible day for one that is too late;
    Conflict when the case does not stand still, or when a legal date or the norm of its urgency leaves no day.
    """
    put_off(context, _locked(context, number), until, reason)
    context.session.commit()


def wake(context: Context, number: str, reason: str) -> None:
    """End putting off. Commits. NotFound; BadRequest without a reason; Conflict when it was not put off."""
    take_back(context, _locked(context, number), reason)
    context.session.commit()


def give_to(context: Context, case: Case, coordinator: str | None, reason: str, known: Mapping[str, str]) -> None:
    """As :func:`assign`, on a locked case. The caller commits."""
    reason = check_reason(reason)
    if coordinator is not None and coordinator not in known:
        raise BadRequest("Deze toezichthouder is niet bekend.")
    if case.coordinator == coordinator:
        raise Conflict("Dat was al zo.", code="was-al-zo")
    doing, before = Doing(context, "zaak-toewijzen", case), case.coordinator
    case.coordinator, case.coordinator_name = coordinator, known[coordinator] if coordinator else None
    doing.tell("toegewezen" if coordinator else "niet-meer-toegewezen", reason)
    doing.log(van=before, tot=coordinator)


def put_off(context: Context, case: Case, until: date, reason: str) -> None:
    """As :func:`snooze`, on a locked case. The caller commits."""
    reason = check_reason(reason)
    if case.stuck_reason is None:
        raise Conflict("Deze zaak staat niet stil.", code="staat-niet-stil")
    if until <= today(context):
        raise _wrong_day("Kies een dag na vandaag.")
    last = snoozing.last_day(context, case)
    if last <= today(context):
        raise Conflict("Uitstellen kan niet: een wettelijke datum of de norm voor spoed is bereikt.", code="geen-uitstel")
    if until > last:
        raise _wrong_day(f"Uitstellen kan hoogstens tot {day(last)}.")
    doing = Doing(context, "zaak-uitstellen", case)
    before = case.snoozed_until.isoformat() if case.snoozed_until else None
    case.snoozed_until = until
    doing.tell("uitgesteld", reason, tot=until.isoformat())
    doing.log(van=before, tot=until.isoformat())


def take_back(context: Context, case: Case, reason: str) -> None:
    """As :func:`wake`, on a locked case. The caller commits."""
    reason = check_reason(reason)
    if case.snoozed_until is None:
        raise Conflict("Deze zaak was niet uitgesteld.", code="niet-uitgesteld")
    doing, before = Doing(context, "uitstel-beeindigen", case), case.snoozed_until.isoformat()
    case.snoozed_until = None
    doing.tell("uitstel-beeindigd", reason)
    doing.log(van=before, tot=None)


def _locked(context: Context, number: str) -> Case:
    return lock_case(context, find_case(context.session, number).id)


def _wrong_day(why: str) -> BadRequest:
    return BadRequest(why, faults=(Fault("/tot", "ongeldig", why),))
