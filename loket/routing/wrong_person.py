"""A case was opened for the wrong person (practice rule 19): everything is called back, and it begins again for the right one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from loket.adapters.port import Kind
from loket.cases.lifecycle import FINAL, Trigger, fire
from loket.cases.models import Answer, Case, Participant, Referral
from loket.cases.outbox import OPEN, WAITING, Delivery, DeliveryState
from loket.cases.privacy import WRONG_PERSON as KIND
from loket.cases.privacy import Breach
from loket.cases.queries import find_case
from loket.db import insert_all
from loket.errors import BadRequest, Conflict, Fault
from loket.routing import breaches, intake, journal, messages, paper_copies, rules
from loket.routing.again import given_again, line_again
from loket.routing.compose import TO_CONFIRM, follow_up, newest
from loket.routing.context import Context
from loket.routing.disclosure import Disclosure, disclosures
from loket.routing.drafts import answer_rows
from loket.routing.entries import EVERYONE
from loket.routing.progress import heard, lock_case, settle, today
from loket.routing.request import APPLICANT, PersonGiven, ProductChoice, Request
from loket.routing.tailored import tables

REPORTED = "verkeerde-persoon-gemeld"
CALL_BACK = "Dit verzoek stond op naam van de verkeerde persoon. Verwijder alle gegevens die bij dit nummer horen."
MARGIN = timedelta(seconds=1)
RECTIFIED = "hersteld: de vorige zaak stond op naam van de verkeerde persoon"


def wrong_person(context: Context, number: str, correct: PersonGiven, reason: str) -> str:
    """Move a case to the right person; returns the number of the new case. Commits.

    What did not leave is stopped; who got anything is told to delete it (``intrekking``); the old case is hidden from everybody but
    the privacy officer; a breach entry says who received which fields. The new case has the same life event, products, other people
    and first knock. Its answers wait to be confirmed: none is sent before it is given again.
    NotFound; BadRequest without a reason or when ``correct`` is the case's own applicant.
    """
    old = lock_case(context, find_case(context.session, number).id)
    _check(old, correct, reason)
    sent = [one for part in old.referrals for one in disclosures(context, old, part)]
    for part in old.referrals:
        _call_back(context, old, part)
    _stop_beside(context, old)
    _stop_events(context, old)
    tables.end_all(context, old)
    journal.tell(context, old, KIND, toelichting=reason)
    old.hidden, old.joinable = True, False
    settle(context, old)
    new = _open_again(context, old, correct)
    _account(context, old, new, sent, reason)
    context.session.commit()
    return new.number


def report(context: Context, number: str, reason: str) -> None:
    """A desk says that a case stands on the wrong person's name. Commits.

    What did not leave the house is stopped: those parts are withdrawn, and messages that nobody tried yet are cancelled. Nothing more
    happens by itself: calling back, moving and hiding is for the privacy officer, who finds a breach entry whose 72 hours run from
    now. NotFound; BadRequest without a reason; Conflict when it was reported already.
    """
    case = lock_case(context, find_case(context.session, number).id)
    if not reason.strip():
        raise BadRequest("Vul in wat er niet klopt.", faults=(Fault("/reden", "verplicht", "Vul in wat er niet klopt."),))
    if reported_breach(context, case) is not None:
        raise Conflict("Dit is al gemeld. De privacyfunctionaris kijkt ernaar.", code="al-gemeld")
    sent = [one for part in case.referrals for one in disclosures(context, case, part)]
    for part in case.referrals:
        _stop_unsent(context, case, part)
    _stop_beside(context, case)
    case.joinable = False
    breaches.record(context, KIND, reason, {one.person.pseudonym for one in case.participants}, case_number=case.number, receipts=sent)
    journal.tell(context, case, REPORTED, toelichting=reason)
    journal.audit(context, REPORTED, case.number)
    journal.log_processing(context, "verkeerde-persoon-melden", [case.person.pseudonym])
    settle(context, case)
    context.session.commit()


def reported_breach(context: Context, case: Case) -> Breach | None:
    """The breach entry of a desk's report on this case, if there is one."""
    query = select(Breach).where(Breach.case_number == case.number, Breach.kind == KIND).order_by(Breach.known_at)
    return context.session.scalars(query).first()


def _stop_beside(context: Context, case: Case) -> None:
    """No message to the citizen leaves that waited, and no copy of a paper that nobody fetched."""
    messages.stop(context, case)
    paper_copies.drop_copies(context, case.referrals)


def _stop_events(context: Context, case: Case) -> None:
    """No subscriber hears of a case that exists for nobody any more; a gap in its numbers says that something was not told."""
    waiting = update(Delivery).where(Delivery.case_id == case.id, Delivery.kind == Kind.EVENT.value, Delivery.state.in_(WAITING))
    context.session.execute(waiting.values(state=DeliveryState.CANCELLED, finished_at=context.now))


