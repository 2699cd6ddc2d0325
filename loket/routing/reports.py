"""What each status report does to a part: one table, verb → trigger and effect.

The caller holds the lock on the case and commits. A report that comes too late is told on the timeline and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from loket.adapters.port import Kind, Report, Verb
from loket.cases.deadlines import suspension_days
from loket.cases.lifecycle import Fired, Trigger, fire
from loket.cases.models import Case, Referral
from loket.cases.outbox import OPEN, Delivery
from loket.cases.states import CaseState, ReferralState
from loket.cases.words_messages import Template
from loket.errors import BadRequest, Fault
from loket.routing import forwarding, journal, legal_steps, messages, rules
from loket.routing.context import Context
from loket.routing.overtaken import LATE, overtaken
from loket.routing.progress import GRANTING, heard, reckon_term, release, settle, today

Effect = Callable[[Context, Referral, Report], None]
_TEMPLATES = {Verb.INFORMATION_ASKED: Template.ASKED, Verb.DECIDED: Template.DECIDED, Verb.REVISED: Template.DECIDED}
S = ReferralState


def apply(context: Context, case: Case, part: Referral, report: Report, *, quiet: bool = False) -> Fired:
    """Apply one report to a part of a locked case.

    Returns whether it moved, or why it was ignored. Raises Conflict when it makes no sense in this state and BadRequest when
    its dates do. ``quiet`` leaves late messages off the timeline: a state that is read back repeats what is known.
    """
    trigger, effect = TABLE[report.verb]
    was_settled = case.state is CaseState.SETTLED
    _check(context, report)
    stale = None if quiet else overtaken(context, part, report)  # what is read back is the present
    fired = _refuse_carrying_out(part, report) or stale or fire(part, trigger, context.now)
    if report.reference:
        part.reference = report.reference[:120]
    if not fired.moved:
        _late(context, case, part, report, fired, quiet)
        return fired
    if report.explanation:
        part.explanation = report.explanation
    part.supplied_at = None
    effect(context, part, report)
    heard(context, part)
    journal.tell(context, case, report.verb.value, part, **_details(report))
    _afterwards(context, case, part, report)
    settle(context, case)
    _tell_citizen(context, case, report, ended=case.state is CaseState.SETTLED and not was_settled)
    return fired


def _tell_citizen(context: Context, case: Case, report: Report, *, ended: bool) -> None:
    """One message for what happened: the end of the case says more than the last decision in it."""
    template = Template.ENDED if ended else _TEMPLATES.get(report.verb)
    if template is not None:
        messages.send(context, case, template)


def read_back(context: Context, case: Case, part: Referral, report: Report) -> None:
    """Apply a report that repeats the organisation's present state: only what is new in it counts, another outcome is a revision.

    Late and impossible ones are left alone: the state is read again anyway.
    """
    if report.verb is Verb.DECIDED and part.outcome is not None and report.outcome is not None and report.outcome.value != part.outcome:
        report = replace(report, verb=Verb.REVISED)
    if not _repeats(context, part, report):
        apply(context, case, part, report, quiet=True)


def _repeats(context: Context, part: Referral, report: Report) -> bool:
    if report.verb is Verb.INFORMATION_ASKED:
        known = (part.state, part.information_due_on, part.asked)
        return known == (S.NEEDS_INFORMATION, report.information_due, list(report.questions)) or _was_given(context, part)
    if report.verb is Verb.EXTENDED:
        return part.extended_to is not None and part.extended_to == report.new_due
    return False


def _was_given(context: Context, part: Referral) -> bool:
    """Whether the applicant gave what was asked and it is still on its way: until it arrives, their system goes on asking."""
    under_way = Delivery.state.in_(OPEN)
    query = select(Delivery.id).where(
        Delivery.referral_id == part.id, Delivery.kind == Kind.COMPLETION.value, under_way, Delivery.delivered_at.is_(None)
    )
    return context.session.scalars(query).first() is not None


def _check(context: Context, report: Report) -> None:
    if report.information_due is not None and report.information_due <= today(context):
        fault = Fault("/data/hersteltermijn", "in-verleden", "De hersteltermijn moet in de toekomst liggen (Awb 4:5).")
        raise BadRequest("De hersteltermijn ligt in het verleden.", faults=(fault,))


def _refuse_carrying_out(part: Referral, report: Report) -> Fired | None:
    if report.verb is Verb.CARRIED_OUT and not part.terms.get("levert"):
        return Fired(False, "bij dit product hoort geen levering")
    return None


def _late(context: Context, case: Case, part: Referral, report: Report, fired: Fired, quiet: bool) -> None:
    if report.verb is Verb.CARRIED_OUT and part.terms.get("levert") and part.state not in (S.DECIDED, S.DELIVERED, S.CLOSED):
        part.carried_out_at = context.now  # the decision may still be on its way: see _decide
    if quiet:
        return
    confirms = report.verb is Verb.INFORMATION_RECEIVED and part.state is S.ACCEPTED  # the part went on when the applicant gave it
    if confirms and part.supplied_at is not None:
        part.supplied_at = None
        heard(context, part)
    kind = report.verb.value if confirms else LATE
    happened = report.at.isoformat() if report.at else None
    journal.tell(context, case, kind, part, reden=fired.reason, soort=report.verb.value, gebeurdOp=happened)
    settle(context, case)


def _details(report: Report) -> dict[str, Any]:
    return {
        "toelichting": report.explanation,
        "kenmerk": report.reference,
        "uitkomst": report.outcome.value if report.outcome else None,
        "reden": report.reason.value if report.reason else None,
        "hersteltermijn": report.information_due.isoformat() if report.information_due else None,
        "nieuweEinddatum": report.new_due.isoformat() if report.new_due else None,
        "gevraagd": list(report.questions),
        "gebeurdOp": report.at.isoformat() if report.at else None,
    }


def _nothing(context: Context, part: Referral, _report: Report) -> None:
    _arrived(context, part)


def _arrived(context: Context, part: Referral) -> None:
    """A report proves that the organisation has the part, also when their 2xx never reached us."""
    if part.received_by_organisation_at is None:
        part.sent_at = part.sent_at or context.now
        part.received_by_organisation_at = context.now
        reckon_term(context, part)


def _receive(context: Context, part: Referral, report: Report) -> None:
    _arrived(context, part)
    part.confirmed_at = report.at or context.now


def _ask(context: Context, part: Referral, report: Report) -> None:
    _arrived(context, part)
    part.asked = list(report.questions)
    part.information_due_on = report.information_due
    part.suspended_on = part.suspended_on or today(context)


def _suspend(context: Context, part: Referral, _report: Report) -> None:
    _arrived(context, part)
    part.suspended_on = today(context)


def resume(context: Context, part: Referral, _report: Report | None = None) -> None:
    """The clock runs again: the days that it stood still are added to the term (Awb 4:15)."""
    if part.suspended_on is not None:
        lapsed = part.information_due_on + timedelta(days=1) if part.information_due_on else today(context)
        until = min(today(context), lapsed)
        part.suspended_days += suspension_days(part.suspended_on, until)
    part.suspended_on = None
    part.information_due_on = None
    part.asked = None
    reckon_term(context, part)


def _extend(context: Context, part: Referral, report: Report) -> None:
    _arrived(context, part)
    part.extended_to = part.due_on = report.new_due
    reckon_term(context, part)


def _decide(context: Context, part: Referral, report: Report) -> None:
    _arrived(context, part)
    if part.suspended_on is not None:
        resume(context, part)
    part.outcome = report.outcome.value if report.outcome else None
    part.decided_on = report.decided_on or today(context)
    part.announced_on = report.announced_on
    part.points_to = report.right_product or report.right_organisation
    part.objection_until = legal_steps.last_day(context.catalogue, part)


def _carry_out(context: Context, part: Referral, report: Report) -> None:
    part.carried_out_at = report.at or context.now


def _decline(context: Context, part: Referral, report: Report) -> None:
    _arrived(context, part)
    part.decline_reason = report.reason.value if report.reason else None
    part.points_to = report.right_product or report.right_organisation


TABLE: dict[Verb, tuple[Trigger, Effect]] = {
    Verb.RECEIVED: (Trigger.RECEIVE, _receive),
    Verb.TAKEN_UP: (Trigger.ACCEPT, _nothing),
    Verb.DECLINED: (Trigger.DECLINE, _decline),
    Verb.INFORMATION_ASKED: (Trigger.ASK, _ask),
    Verb.INFORMATION_RECEIVED: (Trigger.COMPLETE, resume),
    Verb.SUSPENDED: (Trigger.SUSPEND, _suspend),
    Verb.RESUMED: (Trigger.RESUME, resume),
    Verb.EXTENDED: (Trigger.EXTEND, _extend),
    Verb.DECIDED: (Trigger.DECIDE, _decide),
    Verb.CARRIED_OUT: (Trigger.CARRY_OUT, _carry_out),
    Verb.REVISED: (Trigger.REVISE, _decide),
    Verb.CLOSED: (Trigger.CLOSE, _nothing),
}


def _afterwards(context: Context, case: Case, part: Referral, report: Report) -> None:
    if report.verb is Verb.DECLINED:
        forwarding.after_decline(context, case, part, report.right_organisation, report.right_product)
    elif report.verb in (Verb.DECIDED, Verb.REVISED):
        release(context, case, part)
        _warn_of_collisions(context, case)
        done = report.verb is Verb.DECIDED and part.carried_out_at is not None and part.outcome in GRANTING
        if done and fire(part, Trigger.CARRY_OUT, context.now).moved:
            heard(context, part)
            journal.tell(context, case, Verb.CARRIED_OUT.value, part)


def _warn_of_collisions(context: Context, case: Case) -> None:
    outcomes = {part.product: part.outcome for part in case.referrals if part.outcome}
    told = {event.details.get("botsing") for event in case.events if event.type == "botsing"}
    for collision in rules.outcome_collisions(context.catalogue, case.life_event, outcomes):
        if collision.slug not in told:
            journal.tell(context, case, "botsing", botsing=collision.slug, woorden=collision.words)
