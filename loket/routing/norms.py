"""How long each state may last before it is nobody's turn. Norms are calendar days from ``config/``; never a legal term."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from loket.cases.states import ReferralState
from loket.routing.entries import Norms

S = ReferralState


def norm_at(
    state: ReferralState, norms: Norms, now: datetime, *, information_due: date | None = None, carries_out: bool = False
) -> datetime | None:
    """When a part that enters ``state`` now, or of which something was heard now, has been silent too long; None when it may rest."""
    days = {
        S.PENDING: norms.delivery,
        S.SENT: norms.receipt,
        S.RECEIVED: norms.take_up,
        S.ACCEPTED: norms.progress,
        S.SUSPENDED: norms.progress,
    }
    if state is S.NEEDS_INFORMATION and information_due:
        return datetime.combine(information_due, time(0), UTC) + timedelta(days=norms.information)
    if state is S.DECIDED and carries_out:
        return now + timedelta(days=norms.carry_out)
    return now + timedelta(days=days[state]) if state in days else None
