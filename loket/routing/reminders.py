"""A reminder to an organisation that says nothing: a message of its own kind, not more often than the norm for that organisation."""

from __future__ import annotations

from datetime import date

from loket.adapters.port import Adapter, Kind
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery
from loket.cases.queries import stamp
from loket.cases.states import ReferralState
from loket.cases.words import day
from loket.db import insert_all
from loket.errors import Conflict
from loket.routing.compose import follow_up
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.outgoing import outgoing
from loket.routing.progress import lock_part, today

S = ReferralState
THEIRS = frozenset({S.SENT, S.RECEIVED, S.ACCEPTED, S.SUSPENDED})  #: they have it and are to act

NOT_THEIRS = "Herinneren kan alleen als de organisatie de vraag heeft en aan zet is."


def reaches(adapter: Adapter) -> bool:
    """Whether an organisation can get a reminder over its line; ZGW has no message for it, and then a person passes it on."""
    return Kind.REMINDER in adapter.kinds


def remind(context: Context, number: str, words: str) -> None:
    """Ask the organisation of a part how it stands; ``words`` go along. Commits.

    NotFound; BadRequest without words; Conflict when it is not theirs to act, or ``te-vroeg`` with the day from which it may again.
    """
    words = check_reason(words)
    case, part = lock_part(context, number)
    if part.state not in THEIRS:
        raise Conflict(NOT_THEIRS, code="past-niet-bij-status")
    if (day_again := _too_soon(outgoing(context, [part])[part.id].remind_from, today(context))) is not None:
        raise _refused(day_again)
    _send(context, case, part, words)
    context.session.commit()


def remind_all(context: Context, case: Case, words: str) -> None:
    """As :func:`remind`, every organisation of a locked case that may be reminded today. The caller commits.

    BadRequest without words; Conflict when there is none, ``te-vroeg`` with the first day on which there is.
    """
    words = check_reason(words)
    theirs = [part for part in case.referrals if part.state in THEIRS]
    if not theirs:
        raise Conflict(NOT_THEIRS, code="past-niet-bij-status")
    sent, now = outgoing(context, theirs), today(context)
    waits = {part.id: again for part in theirs if (again := _too_soon(sent[part.id].remind_from, now)) is not None}
    if len(waits) == len(theirs):
        raise _refused(min(waits.values()))
    for part in theirs:
        if part.id not in waits:
            _send(context, case, part, words)


def _too_soon(again: date | None, now: date) -> date | None:
    """The day from which it may again, when that is still to come."""
    return again if again is not None and again > now else None


def _refused(again: date) -> Conflict:
    return Conflict(f"Er ging pas een herinnering. Vanaf {day(again)} mag het weer.", code="te-vroeg")


def _send(context: Context, case: Case, part: Referral, words: str) -> None:
    doing = Doing(context, "herinneren", case, part)
    due = part.due_on.isoformat() if part.due_on else None
    received = stamp(part.received_by_organisation_at)
    message = follow_up(context, case, part, Kind.REMINDER.value, ontvangenOp=received, uiterlijkeEinddatumAfdoening=due, toelichting=words)
    insert_all(context.session, Delivery, [message])
    doing.tell("herinnerd", words)
    doing.finish()
