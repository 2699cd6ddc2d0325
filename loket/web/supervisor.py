"""The supervisor's list of cases that stand still. What is done about one is done on its own page, ``supervise_case``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from flask import Response as Streamed
from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases.stuck_reasons import OUTAGES
from loket.errors import BadRequest
from loket.routing import journal, outages, stuck_list, stuck_views
from loket.routing.context import Context
from loket.routing.stuck_list import NOBODY, Choice
from loket.web import addresses, csv_lines, stuck_filters, stuck_view, texts_outages, texts_stuck
from loket.web.guard import acting, guarded
from loket.web.parts import parts
from loket.web.stuck_filters import Options

supervisor = guarded("supervisor")

PAGE = 25


@supervisor.get("/vastgelopen")
def stuck() -> Response | str:
    """What is away, how many cases stand still for which reason, and a page of them: the greatest harm first, then the longest waiting.

    Cases that only wait for an organisation that is away stand behind that one cause (``?reden=``), not one by one between the others.
    """
    context, filters = acting(), stuck_filters.kept(request.args)
    try:
        choice = stuck_filters.choice(filters, context)
    except BadRequest as error:  # an old link, or a choice that was kept before an organisation ended
        flash(error.detail, "fout")
        return redirect(url_for("supervisor.stuck"))
    return listed(context, choice, filters, request.args.get("na"))


def listed(
    context: Context,
    choice: Choice,
    filters: Mapping[str, str],
    after: str | None,
    form: MultiDict[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """The page. ``form`` and ``errors``: what was typed for several cases at once, and what is wrong with it by field."""
    begins = stuck_list.place(context.session, addresses.place(after, UUID))  # the rank in an address would tell what somebody answered
    found = stuck_list.page(context, choice, begins, PAGE + 1)
    shown = found[:PAGE]
    following = str(shown[-1].id) if len(found) > PAGE else None
    coordinators = stuck_list.coordinators(context.session)
    behind = choice.reason in OUTAGES
    counted = {} if behind else stuck_list.counts(context, choice)
    return render_template(
        "vastgelopen.html",
        cases=[stuck_view.row(case) for case in shown],
        after=after,
        following=stuck_filters.address(filters, na=following) if following else None,
        counts=stuck_view.bars(counted, filters),
        total=stuck_view.total(counted) if counted else None,
        away=() if filters else outages.outages(context),
        behind=behind,
        filters=filters,
        options=stuck_filters.options(parts().catalogue, [*coordinators, *_gone(context, choice, coordinators)]),
        coordinators=[texts_stuck.NOBODY, *coordinators],
        views=[(view, stuck_filters.address(view.chosen)) for view in stuck_views.saved(context)],
        form=form or MultiDict(),
        errors=errors or {},
        t=texts_outages,
        w=texts_stuck,
    )


def _gone(context: Context, choice: Choice, coordinators: Options) -> Options:
    """The supervisor of this choice, when they signed out: they stay on offer."""
    account = choice.coordinator
    return [(account, stuck_list.name_of(context.session, account))] if account and account not in (NOBODY, *dict(coordinators)) else []


@supervisor.get("/vastgelopen.csv")
def export() -> Streamed:
    """The chosen list as a file: numbers, reasons and dates, nothing of a person."""
    context, filters = acting(), stuck_filters.kept(request.args)
    choice = stuck_filters.choice(filters, context)
    journal.record(context, "vastgelopen-bestand", "vastgelopen", filters=sorted(filters))
    headers = {"Content-Disposition": "attachment; filename=vastgelopen.csv"}
    return Streamed(_file(context, choice, context.session.get_bind()), mimetype="text/csv", headers=headers)


def _file(context: Context, choice: Choice, bind: Engine | Connection) -> Iterator[str]:
    """The file line by line, in a session of its own: the request is over before a slow reader has it all."""
    yield csv_lines.MARK + csv_lines.lines([stuck_view.COLUMNS])
    with Session(bind) as session:
        for cases in stuck_list.whole(replace(context, session=session), choice):
            yield csv_lines.lines(stuck_view.cells(case, context.catalogue) for case in cases)
