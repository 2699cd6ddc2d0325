"""What a supervisor does with several stuck cases at once, after seeing what it would do; and the choices that they keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases.models import Case
from loket.cases.numbers import parse_case_number
from loket.cases.words import day
from loket.errors import BadRequest, Faults, LoketError
from loket.routing import bulk, coordinating, reminders, stuck_list, stuck_views, supervise
from loket.routing.context import Context
from loket.routing.doing import check_reason
from loket.routing.stuck_list import NOBODY, Choice
from loket.web import stuck_filters, stuck_view, texts_stuck
from loket.web.guard import acting, guarded
from loket.web.parts import parts
from loket.web.supervisor import listed
from loket.web.typed import by_field, iso_date

supervisor_bulk = guarded("supervisor_bulk")

EVERY = "alle"  #: not the ticked cases, but all that fit the filter

#: What needs nothing but a reason: value in the form → what is done to a locked case.
PLAIN: Mapping[str, Callable[[Context, Case, str], None]] = {
    "opnieuw": supervise.offer_again,
    "terug": coordinating.take_back,
    "herinneren": reminders.remind_all,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen for several cases: the act, in words what it would do, and the act itself."""

    kind: str
    words: str
    act: bulk.Act


@supervisor_bulk.post("/vastgelopen/samen")
def preview() -> Response | str:
    """What would come of it, case by case. Nothing is changed."""
    context, filters = acting(), stuck_filters.kept(request.form)
    try:
        choice = stuck_filters.choice(filters, context)
        numbers, wish = _asked(context, request.form, choice if request.form.get("welke") == EVERY else None)
    except BadRequest as error:
        return _again(context, filters, error)
    left = stuck_view.total(stuck_list.counts(context, choice)) if request.form.get("welke") == EVERY else None
    lines = bulk.rehearse(context, numbers, _while_it_fits(choice, wish))
    return render_template(
        "vastgelopen_voorbeeld.html",
        wish=wish,
        good=[line for line in lines if line.fault is None],
        refused=_by_fault(lines),
        whole=(texts_stuck.WHOLE if left == str(len(lines)) else texts_stuck.FIRST_OF_WHOLE).format(alle=left, nu=len(lines))
        if left
        else None,
        form=request.form,
        filters=filters,
        w=texts_stuck,
    )


@supervisor_bulk.post("/vastgelopen/samen/uitvoeren")
def carry_out() -> Response | str:
    """Do it, and tell what each case that refused said."""
    context, filters = acting(), stuck_filters.kept(request.form)
    try:
        choice = stuck_filters.choice(filters, context)
        numbers, wish = _asked(context, request.form)
    except BadRequest as error:
        return _again(context, filters, error)
    lines = bulk.carry_out(context, numbers, _while_it_fits(choice, wish))
    parts().wake()
    refused = _by_fault(lines)
    done = sum(line.fault is None for line in lines)
    flash(texts_stuck.DONE.format(aantal=done, alle=len(lines)), "fout" if refused else "goed")
    for fault, found in refused.items():
        flash(texts_stuck.refused(found, fault), "fout")
    if request.form.get("welke") == EVERY:
        flash(texts_stuck.REMAINS.format(aantal=stuck_view.total(stuck_list.counts(context, choice))), "goed")
    return redirect(stuck_filters.address(filters))


def _while_it_fits(choice: Choice, wish: Wish) -> bulk.Act:
    return bulk.while_it_fits(lambda context, case: stuck_list.fits(context, choice, case), wish.act)


