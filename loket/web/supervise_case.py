"""The supervisor's page of one case: the shared status, why it stands still, and each act that can be done now, with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from loket.cases import numbers, queries
from loket.cases.acts import CaseLink
from loket.cases.models import Case, Participant, Referral
from loket.cases.states import ReferralState
from loket.cases.stuck_reasons import REASONS
from loket.cases.stuck_reasons import Act as Advice
from loket.errors import BadRequest, LoketError, NotFound
from loket.routing import journal, sourced_notes, stuck_list
from loket.routing.context import Context
from loket.routing.mandate import ACTS
from loket.routing.outgoing import Outgoing, outgoing, to_pass_on
from loket.web import act_forms, changes, relations, stuck_filters, texts_acts, texts_stuck
from loket.web.act_forms import ActForm
from loket.web.case_view import find
from loket.web.guard import acting, grounds, guarded, looking
from loket.web.parts import organisation_name, parts, today
from loket.web.supervise_acts import ON_CASE, ON_PART, Act, by_mandate
from loket.web.typed import by_field

supervise_case = guarded("supervise_case")

#: What is recommended → the forms that do it, the first that is offered.
RECOMMENDED: Mapping[Advice, tuple[str, ...]] = {
    Advice.CHOOSE: ("organisatie-kiezen", "sluiten"),
    Advice.REROUTE: ("doorsturen",),
    Advice.TALK: ("mededeling",),
    Advice.RETRY: ("opnieuw",),
    Advice.ASK: ("herinneren", "mededeling"),
}

Page = str | Response | tuple[str, int]
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
    return _act(part.case, part, handeling, ON_PART.get(handeling) or by_mandate(handeling))


def _act(case: Case, part: Referral | None, act: str, do: Act) -> Page:
    """Check what was typed and do it; the page again with what is wrong, or with what changed since it was opened (409)."""
    context, case_number, number = acting(), case.number, part.number if part else case.number
    if changed := changes.since_opened(case_number):
        return _page(_found(case_number), (number, act), changed=changed), changes.CONFLICT
    found = find(context, case_number)
    forms = _forms(context, found, _coordinators(context), outgoing(context, found.referrals))
    form = next((one for one in forms[number] if one.act == act), None)
    if form is None or not form.fields:
        return _refused(case_number, texts_acts.NOT_NOW)
    typed = act_forms.read(form, request.form)
    try:
        if typed.errors:
            raise BadRequest(next(iter(typed.errors.values())))
        do(context, number, typed.values)
    except BadRequest as refused:
        context.session.rollback()
        errors = typed.errors or by_field(refused, "reden")
        return _page(_found(case_number), (number, act), errors)
    except LoketError as refused:
        return _refused(case_number, refused.detail)
    parts().wake()
    flash(form.done, "goed")
    return redirect(_address(case_number))


def _refused(number: str, why: str) -> Response:
    acting().session.rollback()
    flash(why, "fout")
    return redirect(_address(number))


def _address(number: str) -> str:
    """This page, with the filters of the list that one came from: so the way back keeps them."""
    filters: Shown = {**stuck_filters.kept(request.args)}
    return url_for("supervise_case.page", number=number, **filters)


def _forms(context: Context, case: Case, coordinators: Coordinators, sent: Mapping[UUID, Outgoing]) -> dict[str, list[ActForm]]:
    """What can be done now, by deelzaaknummer and zaaknummer, as far as one may know what it is about."""
    viewer, day = looking(), today()
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
    sent = outgoing(context, case.referrals)
    forms = _forms(context, case, _coordinators(context), sent)
    lines = {part.id: queries.part_status(case, part, viewer, organisation_name) for part in case.referrals}
    return render_template(
        "bijsturen.html",
        case=case,
        sentence=queries.sentence(case, organisation_name),
        stuck=queries.stuck(case, warned=True),
        lines=list(lines.values()),
        awaited={part.number: lines[part.awaits_id] for part in case.referrals if _waits(part) and part.awaits_id in lines},
        followed=case.coordinator_name or case.coordinator,
        forms=forms,
        advised=_advised(case, forms),
        tried=tried,
        errors=errors or {},
        changed=changed,
        leave=_address(case.number),
        filters=stuck_filters.kept(request.args),
        form=request.form,
        names=sorted({entry.short_name for entry in context.catalogue.organisations.values()}, key=str.casefold),
        versie=changes.state_of(case),
        t=texts_acts,
        w=texts_stuck,
        **_opened(viewer.sees_case(case)),
        **_told(context, case, viewer, sent),
    )


def _opened(whole: bool) -> Shown:
    """Whether all of the case may be seen, and if not, how to open it."""
    opening = relations.current_opening()
    return {
        "whole": whole,
        "status": {"beperkt": not whole},
        "opening": opening,
        "grounds": () if whole or opening else grounds(),
        "onward": {"verder": "bijsturen", **stuck_filters.kept(request.args)},
    }


def _told(context: Context, case: Case, viewer: queries.Viewer, sent: Mapping[UUID, Outgoing]) -> Shown:
    """What was said and is to be said beside the parts, as far as one may know what they are about."""
    notes, whole = sourced_notes.of_case(context, case), viewer.sees_case(case)
    tasks = to_pass_on(sent, notes)
    seen = {part.id for part in case.referrals if viewer.sees_content(case, part)}
    links = select(CaseLink).where(CaseLink.case_id == case.id).order_by(CaseLink.at, CaseLink.id)
    return {
        "tasks": {part.number: tasks.get(part.id, ()) for part in case.referrals},
        "seen": {part.number for part in case.referrals if part.id in seen},
        "notes": [note for note in notes if note.referral_id in seen or (whole and note.referral_id is None)],
        "numbers": {part.id: part.number for part in case.referrals},
        "links": context.session.scalars(links).all() if whole else (),
        "ways": sourced_notes.WAYS,
    }


def _advised(case: Case, forms: Mapping[str, Sequence[ActForm]]) -> tuple[str, str]:
    """The form of what is recommended now: whose (a deelzaaknummer or the zaaknummer) and which act; two empty texts when it is none."""
    at = case.stuck_organisation, case.stuck_product
    where = [*[part.number for part in case.referrals if (part.organisation, part.product) == at][-1:], case.number]
    wanted = RECOMMENDED.get(REASONS[case.stuck_reason].act, ()) if case.stuck_reason else ()
    doable = {(number, one.act) for number in where for one in forms[number] if one.fields}
    wished = ((number, act) for act in wanted for number in where)
    return next((one for one in wished if one in doable), ("", ""))


def _waits(part: Referral) -> bool:
    return part.state is ReferralState.PLANNED
