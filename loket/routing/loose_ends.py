"""What would be lost when a part is called back because it goes on elsewhere: refused, or taken along. Parts of a locked case."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from loket.adapters.port import Kind
from loket.cases.base import new_id
from loket.cases.desk import PaperCopy
from loket.cases.models import Answer, Case, Referral
from loket.cases.outbox import OPEN, Delivery, DeliveryState
from loket.cases.states import ReferralState
from loket.errors import Conflict
from loket.routing import standstill
from loket.routing.context import Context
from loket.routing.facts import TO_CONFIRM
from loket.routing.progress import start_answered

#: What a citizen brought in after the request itself: calling a part back would cancel it unsent.
THEIR_WORD = (Kind.COMPLETION, Kind.CORRECTION, Kind.OBJECTION, Kind.DEFAULT_NOTICE, Kind.COMPLAINT)


def refuse_open(context: Context, parts: Sequence[Referral]) -> None:
    """Conflict while something that the citizen brought in waits for its way to who has these parts, or a part waits for one of them."""
    ids = {part.id for part in parts}
    there = Delivery.state.in_((*OPEN, DeliveryState.DEAD)), Delivery.delivered_at.is_(None), Delivery.kind.in_(THEIR_WORD)
    kind = context.session.scalar(select(Delivery.kind).where(Delivery.referral_id.in_(ids), *there).limit(1))
    if kind is not None:
        raise Conflict(f"Er is nog een bericht onderweg ({kind}). Wacht tot de organisatie het heeft.", code="bericht-onderweg")
    beside = [other for part in parts for other in part.case.referrals if other.id not in ids and other.state is ReferralState.PLANNED]
    if any(other.awaits_id in ids for other in beside):
        raise Conflict("Een ander onderdeel van deze zaak wacht op dit onderdeel.", code="ander-deel-wacht")


def refuse_copies(context: Context, parts: Sequence[Referral]) -> None:
    """Conflict while a copy for one of these parts waits to be fetched: calling it back would erase it."""
    waits = PaperCopy.fetched_at.is_(None), PaperCopy.content.is_not(None)
    if context.session.scalar(select(PaperCopy.id).where(PaperCopy.referral_id.in_([part.id for part in parts]), *waits).limit(1)):
        raise Conflict("De organisatie heeft een kopie van een papier nog niet opgehaald.", code="kopie-staat-klaar")


def questions_of(context: Context, products: Collection[str]) -> set[str]:
    """The questions of these products, and those that say how hard a standstill hits."""
    known = [found for slug in products if (found := context.catalogue.products.get(slug))]
    return {key for product in known for key in product.questions} | set(context.catalogue.urgency.weights)


def carry_over(context: Context, source: Case, target: Case, products: Collection[str]) -> None:
    """What the case that loses parts for these products knows more goes to the one where they go on, and its own parts may begin.

    The urgency, and answers to the questions of these products and those that say how hard a standstill hits; each keeps its source,
    and nothing that stands there is overwritten.
    """
    if source.urgent and not target.urgent:
        target.urgent, target.urgency = True, source.urgency
    wanted = questions_of(context, products) - {answer.question for answer in target.answers if answer.source != TO_CONFIRM}
    context.session.add_all(
        Answer(
            id=new_id(context.now),
            case_id=target.id,
            question=answer.question,
            value=answer.value,
            source=answer.source,
            asked_by=answer.asked_by,
            answered_at=answer.answered_at,
            confirms_id=answer.id,
        )
        for answer in source.answers
        if answer.question in wanted and answer.source != TO_CONFIRM
    )
    context.session.flush()
    context.session.expire(target, ["answers"])
    standstill.weigh(context, target)
    start_answered(context, target)
