"""Another route for a part: it is called back where it was sent, and a successor goes to the right organisation with its ground."""

from __future__ import annotations

from loket.cases.lifecycle import FINAL
from loket.cases.models import Referral
from loket.cases.states import ReferralState
from loket.errors import Conflict, Faults
from loket.routing import forwarding, journal, withdrawal
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.progress import lock_part

S = ReferralState
#: What was handed back or could not be delivered is forwarded (``forwarding.forward``); all else that is open can get another route.
MOVABLE = frozenset(set(S) - FINAL - {S.DECLINED, S.UNDELIVERABLE})
ELSEWHERE = "Hoort bij een andere organisatie of een ander product."  #: all that who had it hears of why


def reassign(context: Context, number: str, organisation: str, product: str, reason: str) -> str:
    """Send a part that runs to another organisation or for another product; returns the successor's deelzaaknummer. Commits.

    The first one is withdrawn (``intrekking`` to who may have it). The successor goes on the ground of the duty to forward (Awb 2:3)
    and keeps the day of the first knock. To undo it, reassign the successor. NotFound; BadRequest with a fault per field; Conflict when
    the part is at its end, or would stay where it is.
    """
    faults = Faults()
    reason = check_reason(reason, faults)
    check_route(context, organisation, product, faults)
    faults.raise_if_any()
    case, part = lock_part(context, number)
    if part.state not in MOVABLE:
        raise Conflict("Een andere route kan alleen voor een deel dat nog loopt.", code="past-niet-bij-status")
    if (part.organisation, part.product) == (organisation, product):
        raise Conflict("Dit deel is al bij deze organisatie voor dit product.", code="zelfde-route")
    doing = Doing(context, "route-wijzigen", case, part)
    doing.tell("anders-gerouteerd", reason, naar=organisation)
    successor = forwarding.add_successor(context, case, part, organisation, product)
    _hand_on(part, successor)
    withdrawal.withdraw_parts(context, case, [part], ELSEWHERE)
    journal.tell(context, case, "deel-gemaakt", successor, reden=successor.reason)
    doing.done(naar=organisation, opvolger=successor.number)
    return successor.number


def check_route(context: Context, organisation: str, product: str, faults: Faults) -> None:
    """Add what is wrong with this organisation for this product, by field."""
    known = context.catalogue.organisations.get(organisation)
    if known is None:
        faults.add("/organisatie", "onbekend", "Kies een organisatie uit de lijst.")
    elif product not in {one.slug for one in context.catalogue.products_of(known)}:
        faults.add("/product", "past-niet", f"{known.short_name} voert dit product niet uit. Kies een ander product.")


def _hand_on(part: Referral, successor: Referral) -> None:
    """What waited for the first one waits for its successor."""
    for waiting in part.case.referrals:
        if waiting.awaits_id == part.id and waiting.state is S.PLANNED:
            waiting.awaits_id = successor.id
