"""What a supervisor sees and does: the cases that stand still, the worst first, and offering a part again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from loket.cases.lifecycle import Trigger, fire
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.queries import with_parts
from loket.cases.states import ReferralState
from loket.db import insert_all
from loket.errors import Conflict
from loket.routing import replay
from loket.routing.compose import request_delivery
from loket.routing.context import Context
from loket.routing.doing import Doing
from loket.routing.outages import open_line
from loket.routing.progress import heard, lock_part
from loket.routing.stuck import DOWN, MAINTENANCE

OUTAGES = (DOWN, MAINTENANCE)


def stuck(
    context: Context,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
    reason: str | None = None,
    *,
    outages: bool = True,
) -> Sequence[Case]:
    """Cases that stand still, the oldest first; the next page begins ``after`` (stuck since, id) of the last one shown.

    Without ``outages`` those are left out that only wait for an organisation that is away: that is one cause, and it stands once.
    """
    query = with_parts().where(Case.stuck_reason.is_not(None))
    if reason is not None:
        query = query.where(Case.stuck_reason == reason)
    elif not outages:
        query = query.where(Case.stuck_reason.not_in(OUTAGES))
    if after is not None:
        query = query.where(tuple_(Case.stuck_since, Case.id) > tuple_(*after))
    return context.session.scalars(query.order_by(Case.stuck_since, Case.id).limit(limit)).all()


def retry(context: Context, number: str, reason: str) -> None:
    """Offer a part again now: an undeliverable one afresh, one that waits for its next try at once. Commits.

    Lets one probe through when the organisation was down. Raises NotFound, and Conflict when there is nothing to offer.
    """
    case, part = lock_part(context, number)
    doing = Doing(context, "opnieuw-aanbieden", case, part)
    if part.state is ReferralState.UNDELIVERABLE:
        if not _revive(context, part):
            fire(part, Trigger.RETRY, context.now)
            heard(context, part)
            insert_all(context.session, Delivery, [request_delivery(context, case, part)])
    elif not _hurry(context, part) and not _revive(context, part):
        raise Conflict("Er staat voor dit deel niets klaar om opnieuw aan te bieden.", code="niets-te-versturen")
    open_line(context, part.organisation)
    doing.tell("opnieuw-aangeboden", reason)
    doing.done()


def _revive(context: Context, part: Referral) -> bool:
    """Put the part's dead deliveries back in line, with the same bytes and idempotency key, and say whether it is on its way again.

    The request itself only while the part must still be sent: never one that was withdrawn or went elsewhere meanwhile.
    """
    was_lost = part.state is ReferralState.UNDELIVERABLE
    dead = replay.lock_rows(context, select(Delivery).where(Delivery.referral_id == part.id, Delivery.state == DeliveryState.DEAD))
    found = [row for row in dead if replay.refusal(part, row) is None]
    for row in found:
        replay.put_back(context, part, row)
    return part.state is ReferralState.PENDING if was_lost else bool(found)


def _hurry(context: Context, part: Referral) -> bool:
    waiting = replay.lock_rows(context, select(Delivery).where(Delivery.referral_id == part.id, Delivery.state == DeliveryState.DUE))
    for row in waiting:
        row.next_attempt_at = context.now
    return bool(waiting)
