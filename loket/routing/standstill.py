"""Whether a case stands still, written down on the case: so that the supervisor's list is one indexed query.

Everything here runs inside the caller's transaction, with the case row locked. Why a case stands still is for ``stuck`` to say.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.states import ReferralState
from loket.cases.stuck_reasons import MAINTENANCE
from loket.routing import lines, snoozing, stuck
from loket.routing.context import Context
from loket.routing.facts import newest
from loket.routing.norms import near_until, norms_of
from loket.routing.stuck import Facts, Found
from loket.routing.waiting import aside

S = ReferralState

UNROUTED = "geen-route"  #: the way of a case line for a product that nobody known carries out


def write(context: Context, case: Case, *, lost: bool = False) -> None:
    """Write down whether, why, since when and how badly this case stands still. ``lost``: a product of it has no route."""
    failing = _failing(context, case)
    waits = [part for part in case.referrals if part.state is S.PENDING or part.id in failing]
    away = lines.look(context.session, {part.organisation for part in waits}, context.now)
    facts = _facts(context, case, away, failing)
    found = Found(UNROUTED) if lost else stuck.look(case.referrals, case.state, facts)
    reason = found.reason if found else None
    untils = [away.announced[part.organisation] for part in waits if part.organisation in away.announced]
    case.stuck_until = max(untils) if reason == MAINTENANCE else None
    case.stuck_next = stuck.next_look(case.referrals, facts) if found else None
    case.stuck_rank = stuck.rank(found.reason, case.need) if found else None
    case.stuck_organisation = found.part.organisation if found and found.part else None
    case.stuck_product = found.part.product if found and found.part else None
    if reason != case.stuck_reason:
        case.stuck_since = None if reason is None else case.stuck_since or context.now
        case.stuck_reason = reason
        case.snoozed_until = None  # it was put off for what was the matter then
    elif case.snoozed_until and case.snoozed_until > snoozing.last_day(context, case):
        case.snoozed_until = None  # a legal date came nearer


def weigh(context: Context, case: Case) -> None:
    """Write down how hard a standstill hits this person, by what they answered. Read the answers afresh before."""
    case.need = context.catalogue.urgency.need(newest(case.answers), case.urgency, urgent=case.urgent)


def _facts(context: Context, case: Case, away: lines.Lines, failing: set[UUID]) -> Facts:
    catalogue, today = context.catalogue, amsterdam_date(context.now)
    return Facts(
        now=context.now,
        today=today,
        down=away.down,
        announced=away.announced,
        near=near_until(catalogue.desk_norms, catalogue.calendar, today),
        failing=failing,
        first={part.product: product.points_at for part in case.referrals if (product := catalogue.products.get(part.product))},
        aside=aside(context.session, case, fetches=any(catalogue.pulls(part.organisation) for part in case.referrals)),
    )


def _failing(context: Context, case: Case) -> set[UUID]:
    """The parts with a message that was tried in vain more often than their organisation's norm."""
    waits = Delivery.state.in_([DeliveryState.DUE, DeliveryState.SENDING])
    query = select(Delivery.referral_id, func.max(Delivery.tries)).where(Delivery.case_id == case.id, waits, Delivery.tries > 0)
    tries = {row[0]: row[1] for row in context.session.execute(query.group_by(Delivery.referral_id))}
    live = [part for part in case.referrals if part.id in tries and part.state is not S.UNDELIVERABLE]
    return {part.id for part in live if tries[part.id] >= norms_of(context.catalogue, part.organisation, part.product).tries}
