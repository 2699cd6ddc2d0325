"""What a supervisor does with what stands still: offering it again. The list itself is ``stuck_list``."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from loket.cases.lifecycle import FINAL, Trigger, fire
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.states import ReferralState
from loket.db import insert_all
from loket.errors import Conflict
from loket.routing import replay
from loket.routing.compose import request_delivery
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.outages import open_line
from loket.routing.progress import heard, lock_part

NOTHING = "Er staat voor dit deel niets klaar om opnieuw aan te bieden."


def retry(context: Context, number: str, reason: str) -> None:
    """Offer a part again now: an undeliverable one afresh, one that waits for its next try at once. Commits.

    Lets one probe through when the organisation was down. Raises NotFound, and Conflict when there is nothing to offer.
    """
    case, part = lock_part(context, number)
    _offer(context, case, [part], reason)
    context.session.commit()


def offer_again(context: Context, case: Case, reason: str) -> None:
    """As :func:`retry`, for every part of a locked case that has something to offer. The caller commits. BadRequest without a reason."""
    reason = check_reason(reason)
    _offer(context, case, [part for part in case.referrals if part.state not in FINAL], reason)


def _offer(context: Context, case: Case, parts: Sequence[Referral], reason: str) -> None:
    """Offer what can be offered of these parts, and then open the lines that it goes over; Conflict when there was nothing."""
    begun = [(part, Doing(context, "opnieuw-aanbieden", case, part)) for part in parts]
    offered = [(part, doing) for part, doing in begun if _put_back(context, case, part)]
    if not offered:
        raise Conflict(NOTHING, code="niets-te-versturen")
    _open_lines(context, {part.organisation for part, _ in offered})
    for _, doing in offered:
        doing.tell("opnieuw-aangeboden", reason)
        doing.finish()


def _put_back(context: Context, case: Case, part: Referral) -> bool:
    """Put what can be sent of this part in line again, and say whether that was anything."""
    if part.state is not ReferralState.UNDELIVERABLE:
        return _hurry(context, part) or _revive(context, part)
    if not _revive(context, part):
        fire(part, Trigger.RETRY, context.now)
        heard(context, part)
        insert_all(context.session, Delivery, [request_delivery(context, case, part)])
    return True


def _open_lines(context: Context, organisations: Collection[str]) -> None:
    """Each line once, by name, after everything else that is locked: in the order of ``results.write``, so that neither waits in a ring."""
    for slug in sorted(organisations):
        open_line(context, slug)


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