def _by_fault(lines: Sequence[bulk.Line]) -> dict[str, list[str]]:
    """Why something is not done → the cases, in order."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.fault is not None:
            found.setdefault(line.fault, []).append(line.number)
    return found


def _again(context: Context, filters: Mapping[str, str], wrong: BadRequest) -> Response | str:
    """The list as it was, with what was ticked and typed, and every fault at its field."""
    context.session.rollback()
    try:
        choice = stuck_filters.choice(filters, context)
    except BadRequest:
        return redirect(stuck_filters.address({}))
    errors = by_field(wrong)
    return listed(context, choice, filters, request.form.get("na"), request.form, errors)


@supervisor_bulk.post("/vastgelopen/weergaven")
def save_view() -> Response:
    """Keep the filters of this page under a name."""
    context, filters = acting(), stuck_filters.kept(request.form)
    try:
        stuck_filters.choice(filters, context)
        stuck_views.save(context, request.form.get("naam", ""), filters)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        flash(texts_stuck.SAVED, "goed")
    return redirect(stuck_filters.address(filters))


@supervisor_bulk.post("/vastgelopen/weergaven/verwijderen")
def remove_view() -> Response:
    """Forget one's own view; the list without a choice follows."""
    context = acting()
    try:
        stuck_views.remove(context, request.form.get("weergave", ""))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        flash(texts_stuck.REMOVED, "goed")
    return redirect(stuck_filters.address({}))


def _asked(context: Context, form: MultiDict[str, str], whole: Choice | None = None) -> tuple[Sequence[str], Wish]:
    """The ticked cases, or the first of a ``whole`` choice, and what is to be done. BadRequest with every fault, by field of the form."""
    faults = Faults()
    numbers = _numbers(form, faults) if whole is None else stuck_list.first(context, whole, bulk.MOST)
    kind, reason = form.get("wat", ""), check_reason(form.get("toelichting", ""), faults, "/toelichting")
    wish = None
    if kind in PLAIN:
        wish = Wish(kind, texts_stuck.PREVIEW[kind], lambda context, case: PLAIN[kind](context, case, reason))
    elif kind == "toewijzen":
        wish = _assigning(context, form.get("wie", ""), reason, faults)
    elif kind == "uitstellen":
        wish = _snoozing(form.get("tot", "").strip(), reason, faults)
    else:
        faults.add("/wat", "verplicht", texts_stuck.ACT_MISSING)
    if wish is None or faults.found:
        raise BadRequest(texts_stuck.NOTHING_DONE_YET, faults=tuple(faults.found))
    return numbers, wish


def _numbers(form: MultiDict[str, str], faults: Faults) -> list[str]:
    """The cases that were ticked; a fault when there are none, or when one is no zaaknummer."""
    try:
        found = list(dict.fromkeys(map(parse_case_number, form.getlist("zaak"))))
    except ValueError:
        faults.add("/zaak", "ongeldig", texts_stuck.NO_NUMBER)
        return []
    if not found:
        faults.add("/zaak", "verplicht", texts_stuck.NOTHING_TICKED)
    return found


def _assigning(context: Context, who: str, reason: str, faults: Faults) -> Wish | None:
    names: Mapping[str, str] = dict(stuck_list.coordinators(context.session))
    if who not in names and who != NOBODY:
        faults.add("/wie", "verplicht", texts_stuck.WHO_MISSING)
        return None

    def act(context: Context, case: Case) -> None:
        coordinating.give_to(context, case, None if who == NOBODY else who, reason, names)

    words = texts_stuck.PREVIEW_NOBODY if who == NOBODY else texts_stuck.PREVIEW["toewijzen"].format(naam=names[who])
    return Wish("toewijzen", words, act)


def _snoozing(typed: str, reason: str, faults: Faults) -> Wish | None:
    try:
        until = date.fromisoformat(iso_date(typed)) if typed else None
    except ValueError as error:
        faults.add("/tot", "ongeldig", str(error))
        return None
    if until is None:
        faults.add("/tot", "verplicht", texts_stuck.DAY_MISSING)
        return None
    last = until

    def act(context: Context, case: Case) -> None:
        coordinating.put_off(context, case, last, reason)

    return Wish("uitstellen", texts_stuck.PREVIEW["uitstellen"].format(dag=day(last)), act)
