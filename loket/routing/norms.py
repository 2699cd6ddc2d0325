"""How long each state may last before it is nobody's turn: days from ``config/``, calendar days unless a function says otherwise.

Never a legal term.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from loket.cases.deadlines import AMSTERDAM, Calendar, Term, Unit, amsterdam_date, end_of_term
from loket.cases.states import ReferralState
from loket.routing.catalogue import Catalogue
from loket.routing.entries import DeskNorms, Norms

S = ReferralState


def norms_of(catalogue: Catalogue, organisation: str, product: str) -> Norms:
    """The norms of an organisation, with those of the product before them where it has its own."""
    found = catalogue.products.get(product)
    norms = catalogue.organisations[organisation].norms
    return replace(norms, **found.norms) if found and found.norms else norms


def norm_at(
    state: ReferralState,
    norms: Norms,
    now: datetime,
    *,
    information_due: date | None = None,
    carries_out: bool = False,
    supplied: bool = False,
    fetch_by: datetime | None = None,
) -> datetime | None:
    """When a part that enters ``state`` now, or of which something was heard now, has been silent too long; None when it may rest.

    ``supplied``: the applicant gave what was asked, and the organisation has not answered that.
    ``fetch_by`` is when an organisation that fetches its messages itself must have done so: then nothing is delivered.
    """
    if state is S.PENDING and fetch_by is not None:
        return fetch_by
    days = {
        S.PENDING: norms.delivery,
        S.SENT: norms.receipt,
        S.RECEIVED: norms.take_up,
        S.ACCEPTED: norms.answer if supplied else norms.progress,
        S.SUSPENDED: norms.progress,
    }
    if state is S.NEEDS_INFORMATION and information_due:
        return datetime.combine(information_due, time(0), UTC) + timedelta(days=norms.information)
    if state is S.DECIDED and carries_out:
        return now + timedelta(days=norms.carry_out)
    return now + timedelta(days=days[state]) if state in days else None


def fetch_norm(norms: Norms, calendar: Calendar, now: datetime) -> datetime:
    """When a message that is ready now must have been fetched (practice rule 28): the end of the last working day, as UTC.

    Not a term of the Atw: what is ready on a Friday must have been fetched on Monday.
    """
    first = last = amsterdam_date(now)
    while calendar.working_days(first, last) < norms.fetch:
        last += timedelta(days=1)
    return _end_of(last)


def handover_norm(norms: DeskNorms, calendar: Calendar, now: datetime, *, urgent: bool) -> datetime:
    """When a handover that is offered now must have been taken up: the end of the last working day, Amsterdam time, as UTC."""
    term = Term(norms.urgent_handover if urgent else norms.handover, Unit.WORKING_DAYS)
    return _end_of(end_of_term(amsterdam_date(now), term, calendar).on)


def _end_of(last: date) -> datetime:
    return datetime.combine(last + timedelta(days=1), time(0), AMSTERDAM).astimezone(UTC)


def near_until(norms: DeskNorms, calendar: Calendar, today: date) -> date:
    """The last day of which a legal date counts as near: so many working days from today."""
    last = today
    while calendar.working_days(today, last) < norms.term_near:
        last += timedelta(days=1)
    return last
