"""What a supervisor does with several stuck cases at once, after seeing what it would do; and the choices that they keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases.models import Case
from loket.cases.numbers import parse_case_number
from loket.cases.words import day
from loket.errors import BadRequest, LoketError
from loket.routing import bulk, coordinating, stuck_list, stuck_views, supervise
from loket.routing.context import Context
from loket.routing.stuck_list import NOBODY
from loket.web import stuck_filters, texts_stuck
from loket.web.guard import acting, guarded
from loket.web.parts import parts
from loket.web.typed import iso_date

supervisor_bulk = guarded("supervisor_bulk")

#: What needs nothing but a reason: value in the form → what is done to a locked case.
PLAIN: Mapping[str, Callable[[Context, Case, str], None]] = {"opnieuw": supervise.offer_again, "terug": coordinating.take_back}


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
        wish = _wish(context, request.form)
        lines = bulk.rehearse(context, _numbers(), wish.act)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
        return redirect(stuck_filters.address(filters))
    good = [line for line in lines if line.fault is None]
    bad = [line for line in lines if line.fault is not None]
    return render_template("vastgelopen_voorbeeld.html", wish=wish, good=good, bad=bad, form=request.form, filters=filters, w=texts_stuck)


@supervisor_bulk.post("/vastgelopen/samen/uitvoeren")
def carry_out() -> Response:
    """Do it, and tell what each case that refused said."""
    context, filters = acting(), stuck_filters.kept(request.form)
    try:
        lines = bulk.carry_out(context, _numbers(), _wish(context, request.form).act)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
        return redirect(stuck_filters.address(filters))
    parts().wake()
    bad = [line for line in lines if line.fault is not None]
    flash(texts_stuck.DONE.format(aantal=len(lines) - len(bad), alle=len(lines)), "fout" if bad else "goed")
    for line in bad:
        flash(texts_stuck.REFUSED.format(nummer=line.number, reden=line.fault), "fout")
    return redirect(stuck_filters.address(filters))


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
    context = acting()
    try:
        stuck_views.remove(context, request.form.get("weergave", ""))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        flash(texts_stuck.REMOVED, "goed")
    return redirect(stuck_filters.address({}))


def _numbers() -> list[str]:
    """The cases that were ticked; BadRequest when there are none, or when one is no zaaknummer."""
    try:
        found = list(dict.fromkeys(map(parse_case_number, request.form.getlist("zaak"))))
    except ValueError:
        raise BadRequest(texts_stuck.NO_NUMBER) from None
    if not found:
        raise BadRequest(texts_stuck.NOTHING_TICKED)
    return found


def _wish(context: Context, form: MultiDict[str, str]) -> Wish:
    """What the form asks for. BadRequest for one that cannot be done to any case."""
    kind, reason = form.get("wat", ""), form.get("toelichting", "").strip()
    if kind not in dict(texts_stuck.ACTS):
        raise BadRequest(texts_stuck.ACT_MISSING)
    if not reason:
        raise BadRequest(texts_stuck.REASON_MISSING)
    if kind in PLAIN:
        return Wish(kind, texts_stuck.PREVIEW[kind], lambda context, case: PLAIN[kind](context, case, reason))
    return _assigning(context, form.get("wie", ""), reason) if kind == "toewijzen" else _snoozing(form, reason)


def _assigning(context: Context, who: str, reason: str) -> Wish:
    names: Mapping[str, str] = dict(stuck_list.coordinators(context.session))

    def act(context: Context, case: Case) -> None:
        coordinating.give_to(context, case, None if who == NOBODY else who, reason, names)

    words = texts_stuck.PREVIEW_NOBODY if who == NOBODY else texts_stuck.PREVIEW["toewijzen"].format(naam=names.get(who, who))
    return Wish("toewijzen", words, act)


def _snoozing(form: MultiDict[str, str], reason: str) -> Wish:
    typed = form.get("tot", "").strip()
    if not typed:
        raise BadRequest(texts_stuck.DAY_MISSING)
    try:
        until = date.fromisoformat(iso_date(typed))
    except ValueError as error:
        raise BadRequest(str(error)) from None

    def act(context: Context, case: Case) -> None:
        coordinating.put_off(context, case, until, reason)

    return Wish("uitstellen", texts_stuck.PREVIEW["uitstellen"].format(dag=day(until)), act)