def _stop_unsent(context: Context, case: Case, part: Referral) -> None:
    due = Delivery.state.in_(WAITING)
    rows = context.session.scalars(select(Delivery).where(Delivery.referral_id == part.id, due, Delivery.attempts == 0)).all()
    for row in rows:
        row.state, row.finished_at = DeliveryState.CANCELLED, context.now
    gone = part.received_by_organisation_at is not None or part.sent_at is not None or _was_tried(context, part)
    if not gone and part.state not in FINAL and fire(part, Trigger.WITHDRAW, context.now).moved:
        heard(context, part)
        part.asked = part.information_due_on = None
        journal.tell(context, case, "ingetrokken", part)


def _was_tried(context: Context, part: Referral) -> bool:
    tried = select(Delivery.id).where(Delivery.referral_id == part.id, Delivery.attempts > 0)
    return context.session.scalars(tried.limit(1)).first() is not None


def _check(old: Case, correct: PersonGiven, reason: str) -> None:
    if not reason.strip():
        raise BadRequest("Vul in wat er misging.")
    if correct.role != APPLICANT:
        raise BadRequest("De juiste persoon wordt de aanvrager.")
    if correct.bsn is not None and correct.bsn == old.person.bsn:
        raise BadRequest("Deze zaak staat al op naam van deze persoon.")


def _call_back(context: Context, old: Case, part: Referral) -> None:
    """Stop what waits. Whoever may have something is told, also when a try is under way: that one is over when its lease is."""
    query = select(Delivery).where(Delivery.referral_id == part.id, Delivery.kind != Kind.FETCH.value)
    rows = list(context.session.scalars(query))
    open_ones = [row for row in rows if row.state in OPEN]
    quiet_from = max([context.now, *(row.lease_until + MARGIN for row in open_ones if row.lease_until)])
    for row in open_ones:
        row.state, row.finished_at = DeliveryState.CANCELLED, context.now
    if part.received_by_organisation_at or any(row.attempts or row.state is DeliveryState.DONE for row in rows):
        message = follow_up(context, old, part, Kind.WITHDRAWAL.value, reden=CALL_BACK)
        insert_all(context.session, Delivery, [message | {"next_attempt_at": max(message["next_attempt_at"], quiet_from)}])
    if part.state not in FINAL and fire(part, Trigger.WITHDRAW, context.now).moved:
        heard(context, part)
        part.asked = part.information_due_on = None
        journal.tell(context, old, "ingetrokken", part)


def _open_again(context: Context, old: Case, correct: PersonGiven) -> Case:
    """The same request for the right person, with the routes that hold for them."""
    kept = _request(context, old, correct)
    gemeente = rules.find_gemeente(context.catalogue, kept)
    proposal = rules.propose(context.catalogue, replace(kept, life_event=None), gemeente.code, today(context))
    lines = tuple(line_again(line) for line in old.lines if line.way in ("vanzelf", "zelf-doen", "waarschuwing"))
    opened = intake.open_new(context, kept, replace(proposal, lines=(*lines, *proposal.lines)), RECTIFIED)
    new = find_case(context.session, opened.number)
    rows = answer_rows(context, new.id, newest(old.answers))
    insert_all(context.session, Answer, [row | {"source": TO_CONFIRM} for row in rows])
    journal.tell(context, new, "verkeerde-persoon-hersteld")
    return new


def _request(context: Context, old: Case, correct: PersonGiven) -> Request:
    first = [part for part in old.referrals if part.predecessor_id is None]
    return Request(
        applicant=correct,
        channel=old.channel,
        counter=old.counter,
        others=tuple(given_again(one) for one in old.participants if one.role != APPLICANT and one.person.bsn != (correct.bsn or "")),
        life_event=old.life_event,
        products=tuple(_choice(context, part) for part in first),
        chosen_gemeente=correct.gemeente_code,
        urgent=old.urgent,
        urgency=old.urgency,
        knocked_at=old.knocked_at,
    )


def _choice(context: Context, part: Referral) -> ProductChoice:
    product = context.catalogue.products.get(part.product)
    fixed = part.organisation if product is not None and product.executor == EVERYONE else None
    return ProductChoice(part.product, fixed, part.for_role, part.reason)


def _account(context: Context, old: Case, new: Case, sent: Sequence[Disclosure], reason: str) -> None:
    """The breach entry and both logs. Touched are the wrong person, whose number was used, and the right one, whose story it was."""
    persons: Iterable[Participant] = (*old.participants, *new.participants)
    subjects = {one.person.pseudonym for one in persons}
    known = reported_breach(context, old)
    if known is None:
        breaches.record(context, KIND, reason, subjects, case_number=old.number, new_case_number=new.number, receipts=sent)
    else:
        breaches.complete(context, known, subjects, new_case_number=new.number, receipts=sent)
    journal.audit(context, "zaak-overzetten", old.number)
    journal.log_processing(context, "zaak-overzetten", sorted(subjects))
