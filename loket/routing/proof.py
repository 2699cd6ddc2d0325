"""Where the organisation got a request after the citizen's own last day although the citizen was in time (practice rules 7 and 14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case, Referral
from loket.cases.states import ReferralState
from loket.routing import lines
from loket.routing.compose import newest
from loket.routing.context import Context
from loket.routing.entries import Product


@dataclass(frozen=True, slots=True)
class InTime:
    """The person stood at the desk on or before ``last_day``; the organisation could not take it then."""

    part: Referral
    last_day: date


def in_time(context: Context, case: Case) -> list[InTime]:
    """The parts for which a proof may be printed: knocked in time, received too late or not yet because the line is down."""
    known, down = newest(case.answers), _down(context, case)
    found = []
    for part in case.referrals:
        product = context.catalogue.products.get(part.product)
        last = last_day(product, known) if product else None
        if last is not None and amsterdam_date(case.knocked_at) <= last and _late(part, last, down):
            found.append(InTime(part, last))
    return found


def last_day(product: Product, known: Mapping[str, Any]) -> date | None:
    """The citizen's own last day for a product; None when it has none or the day it counts from was not given."""
    if product.apply_by_days is None or product.apply_by_question is None:
        return None
    try:
        return date.fromisoformat(str(known[product.apply_by_question])) + timedelta(days=product.apply_by_days)
    except (KeyError, ValueError):
        return None


def _late(part: Referral, last: date, down: frozenset[str]) -> bool:
    """Received after the last day, or waiting for a line that is down."""
    if part.received_by_organisation_at is not None:
        return amsterdam_date(part.received_by_organisation_at) > last
    return part.state is ReferralState.PENDING and part.organisation in down


def _down(context: Context, case: Case) -> frozenset[str]:
    waiting = {part.organisation for part in case.referrals if part.state is ReferralState.PENDING}
    found = lines.look(context.session, waiting, context.now)
    return found.down | found.announced.keys()
