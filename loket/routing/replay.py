"""Offering a delivery again: the same id and the same bytes. One piece of code for the organisation itself and for a supervisor.

What they had already has its effect once: a replay of it starts no term and moves no state (see ``results``). The case is locked
first and then the row, so that whoever comes second, another replay or a drain that sends, finds the state of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, update

from loket.adapters.port import Kind
from loket.cases.feed import changed
from loket.cases.lifecycle import Trigger, fire
from loket.cases.models import Referral
from loket.cases.outbox import Channel, Delivery, DeliveryState
from loket.cases.states import REFERRAL_WORDS, ReferralState
from loket.db import locked
from loket.errors import Conflict, LoketError, NotFound
from loket.routing import journal
from loket.routing.compose import fetch_by_of
from loket.routing.context import Context
from loket.routing.deliveries import UNKNOWN, Wanted, over, own_line, within
from loket.routing.disclosure import FIRST_KINDS
from loket.routing.progress import heard, lock_case, settle

S = ReferralState
MOST = 100  #: deliveries in one call for a period
TO_SEND = frozenset({S.PENDING, S.UNDELIVERABLE})  #: a first message that never arrived is of use only here
ELSEWHERE = frozenset({S.WITHDRAWN, S.FORWARDED, S.DECLINED, S.RETURNED})  #: the data of such a part goes to them no more

WHY_NOT = {
    DeliveryState.DUE: ("wacht-al", "Dit bericht staat al klaar en gaat vanzelf."),
    DeliveryState.READY: ("wacht-al", "Dit bericht staat klaar om op te halen."),
    DeliveryState.SENDING: ("wordt-verzonden", "Dit bericht wordt op dit moment verzonden."),
    DeliveryState.TASK: ("kan-niet-automatisch", "Dit bericht geeft een medewerker zelf door."),
    DeliveryState.CANCELLED: ("vervallen", "Dit bericht is ingetrokken voordat het vertrok."),
}


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a replay of a period: how many are in line again, how many could not be, and after which id to go on."""

    count: int
    skipped: int
    following: UUID | None


def replay(context: Context, organisation: str, delivery_id: UUID) -> None:
    """Put one delivery of this organisation in line again, and let a probe through when its line was down. Commits.

    Raises NotFound for what is not theirs, and Conflict with the reason why it cannot be sent again.
    """
    line = own_line(context, organisation, delivery_id)
    case_id = context.session.scalar(select(Delivery.case_id).where(Delivery.id == delivery_id, *over(line)))
    if case_id is None:
        raise NotFound(UNKNOWN)
    case = lock_case(context, case_id)
    if case.hidden:  # while this waited for the lock, it turned out to be of the wrong person
        raise NotFound(UNKNOWN)
    row = lock_rows(context, select(Delivery).where(Delivery.id == delivery_id))[0]
    part = context.session.get_one(Referral, row.referral_id) if row.referral_id else None
    refused = refusal(part, row) or _at_hand(context, line, row)
    if refused is not None:
        raise refused
    put_back(context, part, row)
    if part is not None and row.delivered_at is None:
        journal.tell(context, case, "opnieuw-aangeboden", part)
    journal.audit(context, "bezorging-herhalen", part.number if part else case.number, bezorging=str(row.id))
    probe = update(Channel).where(Channel.organisation == line, Channel.open_since.is_not(None))
    context.session.execute(probe.values(probe_at=context.now))
    settle(context, case)
    context.session.commit()


def replay_period(context: Context, line: str, since: datetime, until: datetime, state: DeliveryState, after: UUID | None) -> Replayed:
    """Put what went over a line in a period and is in this state (dead or done) in line again, the oldest first. Commits each.

    At most :data:`MOST` in one call; what cannot be sent again is skipped. The next call goes on after ``following``.
    """
    query = select(Delivery.id).where(*over(line), *within(Wanted(since, until, state)))
    query = query.where(Delivery.id > after) if after else query
    found = context.session.scalars(query.order_by(Delivery.id).limit(MOST + 1)).all()
    context.session.rollback()
    done = sum(_tried(context, one) for one in found[:MOST])
    return Replayed(done, min(len(found), MOST) - done, found[MOST - 1] if len(found) > MOST else None)


def _tried(context: Context, delivery_id: UUID) -> bool:
    try:
        replay(context, context.actor.organisation or "", delivery_id)
    except LoketError:
        context.session.rollback()
        return False
    return True


def refusal(part: Referral | None, row: Delivery) -> Conflict | None:
    """Why a delivery cannot be sent again; None when it can. ``part`` is None for an event: it says only that something changed."""
    if row.state in WHY_NOT:
        code, why = WHY_NOT[row.state]
        return Conflict(why, code=code)
    if row.body is None:
        return Conflict("De inhoud van dit bericht is gewist. Er is niets meer om te versturen.", code="inhoud-gewist")
    if part is None:
        return None
    if part.organisation != row.organisation:
        return Conflict("Dit deel is intussen van een andere organisatie. Dit bericht gaat niet meer uit.", code="niet-meer-nodig")
    never_arrived = row.kind in FIRST_KINDS and row.delivered_at is None and part.state not in TO_SEND
    if never_arrived or (part.state in ELSEWHERE and row.kind != Kind.WITHDRAWAL.value):
        return Conflict(f"Dit deel is intussen {REFERRAL_WORDS[part.state]}. Het bericht gaat niet meer uit.", code="niet-meer-nodig")
    return None


def _at_hand(context: Context, line: str, row: Delivery) -> Conflict | None:
    """Who fetches has what it fetched at hand: each fetch of the part shows it again."""
    if row.delivered_at is None or not context.catalogue.pulls(line):
        return None
    return Conflict("Uw organisatie haalt zelf op. Haal de deelzaak op: daarin staat dit bericht nog.", code="haalt-zelf-op")


def put_back(context: Context, part: Referral | None, row: Delivery) -> None:
    """Put one row in line again, with all its tries. The case is locked; the caller tells it, settles the case and commits.

    A part that could not be delivered must be sent again.
    """
    if part is not None and row.kind in FIRST_KINDS and part.state is S.UNDELIVERABLE:
        fire(part, Trigger.RETRY, context.now)
        heard(context, part)
    row.tries, row.lost_leases, row.finished_at = 0, 0, None
    if part is not None and context.catalogue.pulls(part.organisation):
        row.state, row.next_attempt_at = DeliveryState.READY, fetch_by_of(context, part.organisation) or context.now
        changed(part)
    else:
        row.state, row.next_attempt_at = DeliveryState.DUE, context.now


def lock_rows(context: Context, query: Select[Delivery]) -> Sequence[Delivery]:
    """These rows as they are now, locked: one that a drain claimed meanwhile comes with the state it has after that."""
    fresh = locked(context.session, query.order_by(Delivery.id)).execution_options(populate_existing=True)
    return context.session.scalars(fresh).all()
