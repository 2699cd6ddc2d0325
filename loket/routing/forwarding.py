"""The duty to forward (doorzendplicht, Awb 2:3): what is clearly another body's goes on at once, and the applicant is told.

Both happen in one transaction. An organisation that declined this request before, an unknown one, or a third hop is not
forwarded by the machine but left to a person, and the status says so.
"""

from __future__ import annotations

from loket.adapters.port import DeclineReason
from loket.cases.base import new_id
from loket.cases.lifecycle import Trigger, fire, turn_of
from loket.cases.models import Case, Referral
from loket.cases.numbers import referral_number
from loket.cases.outbox import Channel, Delivery
from loket.cases.states import ReferralState
from loket.db import insert_absent, insert_all
from loket.errors import BadRequest, Conflict, Fault
from loket.routing import journal, rules
from loket.routing.compose import request_delivery
from loket.routing.context import Context
from loket.routing.doing import Doing
from loket.routing.progress import heard, lock_part, release

MOST_HOPS = 2
GROUND = "Awb art. 2:3 (doorzendplicht)"
#: Nothing follows on these: the organisation itself says that the matter is settled, and the applicant is told.
ENDS = frozenset({DeclineReason.DUPLICATE.value, DeclineReason.ALREADY_ARRANGED.value})


def after_decline(context: Context, case: Case, part: Referral, right_organisation: str | None, right_product: str | None) -> None:
    """What follows by itself when an organisation hands a part back: the right one gets it, it ends, or a person must choose."""
    if part.decline_reason in ENDS:
        _end(context, case, part)
        return
    why = _why_not(context, case, part, right_organisation)
    if why is None and right_organisation is not None:
        _forward(context, case, part, right_organisation, right_product)
    else:
        journal.tell(context, case, "geen-doorzending", part, reden=why)
        release(context, case, part)


def forward(context: Context, number: str, organisation: str, product: str | None, reason: str) -> str:
    """A person sends a part on to another organisation; returns the successor's deelzaaknummer. Commits.

    Raises NotFound, BadRequest for an unknown organisation or product, Conflict when the part was not handed back.
    """
    case, part = lock_part(context, number)
    doing = Doing(context, "deel-doorzenden", case, part)
    faults = []
    if organisation not in context.catalogue.organisations:
        faults.append(Fault("/organisatie", "onbekend", "Deze organisatie is niet bekend."))
    if product is not None and product not in context.catalogue.products:
        faults.append(Fault("/product", "onbekend", "Dit product is niet bekend."))
    if faults:
        raise BadRequest("De organisatie of het product is niet bekend.", faults=tuple(faults))
    if part.state not in (ReferralState.DECLINED, ReferralState.UNDELIVERABLE):
        raise Conflict(
            "Alleen een deel dat is teruggegeven of niet bezorgd kon worden, kan door naar een ander.", code="past-niet-bij-status"
        )
    successor = _forward(context, case, part, organisation, product, reason)
    doing.done(naar=organisation)
    return successor.number


def return_to_sender(context: Context, number: str, told: str) -> None:
    """A person records that nothing follows and what the applicant was told ("terug naar afzender"). Commits."""
    case, part = lock_part(context, number)
    doing = Doing(context, "deel-terug-naar-afzender", case, part)
    _end(context, case, part, told)
    doing.done(tot="terug-naar-afzender")  # its word for everybody is that of a part that was only handed back


def _why_not(context: Context, case: Case, part: Referral, organisation: str | None) -> str | None:
    if organisation is None:
        return "de organisatie noemde niet wie het wel kan doen"
    if organisation not in context.catalogue.organisations:
        return "de genoemde organisatie is hier niet bekend"
    if part.hops + 1 > MOST_HOPS:
        return "de vraag is al twee keer doorgestuurd"
    if organisation in _chain(case, part):
        return "de genoemde organisatie gaf deze vraag al terug"
    return None


def _chain(case: Case, part: Referral) -> set[str]:
    """The organisations that had this request before, this one included."""
    by_id = {other.id: other for other in case.referrals}
    found, step = set[str](), part
    while True:
        found.add(step.organisation)
        if step.predecessor_id is None or step.predecessor_id not in by_id:
            return found
        step = by_id[step.predecessor_id]


def _end(context: Context, case: Case, part: Referral, told: str | None = None) -> None:
    fire(part, Trigger.RETURN, context.now)
    heard(context, part)
    journal.tell(context, case, "terug-naar-afzender", part, toelichting=told or part.explanation)
    release(context, case, part)


def _forward(context: Context, case: Case, part: Referral, organisation: str, product: str | None, reason: str | None = None) -> Referral:
    slug = rules.successor_product(context.catalogue, part.product, part.organisation, organisation, product)
    successor = add_successor(context, case, part, organisation, slug)
    fire(part, Trigger.FORWARD, context.now)
    heard(context, part)
    journal.tell(context, case, "doorgezonden", part, naar=organisation, toelichting=reason, opvolger=successor.number)
    journal.tell(context, case, "deel-gemaakt", successor, reden=successor.reason)
    release(context, case, part)
    return successor


def add_successor(context: Context, case: Case, part: Referral, organisation: str, slug: str) -> Referral:
    """The part that takes the place of ``part`` at another organisation or for another product, with its message in the outbox.

    The caller ends ``part`` and tells of it, settles and commits.
    """
    successor = _successor(context, case, part, organisation, slug)
    context.session.add(successor)
    context.session.flush()
    case.referrals.append(successor)
    heard(context, successor)
    insert_absent(context.session, Channel, [{"organisation": organisation, "failures": 0, "probes": 0}], "organisation")
    insert_all(context.session, Delivery, [request_delivery(context, case, successor)])
    return successor


def _successor(context: Context, case: Case, part: Referral, organisation: str, slug: str) -> Referral:
    product = context.catalogue.products[slug]
    ordinal = max(other.ordinal for other in case.referrals) + 1
    return Referral(
        id=new_id(context.now),
        case_id=case.id,
        ordinal=ordinal,
        number=referral_number(case.number, ordinal),
        organisation=organisation,
        product=slug,
        way=part.way,
        for_role=part.for_role,
        reason=f"Doorgestuurd: {part.reason}"[:300],
        ground=GROUND,
        terms=product.applied() | {"gevoelig": product.sensitive or part.terms.get("gevoelig")},  # it is still about the same matter
        state=ReferralState.PENDING,
        state_since=context.now,
        turn=turn_of(ReferralState.PENDING),
        hops=part.hops + 1,
        predecessor_id=part.id,
        suspended_days=0,
    )
