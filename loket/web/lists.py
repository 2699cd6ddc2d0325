"""Short lists for the worklist beside those of ``routing.handling``. Those of a loket stand in ``today``."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from loket.cases.models import Case, Referral
from loket.cases.states import ReferralState


def to_carry_out(session: Session, organisation: str, limit: int = 50) -> Sequence[Referral]:
    """Parts with a decision that must still be carried out: granted is not yet delivered (practice rule 17)."""
    granted = ("toegekend", "deels-toegekend")
    query = select(Referral).where(
        Referral.organisation == organisation,
        Referral.state == ReferralState.DECIDED,
        Referral.outcome.in_(granted),
        Referral.case.has(~Case.hidden),
    )
    found = session.scalars(query.options(joinedload(Referral.case)).order_by(Referral.decided_on, Referral.id).limit(limit)).all()
    return [part for part in found if part.terms.get("levert")]
