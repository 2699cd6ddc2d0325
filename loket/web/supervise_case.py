"""The supervisor's page of one case: the shared status, why it stands still, and each act that can be done now, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from loket.cases import numbers, queries
from loket.cases.acts import CaseLink
from loket.cases.models import Case, Participant, Referral
from loket.cases.states import ReferralState
from loket.errors import BadRequest, Fault, LoketError, NotFound
from loket.routing import (
    closing,
    coordinating,
    forwarding,
    journal,
    mandated,
    merging,
    reassignment,
    reminders,
    sourced_notes,
    splitting,
    stuck_list,
    supervise,
)
from loket.routing.context import Context
from loket.routing.mandate import ACTS
from loket.routing.outgoing import outgoing
from loket.routing.sourced_notes import Heard
from loket.routing.stuck_list import NOBODY
from loket.routing.withdrawal import at_their_word
from loket.web import act_forms, changes, stuck_filters, texts_acts, texts_stuck, texts_work
from loket.web.act_forms import ActForm
from loket.web.case_view import find
from loket.web.guard import acting, guarded, looking
from loket.web.parts import organisation_name, parts, today
from loket.web.typed import organisation_slug

supervise_case = guarded("supervise_case")

Page = str | Response | tuple[str, int]
Values = Mapping[str, Any]
Act = Callable[[Context, str, Values], object]
#: What an act in the name of an organisation says → its field in the form.
REPORTED = {"outcome": "uitkomst", "decided_on": "datumBesluit", "announced_on": "bekendgemaaktOp", "new_due": "nieuweEinddatum"}
Shown = dict[str, Any]
Coordinators = tuple[tuple[str, str], ...]


@supervise_case.get("/vastgelopen/zaken/<number>")
def page(number: str) -> str:
    case = _found(number)
    text = _page(case)
    journal.record_read(acting(), case)
    return text


@supervise_case.post("/vastgelopen/zaken/<number>/<stap>")
def act_on_case(number: str, stap: str) -> Page:
    """Do something with the whole case."""
    if stap not in ON_CASE:
        raise NotFound("Deze handeling bestaat niet.")
    return _act(find(acting(), number), None, stap, ON_CASE[stap])


@supervise_case.post("/vastgelopen/deelzaken/<number>/handelingen/<handeling>")
def act_on_part(number: str, handeling: str) -> Page:
    """Do something with one part."""
    if handeling not in ON_PART and handeling not in ACTS:
        raise NotFound("Deze handeling bestaat niet.")
    part = queries.find_referral(acting().session, number)
    return _act(part.case, part, handeling, ON_PART.get(handeling) or _by_mandate(handeling))


def _act(case: Case, part: Referral | None, act: str, do: Act) -> Page:
    """Check what was typed and do it; the page again with what is wrong, or with what changed since it was opened (409)."""
    context, case_number, number = acting(), case.number, part.number if part else case.number
    if changed := changes.since_opened(case_number):
        return _page(_found(case_number), (number, act), changed=changed), changes.CONFLICT
    form = next((one for one in _forms(context, find(context, case_number), _coordinators(context))[number] if one.act == act), None)
    if form is None or not form.fields:
        return _refused(case_number, texts_acts.NOT_NOW)
    typed = act_forms.read(form, request.form)
    try:
        if typed.errors:
            raise BadRequest(next(iter(typed.errors.values())))
        do(context, number, typed.values)
    except BadRequest as refused:
        context.session.rollback()
        errors = typed.errors or {fault.pointer.strip("/"): fault.detail for fault in refused.faults} or {"reden": refused.detail}
        return _page(_found(case_number), (number, act), errors)
    except LoketError as refused:
        return _refused(case_number, refused.detail)
    parts().wake()
    flash(texts_acts.DONE.get(act, texts_acts.DONE_IN_NAME), "goed")
    return redirect(_address(case_number))


def _refused(number: str, why: str) -> Response:
    acting().session.rollback()
    flash(why, "fout")
    return redirect(_address(number))


def _address(number: str) -> str:
    """This page, with the filters of the list that one came from: so the way back keeps them."""
    filters: Shown = {**stuck_filters.kept(request.args)}
    return url_for("supervise_case.page", number=number, **filters)


def _forms(context: Context, case: Case, coordinators: Coordinators) -> dict[str, list[ActForm]]:
    """What can be done now, by deelzaaknummer and zaaknummer, as far as one may know what it is about."""
    viewer, day = looking(), today()
    sent = outgoing(context, case.referrals)
    seen = [part for part in case.referrals if viewer.sees_content(case, part)]
    found: dict[str, list[ActForm]] = {}
    for part in case.referrals:
        named = part in seen or not part.terms.get("gevoelig")
        found[part.number] = act_forms.part_forms(context, part, sent[part.id], day, named=named, content=part in seen)
    on_case = act_forms.case_forms(context, case, seen, whole=viewer.sees_case(case))
    following = act_forms.follow_forms(context, case, coordinators, day)
    return found | {case.number: [*on_case, *following]}


def _coordinators(context: Context) -> Coordinators:
    """Who can follow a case, as the form of that offers it."""
    return (*stuck_list.coordinators(context.session), texts_stuck.NOBODY)


def _found(number: str) -> Case:
    """The case with all that the page needs of it, in two statements."""
    with_people = joinedload(Case.participants).joinedload(Participant.person)
    query = select(Case).options(selectinload(Case.referrals), with_people)
    return acting().session.scalars(query.where(Case.number == numbers.parse_case_number(number), ~Case.hidden)).unique().one()


def _page(case: Case, tried: tuple[str, str] = ("", ""), errors: Mapping[str, str] | None = None, changed: Sequence[Shown] = ()) -> str:
    """The page; ``tried`` is the form (whose, which act) that needs another look."""
    context, viewer = acting(), looking()
    notes = sourced_notes.of_case(context, case)
    seen = {part.id for part in case.referrals if viewer.sees_content(case, part)}
    links = select(CaseLink).where(CaseLink.case_id == case.id).order_by(CaseLink.at, CaseLink.id)
    whole, coordinators = viewer.sees_case(case), _coordinators(context)
    lines = {part.id: queries.part_status(case, part, viewer, organisation_name) for part in case.referrals}
    return render_template(
        "bijsturen.html",
        case=case,
        sentence=queries.sentence(case, organisation_name),
        stuck=queries.stuck(case, warned=True),
        lines=list(lines.values()),
        awaited={part.number: lines[part.awaits_id] for part in case.referrals if _waits(part) and part.awaits_id in lines},
        followed=dict(coordinators).get(case.coordinator, case.coordinator) if case.coordinator else None,
        whole=whole,
        forms=_forms(context, case, coordinators),
        tried=tried,
        errors=errors or {},
        changed=changed,
        leave=_address(case.number),
        filters=stuck_filters.kept(request.args),
        form=request.form,
        notes=[note for note in notes if note.referral_id in seen or (whole and note.referral_id is None)],
        numbers={part.id: part.number for part in case.referrals},
        links=context.session.scalars(links).all() if whole else (),
        ways=sourced_notes.WAYS,
        names=sorted({entry.short_name for entry in context.catalogue.organisations.values()}, key=str.casefold),
        versie=changes.state_of(case),
        t=texts_acts,
        w=texts_stuck,
    )


def _waits(part: Referral) -> bool:
    return part.state is ReferralState.PLANNED


def _organisation(typed: str) -> str:
    """The slug of an organisation that was typed by name; BadRequest for any other text."""
    if slug := organisation_slug(parts().catalogue, typed):
        return slug
    raise BadRequest(texts_acts.UNKNOWN_ORGANISATION, faults=(Fault("/organisatie", "onbekend", texts_acts.UNKNOWN_ORGANISATION),))


def _told(typed: Values) -> dict[str, Any]:
    return {name: typed.get(field) for name, field in REPORTED.items()}


def _heard(typed: Values) -> Heard:
    return Heard(typed["door"], typed["op"], typed["wijze"], typed["woorden"])


def _by_mandate(act: str) -> Act:
    return lambda context, number, typed: mandated.act(context, number, mandated.report_of(act, **_told(typed)), _why(typed))


def _why(typed: Values) -> str:
    """The reason, led by why the term stands still where that was asked."""
    ground = dict(texts_work.GROUNDS).get(typed.get(act_forms.GROUND) or "")
    return f"{texts_work.GROUND_TOLD.format(reden=ground)} {typed['reden']}" if ground else str(typed["reden"])


def _assign(context: Context, number: str, typed: Values) -> None:
    who = None if typed["wie"] == NOBODY else typed["wie"]
    coordinating.assign(context, number, who, typed["reden"], dict(stuck_list.coordinators(context.session)))


def _merge(context: Context, number: str, typed: Values) -> None:
    """Lets go of the lock on this case first: both are locked in one order, and a colleague may merge them the other way round."""
    context.session.rollback()
    merging.merge(context, number, typed["andereZaak"], typed["reden"])


def _record(context: Context, number: str, typed: Values) -> None:
    act = typed.get("handeling")
    mandated.record(context, number, _heard(typed), mandated.report_of(act, **_told(typed)) if act else None)


ON_PART: Mapping[str, Act] = {
    "opnieuw": lambda context, number, typed: supervise.retry(context, number, typed["reden"]),
    "herinneren": lambda context, number, typed: reminders.remind(context, number, typed["reden"]),
    "route": lambda context, number, typed: reassignment.reassign(
        context, number, _organisation(typed["organisatie"]), typed["product"], typed["reden"]
    ),
    "doorsturen": lambda context, number, typed: forwarding.forward(
        context, number, _organisation(typed["organisatie"]), None, typed["reden"]
    ),
    "terug": lambda context, number, typed: forwarding.return_to_sender(context, number, typed["reden"]),
    "mededeling": _record,
}
ON_CASE: Mapping[str, Act] = {
    "intrekken": lambda context, number, typed: at_their_word(context, number, typed["delen"], _heard(typed), typed["wie"]),
    "samenvoegen": _merge,
    "splitsen": lambda context, number, typed: splitting.split(context, number, typed["delen"], typed.get("zonder") or (), typed["reden"]),
    "sluiten": lambda context, number, typed: closing.close(context, number, typed["hoe"], reason=typed["reden"]),
    "heropenen": lambda context, number, typed: closing.reopen(context, number, typed["reden"]),
    "toewijzen": _assign,
    "uitstellen": lambda context, number, typed: coordinating.snooze(context, number, typed["tot"], typed["reden"]),
    "uitstel-beeindigen": lambda context, number, typed: coordinating.wake(context, number, typed["reden"]),
}
