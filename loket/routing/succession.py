"""A gemeente was abolished: its open work moves to the successor, by one command (practice rule 31)."""

from __future__ import annotations

from sqlalchemy import select, update

from loket.cases.lifecycle import OPEN
from loket.cases.models import Case, Referral
from loket.cases.outbox import WAITING, Channel, Delivery
from loket.db import insert_absent
from loket.errors import BadRequest, Fault
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.progress import lock_case, settle


def follow(context: Context, old: str, new: str) -> int:
    """Move the open parts of gemeente ``old`` (gemeentecode) to gemeente ``new``, with what still had to be sent. Commits per case.

    Parts keep their numbers and terms: by law the successor takes over as it stands (Wet arhi art. 57). Returns how many moved;
    may be run again. BadRequest when ``new`` is no current gemeente, or ``old`` still is one without a successor.
    """
    _check(context, old, new)
    source, target = f"gemeente-{old}", f"gemeente-{new}"
    query = select(Referral.case_id).where(Referral.organisation == source, Referral.state.in_(list(OPEN))).distinct()
    cases = context.session.scalars(query).all()
    context.session.rollback()
    insert_absent(context.session, Channel, [{"organisation": target, "failures": 0, "probes": 0}], "organisation")
    moved = 0
    for case_id in cases:
        case = lock_case(context, case_id)
        moved += _move(context, case, source, target)
        if case.gemeente_code == old:
            case.gemeente_code = new
        settle(context, case)
        context.session.commit()
    return moved


def _check(context: Context, old: str, new: str) -> None:
    faults = []
    if new not in context.catalogue.gemeenten:
        faults.append(Fault("/nieuw", "onbekend", f"{new} is geen gemeente van nu."))
    if old in context.catalogue.gemeenten and context.catalogue.organisations[f"gemeente-{old}"].valid_to is None:
        faults.append(Fault("/oud", "bestaat-nog", f"{old} bestaat nog: geef de gemeente eerst een einddatum in config/."))
    if faults:
        raise BadRequest(" ".join(fault.detail for fault in faults), faults=tuple(faults))


def _move(context: Context, case: Case, source: str, target: str) -> int:
    parts = [part for part in case.referrals if part.organisation == source and part.state in OPEN]
    for part in parts:
        journal.tell(context, case, "opvolging", part, naar=target)
        part.organisation = target
        waiting = update(Delivery).where(Delivery.referral_id == part.id, Delivery.state.in_(WAITING))
        context.session.execute(waiting.values(organisation=target))
    journal.audit(context, "gemeente-opvolgen", case.number, van=source, naar=target, delen=len(parts))
    return len(parts)
