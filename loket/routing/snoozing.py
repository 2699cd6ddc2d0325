"""How long a stuck case may be put off: never past a legal date, nor past the norm of its urgency (practice rule 24)."""

from __future__ import annotations

from datetime import date, timedelta

from loket.cases.deadlines import amsterdam_date, end_of_term
from loket.cases.models import Case
from loket.routing.context import Context
from loket.routing.stuck import open_dates

LONGEST = timedelta(days=28)


def last_day(context: Context, case: Case) -> date:
    """The last day until which this case may be put off; one that has passed means: not at all."""
    today = amsterdam_date(context.now)
    days = [today + LONGEST, *open_dates(case.referrals, today)]
    kind = context.catalogue.urgency.kinds.get(case.urgency or "") if case.urgent else None
    if kind and kind.norm:
        days.append(end_of_term(amsterdam_date(case.knocked_at), kind.norm, context.catalogue.calendar).on)
    return min(days)
