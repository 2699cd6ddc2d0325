"""A reminder to an organisation that says nothing: a message of its own kind, not more often than the norm for that organisation."""

from __future__ import annotations

from loket.adapters.port import Kind
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


def remind(context: Context, number: str, words: str) -> None:
    """Ask the organisation of a part how it stands; ``words`` go along. Commits.

    NotFound; BadRequest without words; Conflict when it is not theirs to act, or ``te-vroeg`` with the day from which it may again.
    """
    words = check_reason(words)
    case, part = lock_part(context, number)
    if part.state not in THEIRS:
        raise Conflict("Herinneren kan alleen als de organisatie de vraag heeft en aan zet is.", code="past-niet-bij-status")
    again = outgoing(context, [part])[part.id].remind_from
    if again is not None and again > today(context):
        raise Conflict(f"Er ging pas een herinnering. Vanaf {day(again)} mag het weer.", code="te-vroeg")
    doing = Doing(context, "herinneren", case, part)
    due = part.due_on.isoformat() if part.due_on else None
    received = stamp(part.received_by_organisation_at)
    message = follow_up(context, case, part, Kind.REMINDER.value, ontvangenOp=received, uiterlijkeEinddatumAfdoening=due, toelichting=words)
    insert_all(context.session, Delivery, [message])
    doing.tell("herinnerd", words)
    doing.done()
